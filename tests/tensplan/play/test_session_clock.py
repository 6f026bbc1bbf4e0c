"""The time of a session."""

from __future__ import annotations

import time

import pytest

from tensplan.play.session_clock import SessionClock

ASLEEP_NS = 3_600_000_000_000


def test_an_hour_asleep_is_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sleep of the machine is seen by the clock that goes on meanwhile, not by the usual one."""
    clock, awake = SessionClock(), time.clock_gettime_ns
    slept = (time.CLOCK_BOOTTIME,)
    monkeypatch.setattr(
        time, "clock_gettime_ns", lambda which: awake(which) + ASLEEP_NS * (which in slept)
    )
    assert 3_600 <= clock.now_us() / 1e6 < 3_660


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_a_speed_that_is_none_is_refused(speed: float) -> None:
    """Time that stands still, goes back or is no number."""
    with pytest.raises(ValueError, match="speed must be above 0"):
        SessionClock(speed)
