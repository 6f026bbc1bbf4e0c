"""What lies above the single pulse: bursts, steps in a loop, pauses and ramps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from simulator.exact import MICROSECONDS, rational, whole

PAUSE_US = 1_000_000
"""A step's off-time from here on is a pause, after which the ramp starts again [us]."""


@dataclass(frozen=True)
class BurstCount:
    """Bursts of a fixed number of pulses; burst j starts at floor(j 10^6 / bursts_per_s) us.

    Examples
    --------
    >>> BurstCount(Fraction(2), 9).period_us
    500000
    """

    bursts_per_s: Fraction
    pulses_per_burst: int

    def __post_init__(self) -> None:
        rate = rational("bursts_per_s", self.bursts_per_s, "1/s")
        object.__setattr__(self, "bursts_per_s", rate)
        whole("pulses_per_burst", self.pulses_per_burst, 1, unit="pulses")

    @property
    def interval_us(self) -> Fraction:
        """Exact time between burst starts [us]."""
        return MICROSECONDS / self.bursts_per_s

    @property
    def period_us(self) -> int:
        """Time after which the floored burst starts repeat [us]."""
        return self.interval_us.numerator


@dataclass(frozen=True)
class BurstWindow:
    """Bursts of a fixed length: on_us with pulses, off_us without, again and again.

    Examples
    --------
    >>> BurstWindow(250_000, 250_000).period_us
    500000
    """

    on_us: int
    off_us: int

    def __post_init__(self) -> None:
        whole("on_us", self.on_us, 1)
        whole("off_us", self.off_us, 0)

    @property
    def interval_us(self) -> Fraction:
        """Time between burst starts [us]."""
        return Fraction(self.period_us)

    @property
    def period_us(self) -> int:
        """Time after which the burst starts repeat [us]."""
        return self.on_us + self.off_us


Burst = BurstCount | BurstWindow


@dataclass(frozen=True)
class Step:
    """One step of a loop: pulses for duration_us, then silence for off_us.

    A step without its own rate or width takes that of the train, modulated or not; a step's own
    value is not modulated.

    Examples
    --------
    >>> Step(Fraction(2), None, 500_000, 0).length_us
    500000
    """

    pulse_rate: Fraction | None
    width_us: int | None
    duration_us: int
    off_us: int = 0

    def __post_init__(self) -> None:
        if self.pulse_rate is not None:
            rate = rational("step pulse_rate", self.pulse_rate, "Hz")
            object.__setattr__(self, "pulse_rate", rate)
        if self.width_us is not None:
            whole("step width_us", self.width_us, 1)
        whole("step duration_us", self.duration_us, 1)
        whole("step off_us", self.off_us, 0)

    @property
    def length_us(self) -> int:
        """Duration and silence together [us]."""
        return self.duration_us + self.off_us

    @property
    def pauses(self) -> bool:
        """Whether the silence is long enough for the ramp to start again."""
        return self.off_us >= PAUSE_US


@dataclass(frozen=True)
class Ramp:
    """Linear rise of the amplitude at the start and after each pause, and fall at the end.

    Examples
    --------
    >>> Ramp(3_000_000, 1_000_000).up_us
    3000000
    """

    up_us: int = 0
    down_us: int = 0

    def __post_init__(self) -> None:
        whole("ramp up_us", self.up_us, 0)
        whole("ramp down_us", self.down_us, 0)


@dataclass(frozen=True)
class Segment:
    """A stretch of session in which one step (or the whole train) gives pulses [us]."""

    start_us: int
    stop_us: int
    resumed_us: int
    step: Step | None


def loop_us(steps: tuple[Step, ...]) -> int:
    """Return the length of one loop of steps [us]."""
    return sum(step.length_us for step in steps)


def settled_us(steps: tuple[Step, ...], ramp: Ramp) -> int:
    """Return the time from which the loop with its ramps repeats exactly [us].

    Without pauses that is the end of the first ramp; with pauses it is the first resumption.

    Examples
    --------
    >>> settled_us((), Ramp(3_000_000, 0))
    3000000
    """
    if ramp.up_us == 0 or (steps and steps[-1].pauses):
        return 0
    begin = 0
    for step in steps:
        begin += step.length_us
        if step.pauses:
            return begin
    return ramp.up_us


def segments(
    steps: tuple[Step, ...], duration_us: int, start_us: int, stop_us: int
) -> Iterator[Segment]:
    """Yield the segments that touch [start_us, stop_us), in time order.

    Parameters
    ----------
    steps : tuple of Step
        The loop; empty for a train without steps.
    duration_us : int
        Session length; no segment passes it. [us]
    start_us, stop_us : int
        Half-open window of session time. [us]

    Yields
    ------
    Segment
        Whole segments (not cut to the window).

    Examples
    --------
    >>> steps = (Step(Fraction(4), None, 2_000_000, 1_000_000),)
    >>> [s.start_us for s in segments(steps, 10_000_000, 4_000_000, 7_000_000)]
    [3000000, 6000000]
    """
    stop_us = min(stop_us, duration_us)
    if not steps:
        if start_us < stop_us:
            yield Segment(0, duration_us, 0, None)
        return
    length = loop_us(steps)
    offsets = _offsets(steps)
    for loop in count(max(start_us, 0) // length):
        for step, (offset, resumed) in zip(steps, offsets, strict=True):
            begin = loop * length + offset
            if begin >= stop_us:
                return
            if begin + step.duration_us > start_us:
                end = min(begin + step.duration_us, duration_us)
                since = 0 if resumed is None else max(0, loop * length + resumed)
                yield Segment(begin, end, since, step)


def _offsets(steps: tuple[Step, ...]) -> list[tuple[int, int | None]]:
    """Return for each step its start in the loop and its last resumption (None if never)."""
    starts = [loop_us(steps[:number]) for number in range(len(steps))]
    resumes = [start for number, start in enumerate(starts) if steps[number - 1].pauses]
    table: list[tuple[int, int | None]] = []
    for start in starts:
        before = [resume for resume in resumes if resume <= start]
        if before:
            table.append((start, before[-1]))
        else:
            table.append((start, resumes[-1] - loop_us(steps) if resumes else None))
    return table
