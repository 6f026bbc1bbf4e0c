"""When the pulses of a run start: at constant or at modulated rate, as floored crossings.

A run starts with a pulse at its 0; pulse k starts where the integral of the rate from the run's
start reaches k, floored to a whole microsecond. A clock answers for any run and any pulse number
directly, so that a train can be read from any moment on.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Protocol

import numpy as np

from simulator.exact import MICROSECONDS, FloatArray, IntArray, floor_multiple
from simulator.modulation import Modulation

_INT64_ROOM = 2**62
_NEAR_US = 1e-3
LARGEST_RANDOM_PERIOD = 2**22
"""Most pulses one random period may hold; its onsets are kept in memory."""


class Clock(Protocol):
    """Onsets of runs."""

    slowest: Fraction
    fastest: Fraction
    run_period_us: int | None
    start_period_us: int | None

    def onsets(self, start_us: IntArray, index: IntArray) -> IntArray:
        """Return the onsets of pulses `index` of runs that start at `start_us` [us]."""

    def count(self, start_us: int, stop_us: int) -> int:
        """Return how many pulses of the run from `start_us` start before `stop_us`."""


class ConstantClock:
    """Onset k of a run is floor(k 10^6 / rate) us after its start.

    Examples
    --------
    >>> ConstantClock(Fraction(150)).onsets(np.array([1000]), np.arange(4)).tolist()
    [1000, 7666, 14333, 21000]
    """

    start_period_us: int | None = 1

    def __init__(self, pulse_rate: Fraction) -> None:
        interval = MICROSECONDS / pulse_rate
        self._numerator, self._denominator = interval.numerator, interval.denominator
        self.slowest = self.fastest = pulse_rate
        self.run_period_us: int | None = interval.numerator

    def onsets(self, start_us: IntArray, index: IntArray) -> IntArray:
        """Return the onsets of pulses `index` of runs that start at `start_us` [us]."""
        return start_us + floor_multiple(index, self._numerator, self._denominator)

    def count(self, start_us: int, stop_us: int) -> int:
        """Return how many pulses of the run from `start_us` start before `stop_us`."""
        return max(0, -(-(stop_us - start_us) * self._denominator // self._numerator))


class PiecewiseClock:
    """Step or triangle modulation of the rate, in exact rational arithmetic throughout.

    Integrals are counted in integers: `_unit` is one pulse, `_whole` one period.

    Examples
    --------
    >>> sweep = Modulation("pulse_rate", 60, 100, "triangle", period_us=8_000_000)
    >>> PiecewiseClock(sweep).count(0, 8_000_000)
    640
    """

    def __init__(self, modulation: Modulation) -> None:
        low, high = modulation.low_rate, modulation.high_rate
        scale = low.denominator * high.denominator // gcd(low.denominator, high.denominator)
        self._low, self._high = int(low * scale), int(high * scale)
        self._period = int(modulation.period_us or 0)
        self._triangle = modulation.form == "triangle"
        depth = self._period if self._triangle else 1
        self._unit = 2 * scale * MICROSECONDS * depth
        self._whole = (self._low + self._high) * self._period * depth
        pulses = Fraction(self._whole, self._unit)
        self._cycle_pulses, self._cycles = pulses.numerator, pulses.denominator
        self.slowest, self.fastest = low, high
        self.run_period_us: int | None = self._period * self._cycles
        self.start_period_us: int | None = self._period

    def onsets(self, start_us: IntArray, index: IntArray) -> IntArray:
        """Return the onsets of pulses `index` of runs that start at `start_us` [us]."""
        start_us, index = np.broadcast_arrays(start_us, index)
        if index.size == 0:
            return np.zeros(index.shape, dtype=np.int64)
        cycle, rest = np.divmod(index, self._cycle_pulses)
        period, phase = np.divmod(start_us, self._period)
        largest = 2 * self._whole + int(rest.max()) * self._unit
        if largest >= _INT64_ROOM:
            rest, phase = rest.astype(object), phase.astype(object)
        target = self._integral(phase) + rest * self._unit
        more, target = target // self._whole, target % self._whole
        inside = self._solve_triangle(target) if self._triangle else self._solve_step(target)
        periods = period + cycle * self._cycles + more.astype(np.int64)
        return np.asarray(periods * self._period + inside, dtype=np.int64)

    def count(self, start_us: int, stop_us: int) -> int:
        """Return how many pulses of the run from `start_us` start before `stop_us`."""
        gone = self._integral_to(stop_us) - self._integral_to(start_us)
        return max(0, -(-gone // self._unit))

    def _integral(self, phase: IntArray) -> IntArray:
        """Integral of the rate from a period's start to `phase`."""
        low, high, period = self._low, self._high, self._period
        late = 2 * phase >= period
        if not self._triangle:
            rising = 2 * low * phase
            stepped: IntArray = np.where(late, low * period + high * (2 * phase - period), rising)
            return stepped
        edge = np.where(late, period - phase, phase)
        rising = 2 * edge * (low * period + (high - low) * edge)
        swept: IntArray = np.where(late, self._whole - rising, rising)
        return swept

    def _solve_step(self, target: IntArray) -> IntArray:
        """Whole microsecond in which a stepped integral reaches `target`."""
        low, high, period = self._low, self._high, self._period
        early = target // (2 * low)
        late = (period * high + target - low * period) // (2 * high)
        return np.asarray(np.where(target < low * period, early, late), dtype=np.int64)

    def _solve_triangle(self, target: IntArray) -> IntArray:
        """Whole microsecond of a triangular crossing; near ties are settled in integers."""
        low, slope = float(self._low), float(self._high - self._low)
        late = 2 * target >= self._whole
        edge = np.where(late, self._whole - target, target).astype(np.float64)
        half = edge / (2.0 * self._period)
        root = np.sqrt(low * low + 4.0 * slope * (half / self._period))
        rise = 2.0 * half / (low + root)
        crossing = np.where(late, self._period - rise, rise)
        whole = np.floor(crossing).astype(np.int64)
        near = np.abs(crossing - np.rint(crossing)) < _NEAR_US + 1e-12 * self._period
        for place in zip(*np.nonzero(near), strict=True):
            whole[place] = self._settle(round(float(crossing[place])), int(target[place]))
        return whole

    def _settle(self, guess: int, target: int) -> int:
        """Largest whole microsecond at which the exact integral has not passed `target`."""
        return guess if self._integral_to(guess) <= target else guess - 1

    def _integral_to(self, time_us: int) -> int:
        """Integral of the rate from session time 0, in integers of any length."""
        low, high, period = self._low, self._high, self._period
        periods, phase = divmod(time_us, period)
        late = 2 * phase >= period
        if not self._triangle:
            inside = low * period + high * (2 * phase - period) if late else 2 * low * phase
            return periods * self._whole + inside
        edge = period - phase if late else phase
        rising = 2 * edge * (low * period + (high - low) * edge)
        return periods * self._whole + (self._whole - rising if late else rising)


class RandomClock:
    """Random modulation: one drawn interval a pulse, the pattern repeating each period.

    The drawn rates make a rate over session time that is constant between the pattern's floored
    onsets; a run that starts inside a period follows that rate. A last pulse closer than
    1 / high to the period's end is left out, so the rate passes high nowhere.

    Examples
    --------
    >>> jitter = Modulation("pulse_rate", 80, 120, "random", period_us=1_000_000, seed=7)
    >>> clock = RandomClock(jitter)
    >>> clock.count(0, 2_000_000) == 2 * clock.count(0, 1_000_000)
    True
    """

    def __init__(self, modulation: Modulation) -> None:
        self._low, self._high = modulation.low_rate, modulation.high_rate
        self._period = int(modulation.period_us or 0)
        self.run_period_us: int | None = self._period
        self.start_period_us: int | None = self._period
        self._edges = self._pattern(modulation)
        lengths = np.diff(self._edges)
        self.slowest = Fraction(MICROSECONDS, int(lengths.max()) + 1)
        self.fastest = Fraction(MICROSECONDS, max(1, int(lengths.min()) - 1))

    def _pattern(self, modulation: Modulation) -> IntArray:
        """Onsets of one period, and the period's end."""
        most = int(self._period * self._high / MICROSECONDS) + 1
        if self._period * self._low < MICROSECONDS:
            raise ValueError(
                f"period_us of a random pulse rate must hold an interval of its lowest rate, "
                f"at least {float(MICROSECONDS / self._low):g} us, got {self._period} us"
            )
        if most > LARGEST_RANDOM_PERIOD:
            raise ValueError(
                f"a random period must hold at most {LARGEST_RANDOM_PERIOD} pulses, "
                f"{self._period} us at {float(self._high):g} Hz may hold {most}"
            )
        low, high = float(self._low), float(self._high)
        rates = low + (high - low) * modulation.draws(np.arange(most))
        onsets: FloatArray = np.concatenate(([0.0], np.cumsum(MICROSECONDS / rates)))
        kept = np.floor(onsets[self._period - onsets >= MICROSECONDS / high])
        return np.append(kept, self._period).astype(np.int64)

    def onsets(self, start_us: IntArray, index: IntArray) -> IntArray:
        """Return the onsets of pulses `index` of runs that start at `start_us` [us]."""
        start_us, index = np.broadcast_arrays(start_us, index)
        period, phase = np.divmod(start_us, self._period)
        place = np.searchsorted(self._edges, phase, side="right") - 1
        lengths = np.diff(self._edges)
        more, here = np.divmod(place + index, lengths.size)
        part = (phase - self._edges[place]) * lengths[here] // lengths[place]
        return np.asarray((period + more) * self._period + self._edges[here] + part, dtype=np.int64)

    def count(self, start_us: int, stop_us: int) -> int:
        """Return how many pulses of the run from `start_us` start before `stop_us`."""
        guess = self._interval(stop_us) - self._interval(start_us)
        return settled_count(self, start_us, stop_us, guess)

    def _interval(self, time_us: int) -> int:
        """Return the number of the interval that holds a session time, from time 0 on."""
        period, phase = divmod(time_us, self._period)
        place = int(np.searchsorted(self._edges, phase, side="right")) - 1
        return period * (self._edges.size - 1) + place


def settled_count(clock: Clock, start_us: int, stop_us: int, guess: int) -> int:
    """Return the exact count of a run's pulses before a time, from a guess close by.

    Parameters
    ----------
    clock : Clock
        Gives the onsets.
    start_us, stop_us : int
        Start of the run, and the time before which pulses count. [us]
    guess : int
        Count within one of the true one.

    Returns
    -------
    int
        Pulses with an onset before `stop_us`.
    """
    if stop_us <= start_us:
        return 0
    first = max(0, guess - 2)
    onsets = clock.onsets(np.array(start_us, dtype=np.int64), np.arange(first, guess + 3))
    return first + int(np.count_nonzero(onsets < stop_us))
