"""What a plan says of a person beside screening: layout, localisation, and the sessions so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from tensplan.finding import Finding
from tensplan.patient.case import Setting
from tensplan.patient.model import Patient
from tensplan.protocol.catalogue import catalogue, load_protocol
from tensplan.protocol.model import Protocol
from tensplan.safety.limits import Limits
from tensplan.session_plan.history import History, judge_history
from tensplan.session_plan.history_content import history_content
from tensplan.session_plan.localisation_part import localisation_content
from tensplan.session_plan.overuse import judge_overuse
from tensplan.session_plan.person_layout import (
    alternative_findings,
    choose_for,
    given_objections,
    layout_content,
    objections_of,
)

_NOBODY: Final[dict[str, Any]] = {
    "layout": {},
    "foot_length_mm": None,
    "localisation": {},
    "history": {},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedPart:
    """Findings, and the keys of plan.json that place a plan on a person.

    Parameters
    ----------
    findings : tuple of Finding
        Other layouts that would pass, and what the log asks.
    content : dict
        ``layout``, ``foot_length_mm``, ``localisation`` and ``history``; empty or null where
        nothing is known.
    """

    findings: tuple[Finding, ...] = ()
    content: dict[str, Any] = field(default_factory=dict)


def placed_part(
    patient: Patient | None,
    protocol: Protocol,
    *,
    history: History | None,
    on: date,
    setting: Setting,
    limits: Limits,
) -> PlacedPart:
    """Place the pads on a person and read the log; nothing of it for nobody.

    Parameters
    ----------
    patient : Patient or None
        The person.
    protocol : Protocol
        What is asked.
    history : History or None
        The logged sessions of the person.
    on : date
        Day of the plan.
    setting : {"home", "supervised"}
        Where the sessions take place.
    limits : Limits
        Their gap and pad size are kept.

    Examples
    --------
    >>> import tensplan
    >>> from tensplan.safety.limits import own_limits
    >>> found = placed_part(
    ...     tensplan.load_patient("example-numb-sole"), tensplan.load_protocol("foot-bracket-sole"),
    ...     history=None, on=date(2026, 11, 22), setting="home", limits=own_limits())
    >>> found.content["layout"]["chosen"]["code"], found.findings[0].hint
    ('TIB_ANK', 'plan distal-nerve-tibial')
    """
    if patient is None:
        return PlacedPart(content=dict(_NOBODY))
    programs = protocol.programs.values()
    motor = any(program.target == "motor-twitch" for program in programs)
    objections = objections_of(patient, on=on, setting=setting, motor=motor)
    choice = choose_for(patient, objections, limits)
    against = given_objections(protocol, objections)
    shelf = [load_protocol(path) for path in catalogue().values()] if choice and against else []
    past = History() if history is None else history
    return PlacedPart(
        findings=(
            *alternative_findings(protocol, choice, against, shelf),
            *judge_history(past, protocol, on=on, examined_on=patient.examined_on),
            *judge_overuse(past),
        ),
        content={
            "layout": layout_content(choice, patient, against),
            "foot_length_mm": None if patient.body is None else patient.body.foot_length_mm,
            "localisation": localisation_content(patient, on=on),
            "history": history_content(history, protocol, on=on),
        },
    )
