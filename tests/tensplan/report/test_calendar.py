"""The course by weeks and days."""

from __future__ import annotations

import pytest

from tensplan.report.calendar import calendar, course_words
from tensplan.report.setting import settings


def test_rotation_takes_turns_by_day(plan_of):
    """Each treatment day plays the next program, over the end of a week."""
    plan = plan_of("sciatic-path-rotation")
    course = calendar(plan, settings(plan))
    assert course.turns == "P1, P2"
    assert [week.days[0] for week in course.weeks[:2]] == ["P1", "P2"]
    assert course.days == (1, 2, 3, 4, 5)


def test_two_sessions_a_day_are_counted(plan):
    """A day of two sessions shows two times its program."""
    course = calendar(plan, settings(plan))
    assert {cell for week in course.weeks for cell in week.days} == {"2 × P1"}
    assert (len(course.weeks), course.turns) == (4, "")


def test_channels_that_differ_are_named(plan_of):
    """Two channels with their own programs are shown by channel."""
    plan = plan_of("foot-bracket-dorsum-with-lumbar")
    course = calendar(plan, settings(plan))
    assert course.weeks[0].days[0] == "2 × A:P1 B:P2"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"sessions_per_day": 1, "days_per_week": 1, "weeks": 1},
            "1 session a day, 1 day a week, for 1 week",
        ),
        (
            {"sessions_per_day": 3},
            "3 sessions a day, at least 2 h apart, 5 days a week, for 4 weeks",
        ),
    ],
    ids=["one", "many"],
)
def test_course_in_one_sentence(changes, words, plan):
    """Singular and plural, with the gap only where there are two sessions."""
    plan["protocol"]["content"]["course"].update(changes)
    assert course_words(plan) == words
