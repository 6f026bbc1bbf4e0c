"""Exercises, medicines, referral points and evidence that go with a course."""

from __future__ import annotations

import pytest

import tensplan
from tensplan.patient.codes import Agent, Medicine
from tensplan.patient.history import Surgery, Topical
from tensplan.patient.model import Patient
from tensplan.session_plan.guidance import guidance

CONFIDENCES = ("quoted", "quoted-secondary", "recalled", "derived", "project-default")


def person(**changes: object) -> Patient:
    """Return an invented person with changed keys."""
    return tensplan.load_patient("example-intact").model_copy(update=changes)


def now(name: str, patient: Patient | None) -> str:
    """Return where a person stands with one exercise."""
    found = {item["id"]: item["now"] for item in guidance(patient)["exercises"]}
    return found[name]


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (2.9, "from week 3 after surgery: not yet"),
        (3.0, "from week 3 after surgery: reached"),
        (None, "from week 3 after surgery: weeks since surgery are unknown, ask"),
    ],
)
def test_an_exercise_waits_for_its_week(weeks: float | None, expected: str) -> None:
    """Pelvic tilt begins in week 3; without the weeks it is asked, never assumed."""
    assert now("pelvic-tilt", person(weeks_since_surgery=weeks)) == expected


@pytest.mark.parametrize(
    ("surgery", "expected"),
    [
        (Surgery(procedure="fusion"), "ask the surgeon first, fused"),
        (Surgery(procedure="revision", fused=True), "ask the surgeon first, fused"),
        (Surgery(procedure="revision"), "whether segments were fused is unknown"),
        (None, "whether segments were fused is unknown"),
        (Surgery(procedure="microdiscectomy", fused=False), "reached"),
    ],
)
def test_bird_dog_after_a_fusion_needs_the_surgeon(surgery: Surgery | None, expected: str) -> None:
    """A fusion, known or not excluded, sends the person to the surgeon first."""
    assert now("bird-dog", person(surgery=surgery, weeks_since_surgery=30.0)).endswith(expected)


def test_for_nobody_only_the_weeks_are_said() -> None:
    """A specimen says from when, and has no notes on medicines."""
    assert now("bird-dog", None) == "from week 6 after surgery"
    assert now("nerve-gliding", None) == "from the start"
    assert guidance(None)["medicines"] == []


@pytest.mark.parametrize("name", Medicine.__args__)
def test_each_medicine_has_a_note(name: str) -> None:
    """What can be written down is answered, and never recommended."""
    (note,) = guidance(person(medicines=(name,)))["medicines"]
    assert note["about"] == name
    assert "recommend" not in note["says"]


@pytest.mark.parametrize("agent", Agent.__args__)
def test_each_cream_has_a_note(agent: str) -> None:
    """A cream or patch tells what must not lie on it."""
    topical = Topical(agent=agent, places=("arch-medial",))
    (note,) = guidance(person(topicals=(topical,)))["medicines"]
    assert note["about"] == agent
    assert "no heat" in note["says"].lower() or "no pad" in note["says"].lower()


def test_the_guideline_against_is_in_every_plan() -> None:
    """Whatever the protocol says of itself, the plan carries what speaks against TENS."""
    plan = tensplan.plan(tensplan.load_protocol("sciatic-path-burst"), on="2026-11-22").as_json()
    said = plan["guidance"]["evidence"]
    assert "do not offer TENS for low back pain with or without sciatica" in said[0]["says"]
    assert said[0]["source"].startswith("NICE NG59")
    assert [item["certainty"] for item in said][1:3] == ["very low", "moderate, indirect"]


def test_six_points_of_referral_in_order_and_none_advised() -> None:
    """The ladder is a list of points to discuss, from physiotherapy to revision surgery."""
    found = guidance(None)
    assert [step.split(",")[0] for step in found["ladder"]][::5] == [
        "Physiotherapy",
        "Revision surgery",
    ]
    assert len(found["ladder"]) == 6
    assert "nothing here is ordered or advised" in found["ladder_note"]["says"]


def test_everything_has_a_source() -> None:
    """Each exercise, each statement of evidence and the rule that keeps them apart is sourced."""
    found = guidance(None)
    rows = [*found["exercises"], *found["evidence"], found["apart"], found["ladder_note"]]
    assert [row for row in rows if row["confidence"] not in CONFIDENCES] == []
    assert [row for row in rows if len(row["source"]) < 10] == []
