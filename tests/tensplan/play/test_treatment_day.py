"""Which day of the course is due, and what every channel plays on it."""

from __future__ import annotations

from typing import Any

import pytest

from tensplan.errors import UsageError
from tensplan.play.treatment_day import CourseOverError, treatment_day

TURNS = {"course": [{"programs": {"A": name, "B": "same"}} for name in ("high", "low") * 2]}
CONSTANT = {"course": [{"programs": {"A": "high"}}] * 4}
ON = "2026-11-22"


@pytest.mark.parametrize(
    ("logged", "number", "program"),
    [
        pytest.param([], 1, "high", id="first"),
        pytest.param([ON, ON], 1, "high", id="second-session-of-a-day"),
        pytest.param(["2026-11-20"], 2, "low", id="next-day"),
        pytest.param(["2026-11-18", "2026-11-18", "2026-11-20", ON], 3, "high", id="free-days-between"),
    ],
)  # fmt: skip
def test_days_with_a_session_are_counted(logged: list[str], number: int, program: str) -> None:
    """Not sessions, and not the days between: the rotation goes on where it was."""
    found = treatment_day(TURNS, logged, on=ON)
    assert (found.number, found.programs) == (number, {"A": program, "B": "same"})
    assert found.take_turns


def test_a_day_can_be_asked_for() -> None:
    """Then the log does not matter, and the line says so."""
    found = treatment_day(TURNS, ["2026-11-20"], on=ON, asked=3)
    assert found.words == "day 3 of 4: A plays high, B plays same (asked with --day)"


@pytest.mark.parametrize("asked", [0, -1, 5])
def test_a_day_that_the_course_has_not_is_refused(asked: int) -> None:
    """The message says which there are."""
    with pytest.raises(
        UsageError, match=f"--day must be 1 to 4, the days of the course, got {asked}"
    ):
        treatment_day(TURNS, [], on=ON, asked=asked)


DONE = [f"2026-11-{day}" for day in range(10, 14)]


def test_a_course_that_is_over_has_no_program_any_more() -> None:
    """Nobody guesses which of the programs is next."""
    with pytest.raises(CourseOverError, match="has 4 days, and sessions on 4 are logged"):
        treatment_day(TURNS, DONE, on=ON)


def test_a_course_of_one_program_needs_no_day() -> None:
    """Whatever the log says, it is the same one."""
    found: Any = treatment_day(CONSTANT, DONE, on=ON)
    assert (found.number, found.programs, found.take_turns) == (5, {"A": "high"}, False)
