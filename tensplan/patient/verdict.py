"""The verdict on one place for one modality: every rule that has something to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tensplan.finding import Severity
from tensplan.patient.case import Case, Setting, fact
from tensplan.patient.clearance import clearance_for
from tensplan.patient.evidence import Evidence, State, evidence
from tensplan.patient.felt import Limb
from tensplan.patient.history import Clearance
from tensplan.patient.model import Patient
from tensplan.patient.places import areas, touches
from tensplan.patient.rule import Clause, Modality, Rule, screening_rules
from tensplan.placement.sites import site as named_site


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One rule that has something to say about one place.

    Parameters
    ----------
    rule, clause : Rule, Clause
        The rule, and the part of it that applies.
    state : {"present", "unknown"}
        Found, or not asked.
    declared : bool
        Whether the list of conditions says so, not a test at the place.
    case : Case
        What was asked.
    clearance : Clearance or None
        What opens it.
    """

    rule: Rule
    clause: Clause
    state: State
    declared: bool
    case: Case
    clearance: Clearance | None = None

    @property
    def severity(self) -> Severity:
        """An error blocks; a clearance turns it into a note."""
        if self.clearance is not None:
            return "note"
        if self.clause.level == "warning":
            return "warning"
        return "warning" if self.state == "unknown" and self.rule.unknown == "warning" else "error"


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteVerdict:
    """Whether a modality may be used at a place, and what speaks against it.

    Parameters
    ----------
    verdict : {"pass", "warn", "blocked"}
        The worst of all rules.
    hits : tuple of Hit
        The rules that apply.
    """

    verdict: Literal["pass", "warn", "blocked"]
    hits: tuple[Hit, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What blocks or warns, each once, in the order of the rules."""
        found = (hit for hit in self.hits if hit.severity != "note")
        return tuple(dict.fromkeys(short_words(hit) for hit in found))


def site_verdict(
    patient: Patient,
    site: str,
    modality: Modality = "tens",
    *,
    on: date,
    setting: Setting = "home",
    limb: Limb = "treated",
    motor: bool = False,
) -> SiteVerdict:
    """Return whether a modality may be used at a site, or on a pack's area.

    Red flags are not asked here: they stop everything before any place is looked at.

    Parameters
    ----------
    patient : Patient
        The person.
    site : str
        Word id or code of an electrode site; for heat and cold also an area.
    modality : {"tens", "heat", "cold"}
        What is wanted there.
    on : date
        Day of the plan.
    setting : {"home", "supervised"}
        Where the sessions take place.
    limb : {"treated", "other"}
        The painful limb or the other one.
    motor : bool
        Whether the program aims at twitches.

    Raises
    ------
    ValueError
        If the site is unknown.

    Examples
    --------
    >>> import tensplan
    >>> person = tensplan.load_patient("example-numb-sole")
    >>> found = site_verdict(person, "arch-lateral", on=date(2026, 11, 22))
    >>> found.verdict, found.reasons[0]
    ('blocked', 'P_SENS: nobody would feel it sting')
    >>> site_verdict(person, "TIBA", on=date(2026, 11, 22)).verdict
    'warn'
    """
    place = site if site in areas() else named_site(site).id
    case = Case(
        patient=patient,
        modality=modality,
        place=place,
        on=on,
        setting=setting,
        limb=limb,
        motor=motor,
    )
    found = tuple(hits(case))
    return SiteVerdict(verdict=verdict_of(hit.severity for hit in found), hits=found)


def hits(case: Case) -> Iterator[Hit]:
    """Yield every rule that has something to say about a case."""
    for rule in screening_rules().values():
        if rule.clauses(case.modality):
            yield from _hits(rule, case)


def verdict_of(severities: Iterable[Severity]) -> Literal["pass", "warn", "blocked"]:
    """Return the verdict that severities come to.

    Examples
    --------
    >>> verdict_of(["note"]), verdict_of(["warning", "note"]), verdict_of(["warning", "error"])
    ('pass', 'warn', 'blocked')
    """
    found = set(severities)
    return "blocked" if "error" in found else "warn" if "warning" in found else "pass"


def short_words(hit: Hit) -> str:
    """Return a hit in a few words."""
    unknown = "unknown, ask first; " if hit.state == "unknown" else ""
    return f"{hit.rule.id}: {unknown}{hit.clause.says}"


def _hits(rule: Rule, case: Case) -> Iterator[Hit]:
    """Yield the clauses of one rule that apply; what is present hides what is unknown."""
    reasons = sorted(evidence(rule, case), key=lambda reason: reason.state == "unknown")
    for clause in rule.clauses(case.modality):
        reason = next((r for r in reasons if _applies(clause, rule, r, case)), None)
        if reason is None:
            continue
        leave = None
        if clause.level == "clearance" and reason.state == "present":
            leave = clearance_for(case.patient, rule, clause, place=case.place, on=case.on)
        yield Hit(
            rule=rule,
            clause=clause,
            state=reason.state,
            declared=reason.declared,
            case=case,
            clearance=leave,
        )


def _applies(clause: Clause, rule: Rule, reason: Evidence, case: Case) -> bool:
    """Say whether a clause holds for the place and the facts of a case."""
    if reason.state == "unknown" and rule.unknown == "silent":
        return False
    if clause.motor and not case.motor:
        return False
    if clause.when and fact(clause.when, case) is not True:
        return False
    if clause.unless and fact(clause.unless, case) is True:
        return False
    if clause.where and not _inside(case.place, clause.where):
        return False
    places = clause.located if reason.places is None else reason.places
    return not clause.located or _inside(case.place, places)


def _inside(place: str, places: tuple[str, ...]) -> bool:
    return "anywhere" in places or any(touches(place, other) for other in places)
