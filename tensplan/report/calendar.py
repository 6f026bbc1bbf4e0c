"""The course as weeks and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tensplan.report.numbers import shown
from tensplan.report.setting import Setting
from tensplan.report.wording import counted, say


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what each day plays."""

    number: int
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The whole course."""

    words: str
    turns: str
    days: tuple[int, ...]
    weeks: tuple[Week, ...]


def calendar(data: Mapping[str, Any], programs: Sequence[Setting]) -> Calendar:
    """Return the course of a plan by week and day, each program by its short name."""
    letters = {setting.name: setting.letter for setting in programs}
    rows: dict[int, dict[int, str]] = {}
    for entry in data["course"]:
        rows.setdefault(entry["week"], {})[_day_of_week(entry)] = _cell(entry, letters)
    days = sorted({day for row in rows.values() for day in row})
    weeks = tuple(
        Week(number, tuple(row.get(day, "") for day in days)) for number, row in rows.items()
    )
    return Calendar(course_words(data), _turns(data, letters), tuple(days), weeks)


def _turns(data: Mapping[str, Any], letters: Mapping[str, str]) -> str:
    """Return the short names of programs that take turns by day, or nothing."""
    rotation = data["protocol"]["content"]["course"].get("rotation", ())
    names = [letters.get(name, name) for name in rotation]
    return ", ".join(names) if len(set(names)) > 1 else ""


def course_words(data: Mapping[str, Any]) -> str:
    """Return the course in one sentence.

    Examples
    --------
    >>> course = {"sessions_per_day": 2, "days_per_week": 5, "weeks": 4, "minimum_gap_h": 2}
    >>> course_words({"protocol": {"content": {"course": course}}})
    '2 sessions a day, at least 2 h apart, 5 days a week, for 4 weeks'
    """
    course = data["protocol"]["content"]["course"]
    words = {
        "sessions": counted("count.session", course["sessions_per_day"]),
        "days": counted("count.day", course["days_per_week"]),
        "weeks": counted("count.week", course["weeks"]),
    }
    if course["sessions_per_day"] == 1:
        return say("course.sentence", **words)
    return say("course.sentence_apart", gap=shown(course["minimum_gap_h"]), **words)


def free_days(data: Mapping[str, Any]) -> str:
    """Return the days of a week without sessions; nothing when there are none.

    Examples
    --------
    >>> free_days({"course": [{"calendar_day": day} for day in (1, 2, 3, 5, 6)]})
    'days 4 and 7'
    """
    used = {_day_of_week(entry) for entry in data["course"] if "calendar_day" in entry}
    free = [str(day) for day in range(1, 8) if used and day not in used]
    if not free:
        return ""
    listed = say("course.and").join(filter(None, (", ".join(free[:-1]), free[-1])))
    return counted("course.free_days", len(free), days=listed)


def _day_of_week(entry: Mapping[str, Any]) -> int:
    """Return the day of its week on which a session is due, the first day being 1."""
    return int((entry["calendar_day"] - 1) % 7 + 1)


def _cell(entry: Mapping[str, Any], letters: Mapping[str, str]) -> str:
    """Return what one day plays: the program, by channel where they differ."""
    plays = {channel: letters.get(name, name) for channel, name in entry["programs"].items()}
    if len(set(plays.values())) == 1:
        words = str(next(iter(plays.values())))
    else:
        words = " ".join(f"{channel}:{letter}" for channel, letter in plays.items())
    if entry["sessions"] == 1:
        return words
    return say("course.sessions", number=entry["sessions"], program=words)
