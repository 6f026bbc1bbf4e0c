"""A patient file in the terms of heat and cold: nothing unknown becomes a no."""

from __future__ import annotations

from typing import Any

import pytest
from people import DAY, make_patient, sensed

from tensplan.patient.model import Patient
from tensplan.session_plan.thermal_person import thermal_person
from tensplan.thermal.person import UNTESTED, AreaFacts, ThermalPerson

BLANK = Patient.model_validate({"schema": "tensplan/patient/1", "code": "P-07"})
DULL = {"sharp_blunt": 3, "tested_on": "2026-11-22"}


def test_of_nobody_everything_is_unknown() -> None:
    """A file with a code alone says nothing about any area."""
    found = thermal_person(BLANK, DAY)
    assert {area: found.at(area) for area in found.areas} == dict.fromkeys(found.areas, UNTESTED)
    assert (found.circulation, found.first_time) == ("unknown", "unknown")


def test_of_the_intact_person_everything_is_known() -> None:
    """What was asked and tested today is there."""
    found = thermal_person(make_patient(), DAY)
    clear = AreaFacts(
        hot_cold="intact",
        swelling="no",
        topical="none",
        regenerating_nerve="no",
        bare_implant="no",
    )
    assert found.at("lumbar") == found.at("foot-sole") == clear
    assert (found.circulation, found.first_time) == ("intact", "no")


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        ({"sensation": sensed(arch_medial=DULL)}, "hot_cold", "failed"),
        ({"sensation": None}, "hot_cold", "unknown"),
        ({"swelling": {"acute_at": ["foot-sole"]}}, "swelling", "yes"),
        ({"topicals": [{"agent": "lidocaine", "places": ["foot-sole"]}]}, "topical", "lidocaine"),
        ({"topicals": [{"agent": "drug-patch", "places": ["arch-medial"]}]}, "topical", "patch"),
        ({"topicals": None}, "topical", "unknown"),
        ({"conditions": ["P_REGEN"], "where": {"P_REGEN": ["foot"]}}, "regenerating_nerve", "yes"),
        ({"conditions": ["P_REGEN"], "where": {"P_REGEN": ["calf"]}}, "regenerating_nerve", "no"),
        ({"conditions_not_asked": ["P_REGEN"]}, "regenerating_nerve", "unknown"),
        ({"conditions": ["I_SCS"], "where": {"I_SCS": ["foot-sole"]}}, "bare_implant", "yes"),
        ({"conditions": ["I_SCS"]}, "bare_implant", "no"),
        ({"body": {"fat_thickness_mm": {"foot-sole": 6}}}, "fat_mm", 6),
    ],
    ids=str,
)
def test_facts_of_an_area(change: dict[str, Any], key: str, expected: Any) -> None:
    """Each finding arrives at the sole as what it is."""
    found = thermal_person(make_patient(**change), DAY).at("foot-sole")
    assert getattr(found, key) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"conditions": ["P_PAD"]}, "impaired"),
        ({"circulation": {"pulses": "absent"}}, "impaired"),
        ({"circulation": {"ankle_brachial_index": 0.85}}, "impaired"),
        ({"circulation": {"ankle_brachial_index": 0.9}}, "intact"),
        ({"conditions_not_asked": ["P_PAD"]}, "unknown"),
    ],
    ids=str,
)
def test_circulation(change: dict[str, Any], expected: str) -> None:
    """Arterial disease, missing pulses or a low index impair; an unasked one is unknown."""
    found: ThermalPerson = thermal_person(make_patient(**change), DAY)
    assert found.circulation == expected


def test_a_stimulator_of_unknown_place_counts_on_the_back() -> None:
    """Leads and generator of a spinal cord stimulator lie in the back unless the file says where."""
    found = thermal_person(make_patient(conditions=["I_SCS"]), DAY)
    assert (found.at("lumbar").bare_implant, found.at("calf").bare_implant) == ("yes", "no")
