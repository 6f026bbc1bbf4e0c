"""One question of screening: this person, this modality, this place, on this day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from tensplan.patient.felt import Limb
from tensplan.patient.model import Patient
from tensplan.patient.places import sites_of
from tensplan.patient.rule import Modality
from tensplan.patient.sensation import SENSATION_DAYS, is_current

Setting = Literal["home", "supervised"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One question of screening.

    Parameters
    ----------
    patient : Patient
        The person.
    modality : {"tens", "heat", "cold"}
        What is wanted.
    place : str
        A site for a pad, an area for a pack.
    on : date
        Day of the plan.
    setting : {"home", "supervised"}
        Where the sessions take place.
    limb : {"treated", "other"}
        The painful limb or the other one.
    motor : bool
        Whether the program aims at twitches.
    """

    patient: Patient
    modality: Modality
    place: str
    on: date
    setting: Setting = "home"
    limb: Limb = "treated"
    motor: bool = False


def fact(name: str, case: Case) -> bool | None:
    """Return whether a named fact holds; None when nobody knows.

    Raises
    ------
    KeyError
        If there is no such fact.
    """
    return FACTS[name](case)


def monofilament_felt(case: Case) -> bool | None:
    """Say whether the 10 g monofilament was felt wherever it was tried on the sole."""
    tests = case.patient.sensation if case.limb == "treated" else case.patient.sensation_other_side
    results = [
        test.monofilament
        for place, test in ({} if tests is None else tests).items()
        if test.monofilament is not None
        and sites_of(place) & sites_of("foot")
        and is_current(test, case.on, days=SENSATION_DAYS, since=case.patient.changed_on)
    ]
    return None if not results else "not-felt" not in results


def _not_demand(case: Case) -> bool | None:
    implants = case.patient.implants
    kind = None if implants is None else implants.pacemaker
    return None if kind is None else kind == "not-demand"


def _wound_closed(case: Case) -> bool | None:
    surgery = case.patient.surgery
    wound = None if surgery is None else surgery.wound
    return None if wound is None else wound in ("closed", "healed")


def _not_fused(case: Case) -> bool | None:
    surgery = case.patient.surgery
    if surgery is None:
        return None
    if surgery.procedure == "fusion":
        return False
    return None if surgery.fused is None else not surgery.fused


def days_since_injection(case: Case) -> int | None:
    """Return the days since an epidural injection; None when there was none."""
    day = case.patient.epidural_injection_on
    return None if day is None else (case.on - day).days


def _injection_within_3_days(case: Case) -> bool | None:
    days = days_since_injection(case)
    return None if days is None else days <= 3


FACTS: Final[dict[str, Callable[[Case], bool | None]]] = {
    "pacemaker-not-demand": _not_demand,
    "supervised": lambda case: case.setting == "supervised",
    "wound-closed": _wound_closed,
    "not-fused": _not_fused,
    "monofilament-felt": monofilament_felt,
    "injection-within-3-days": _injection_within_3_days,
}
"""Facts that a clause may ask for; unknown never makes a rule milder."""
