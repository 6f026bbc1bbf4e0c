"""Recorded clearances: which one counts for a clause, and why another does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tensplan.finding import Finding
from tensplan.patient.history import Clearance
from tensplan.patient.model import Patient
from tensplan.patient.places import touches
from tensplan.patient.rule import MODALITIES, Clause, Rule, find_rule


def clearance_for(
    patient: Patient, rule: Rule, clause: Clause, *, place: str, on: date
) -> Clearance | None:
    """Return the clearance that satisfies a clause at a place on a day, or None.

    Its role must be one that the clause names; it must not be dated after the plan, nor have
    run out.
    """
    for clearance in patient.clearances or ():
        here = clearance.places is None or any(touches(p, place) for p in clearance.places)
        if clearance.code == rule.id and here and not _refusal(clearance, clause, on):
            return clearance
    return None


def idle_clearances(patient: Patient, on: date) -> Iterator[Finding]:
    """Yield a warning for each recorded clearance that opens nothing.

    Examples
    --------
    >>> import tensplan
    >>> list(idle_clearances(tensplan.load_patient("example-intact"), date(2026, 11, 22)))
    []
    """
    for clearance in patient.clearances or ():
        reason = _idle(clearance, on)
        if reason:
            yield Finding(
                rule="screening/clearance",
                severity="warning",
                message=f"the clearance for {clearance.code} of {clearance.on} does not count: {reason}",
                hint="ask again, or remove it",
                source="project default, needs clinical sign-off",
            )


def role_words(role: str) -> str:
    """Return a role as people read it.

    Examples
    --------
    >>> role_words("cardiology-device-clinic")
    'cardiology device clinic'
    """
    return role.replace("-", " ")


def _idle(clearance: Clearance, on: date) -> str:
    """Say why a clearance opens no clause at all; empty when it opens one."""
    rule = find_rule(clearance.code)
    if rule is None:
        return "there is no such rule"
    clauses = [c for name in MODALITIES for c in rule.clauses(name) if c.level == "clearance"]
    if not clauses:
        return "nobody can override this rule here"
    reasons = [_refusal(clearance, clause, on) for clause in clauses]
    return reasons[0] if all(reasons) else ""


def _refusal(clearance: Clearance, clause: Clause, on: date) -> str:
    """Say why a clearance does not satisfy a clause; empty when it does."""
    if clause.level != "clearance" or clause.valid_days is None:
        return "nobody can override this here"
    if clearance.by_role not in clause.by:
        roles = " or ".join(map(role_words, clause.by))
        return f"it is by a {role_words(clearance.by_role)}, and must be by a {roles}"
    days = (on - clearance.on).days
    if days < 0:
        return f"it is dated after the plan of {on}"
    if days > clause.valid_days:
        return f"it is {days} days old, and holds for {clause.valid_days} days"
    return ""
