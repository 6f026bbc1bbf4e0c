"""Days, free days, reviews, and the order of packs and stimulation."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from builders import PROTOCOL, make_protocol, program_data

import tensplan
from tensplan.protocol.course import Course
from tensplan.session_plan.course import course_days, reviews, sequence, treatment_days

START = date(2026, 11, 2)
PACK = {
    "modality": "heat",
    "area": "lumbar",
    "pack": "wheat-bag",
    "pack_temperature_c": 42,
    "cover": {"dry_towel_layers": 2},
    "duration_min": 15,
    "when": "before-stimulation",
    "gap_min": 10,
    "skin_check_every_min": 3,
}


def weeks(count: int) -> dict[str, object]:
    """Return a course of so many weeks."""
    return {**PROTOCOL["course"], "weeks": count}


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, (0,)),
        (2, (0, 3)),
        (3, (0, 2, 4)),
        (4, (0, 1, 3, 5)),
        (5, (0, 1, 2, 4, 5)),
        (6, (0, 1, 2, 3, 4, 5)),
        (7, (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_free_days_lie_between(count: int, expected: tuple[int, ...]) -> None:
    """The treatment days of a week are spread, and the last days of a week stay free."""
    course = Course(sessions_per_day=1, days_per_week=count, weeks=1, minimum_gap_h=2)
    assert treatment_days(course) == expected


def test_calendar_days_count_free_days_too() -> None:
    """Twenty treatment days in four weeks: days ascend, two days of each week are free."""
    days = [entry["calendar_day"] for entry in course_days(make_protocol())]
    assert len(days) == 20
    assert all(later > earlier for earlier, later in pairwise(days))
    assert sorted({*range(1, 29)} - {*days}) == [4, 7, 11, 14, 18, 21, 25, 28]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, []), (2, ["2026-11-16"]), (3, ["2026-11-16"]), (4, ["2026-11-16", "2026-11-30"])],
)
def test_reviews_lie_within_the_course(count: int, expected: list[str]) -> None:
    """A review comes at the end of week 2 and of week 4, when the course lasts so long."""
    found = reviews(make_protocol(course=weeks(count)), start=START)
    assert [item["on"] for item in found] == expected


def test_reviews_say_when_to_go_on_and_when_to_stop() -> None:
    """Both criteria, the change of layout and the end of the trial are in words."""
    first, second = reviews(make_protocol(), start=START)
    assert first["go_on"] == "at least 30% or 2 points less pain during the sessions"
    assert "change the layout once" in first["otherwise"]
    assert "after 7 days without" in first["otherwise"]
    assert "end the trial and discuss referral" in second["otherwise"]


@pytest.mark.parametrize(
    ("packs", "expected"),
    [
        pytest.param([], [("TENS", 30, 0)], id="none"),
        pytest.param([PACK], [("heat", 15, 10), ("TENS", 30, 0)], id="heat-before"),
        pytest.param(
            [{**PACK, "when": "after-stimulation", "gap_min": 5}],
            [("TENS", 30, 5), ("heat", 15, 0)],
            id="heat-after",
        ),
        pytest.param(
            [{**PACK, "modality": "cold", "pack": "gel-pack", "gap_min": 30}, {**PACK, "when": "separate"}],
            [("cold", 15, 30), ("TENS", 30, 0)],
            id="cold-before-and-heat-by-itself",
        ),
    ],
)  # fmt: skip
def test_packs_and_stimulation_take_turns(
    packs: list[dict[str, object]], expected: list[tuple[str, float, float]]
) -> None:
    """A pack comes before or after, with its wait; one by itself is no part of the sequence."""
    steps = sequence(make_protocol(thermal=packs))
    assert [(step["what"], step["minutes"], step["then_wait_min"]) for step in steps] == expected


def test_programs_take_turns_by_day() -> None:
    """A rotation alternates day by day over the whole course."""
    protocol = tensplan.load_protocol("sciatic-path-rotation")
    names = [entry["programs"]["A"] for entry in course_days(protocol)]
    assert names == ["high-rate", "low-rate"] * 10


def test_the_longest_program_counts() -> None:
    """A day's stimulation is as long as its longest program."""
    protocol = make_protocol(program_data(duration_min=45))
    assert sequence(protocol)[0]["minutes"] == 45
