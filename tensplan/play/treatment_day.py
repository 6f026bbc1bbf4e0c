"""Which day of the course a session belongs to, and the program that each channel plays then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tensplan.errors import FindingsError, UsageError


class CourseOverError(FindingsError):
    """A course with no day left."""

    ref = "play/course-over"


@dataclass(frozen=True, kw_only=True, slots=True)
class TreatmentDay:
    """One day of a course.

    Parameters
    ----------
    number, of : int
        Which day of how many, from 1.
    programs : mapping of str to str
        By channel.
    take_turns : bool
        Whether another day of the course has other programs.
    because : str
        Why it is this day, for people.
    """

    number: int
    of: int
    programs: Mapping[str, str]
    take_turns: bool
    because: str

    @property
    def words(self) -> str:
        """Day and programs in one line.

        Examples
        --------
        >>> TreatmentDay(number=3, of=20, programs={"A": "low-rate"}, take_turns=True,
        ...              because="sessions on 2 days are logged").words
        'day 3 of 20: A plays low-rate (sessions on 2 days are logged)'
        """
        plays = ", ".join(f"{channel} plays {name}" for channel, name in self.programs.items())
        return f"day {self.number} of {self.of}: {plays} ({self.because})"


def treatment_day(
    plan: Mapping[str, Any], logged_on: Iterable[str], *, on: str, asked: int | None = None
) -> TreatmentDay:
    """Return the day of the course that is due.

    Days count those with a session. A second session of a day has the programs of the first.

    Parameters
    ----------
    plan : mapping
        Content of plan.json.
    logged_on : iterable of str
        Days of the logged sessions of this plan.
    on : str
        Today.
    asked : int or None
        Day of the course that somebody asked for, from 1; the one that is due when left out.

    Raises
    ------
    UsageError
        If the course has no such day.
    CourseOverError
        If its programs take turns and no day is left.

    Examples
    --------
    >>> course = [{"programs": {"A": name}} for name in ("high", "low", "high", "low")]
    >>> treatment_day({"course": course}, ["2026-11-20", "2026-11-20"], on="2026-11-22").words
    'day 2 of 4: A plays low (sessions on 1 day are logged)'
    """
    course = plan["course"]
    before = {day for day in logged_on if day < on}
    number = len(before) + 1 if asked is None else asked
    first = course[0]["programs"]
    take_turns = any(day["programs"] != first for day in course)
    if asked is not None and not 1 <= asked <= len(course):
        raise UsageError(
            f"--day must be 1 to {len(course)}, the days of the course, got {asked}",
            hint="leave it out for the day that is due",
        )
    if number > len(course) and take_turns:
        raise CourseOverError(
            f"the course has {len(course)} days, and sessions on {len(before)} are logged",
            hint="make a new plan, or name the day to play with --day",
        )
    days = "1 day" if len(before) == 1 else f"{len(before)} days"
    return TreatmentDay(
        number=number,
        of=len(course),
        programs=course[min(number, len(course)) - 1]["programs"],
        take_turns=take_turns,
        because=f"sessions on {days} are logged" if asked is None else "asked with --day",
    )
