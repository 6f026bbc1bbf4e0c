"""What if: a plan made again with other numbers, beside the one that was sent; nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tensplan.errors import FindingsError, UsageError
from tensplan.patient.model import Patient
from tensplan.protocol.document import Document, parse_document
from tensplan.protocol.model import Protocol
from tensplan.protocol.validation import validate
from tensplan.review.desk import ONE_AT_A_TIME, Desk, Entry
from tensplan.review.dials import dials, number, turned
from tensplan.review.draft import draft_text
from tensplan.session_plan.change import Change
from tensplan.session_plan.compose import compose
from tensplan.session_plan.diff_plans import diff_plans
from tensplan.session_plan.history import History
from tensplan.store.past import history_of


@dataclass(frozen=True, slots=True)
class Answer:
    """What would come of other numbers.

    Parameters
    ----------
    content : dict
        What plan.json would hold, also when it is blocked.
    changes : list of Change
        Against the plan that was sent, worst first.
    document : Document
        The changed protocol as it would be saved.
    """

    content: dict[str, Any]
    changes: list[Change]
    document: Document

    @property
    def is_blocked(self) -> bool:
        """Whether such a plan would be refused."""
        return self.content["verdict"] in ("blocked", "stop")

    @property
    def errors(self) -> list[dict[str, Any]]:
        """What stops it, or a part of it."""
        return [f for f in self.content["findings"] if f["severity"] == "error"]


def asked(entry: Entry, fields: Mapping[str, str]) -> dict[str, float]:
    """Return the numbers that differ from the plan's, by the name of their dial.

    Raises
    ------
    UsageError
        If a field holds no number, or nothing differs.
    """
    known = [d for d in dials(entry.content["protocol"]["content"]) if d.name in fields]
    values = {dial: number(dial, fields[dial.name]) for dial in known}
    changed = {dial.name: value for dial, value in values.items() if value != dial.value}
    if not changed:
        raise UsageError("nothing was changed", hint="change at least one number")
    return changed


def answer(desk: Desk, entry: Entry, values: Mapping[str, float]) -> Answer:
    """Make the plan again with other numbers: same person, device, setting and day.

    Parameters
    ----------
    desk : Desk
        Where the patient file and the past of the person are.
    entry : Entry
        The plan that was sent.
    values : mapping
        Numbers by the name of their dial.

    Raises
    ------
    UsageError
        If the patient file is not here.
    FindingsError
        If the changed protocol has faults of form.
    """
    plan = entry.content
    document = changed_protocol(plan["protocol"]["content"], values)
    protocol = validate(document).model
    assert isinstance(protocol, Protocol)
    person = patient_of(desk, plan)
    day = date.fromisoformat(plan["provenance"]["on"])
    with ONE_AT_A_TIME:
        made = compose(
            protocol,
            on=day,
            patient=person,
            history=_past(desk, person, day),
            device_id=plan["device"],
            setting="supervised" if plan["setting"] == "supervised" else "home",
            limits=desk.limits,
        )
        content = made.as_json()
        return Answer(content, diff_plans(plan, content), document)


def changed_protocol(protocol: Mapping[str, Any], values: Mapping[str, float]) -> Document:
    """Return the changed protocol as the file that it would be.

    Raises
    ------
    FindingsError
        If it has faults of form.
    """
    content = turned(protocol, values)
    document = parse_document(draft_text(content).encode(), name=f"{content['id']}.yaml")
    faults = validate(document).findings
    if faults:
        raise FindingsError("; ".join(f.message for f in faults), hint=faults[0].hint)
    return document


def patient_of(desk: Desk, plan: Mapping[str, Any]) -> Patient | None:
    """Return the person of a plan: the patient file with the very digest the plan names.

    Raises
    ------
    UsageError
        If it is not in the folder and no shipped example.
    """
    if plan["patient"] is None:
        return None
    person = desk.person(plan)
    if person is not None:
        return person
    raise UsageError(
        f"the patient file of {plan['patient']['code']} is not in {desk.folder}, "
        "or it changed after the plan was made",
        hint="put the patient file into that folder; its content decides, not its name",
    )


def _past(desk: Desk, person: Patient | None, day: date) -> History | None:
    return None if person is None else history_of(desk.store, person.code, on=day)
