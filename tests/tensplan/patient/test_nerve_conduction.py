"""Nerve conduction values beside references and beside the simulator."""

from __future__ import annotations

from typing import get_args

import pytest

import tensplan
from tensplan.patient.examination import NerveConduction
from tensplan.patient.nerve_conduction import QUANTITIES, compare, references
from tensplan.session_plan.conduction_notes import conduction_notes, slowing

STUDIES = get_args(NerveConduction.model_fields["study"].annotation)


@pytest.mark.parametrize("ref", references(), ids=lambda ref: f"{ref.study}-{ref.quantity}")
def test_reference_is_whole(ref) -> None:
    """Each row has a range, a group of people and a source, and is about a key of the file."""
    assert 0 <= ref.low < ref.high
    assert ref.quantity in QUANTITIES
    assert ref.study in STUDIES
    assert ref.who
    assert len(ref.source) > 8
    assert ref.confidence in ("quoted", "recalled", "derived")
    if ref.confidence == "recalled":
        assert "recalled" in ref.source


def test_every_study_has_a_reference() -> None:
    """No study can be entered for which there is nothing to hold it against."""
    assert {ref.study for ref in references()} == set(STUDIES)


@pytest.mark.parametrize(
    ("latency_ms", "stands"),
    [(2.8, "low"), (2.9, "within"), (4.5, "within"), (6.1, "within"), (6.2, "high")],
)
def test_two_standard_deviations(latency_ms: float, stands: str) -> None:
    """4.5 ms with an SD of 0.8 ms: 2.9 to 6.1 ms are within, their ends too."""
    (found,) = compare(NerveConduction(study="tibial-motor", latency_ms=latency_ms), age_years=50)
    assert found.stands == stands


@pytest.mark.parametrize(
    ("age", "groups"),
    [
        (25, ["19 to 29"]),
        (30, ["30 to 59"]),
        (60, ["60 to 79"]),
        (85, []),
        (None, ["19 to 29", "30 to 59", "60 to 79"]),
    ],
)
def test_age_chooses_the_group(age: int | None, groups: list[str]) -> None:
    """The group of the person's age is shown; all are when the age is unknown."""
    found = compare(NerveConduction(study="tibial-motor", amplitude_mv=8.0), age_years=age)
    assert [item.reference.who.split("of ")[1].split(" (")[0] for item in found] == groups


def test_a_range_never_reaches_below_zero() -> None:
    """5.1 mV with an SD of 2.5 mV begins at 0.1 mV; 8 mV at 0 would be no amplitude."""
    found = compare(NerveConduction(study="peroneal-motor", amplitude_mv=0.0), age_years=60)
    assert [(item.reference.low, item.stands) for item in found] == [(pytest.approx(0.1), "low")]


def notes_of(**study: object) -> list[str]:
    """Return what is said of one study."""
    person = tensplan.load_patient("example-intact").model_copy(
        update={"nerve_conduction": (NerveConduction(**study),)}
    )
    return [note["says"] for note in conduction_notes(person)]


def test_a_cold_leg_explains_a_slow_nerve() -> None:
    """38 m/s is below the women's range at 28 degC, where the simulator expects no more than 39."""
    beside, predicted = notes_of(
        study="tibial-motor", velocity_m_per_s=38.0, skin_temperature_c=28.0
    )
    assert beside.startswith("tibial-motor conduction velocity 38 m/s: low (38.8 to 52.4 m/s")
    assert "at 28 degC: the simulator expects 38.8 m/s of a nerve" in predicted


def test_slowing_is_that_of_measured_nerves() -> None:
    """Nerves lose 1.5 to 2.5 m/s per degC (recalled); at 48 m/s the simulator loses 1.2 to 2.5."""
    assert slowing(33.0) == 1.0
    lost = 48 * (1 - slowing(28.0)) / 5
    assert 1.2 < lost < 2.5


def test_no_temperature_no_prediction() -> None:
    """Without a skin temperature only the reference is shown."""
    assert len(notes_of(study="tibial-motor", velocity_m_per_s=38.0)) == 1


def test_beyond_the_model_the_note_says_so() -> None:
    """At 12 degC the fibre model does not hold, and no number is made up."""
    told = notes_of(study="tibial-motor", velocity_m_per_s=20.0, skin_temperature_c=12.0)
    assert "the simulator expects nothing, temperature must be within" in told[1]
