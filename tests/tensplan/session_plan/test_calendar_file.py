"""The course as a calendar and as a table."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from builders import PROTOCOL, make_protocol, plan_for
from icalendar import Calendar

import tensplan
from tensplan.session_plan.calendar_file import appointments, as_csv, as_ics
from tensplan.session_plan.compose import compose

PLAN = plan_for("P-014")


def events(plan: dict[str, Any]) -> list[Any]:
    """Return the entries of a plan's calendar as another reader sees them."""
    return list(Calendar.from_ical(as_ics(plan)).walk("VEVENT"))


def test_every_session_is_in_the_calendar() -> None:
    """Forty sessions of half an hour and two reviews, each with its own identifier."""
    found = events(PLAN)
    sessions = [event for event in found if "session" in event["summary"]]
    assert (len(sessions), len(found)) == (40, 42)
    assert len({str(event["uid"]) for event in found}) == 42
    assert {e.decoded("dtend") - e.decoded("dtstart") for e in sessions} == {timedelta(minutes=30)}


def test_sessions_of_a_day_keep_their_gap() -> None:
    """From the end of one session to the next one's begin there are at least two hours."""
    found = appointments(PLAN)
    for first, later in pairwise(found):
        apart = later.start - (first.start + timedelta(minutes=first.minutes))
        assert apart >= timedelta(hours=2)


def test_the_days_are_those_of_the_course() -> None:
    """The first session is on the day of the plan; free days have none; reviews end a week."""
    found = events(PLAN)
    days = sorted({e.decoded("dtstart").date() for e in found if "session" in e["summary"]})
    first = date(2026, 11, 20)
    assert [(day - first).days for day in days[:6]] == [0, 1, 2, 4, 5, 7]
    reviews = [e.decoded("dtstart") for e in found if "Review" in e["summary"]]
    assert reviews == [first + timedelta(weeks=2), first + timedelta(weeks=4)]


def test_the_same_plan_gives_the_same_bytes() -> None:
    """No clock and no chance: the stamp is the plan's day."""
    assert as_ics(PLAN) == as_ics(PLAN)
    stamps = {event.decoded("dtstamp").replace(tzinfo=None) for event in events(PLAN)}
    assert stamps == {datetime(2026, 11, 20)}


def test_the_calendar_says_what_it_is_and_names_nobody() -> None:
    """Every entry carries the disclaimer; none carries the person's code."""
    text = as_ics(PLAN).decode()
    assert all("Not a medical device" in event["description"] for event in events(PLAN))
    assert "P-014" not in text
    assert "specimen" not in text


def test_a_specimen_is_marked() -> None:
    """A calendar for no person says so in every title."""
    assert all("specimen, for no person" in event["summary"] for event in events(plan_for(None)))


def test_packs_are_in_their_order() -> None:
    """The words of a session tell heat, wait and stimulation in turn."""
    protocol = tensplan.load_protocol("foot-bracket-dorsum-with-lumbar")
    person = tensplan.load_patient("example-intact")
    plan = compose(protocol, on="2026-11-22", patient=person).as_json()
    words = str(events(plan)[0]["description"])
    assert "heat on the lower back 15 min, then wait 10 min; TENS 30 min" in words
    assert "channel A: foot, channel B: back" in words


def test_too_many_sessions_for_a_day() -> None:
    """Sessions that would run into the night are refused with their numbers."""
    course = {**PROTOCOL["course"], "sessions_per_day": 4, "minimum_gap_h": 6}
    plan = compose(make_protocol(course=course), on="2026-11-22").as_json()
    with pytest.raises(ValueError, match=r"4 sessions of 30 min, 6 h apart, do not end by 22:00"):
        appointments(plan)


def test_table_has_a_line_for_each_session_and_channel() -> None:
    """The table tells day, time, channel, program, minutes and cap."""
    rows = list(csv.DictReader(io.StringIO(as_csv(PLAN))))
    assert len(rows) == 40
    assert rows[1] == {
        "on": "2026-11-20",
        "at": "11:30",
        "week": "1",
        "session": "2",
        "channel": "A",
        "program": "main",
        "duration_min": "30",
        "amplitude_cap_ma": "40",
    }
