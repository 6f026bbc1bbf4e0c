"""A plan's course as a calendar file and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from tensplan.session_plan.disclaimer import DISCLAIMER
from tensplan.session_plan.plan import may_stimulate

FIRST_SESSION: Final = time(9, 0)
LAST_END: Final = time(22, 0)
"""Sessions of a day lie between these (project default); the person moves them as needed."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """One session: when, for how long, and what each channel plays."""

    start: datetime
    minutes: float
    week: int
    session: int
    sessions: int
    programs: tuple[tuple[str, str], ...]


def appointments(plan: Mapping[str, Any]) -> tuple[Appointment, ...]:
    """Return every session of a plan, from the day of the plan on.

    The first one of a day begins at nine, the others follow at the least gap that the course asks
    for; the hours are a proposal.

    Parameters
    ----------
    plan : mapping
        A whole plan.json.

    Raises
    ------
    ValueError
        If TENS is blocked, or the sessions of a day do not end by ten in the evening.

    Examples
    --------
    >>> import tensplan
    >>> made = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> found = appointments(made.as_json())
    >>> len(found), str(found[1].start)
    (40, '2026-11-22 11:30:00')
    """
    if not may_stimulate(plan):
        raise ValueError("TENS is blocked in this plan: there is no session to write down")
    first = date.fromisoformat(plan["provenance"]["on"])
    content = plan["protocol"]["content"]
    found = []
    for day in plan["course"]:
        names = set(day["programs"].values())
        minutes = max(content["programs"][name]["duration_min"] for name in names)
        begin = datetime.combine(first + timedelta(days=day["calendar_day"] - 1), FIRST_SESSION)
        step = timedelta(minutes=minutes, hours=day["minimum_gap_h"])
        for number in range(day["sessions"]):
            start = begin + number * step
            if start + timedelta(minutes=minutes) > datetime.combine(begin.date(), LAST_END):
                raise ValueError(
                    f"{day['sessions']} sessions of {minutes:g} min, {day['minimum_gap_h']:g} h "
                    f"apart, do not end by {LAST_END:%H:%M} when the first is at "
                    f"{FIRST_SESSION:%H:%M}"
                )
            found.append(
                Appointment(
                    start, minutes, day["week"], number + 1, day["sessions"],
                    tuple(sorted(day["programs"].items())),
                )
            )  # fmt: skip
    return tuple(found)


def as_ics(plan: Mapping[str, Any]) -> bytes:
    """Return the course as an iCalendar file (RFC 5545): sessions and reviews, in local time.

    The same plan gives the same bytes: identifiers come from its digest, the stamp from its day.

    Raises
    ------
    ValueError
        If TENS is blocked, or the sessions of a day do not fit into it.
    """
    from icalendar import Calendar, Event

    stamp = datetime.combine(date.fromisoformat(plan["provenance"]["on"]), time(), UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//tensplan//session plan//EN")
    calendar.add("version", "2.0")
    for uid, summary, start, end, words in _events(plan):
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", stamp)
        event.add("summary", summary)
        event.add("dtstart", start)
        event.add("dtend", end)
        event.add("description", f"{words}\n{DISCLAIMER}")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def as_csv(plan: Mapping[str, Any]) -> str:
    """Return the course as a table with one line for each session and channel.

    Raises
    ------
    ValueError
        If TENS is blocked, or the sessions of a day do not fit into it.

    Examples
    --------
    >>> import tensplan
    >>> made = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> as_csv(made.as_json()).splitlines()[1]
    '2026-11-22,09:00,1,1,A,conventional,30,40'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = (
        "on",
        "at",
        "week",
        "session",
        "channel",
        "program",
        "duration_min",
        "amplitude_cap_ma",
    )
    writer.writerow(heads)
    programs = plan["protocol"]["content"]["programs"]
    for item in appointments(plan):
        for channel, name in item.programs:
            row = [f"{item.start:%Y-%m-%d}", f"{item.start:%H:%M}", item.week, item.session]
            numbers = (programs[name]["duration_min"], programs[name]["amplitude_cap_ma"])
            writer.writerow([*row, channel, name, *(f"{value:g}" for value in numbers)])
    return out.getvalue()


def _events(plan: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any, str]]:
    """Yield identifier, title, begin, end and words of every entry."""
    key = plan["digest"].removeprefix("sha256:")[:16]
    mark = " (specimen, for no person)" if plan["patient"] is None else ""
    order = _sequence_words(plan["sequence"])
    for item in appointments(plan):
        plays = ", ".join(f"channel {channel}: {name}" for channel, name in item.programs)
        uid = f"{key}-{item.start:%Y%m%d}-{item.session}@tensplan"
        title = f"TENS session {item.session} of {item.sessions}{mark}"
        end = item.start + timedelta(minutes=item.minutes)
        yield uid, title, item.start, end, f"{plays}\n{order}"
    for review in plan["reviews"]:
        day = date.fromisoformat(review["on"])
        title = f"Review after {review['after']}{mark}"
        words = f"Go on with {review['go_on']}; {review['otherwise']}."
        yield f"{key}-review-{day:%Y%m%d}@tensplan", title, day, day + timedelta(days=1), words


def _sequence_words(steps: list[Mapping[str, Any]]) -> str:
    """Return packs and stimulation in their order."""
    parts = []
    for step in steps:
        where = f" on the {step['area']}" if step["area"] else ""
        wait = f", then wait {step['then_wait_min']:g} min" if step["then_wait_min"] else ""
        parts.append(f"{step['what']}{where} {step['minutes']:g} min{wait}")
    return "; ".join(parts)
