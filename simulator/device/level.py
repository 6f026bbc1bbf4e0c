"""The amplitude that the firmware drives: a rise from where it was to what was set."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from simulator.exact import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Level:
    """A linear rise, then constant. A fall is at once: less current never waits.

    Parameters
    ----------
    start_us, rise_us : int
        When it begins and how long it rises, in device time. [us]
    start, target : float
        Amplitude at the begin and after the rise. [A]

    Raises
    ------
    ValueError
        If an amplitude is not finite and at least 0.

    Examples
    --------
    >>> level = Level(0, 1_000_000, 0.0, 0.02)
    >>> level.at(np.array([0, 500_000, 2_000_000])).tolist(), level.end_us
    ([0.0, 0.01, 0.02], 1000000)
    """

    start_us: int = 0
    rise_us: int = 0
    start: float = 0.0
    target: float = 0.0

    def __post_init__(self) -> None:
        for value in (self.start, self.target):
            if not (value >= 0 and isfinite(value)):
                raise ValueError(f"amplitude must be finite and at least 0 A, got {value} A")

    @property
    def end_us(self) -> int:
        """Device time from which the amplitude stays [us]."""
        return self.start_us + (self.rise_us if self.target > self.start else 0)

    def at(self, time_us: IntArray) -> FloatArray:
        """Return the amplitude at device times; shape (n,). [A]"""
        if self.end_us == self.start_us:
            return np.full(time_us.shape, self.target)
        share = np.clip((time_us - self.start_us) / self.rise_us, 0.0, 1.0)
        return np.asarray(self.start + (self.target - self.start) * share)

    def present(self, time_us: int) -> float:
        """Return the amplitude at one device time. [A]"""
        return float(self.at(np.array([time_us]))[0])

    def towards(self, target: float, now_us: int, rise_us: int) -> Level:
        """Return the level that goes from here to another amplitude."""
        return Level(now_us, rise_us, self.present(now_us), target)
