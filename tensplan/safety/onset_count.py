"""How many pulses start before a given time: counting by arithmetic, without making any pulse.

Everything is an integer number of microseconds or an exact rational. A pulse k of a constant
run starts at floor(k 10^6 / rate), so the number of starts before time x is ceil(x rate / 10^6).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from tensplan.units import MICROSECONDS_PER_SECOND

Counts = NDArray[np.int64]

_SECOND = MICROSECONDS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Run:
    """Pulses at a constant rate from time 0, within a window.

    Parameters
    ----------
    rate : Fraction
        Pulse rate. [Hz]
    length_us : int
        Length of the window. [us]
    """

    rate: Fraction
    length_us: int

    def before(self, times: Counts) -> Counts:
        """Count the starts before each time."""
        return _ceil_multiple(np.clip(times, 0, self.length_us), self.rate)

    def anchors(self) -> Counts:
        """Return starts among which the fullest second begins."""
        number = ceil(self.length_us * self.rate / _SECOND)
        tail = max(0, floor((self.length_us - _SECOND) * self.rate / _SECOND))
        later = _floor_divide(np.arange(tail, number, dtype=np.int64), self.rate)
        return np.concatenate((np.zeros(1, dtype=np.int64), later))


@dataclass(frozen=True, slots=True)
class WindowedBurst:
    """A run that plays for a time and rests for a time, again and again.

    Parameters
    ----------
    run : Run
        The pulses of one burst; its length is the on time.
    off_us, length_us : int
        Rest after each burst, and length of the window. [us]
    """

    run: Run
    off_us: int
    length_us: int

    def before(self, times: Counts) -> Counts:
        """Count the starts before each time."""
        times = np.clip(times, 0, self.length_us)
        period = self.run.length_us + self.off_us
        whole, part = np.divmod(times, period)
        per_burst = self.run.before(np.array([period]))[0]
        counts: Counts = whole * per_burst + self.run.before(part)
        return counts

    def anchors(self) -> Counts:
        """Return starts among which the fullest second begins."""
        period = self.run.length_us + self.off_us
        first = all_starts(self.run)
        last = max(0, self.length_us - _SECOND - period) // period
        bursts = np.array([0, *range(last, ceil(self.length_us / period))], dtype=np.int64) * period
        starts = (bursts[:, None] + first[None, :]).ravel()
        return starts[starts < self.length_us]


@dataclass(frozen=True, slots=True)
class CountedBurst:
    """A given number of pulses, a given number of times per second.

    Parameters
    ----------
    rate, bursts_per_s : Fraction
        Pulse rate inside the burst, and burst rate. [Hz]
    pulses : int
        Pulses per burst.
    length_us : int
        Length of the window. [us]
    """

    rate: Fraction
    bursts_per_s: Fraction
    pulses: int
    length_us: int

    def before(self, times: Counts) -> Counts:
        """Count the starts before each time."""
        times = np.clip(times, 0, self.length_us)
        bursts = _ceil_multiple(times, self.bursts_per_s)
        last_start = _floor_divide(np.maximum(bursts - 1, 0), self.bursts_per_s)
        last = np.minimum(self.pulses, _ceil_multiple(times - last_start, self.rate))
        return np.where(bursts > 0, (bursts - 1) * self.pulses + last, 0)

    def anchors(self) -> Counts:
        """Return starts among which the fullest second begins: one pattern of bursts, and the end."""
        inside = ceil(self.length_us * self.bursts_per_s / _SECOND)
        number = min(inside, self.bursts_per_s.numerator + ceil(self.bursts_per_s) + 1)
        tail = max(0, floor((self.length_us - _SECOND) * self.bursts_per_s / _SECOND) - 1)
        index = np.union1d(np.arange(number), np.arange(tail, inside)).astype(np.int64)
        bursts = _floor_divide(index, self.bursts_per_s)
        pulses = _floor_divide(np.arange(self.pulses, dtype=np.int64), self.rate)
        starts = (bursts[:, None] + pulses[None, :]).ravel()
        return starts[starts < self.length_us]


Group = Run | WindowedBurst | CountedBurst


def all_starts(run: Run) -> Counts:
    """Return every start of a run. [us]"""
    number = ceil(run.length_us * run.rate / _SECOND)
    return _floor_divide(np.arange(number, dtype=np.int64), run.rate)


@dataclass(frozen=True, slots=True)
class Part:
    """A group of pulses of one width, and the silence after it.

    Parameters
    ----------
    group : Run, WindowedBurst or CountedBurst
        The pulses.
    width : float
        Width of the leading phase. [s]
    off_us : int
        Silence afterwards. [us]
    """

    group: Group
    width: float
    off_us: int = 0


@dataclass(frozen=True, slots=True)
class Loop:
    """Parts that follow each other and repeat until the session ends."""

    parts: tuple[Part, ...]
    session_us: int

    def on_time_before(self, times: Counts) -> NDArray[np.float64]:
        """Return the summed width of the leading phases that start before each time. [s]"""
        times = np.clip(times, 0, self.session_us)
        length = sum(part.group.length_us + part.off_us for part in self.parts)
        whole, rest = np.divmod(times, length)
        total = np.zeros(np.shape(times))
        start = 0
        for part in self.parts:
            each = part.group.before(np.array([part.group.length_us]))[0]
            counts = whole * each + part.group.before(rest - start)
            total += part.width * counts
            start += part.group.length_us + part.off_us
        return total

    def anchors(self) -> Counts:
        """Return starts among which the fullest second begins, over one loop."""
        start, found = 0, []
        for part in self.parts:
            found.append(part.group.anchors() + start)
            start += part.group.length_us + part.off_us
        starts = np.concatenate(found)
        return starts[starts < self.session_us]

    def worst_second_on_time(self) -> float:
        """Return the largest summed width in a second that begins at a start. [s]"""
        anchors = self.anchors()
        return float(np.max(self.on_time_before(anchors + _SECOND) - self.on_time_before(anchors)))


def _ceil_multiple(times: Counts, rate: Fraction) -> Counts:
    """Return ceil(time rate / 10^6) for integer times."""
    numerator, denominator = rate.numerator, rate.denominator * _SECOND
    values = _wide_enough(times, numerator)
    return np.asarray(-((-values * numerator) // denominator), dtype=np.int64)


def _floor_divide(indices: Counts, rate: Fraction) -> Counts:
    """Return floor(index 10^6 / rate) for integer indices."""
    numerator, denominator = rate.denominator * _SECOND, rate.numerator
    return np.asarray(_wide_enough(indices, numerator) * numerator // denominator, dtype=np.int64)


def _wide_enough(values: Counts, factor: int) -> NDArray[np.int64] | NDArray[np.object_]:
    """Return the values as Python integers when the product would not fit into 64 bits."""
    largest = int(np.max(np.abs(values), initial=1))
    return values.astype(object) if largest * factor >= 2**62 else values
