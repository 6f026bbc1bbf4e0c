"""The course by weeks and days."""

from __future__ import annotations

import pytest

from tensplan.report.calendar import calendar, course_words, free_days
from tensplan.report.html import render_report
from tensplan.report.setting import settings


def test_rotation_takes_turns_by_day(plan_of):
    """Each treatment day plays the next program, over the end of a week."""
    plan = plan_of("sciatic-path-rotation")
    course = calendar(plan, settings(plan))
    assert course.turns == "P1, P2"
    assert [week.days[0] for week in course.weeks[:2]] == ["P1", "P2"]
    assert course.days == (1, 2, 3, 5, 6)


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


@pytest.mark.parametrize(
    ("used", "words"),
    [
        ([1, 2, 3, 4, 5, 6, 7], ""),
        ([1, 2, 3, 4, 5, 6], "day 7"),
        ([1, 2, 3, 5, 6, 8], "days 4 and 7"),
        ([1, 4, 8, 11], "days 2, 3, 5, 6 and 7"),
        ([], ""),
    ],
)
def test_free_days_are_named(used, words):
    """The days of a week on which no week has a session, in words; nothing when all are used."""
    assert free_days({"course": [{"calendar_day": day} for day in used]}) == words


def test_report_tells_reviews_exercises_and_the_guideline(plan):
    """What goes with the course stands in the report, with sources."""
    page = " ".join(render_report(plan).split())
    assert "Review after week 2 (2026-12-06)" in page
    assert "Free of TENS: days 4 and 7 of each week" in page
    assert "none while TENS is on, nor within 30 minutes" in page
    assert "do not offer TENS for low back pain with or without sciatica" in page
    assert "Spinal cord stimulation</li>" in page


def test_report_of_an_older_plan_leaves_them_out(plan):
    """A plan without reviews and guidance is still shown."""
    older = {key: value for key, value in plan.items() if key not in ("reviews", "guidance")}
    page = render_report(older)
    assert "Review after" not in page
    assert "Beside the stimulation" not in page
