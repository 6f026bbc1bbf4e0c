"""The days of a course, the program of each day, and the weeks in which it is reviewed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from tensplan.protocol.course import Course
from tensplan.protocol.model import Protocol
from tensplan.protocol.thermal import Thermal
from tensplan.session_plan.response import number, source

DAYS_OF_A_WEEK = 7


def course_days(protocol: Protocol) -> list[dict[str, Any]]:
    """Return one entry per treatment day: week, day, sessions, and the program of each channel.

    A channel whose program is part of the rotation plays the rotation's programs in turn; any
    other channel keeps its own. ``calendar_day`` counts all days of the course from 1, those free
    of TENS too.

    Examples
    --------
    >>> import tensplan
    >>> days = course_days(tensplan.load_protocol("sciatic-path-conventional"))
    >>> days[0]["programs"], [day["calendar_day"] for day in days[:6]]
    ({'A': 'conventional'}, [1, 2, 3, 5, 6, 8])
    """
    course = protocol.course
    rotation = course.rotation or ()
    offsets = treatment_days(course)
    days: list[dict[str, Any]] = []
    for count in range(course.weeks * course.days_per_week):
        week, day = divmod(count, course.days_per_week)
        turn = rotation[count % len(rotation)] if rotation else ""
        programs = {
            channel.id: turn if channel.program in rotation else channel.program
            for channel in protocol.placement.channels
        }
        days.append(
            {
                "week": week + 1,
                "day": day + 1,
                "calendar_day": week * DAYS_OF_A_WEEK + offsets[day] + 1,
                "sessions": course.sessions_per_day,
                "minimum_gap_h": course.minimum_gap_h,
                "programs": programs,
            }
        )
    return days


def treatment_days(course: Course) -> tuple[int, ...]:
    """Return the days of a week with sessions, 0 the first, spread so that free days lie between.

    Examples
    --------
    >>> treatment_days(Course(sessions_per_day=1, days_per_week=5, weeks=4, minimum_gap_h=2))
    (0, 1, 2, 4, 5)
    """
    count = course.days_per_week
    return tuple(day * DAYS_OF_A_WEEK // count for day in range(count))


def reviews(protocol: Protocol, *, start: date) -> list[dict[str, str]]:
    """Return the days on which the course is reviewed, and what each review asks.

    Parameters
    ----------
    protocol : Protocol
        The first review is left out of a course that is shorter, and so is the second.
    start : date
        First day of the course.

    Examples
    --------
    >>> import tensplan
    >>> found = reviews(tensplan.load_protocol("sciatic-path-conventional"), start=date(2026, 11, 2))
    >>> [(item["after"], item["on"]) for item in found]
    [('week 2', '2026-11-16'), ('week 4', '2026-11-30')]
    """
    share, points = number("relief-share"), number("relief-points")
    enough = f"at least {share:.0%} or {points:g} points less pain during the sessions"
    change = (
        f"without it, and strong but comfortable in {number('adequate-share'):.0%} of the sessions"
    )
    outcomes = (
        f"change the layout once, between foot or leg and back; judge the new one after "
        f"{number('wash-out'):g} days without",
        "if neither review brought it: end the trial and discuss referral",
    )
    found = []
    for name, outcome in zip(("first-review-week", "second-review-week"), outcomes, strict=True):
        week = int(number(name))
        if week <= protocol.course.weeks:
            found.append(
                {
                    "after": f"week {week}",
                    "on": (start + timedelta(weeks=week)).isoformat(),
                    "go_on": enough,
                    "otherwise": f"{change}: {outcome}",
                    "source": f"{source('relief-points')}; weeks: {source(name)}",
                    "confidence": "project-default",
                }
            )
    return found


def sequence(protocol: Protocol, *, blocked: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return the order of packs and stimulation on a day with both, with the waits between.

    Heat or cold is never laid on during stimulation: it comes off first, and the skin is looked at.
    What is blocked for the person has no place in it.

    Parameters
    ----------
    protocol : Protocol
        What is asked.
    blocked : collection of str
        Of ``tens``, ``heat`` and ``cold``, what must not be done.

    Examples
    --------
    >>> import tensplan
    >>> steps = sequence(tensplan.load_protocol("foot-bracket-dorsum-with-lumbar"))
    >>> [(step["what"], step["minutes"], step["then_wait_min"]) for step in steps]
    [('heat', 15.0, 10.0), ('TENS', 30.0, 0.0)]
    """
    packs = [pack for pack in protocol.thermal or () if pack.modality not in blocked]
    before = [_pack(p, wait=p.gap_min) for p in packs if p.when == "before-stimulation"]
    after = [p for p in packs if p.when == "after-stimulation"]
    minutes = max(program.duration_min for program in protocol.programs.values())
    wait = max((pack.gap_min for pack in after), default=0.0)
    tens = {"what": "TENS", "area": "", "minutes": minutes, "then_wait_min": wait}
    steps = [*before, *([] if "tens" in blocked else [tens])]
    return [*steps, *(_pack(pack, wait=0.0) for pack in after)]


def _pack(pack: Thermal, *, wait: float) -> dict[str, Any]:
    """Return one pack as a step."""
    return {
        "what": pack.modality,
        "area": pack.area_words,
        "minutes": pack.duration_min,
        "then_wait_min": wait,
    }
