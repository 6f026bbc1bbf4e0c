"""The days of a course, and the program of each day."""

from __future__ import annotations

from typing import Any

from tensplan.protocol.model import Protocol


def course_days(protocol: Protocol) -> list[dict[str, Any]]:
    """Return one entry per treatment day: week, day, sessions, and the program of each channel.

    A channel whose program is part of the rotation plays the rotation's programs in turn; any
    other channel keeps its own.

    Examples
    --------
    >>> import tensplan
    >>> course_days(tensplan.load_protocol("sciatic-path-conventional"))[0]["programs"]
    {'A': 'conventional'}
    """
    course = protocol.course
    rotation = course.rotation or ()
    days: list[dict[str, Any]] = []
    for number in range(course.weeks * course.days_per_week):
        week, day = divmod(number, course.days_per_week)
        turn = rotation[number % len(rotation)] if rotation else ""
        programs = {
            channel.id: turn if channel.program in rotation else channel.program
            for channel in protocol.placement.channels
        }
        days.append(
            {
                "week": week + 1,
                "day": day + 1,
                "sessions": course.sessions_per_day,
                "minimum_gap_h": course.minimum_gap_h,
                "programs": programs,
            }
        )
    return days
