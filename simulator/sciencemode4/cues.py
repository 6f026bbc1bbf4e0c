"""When the patterns of a channel begin: every pulse of a train on the time grid of the wire.

A pattern says how long it lasts until the next one begins, in steps of 250 us (500 us above 8.19 s).
A host that sends the next pattern while one lasts lets the device begin it exactly then, so
sweeps, bursts and steps are timed by the device. A short burst is one pattern: its pulses come to
the microsecond.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, pairwise

from simulator.schedule import segments
from simulator.sciencemode4.mid_level import COARSE_US, FINE_US, MOST_CODE
from simulator.train import Train

LONGEST_FINE_US = FINE_US * MOST_CODE
LONGEST_PERIOD_US = COARSE_US * MOST_CODE
"""Longest periods in steps of 250 us and of 500 us [us]."""

Asked = tuple[int, int, float]
"""Onset [us], pulse width [us] and gain of a pulse of the train."""

Placed = tuple[Asked, int, tuple[Asked, ...]]
"""First pulse on the grid, the usual time to the next pattern [us], further pulses."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One pattern as the wire can time it: a pulse, or a whole burst.

    Parameters
    ----------
    onset_us : int
        Session time. [us]
    period_us : int
        Time to the next one, as a pattern can say it. [us]
    width_us : int
        Pulse width; of the first pulse, where there are more. [us]
    gain : float
        Share of the amplitude, 0 to 1.
    alone : bool
        Whether the next one is too far away for a pattern, so that the host has to start it.
    more : tuple of (int, int, float)
        Further pulses of a burst: time since the first one [us], pulse width [us], gain.

    Examples
    --------
    >>> Cue(500_000, 500_000, 100, 1.0, more=((6_666, 100, 1.0),)).onsets_us
    (500000, 506666)
    """

    onset_us: int
    period_us: int
    width_us: int
    gain: float
    alone: bool = False
    more: tuple[Asked, ...] = ()

    @property
    def pulses(self) -> tuple[Asked, ...]:
        """Time since the onset [us], pulse width [us] and gain of each pulse."""
        return ((0, self.width_us, self.gain), *self.more)

    @property
    def onsets_us(self) -> tuple[int, ...]:
        """Session time of each pulse [us]."""
        return tuple(self.onset_us + offset for offset, _, _ in self.pulses)

    @property
    def intervals_us(self) -> tuple[int, ...]:
        """Time from each pulse to the next one [us]."""
        offsets = (*(offset for offset, _, _ in self.pulses), self.period_us)
        return tuple(after - here for here, after in pairwise(offsets))


def nearest_us(interval_us: int) -> int:
    """Return the period of the wire next to an interval [us].

    Examples
    --------
    >>> nearest_us(13_333), nearest_us(10), nearest_us(9_000_260)
    (13250, 250, 9000500)
    """
    step = FINE_US if interval_us <= LONGEST_FINE_US else COARSE_US
    return max(step, (interval_us + step // 2) // step * step)


def cues(train: Train, *, whole_bursts: bool = False) -> Iterator[Cue]:
    """Yield every pulse of a train on the grid of the wire, in time order.

    Where nothing but the rate says when a pulse comes, each interval is the asked one at that
    time, rounded to the nearest step. Bursts keep their number of pulses. Each burst and step begins when
    it is due, to half a step.

    Parameters
    ----------
    train : Train
        What is asked, without its ramps or with them.
    whole_bursts : bool
        Whether each burst is one pattern, with its pulses where they are asked; otherwise each pulse
        is one, on the grid.

    Yields
    ------
    Cue
        As many as the train has pulses, but for less than 1 % where the rate is rounded.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from simulator.schedule import BurstCount
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.02, width_us=100,
    ...               pulse_rate=Fraction(100), burst=BurstCount(Fraction(2), 3),
    ...               duration_us=1_000_000)
    >>> [(cue.onset_us, cue.period_us) for cue in cues(train)][:4]
    [(0, 10000), (10000, 10000), (20000, 480000), (500000, 10000)]
    >>> [(cue.onsets_us, cue.period_us) for cue in cues(train, whole_bursts=True)][:1]
    [((0, 10000, 20000), 500000)]
    """
    expand = _burst if whole_bursts else _run
    onsets = chain.from_iterable(expand(train, start, stop) for start, stop in _runs(train))
    for (here, usual, more), (after, _, _) in pairwise(chain(onsets, [((0, 0, 0.0), 0, ())])):
        onset, width, gain = here
        gap = after[0] - onset
        if gap <= 0:  # the last one
            yield Cue(onset, min(usual, LONGEST_PERIOD_US), width, gain, more=more)
        elif gap > LONGEST_PERIOD_US:
            yield Cue(onset, min(usual, LONGEST_PERIOD_US), width, gain, alone=True, more=more)
        else:
            yield Cue(onset, nearest_us(gap), width, gain, more=more)


def _runs(train: Train) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each stretch that begins when it is due: session, step, or burst."""
    for segment in segments(train.steps, train.duration_us, 0, train.duration_us):
        if train.burst is None:
            yield segment.start_us, segment.stop_us
            continue
        for number in count():
            begin = segment.start_us + int(number * train.burst.interval_us)
            if begin >= segment.stop_us:
                break
            after = segment.start_us + int((number + 1) * train.burst.interval_us)
            yield begin, min(after, segment.stop_us)


def _asked(train: Train, start_us: int, stop_us: int) -> Iterator[Asked]:
    """Yield the pulses that are asked for in one stretch."""
    return (
        (int(onset), int(width), float(gain))
        for _, pulses in train.chunks(start_us, stop_us)
        for onset, width, gain in zip(pulses.onset_us, pulses.width_us, pulses.gain, strict=True)
    )


def _burst(train: Train, start_us: int, stop_us: int) -> Iterator[Placed]:
    """Yield a burst as one, on the grid with its first pulse."""
    asked = list(_asked(train, start_us, stop_us))
    if asked:
        onset, width, gain = asked[0]
        more = tuple((later - onset, wide, share) for later, wide, share in asked[1:])
        usual = stop_us - start_us if train.burst is None else int(train.burst.interval_us)
        yield (_grid(onset), width, gain), nearest_us(usual), more


def _run(train: Train, start_us: int, stop_us: int) -> Iterator[Placed]:
    """Yield the pulses of one stretch on the grid, each with the interval that is usual there."""
    asked = _asked(train, start_us, stop_us)
    first = next(asked, None)
    if first is None:
        return
    steps = _by_number(first, asked) if train.burst else _by_time(first, asked, stop_us)
    for pulse, usual in steps:
        yield pulse, usual, ()


def _by_number(first: Asked, others: Iterator[Asked]) -> Iterator[tuple[Asked, int]]:
    """Yield each asked pulse once."""
    at, usual, here = _grid(first[0]), FINE_US, first
    for after in others:
        usual = nearest_us(after[0] - here[0])
        yield (at, here[1], here[2]), usual
        at, here = at + usual, after
    yield (at, here[1], here[2]), usual


def _by_time(first: Asked, others: Iterator[Asked], stop_us: int) -> Iterator[tuple[Asked, int]]:
    """Yield pulses at the asked intervals, each that of its own time."""
    at, here, after = _grid(first[0]), first, next(others, None)
    usual = nearest_us((stop_us if after is None else after[0]) - here[0])
    while at < stop_us:
        while after is not None and after[0] <= at + FINE_US // 2:
            here, after = after, next(others, None)
        if after is not None:
            usual = nearest_us(after[0] - here[0])
        elif at > here[0] + usual // 2:  # one more than was asked
            return
        yield (at, here[1], here[2]), usual
        at += usual


def _grid(time_us: int) -> int:
    """Nearest time on the grid."""
    return (time_us + FINE_US // 2) // FINE_US * FINE_US
