"""Onsets at a rate that follows a sine or an exponential: crossings found by Newton's method."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from simulator.clock import settled_count
from simulator.differences import less_sine, plus_expm1
from simulator.exact import MICROSECONDS, FloatArray, IntArray
from simulator.modulation import Modulation

TIE_US = 1e-6
"""A crossing this close below a whole microsecond is taken as that microsecond [us]."""

_TOLERANCE_US = 1e-9
_LARGEST_STEPS = 60
_NODES = 1025


class SmoothClock:
    """Sine or exponential modulation of the rate.

    The integral of the rate has a closed form; its crossings are found by Newton's method to
    1e-9 us (or what the rounding of the integral allows, if wider). Crossings within 1e-6 us below a whole
    microsecond are taken as that microsecond, since floats cannot tell the two apart.

    Examples
    --------
    >>> wave = Modulation("pulse_rate", 60, 100, "sine", period_us=8_000_000)
    >>> SmoothClock(wave).count(0, 8_000_000)
    640
    """

    def __init__(self, modulation: Modulation) -> None:
        self.slowest, self.fastest = modulation.low_rate, modulation.high_rate
        self._low = float(self.slowest) / MICROSECONDS
        self._span = float(self.fastest - self.slowest) / MICROSECONDS
        self._sine = modulation.form == "sine"
        self._period = modulation.period_us
        self._constant = float(modulation.time_constant_us or math.nan)
        self.start_period_us: int | None = self._period
        self.run_period_us: int | None = None
        self._cycle_pulses, self._cycles = 0, 0
        if self._sine and self._period is not None:
            pulses = (self.slowest + self.fastest) * self._period / (2 * MICROSECONDS)
            self._cycle_pulses, self._cycles = Fraction(pulses).as_integer_ratio()
            self.run_period_us = self._period * self._cycles
            self._nodes = np.linspace(0.0, float(self._period), _NODES)
            self._heights = self._integral(self._nodes)

    def onsets(self, start_us: IntArray, index: IntArray) -> IntArray:
        """Return the onsets of pulses `index` of runs that start at `start_us` [us]."""
        start_us, index = np.broadcast_arrays(start_us, index)
        if self._period is None:
            crossing = self._solve(index + self._integral(start_us.astype(np.float64)))
            return np.floor(crossing + TIE_US).astype(np.int64)
        period, phase = np.divmod(start_us, self._period)
        more, target = self._split(index)
        target = target + self._integral(phase.astype(np.float64))
        one = self._pulses_per_period()
        over = np.floor(target / one).astype(np.int64)
        inside = np.floor(self._crossing(target - over * one, one) + TIE_US).astype(np.int64)
        return np.asarray((period + more + over) * self._period + inside, dtype=np.int64)

    def count(self, start_us: int, stop_us: int) -> int:
        """Return how many pulses of the run from `start_us` start before `stop_us`."""
        start, stop = self._total(start_us), self._total(stop_us)
        return settled_count(self, start_us, stop_us, math.ceil(stop - start))

    def _total(self, time_us: int) -> float:
        """Integral of the rate from session time 0 [pulses]."""
        if self._period is None:
            return float(self._integral(np.array(float(time_us))))
        periods, phase = divmod(time_us, self._period)
        return periods * self._pulses_per_period() + float(self._integral(np.array(float(phase))))

    def _pulses_per_period(self) -> float:
        """Integral of the rate over one period."""
        if self._sine:
            return self._cycle_pulses / self._cycles
        return float(self._integral(np.array([float(self._period or 0)]))[0])

    def _split(self, index: IntArray) -> tuple[IntArray, FloatArray]:
        """Whole periods in `index` pulses, and the rest in pulses."""
        if self._sine:
            cycle, rest = np.divmod(index, self._cycle_pulses)
            more, part = np.divmod(rest * self._cycles, self._cycle_pulses)
            return cycle * self._cycles + more, part / self._cycles
        one = self._pulses_per_period()
        more = np.floor(index / one).astype(np.int64)
        return more, index - more * one

    def _integral(self, time: FloatArray) -> FloatArray:
        """Integral of the rate from the period's start [pulses]."""
        low, span = self._low, self._span
        if self._sine:
            turn = 2 * math.pi / float(self._period or math.nan)
            lag = less_sine(turn * time) / turn
            return np.asarray(low * time + 0.5 * span * lag, dtype=np.float64)
        bend = self._constant * plus_expm1(time / self._constant)
        return np.asarray(low * time + span * bend, dtype=np.float64)

    def _rate(self, time: FloatArray) -> FloatArray:
        """Rate at a time after the period's start [1/us]."""
        if self._sine:
            period = float(self._period or math.nan)
            wave = 0.5 * (1.0 - np.cos(2 * math.pi * time / period))
        else:
            wave = -np.expm1(-time / self._constant)
        return np.asarray(self._low + self._span * wave, dtype=np.float64)

    def _crossing(self, target: FloatArray, one: float) -> FloatArray:
        """Crossing inside a period; a sine is mirrored, so that its slow end loses no digits."""
        if not self._sine:
            return self._solve(target)
        late = 2 * target > one
        time = self._solve(np.where(late, one - target, target))
        return np.where(late, float(self._period or math.nan) - time, time)

    def _guess(self, target: FloatArray) -> FloatArray:
        """Time to start from; for the exponential always late, where Newton cannot overshoot."""
        if self._sine:
            return np.interp(target, self._heights, self._nodes)
        high = self._low + self._span
        return np.minimum(target / self._low, (target + self._span * self._constant) / high)

    def _solve(self, target: FloatArray) -> FloatArray:
        """Crossing time of each target; an element stops for itself, whatever its neighbours."""
        time = self._guess(target)
        rounding = np.maximum(4 * np.spacing(time), 8 * np.spacing(target) / self._low)
        tolerance = np.maximum(_TOLERANCE_US, rounding)
        moving = np.ones(time.shape, dtype=bool)
        for _ in range(_LARGEST_STEPS):
            step = (self._integral(time) - target) / self._rate(time)
            time = np.where(moving, time - step, time)
            moving &= np.abs(step) > tolerance
            if not moving.any():
                return time
        raise ArithmeticError("crossings of the modulated rate did not settle")
