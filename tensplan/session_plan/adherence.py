"""How much of a course was followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tensplan.protocol.course import Course
from tensplan.session_plan.course import DAYS_OF_A_WEEK, treatment_days
from tensplan.session_plan.session_record import SessionRecord


def adherence(records: Sequence[SessionRecord], course: Course, on: date) -> float | None:
    """Return logged sessions over those planned up to a day; None when none was logged yet.

    Parameters
    ----------
    records : sequence of SessionRecord
        The sessions of this course; the earliest one is its first day.
    course : Course
        As planned; its free days are never counted as missed.
    on : date
        Up to and including this day.

    Examples
    --------
    >>> course = Course(sessions_per_day=1, days_per_week=5, weeks=4, minimum_gap_h=2)
    >>> one = SessionRecord(
    ...     on="2026-11-22", minutes=30, amplitude_ma=(), pain_before=None, pain_during=None,
    ...     pain_after=None, felt=None, skin=None, stop_reason="completed")
    >>> adherence([one], course, date(2026, 11, 23))
    0.5
    """
    past = [date.fromisoformat(r.on) for r in records if date.fromisoformat(r.on) <= on]
    if not past:
        return None
    weeks, days = divmod((on - min(past)).days + 1, DAYS_OF_A_WEEK)
    planned = min(weeks, course.weeks) * course.days_per_week
    if weeks < course.weeks:
        planned += sum(offset < days for offset in treatment_days(course))
    return len(past) / (planned * course.sessions_per_day)
