"""The onsets of a train: its clocks, bursts and steps put together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from simulator.clock import Clock, ConstantClock, PiecewiseClock, RandomClock
from simulator.exact import MICROSECONDS, IntArray
from simulator.modulation import Modulation
from simulator.schedule import Burst, BurstCount, Segment, Step, loop_us, segments
from simulator.smooth_clock import SmoothClock

_COUNT_CHUNK = 65_536


class Timing:
    """When pulses start, whatever their width and amplitude.

    Parameters
    ----------
    pulse_rate : Fraction or None
        Rate of segments without their own. [Hz]
    modulation : Modulation or None
        Modulation of that rate.
    burst : BurstCount, BurstWindow or None
        Bursts in each segment.
    steps : tuple of Step
        The loop, or nothing.
    duration_us : int
        Session length. [us]

    Raises
    ------
    ValueError
        If a rate is missing or given twice, or a burst is longer than its interval.

    Examples
    --------
    >>> timing = Timing(Fraction(100), None, BurstCount(Fraction(2), 3), (), 1_000_000)
    >>> [onsets.tolist() for _, onsets in timing.onsets(0, 600_000)]
    [[0, 10000, 20000, 500000, 510000, 520000]]
    """

    def __init__(
        self,
        pulse_rate: Fraction | None,
        modulation: Modulation | None,
        burst: Burst | None,
        steps: tuple[Step, ...],
        duration_us: int,
    ) -> None:
        if pulse_rate is not None and modulation is not None:
            raise ValueError("pulse_rate must be absent when it is modulated")
        self._burst, self._steps, self._duration = burst, steps, duration_us
        own = [step.pulse_rate for step in steps]
        common = None if own and None not in own else _clock(pulse_rate, modulation)
        self._clocks: dict[Fraction | None, Clock] = {
            rate: ConstantClock(rate) for rate in own if rate is not None
        }
        if common is not None:
            self._clocks[None] = common
        self.fastest = max(clock.fastest for clock in self._clocks.values())
        self._check_bursts()

    def _check_bursts(self) -> None:
        """Raise if a burst's last pulse could start after the next burst."""
        if not isinstance(self._burst, BurstCount):
            return
        slowest = min(clock.slowest for clock in self._clocks.values())
        length = (self._burst.pulses_per_burst - 1) * MICROSECONDS / slowest
        if length >= self._burst.interval_us:
            raise ValueError(
                f"burst of {self._burst.pulses_per_burst} pulses at {float(slowest):g} Hz lasts "
                f"{float(length):g} us, longer than the {float(self._burst.interval_us):g} us "
                f"between burst starts"
            )

    def onsets(self, start_us: int, stop_us: int) -> Iterator[tuple[Segment, IntArray]]:
        """Yield each segment with its onsets in [start_us, stop_us), in time order.

        Parameters
        ----------
        start_us, stop_us : int
            Half-open window. [us]

        Yields
        ------
        segment : Segment
            The segment.
        onset_us : ndarray of int64
            Onsets in session time. [us]
        """
        for segment in segments(self._steps, self._duration, start_us, stop_us):
            low, high = max(start_us, segment.start_us), min(stop_us, segment.stop_us)
            clock = self._clock_of(segment)
            if self._burst is not None:
                yield segment, self._burst_onsets(clock, segment.start_us, low, high)
                continue
            first, last = (clock.count(segment.start_us, time) for time in (low, high))
            run = np.array(segment.start_us, dtype=np.int64)
            yield segment, clock.onsets(run, np.arange(first, last))

    def _clock_of(self, segment: Segment) -> Clock:
        """Return the clock that runs in a segment."""
        return self._clocks[None if segment.step is None else segment.step.pulse_rate]

    def _burst_onsets(self, clock: Clock, origin: int, low: int, high: int) -> IntArray:
        """Onsets in [low, high) of the bursts that start at `origin` and after."""
        burst = self._burst
        assert burst is not None
        if isinstance(burst, BurstCount):
            pulses = burst.pulses_per_burst
            reach = int((pulses - 1) * MICROSECONDS / clock.slowest) + 1
        else:
            pulses = int(burst.on_us * clock.fastest / MICROSECONDS) + 2
            reach = burst.on_us
        bursts = ConstantClock(MICROSECONDS / burst.interval_us)
        first = max(0, bursts.count(0, low - origin - reach) - 1)
        last = bursts.count(0, high - origin)
        starts = bursts.onsets(np.array(origin, dtype=np.int64), np.arange(first, last))[:, None]
        onsets = clock.onsets(starts, np.arange(pulses)[None, :])
        keep = (onsets >= low) & (onsets < high)
        if not isinstance(burst, BurstCount):
            keep &= onsets < starts + burst.on_us
        return np.asarray(onsets[keep], dtype=np.int64)

    @cached_property
    def _onset_period_us(self) -> int | None:
        """Time after which the onsets alone repeat; None if they never do."""
        starts = [clock.start_period_us for clock in self._clocks.values()]
        if self._steps:
            return _lcm([loop_us(self._steps), *starts])
        if self._burst is not None:
            return _lcm([self._burst.period_us, *starts])
        return self._clocks[None].run_period_us

    def pattern_us(self, periods: list[int | None]) -> int | None:
        """Return the common period of the onsets and of `periods`, if inside the session [us]."""
        period = _lcm([self._onset_period_us, *periods])
        return period if period is not None and period < self._duration else None

    def count(self, stop_us: int) -> int:
        """Return how many pulses start before a session time.

        Parameters
        ----------
        stop_us : int
            Session time. [us]

        Returns
        -------
        int
            Pulses in [0, stop_us).
        """
        period = self._onset_period_us
        if not self._steps and self._burst is None:
            return self._clocks[None].count(0, min(stop_us, self._duration))
        if period is None or period >= stop_us:
            return self._tally(stop_us)
        loops, rest = divmod(min(stop_us, self._duration), period)
        return loops * self._period_count + self._tally(rest)

    @cached_property
    def _period_count(self) -> int:
        """Pulses in one period of the onsets."""
        period = self._onset_period_us
        assert period is not None
        return self._tally(period)

    def _tally(self, stop_us: int) -> int:
        """Count pulses before a time, segment by segment and burst by burst."""
        if self._burst is None:
            return sum(
                self._clock_of(segment).count(segment.start_us, min(stop_us, segment.stop_us))
                for segment in segments(self._steps, self._duration, 0, stop_us)
            )
        length = max(1, int(_COUNT_CHUNK * MICROSECONDS / self.fastest))
        return sum(
            onsets.size
            for begin in range(0, stop_us, length)
            for _, onsets in self.onsets(begin, min(begin + length, stop_us))
        )

    def index_in_period(self, onset_us: IntArray, period_us: int) -> IntArray:
        """Return the number of each pulse within its period of a modulation.

        Parameters
        ----------
        onset_us : ndarray of int64, shape (n,)
            Consecutive onsets. [us]
        period_us : int
            Period. [us]

        Returns
        -------
        ndarray of int64, shape (n,)
            0 for the first pulse that starts in a period.
        """
        if onset_us.size == 0:
            return onset_us
        first = self.count(int(onset_us[0]))
        place = np.arange(first, first + onset_us.size)
        begins = onset_us // period_us
        earliest = int(begins[0])
        border = np.arange(earliest + 1, int(begins[-1]) + 1) * period_us
        firsts = np.concatenate(
            ([self.count(earliest * period_us)], first + np.searchsorted(onset_us, border))
        )
        return place - firsts[begins - earliest]


def _clock(pulse_rate: Fraction | None, modulation: Modulation | None) -> Clock:
    """Return the clock of a rate, constant or modulated."""
    if modulation is None:
        if pulse_rate is None:
            raise ValueError(
                "pulse_rate is required: it is neither modulated nor given by each step"
            )
        return ConstantClock(pulse_rate)
    if modulation.form == "random":
        return RandomClock(modulation)
    if modulation.form in ("step", "triangle"):
        return PiecewiseClock(modulation)
    return SmoothClock(modulation)


def _lcm(periods: list[int | None]) -> int | None:
    """Least common multiple; None when one of them does not repeat."""
    known = [period for period in periods if period is not None]
    return lcm(*known) if len(known) == len(periods) else None
