"""Sessions beyond their plan."""

from __future__ import annotations

import pytest
from builders import make_protocol, make_record

from tensplan.session_plan.history import History
from tensplan.session_plan.overuse import judge_overuse
from tensplan.session_plan.session_record import SessionRecord

PLAN = make_protocol()


def told(*records: SessionRecord) -> list[str]:
    """Return what is said of sessions of a plan of 40 mA, 30 min, two a day."""
    return [f.message for f in judge_overuse(History(tuple((r, PLAN) for r in records)))]


@pytest.mark.parametrize(
    ("records", "words"),
    [
        pytest.param([{"amplitude_ma": (("A", 40.0),)}], [], id="at-the-cap"),
        pytest.param(
            [{"amplitude_ma": (("A", 41.0),)}],
            ["on 2026-11-22 the amplitude of channel A was 41 mA; "
             "the plan that was followed allows 40 mA"],
            id="above-the-cap",
        ),
        pytest.param([{"minutes": 30.0}], [], id="as-long"),
        pytest.param(
            [{"minutes": 31.0}],
            ["on 2026-11-22 the session length was 31 min; the plan that was followed allows 30 min"],
            id="longer",
        ),
        pytest.param([{}, {}, {"on": "2026-11-23"}], [], id="two-a-day"),
        pytest.param(
            [{}, {}, {}],
            ["on 2026-11-22 the number of sessions was 3; the plan that was followed allows 2"],
            id="three-a-day",
        ),
    ],
)  # fmt: skip
def test_more_than_planned_is_named(records: list[dict[str, object]], words: list[str]) -> None:
    """Up to the plan nothing is said; beyond it the number and what was allowed."""
    assert told(*(make_record(**changes) for changes in records)) == words
