"""What a channel plays: a train, or a list of points that comes again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from math import isfinite
from typing import Protocol

import numpy as np

from simulator.blocks import blocks
from simulator.exact import whole
from simulator.output_stage import Phase
from simulator.pulses import Block, Pulses
from simulator.train import Train


class Program(Protocol):
    """Anything that a channel can play; times count from the start of the session."""

    @property
    def amplitude(self) -> float:
        """Largest amplitude that it may reach [A]."""

    @property
    def duration_us(self) -> int | None:
        """Length of the session [us]; None when the host ends it."""

    def phases(self, width_us: int) -> tuple[Phase, ...]:
        """Return the phases of a pulse of this width."""

    def blocks(self, start_us: int, stop_us: int) -> Iterator[Block]:
        """Yield the pulses that start in a half-open window of session time."""


@dataclass(frozen=True)
class TrainProgram:
    """A train; its amplitude is the cap, its ramps are part of it.

    Examples
    --------
    >>> program = TrainProgram(Train(shape="monophasic", amplitude=0.01, width_us=50,
    ...                              pulse_rate=100, duration_us=60_000_000))
    >>> [block.repeats for block in program.blocks(5_000, 30_000_000)]
    [2999, 1]
    """

    train: Train
    _known: dict[int, tuple[Phase, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    @property
    def amplitude(self) -> float:
        """Cap of the train [A]."""
        return self.train.amplitude

    @property
    def duration_us(self) -> int | None:
        """Length of the session [us]."""
        return self.train.duration_us

    def phases(self, width_us: int) -> tuple[Phase, ...]:
        """Return the phases of a pulse of this width."""
        if width_us not in self._known:
            self._known[width_us] = self.train.pulse(width_us).phases
        return self._known[width_us]

    def blocks(self, start_us: int, stop_us: int) -> Iterator[Block]:
        """Yield the pulses that start in a half-open window of session time."""
        yield from blocks(self.train, start_us, min(stop_us, self.train.duration_us))


Points = tuple[tuple[int, float], ...]

UNBALANCED = 1e-9
"""Charge that is none: far below one step of any device for a microsecond. [us A]"""


@dataclass(frozen=True)
class _Piece:
    """One pulse of a pattern, and when it begins in it."""

    offset_us: int
    points: Points

    @cached_property
    def length_us(self) -> int:
        """Over all its points [us]."""
        return sum(width for width, _ in self.points)

    @cached_property
    def peak(self) -> float:
        """Largest absolute current [A]."""
        return max(abs(current) for _, current in self.points)

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """Offset, width and relative current of each point that is no interval."""
        offsets = accumulate((width for width, _ in self.points), initial=0)
        return tuple(
            (offset, width, current / self.peak)
            for offset, (width, current) in zip(offsets, self.points, strict=False)
            if current != 0
        )


def _pulses_of(points: Points) -> Iterator[tuple[int, Points]]:
    """Yield begin and points of each pulse; the silence after the last one is part of it."""
    begin = at = 0
    pulse: list[tuple[int, float]] = []
    charge = 0.0
    for place, (width, current) in enumerate(points):
        flows = any(one for _, one in pulse)
        more = any(one for _, one in points[place:])
        if current == 0 and flows and more and abs(charge) < UNBALANCED:
            yield begin, tuple(pulse)
            pulse, begin = [], at
        if current == 0 and not pulse and place:
            begin = at + width
        else:
            pulse.append((width, current))
        charge += width * current
        at += width
    yield begin, tuple(pulse)


@dataclass(frozen=True)
class PointProgram:
    """Points of constant current, again and again, as stimulators with a host receive them.

    A pattern may hold several pulses. One is over where its charge is back at 0 and nothing flows.

    Parameters
    ----------
    points : tuple of (int, float)
        Width [us] and current [A] of each point; a current of 0 is an interval.
    period_us : int
        From one pattern to the next. [us]
    count : int or None
        How often; None until the host ends it.
    rise : int
        Weaker patterns at the start: pattern k of n has k / (n + 1) of the current.

    Raises
    ------
    ValueError
        If no current flows, a value leaves its range, or the points are longer than the period.

    Examples
    --------
    >>> program = PointProgram(((200, 0.02), (100, 0.0), (200, -0.02)), 20_000)
    >>> program.phases(500)
    ((0, 200, 1.0), (300, 200, -1.0))
    >>> pulse = ((100, 0.02), (100, -0.02))
    >>> burst = PointProgram((*pulse, (4_000, 0.0), *pulse), 500_000)
    >>> [block.pulses.onset_us.tolist() for block in burst.blocks(0, 500_000)]
    [[0, 4200]]
    """

    points: Points
    period_us: int
    count: int | None = None
    rise: int = 0
    _pieces: tuple[_Piece, ...] = field(init=False, repr=False, compare=False, default=())
    _forms: dict[int, tuple[Phase, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        whole("period_us", self.period_us, 1)
        whole("rise", self.rise, 0, unit="patterns")
        for width, current in self.points:
            whole("width of a point", width, 1)
            if not isfinite(current):
                raise ValueError(f"current of a point must be finite, got {current} A")
        if not self.amplitude > 0:
            raise ValueError("points must hold one with a current other than 0 A")
        if not self.length_us <= self.period_us:
            raise ValueError(
                f"points last {self.length_us} us, longer than their period of {self.period_us} us"
            )
        object.__setattr__(self, "_pieces", tuple(map(self._told_apart, _pulses_of(self.points))))

    def _told_apart(self, part: tuple[int, Points]) -> _Piece:
        """Return a pulse; where one of its length has another form, with a microsecond of silence more."""
        piece = _Piece(*part)
        while self._forms.setdefault(piece.length_us, piece.phases) != piece.phases:
            piece = _Piece(piece.offset_us, (*piece.points, (1, 0.0)))
        return piece

    @property
    def amplitude(self) -> float:
        """Largest absolute current of a point [A]."""
        return max((abs(current) for _, current in self.points), default=0.0)

    @property
    def length_us(self) -> int:
        """Length of one pattern [us]."""
        return sum(width for width, _ in self.points)

    @property
    def duration_us(self) -> int | None:
        """Length of the session [us]; None when the host ends it."""
        return None if self.count is None else self.count * self.period_us

    @property
    def pattern_phases(self) -> tuple[Phase, ...]:
        """Phases of a whole pattern, relative to its amplitude."""
        return _Piece(0, self.points).phases

    def phases(self, width_us: int) -> tuple[Phase, ...]:
        """Return the phases of the pulses of this length."""
        return self._forms.get(width_us, ())

    def blocks(self, start_us: int, stop_us: int) -> Iterator[Block]:
        """Yield the patterns that start in a half-open window of session time."""
        first = -(-start_us // self.period_us)
        last = -(-stop_us // self.period_us)
        last = last if self.count is None else min(last, self.count)
        while first < min(last, self.rise):
            yield self._block(first, 1, (first + 1) / (self.rise + 1))
            first += 1
        if first < last:
            yield self._block(first, last - first, 1.0)

    def _block(self, first: int, repeats: int, gain: float) -> Block:
        """Give the same pattern several times."""
        start = first * self.period_us
        onsets = np.array([start + piece.offset_us for piece in self._pieces], dtype=np.int64)
        widths = np.array([piece.length_us for piece in self._pieces], dtype=np.int64)
        gains = np.array([gain * piece.peak / self.amplitude for piece in self._pieces])
        return Block(Pulses(onsets, widths, gains), start, self.period_us, repeats)
