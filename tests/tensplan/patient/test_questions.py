"""The questions to a person: red flags first, enough for a protocol, in one numbering."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tensplan.patient.answers import patient_data, read_answer
from tensplan.patient.model import Patient
from tensplan.patient.questions import Question, minutes_left, questions
from tensplan.patient.rule import red_flags
from tensplan.patient.screening import screen
from tensplan.protocol.catalogue import catalogue, load_protocol

DAY = date(2026, 11, 22)
FINE = {
    "code": "P-014", "side": "left", "age_years": "50", "pain.regions": "sole", "pain.nprs": "5",
    "surgery.procedure": "microdiscectomy", "weeks_since_surgery": "30", "surgery.fused": "no",
    "surgery.wound": "healed", "topicals": "none", "swelling.acute_at": "none",
    "circulation.pulses": "present", "medicines": "none", "heat_or_cold_before": "yes",
}  # fmt: skip
FINE_TESTS = {
    "skin": "intact", "sharp_blunt": "10", "light_touch": "normal", "monofilament": "felt",
    "hot": "5", "cold": "5",
}  # fmt: skip


def fine(question: Question) -> str:
    """Return the answer that speaks for everything."""
    if question.kind == "yes-no" and question.id not in FINE:
        return "no"
    return FINE.get(question.id) or FINE_TESTS[question.id.partition("@")[0].removeprefix("other_")]


def person(asked: tuple[Question, ...], **changes: str) -> Patient:
    """Return the person whose answers are all fine, but for some."""
    texts = {question.id: fine(question) for question in asked} | changes
    read = {question.id: read_answer(question, texts[question.id]) for question in asked}
    return Patient.model_validate(patient_data(read, on=DAY))


@pytest.mark.parametrize("name", catalogue())
def test_what_is_asked_is_enough(name: str) -> None:
    """Who answers every question well is blocked by nothing, but for cold without swelling."""
    protocol = load_protocol(name)
    found = screen(person(questions(protocol)), protocol, on=DAY, setting="home")
    blocking = {f.rule for f in found.findings if f.severity == "error"}
    assert blocking <= {"screening/P_NOSWELL"}
    unknown = [f.message for f in found.findings if "unknown" in f.message]
    assert unknown == []


def test_red_flags_come_first_and_ids_are_unique() -> None:
    """All red flags stand before anything else, and no question is asked twice."""
    ids = [question.id for question in questions()]
    assert ids[: len(red_flags())] == list(red_flags())
    assert len(ids) == len(set(ids))


def test_a_protocol_asks_less() -> None:
    """Only pads and packs of the protocol are examined; cold is not asked about without cold."""
    asked = {question.id for question in questions(load_protocol("sciatic-path-conventional"))}
    assert {"sharp_blunt@popliteal-upper", "hot@lumbar", "I_ICD"} <= asked
    assert not {"sharp_blunt@arch-medial", "P_RAYN", "monofilament@tibial-ankle"} & asked
    assert minutes_left(questions()) > minutes_left(
        questions(load_protocol("sciatic-path-conventional"))
    )


def asks(kind: Any, **changes: Any) -> Question:
    """Return one question."""
    return Question(id="x", part="", ask="?", help=".", kind=kind, **changes)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (asks("yes-no"), "y", []),
        (asks("yes-no"), "yes POP, foot", ["popliteal-upper", "foot"]),
        (asks("yes-no"), "No", False),
        (asks("yes-no"), "", None),
        (asks("number", high=10, whole=True), "9", 9),
        (asks("number", high=400), "2.5", 2.5),
        (asks("number", high=10), "u", None),
        (asks("choice", choices=("left", "right")), "l", "left"),
        (asks("list"), "none", []),
        (asks("list"), "foot-sole, TIBA", ["foot-sole", "tibial-ankle"]),
        (asks("text"), "P-014", "P-014"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_answers_are_read(question: Question, text: str, expected: Any) -> None:
    """Short forms, places and unknown become values."""
    assert read_answer(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (asks("yes-no"), "maybe", '"maybe" is none of yes, no, unknown'),
        (asks("yes-no"), "yes tibial-ancle", "did you mean tibial-ankle"),
        (asks("number", high=10, whole=True), "9.5", '"9.5" is not a whole number'),
        (asks("number", high=10), "11", "11 is outside 0 to 10"),
        (asks("number", high=10), "nan", "nan is outside 0 to 10"),
        (asks("choice", choices=("present", "absent")), "x", "none of present, absent"),
        (asks("choice", choices=("closed", "cold")), "c", "none of closed, cold"),
        (asks("list"), "hand", '"hand" is no site or area'),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_answers_that_do_not_fit_say_what_would(question: Question, text: str, words: str) -> None:
    """Each refusal names the answer and what is allowed."""
    with pytest.raises(ValueError, match=words):
        read_answer(question, text)


def test_unknown_answers_stay_unknown() -> None:
    """What was not answered is in no list of absent things."""
    data = patient_data({"RF_CES": False, "I_PM": [], "I_ICD": None}, on=DAY)
    assert "red_flags" not in data
    assert data["conditions"] == ["I_PM"]
    assert {"I_ICD", "P_RAYN", "P_CHILD"} <= set(data["conditions_not_asked"])
    assert "side" not in data


def test_one_red_flag_is_written_though_others_are_unknown() -> None:
    """A red flag that was found stops, whatever else was left open."""
    assert patient_data({"RF_DVT": []}, on=DAY)["red_flags"] == ["RF_DVT"]


def test_creams_and_places_are_written() -> None:
    """A cream has its place; a condition too."""
    asked = questions(load_protocol("sciatic-path-conventional"))
    found = person(asked, topicals="capsaicin-cream foot-sole", I_METAL="yes lumbar")
    assert found.topicals is not None
    assert (found.topicals[0].agent, found.topicals[0].places) == (
        "capsaicin-cream",
        ("foot-sole",),
    )
    assert found.where == {"I_METAL": ("lumbar",)}
