"""What a patient file says to heat and cold, in the terms of the thermal room."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tensplan.patient.case import Case
from tensplan.patient.evidence import acute_swelling, evidence
from tensplan.patient.felt import failed_places, hot_cold_at
from tensplan.patient.model import Patient
from tensplan.patient.places import areas, touches
from tensplan.patient.rule import screening_rules
from tensplan.thermal.person import Answer, AreaFacts, Sensation, ThermalPerson, Topical

TOPICALS: dict[str, Topical] = {
    "K_LIDO": "lidocaine",
    "K_CAPS": "capsaicin",
    "K_CAPS8": "capsaicin",
    "K_PATCH": "patch",
}


def thermal_person(patient: Patient, on: date) -> ThermalPerson:
    """Return what is known of a person for heat and cold; what is not known stays so.

    Examples
    --------
    >>> import tensplan
    >>> person = thermal_person(tensplan.load_patient("example-numb-sole"), date(2026, 11, 22))
    >>> person.at("lumbar").hot_cold, person.at("foot-sole").hot_cold, person.circulation
    ('intact', 'failed', 'intact')
    """
    return ThermalPerson(
        areas={area: _facts(patient, area, on) for area in areas()},
        circulation=_circulation(patient, on),
        first_time=_first_time(patient),
    )


def _facts(patient: Patient, area: str, on: date) -> AreaFacts:
    """Return what is known of one area."""
    case = Case(patient=patient, modality="heat", place=area, on=on)
    body = patient.body
    fat = None if body is None or body.fat_thickness_mm is None else body.fat_thickness_mm.get(area)
    return AreaFacts(
        hot_cold=_hot_cold(patient, area, on),
        swelling=_answer(acute_swelling(case)),
        topical=_topical(case),
        regenerating_nerve=_state(case, "P_REGEN"),
        bare_implant=_implant(case),
        fat_mm=fat,
    )


def _hot_cold(patient: Patient, area: str, on: date) -> Sensation:
    passed = hot_cold_at(patient, area, on)
    if passed is False or any(touches(place, area) for place in failed_places(patient, on)):
        return "failed"
    return "intact" if passed else "unknown"


def _state(case: Case, code: str) -> Answer:
    """Return whether a condition is there at the place of a case."""
    found = [
        reason.state
        for reason in evidence(screening_rules()[code], case)
        if reason.places is None or any(touches(place, case.place) for place in reason.places)
    ]
    return "yes" if "present" in found else "unknown" if "unknown" in found else "no"


def _implant(case: Case) -> Answer:
    """Return whether an active implant lies under the area, as far as the file says where."""
    near = _state(case, "N_IMPLANT")
    stimulator = _state(case, "I_SCS")
    if stimulator == "yes":
        places = (case.patient.where or {}).get("I_SCS", ("back",))
        stimulator = "yes" if any(touches(place, case.place) for place in places) else "no"
    return max((near, stimulator), key=("no", "unknown", "yes").index)


def _topical(case: Case) -> Topical:
    states = {code: _state(case, code) for code in TOPICALS}
    present = [code for code, state in states.items() if state == "yes"]
    if present:
        return TOPICALS[present[0]]
    return "unknown" if "unknown" in states.values() else "none"


def _circulation(patient: Patient, on: date) -> Literal["intact", "impaired", "unknown"]:
    case = Case(patient=patient, modality="heat", place="ankle", on=on)
    known: dict[Answer, Literal["intact", "impaired", "unknown"]] = {
        "yes": "impaired",
        "no": "intact",
        "unknown": "unknown",
    }
    return known[_state(case, "P_PAD")]


def _first_time(patient: Patient) -> Answer:
    before = patient.heat_or_cold_before
    return _answer(None if before is None else not before)


def _answer(value: bool | None) -> Answer:
    return "unknown" if value is None else "yes" if value else "no"
