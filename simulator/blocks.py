"""A session in pieces of bounded size: consecutive chunks, and blocks that repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.exact import MICROSECONDS
from simulator.pulses import Block, Pulses, join

if TYPE_CHECKING:
    from simulator.train import Train

CHUNK_PULSES = 65_536
"""Most pulses expanded at once, which bounds the memory of a session of any length."""


def chunks(train: Train, start_us: int, stop_us: int) -> Iterator[tuple[int, Pulses]]:
    """Yield consecutive windows of bounded size that make up [start_us, stop_us).

    Parameters
    ----------
    train : Train
        The pulse train.
    start_us, stop_us : int
        Window of session time. [us]

    Yields
    ------
    stop_us : int
        End of the chunk. [us]
    pulses : Pulses
        Its pulses, about `CHUNK_PULSES` at most.

    Raises
    ------
    ValueError
        If pulses overlap, inside a chunk or across a seam.
    """
    length = max(1, int(CHUNK_PULSES * MICROSECONDS / train.fastest_rate))
    last = Pulses.empty()
    for begin in range(start_us, stop_us, length):
        end = min(begin + length, stop_us)
        pulses = train.window(begin, end)
        if len(last) and len(pulses):
            train.check_spacing(join([last, pulses.part(0, 1)]))
        last = pulses.part(-1, None) if len(pulses) else last
        yield end, pulses


def blocks(train: Train, start_us: int = 0, stop_us: int | None = None) -> Iterator[Block]:
    """Yield a window of the session as blocks, the repeated ones once.

    Parameters
    ----------
    train : Train
        The pulse train.
    start_us, stop_us : int
        Window of session time; the whole session by default. [us]

    Yields
    ------
    Block
        In time order: what comes before the pattern settles, the pattern with its number of
        repeats, what is left. A train without a pattern comes in chunks of bounded size.

    Raises
    ------
    ValueError
        If pulses overlap.
    """
    stop = train.duration_us if stop_us is None else stop_us
    begin, pattern = max(start_us, train.settled_us), train.pattern_us
    if pattern is None or pattern * train.fastest_rate > CHUNK_PULSES * MICROSECONDS:
        yield from _once(train, start_us, stop)
        return
    repeats = max(0, min(stop, train.duration_us - train.ramp.down_us) - begin) // pattern
    if repeats < 2:
        yield from _once(train, start_us, stop)
        return
    yield from _once(train, start_us, begin)
    body = train.window(begin, begin + pattern)
    if len(body):
        train.check_spacing(join([body.part(-1, None), body.part(0, 1).shifted(pattern)]))
    yield Block(body, begin, pattern, repeats)
    yield from _once(train, begin + repeats * pattern, stop)


def _once(train: Train, start_us: int, stop_us: int) -> Iterator[Block]:
    """Yield blocks that happen once."""
    begin = start_us
    for end, pulses in chunks(train, start_us, stop_us):
        yield Block(pulses, begin, end - begin, 1)
        begin = end
