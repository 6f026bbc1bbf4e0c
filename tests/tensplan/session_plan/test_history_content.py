"""What a plan tells of the sessions so far."""

from __future__ import annotations

from datetime import date

from builders import make_protocol, make_record

from tensplan.session_plan.history import History
from tensplan.session_plan.history_content import history_content

SAME = make_protocol()


def told(*records: object) -> dict[str, object]:
    """Return what is told of sessions of one protocol."""
    entries = tuple((record, SAME) for record in records)
    return history_content(History(entries), SAME, on=date(2026, 11, 23))


def test_sessions_adherence_and_tolerance() -> None:
    """Three of four planned sessions; 20 mA was borne and 25 mA hurt."""
    found = told(
        make_record(amplitude_ma=(("A", 20.0),)),
        make_record(amplitude_ma=(("A", 25.0),), felt="painful"),
        make_record(on="2026-11-23"),
    )
    assert (found["sessions"], found["first_on"], found["last_on"]) == (
        3,
        "2026-11-22",
        "2026-11-23",
    )
    assert found["adherence"] == 0.75
    assert found["tolerance"] == [{"channel": "A", "borne_ma": 20.0, "hurt_ma": 25.0}]
    assert found["reviews"] == []


def test_what_is_not_known_is_none() -> None:
    """Without amplitudes nothing is told of tolerance: neither zero nor without end."""
    found = told(make_record(amplitude_ma=()))
    assert found["tolerance"] == [{"channel": "A", "borne_ma": None, "hurt_ma": None}]


def test_a_reviewed_week_is_told() -> None:
    """Week 2 with its relief, as the rules read it."""
    (week,) = told(make_record(on="2026-11-09"), make_record(on="2026-11-16"))["reviews"]
    assert week == {
        "week": 2,
        "sessions": 1,
        "relief_points": 3.0,
        "relief_share": 0.5,
        "adequate": True,
        "responded": True,
    }


def test_without_a_log_nothing_is_told() -> None:
    """No log, and an empty one, give nothing."""
    assert history_content(None, SAME, on=date(2026, 11, 23)) == {}
    assert told() == {}
