"""The time of a session: the world's, times the speed of the device."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isfinite
from typing import Final

ASLEEP_TOO: Final = ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")
"""Clocks that go on while a machine sleeps, on Linux and on macOS; the usual one does not."""


def steady_ns() -> int:
    """Return a time that never goes back, and counts a sleep of the machine where the system can. [ns]

    Examples
    --------
    >>> steady_ns() <= steady_ns()
    True
    """
    known = next((getattr(time, name) for name in ASLEEP_TOO if hasattr(time, name)), None)
    return time.monotonic_ns() if known is None else time.clock_gettime_ns(known)


class SessionClock:
    """Microseconds since the start, as the device counts them.

    Parameters
    ----------
    speed : float
        How many times as fast as the world's; above 0. [1]
    read_ns : callable
        Time of the world. [ns]

    Raises
    ------
    ValueError
        If the speed is not above 0.

    Examples
    --------
    >>> clock = SessionClock(60)
    >>> clock.now_us() < 60_000_000
    True
    >>> SessionClock(1).seconds_until(-5)
    0.0
    """

    def __init__(self, speed: float = 1.0, *, read_ns: Callable[[], int] = steady_ns) -> None:
        if not (speed > 0 and isfinite(speed)):
            raise ValueError(f"speed must be above 0, got {speed}")
        self.speed = speed
        self._read_ns = read_ns
        self._start_ns = read_ns()

    def now_us(self) -> int:
        """Return the time. [us]"""
        return int((self._read_ns() - self._start_ns) * self.speed) // 1000

    def seconds_until(self, at_us: int) -> float:
        """Return how long the world has to wait for a time; 0 when it has come. [s]"""
        return max(0.0, (at_us - self.now_us()) / self.speed / 1e6)

    def in_world_us(self, length_us: int) -> float:
        """Return how long a stretch of session is in the world. [us]"""
        return length_us / self.speed
