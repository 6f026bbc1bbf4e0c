"""A pattern of the wire from the pulses of a cue, and whether bursts fit into one each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from simulator.sciencemode4.balance import lowered_points, split_points
from simulator.sciencemode4.cues import Cue
from simulator.sciencemode4.mid_level import OVERHEAD_US
from simulator.sciencemode4.point import (
    LONGEST_US,
    MOST_POINTS,
    SHORTEST_US,
    STEPS_PER_MA,
    Point,
    length_us,
)
from simulator.train import Train

FEWEST_POINTS: Final = 2
"""Of a pulse with a net charge of 0."""


def points_of(
    train: Train, cue: Cue, level_ma: float, cap_steps: int
) -> tuple[tuple[Point, ...], int]:
    """Return the points of a cue, with silence between its pulses, and its largest amplitude.

    Parameters
    ----------
    train : Train
        Whose pulses they are.
    cue : Cue
        When, how wide, and at what share.
    level_ma : float
        What the person has set. [mA]
    cap_steps : int
        Never passed, in steps of 0.5 mA.

    Returns
    -------
    points : tuple of Point
        Each pulse with a net charge of 0.
    steps : int
        Largest amplitude in steps of 0.5 mA.

    Examples
    --------
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.02, width_us=100, pulse_rate=250,
    ...               duration_us=1_000_000)
    >>> points, steps = points_of(train, Cue(0, 500_000, 100, 1.0, more=((4_000, 100, 1.0),)), 12.5, 40)
    >>> [(point.duration_us, point.current_ma) for point in points]
    [(100, 12.5), (100, -12.5), (3800, 0.0), (100, 12.5), (100, -12.5)]
    """
    points: tuple[Point, ...] = ()
    highest = over_us = 0
    for offset_us, width_us, gain in cue.pulses:
        asked = min(cap_steps, int(level_ma * gain * STEPS_PER_MA + 1e-9))
        pulse, steps = lowered_points(train.pulse(width_us), asked)
        points += (*split_points(offset_us - over_us, 0, "silence in a burst"), *pulse)
        over_us = offset_us + length_us(pulse)
        highest = max(highest, steps)
    return points, highest


def fit(train: Train, bursts: Iterable[Cue], cap_steps: int) -> bool:
    """Say whether each burst fits into one pattern, whatever the amplitude.

    Parameters
    ----------
    train : Train
        Whose bursts they are.
    bursts : iterable of Cue
        One for each.
    cap_steps : int
        Highest amplitude in steps of 0.5 mA.

    Raises
    ------
    NotEncodable
        If one of the pulses has no points.

    Examples
    --------
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.02, width_us=100, pulse_rate=100,
    ...               duration_us=1_000_000)
    >>> three = Cue(0, 500_000, 100, 1.0, more=((10_000, 100, 1.0), (20_000, 100, 1.0)))
    >>> four = Cue(0, 500_000, 100, 1.0, more=(*three.more, (30_000, 100, 1.0)))
    >>> fit(train, [three], 40), fit(train, [four], 40)
    (True, False)
    """
    levels = range(cap_steps, cap_steps + 1) if train.recharge_ratio == 1 else range(cap_steps + 1)
    return all(_fits(train, form, levels) for form in {_form(cue) for cue in bursts})


Form = tuple[tuple[tuple[int, int], ...], int]
"""Width [us] of each pulse and time to the next one [us], 0 for the last; and how long that one has [us]."""


def _form(cue: Cue) -> Form:
    """Return what of a burst decides whether it fits."""
    offsets = [offset for offset, _, _ in cue.pulses]
    gaps = [after - here for here, after in pairwise(offsets)]
    widths = [width for _, width, _ in cue.pulses]
    return tuple(zip(widths, (*gaps, 0), strict=True)), cue.period_us - offsets[-1]


def _fits(train: Train, form: Form, levels: range) -> bool:
    """Say whether one burst fits at all of these amplitudes."""
    pulses, room_us = form
    if len(pulses) * FEWEST_POINTS > MOST_POINTS:
        return False
    count = lasts_us = 0
    for width_us, gap_us in pulses:
        known = {lowered_points(train.pulse(width_us), steps)[0] for steps in levels}
        lasts_us = max(map(length_us, known))
        if gap_us and gap_us - lasts_us < SHORTEST_US:
            return False
        count += max(len(points) + _silent_points(gap_us, points) for points in known)
    return count <= MOST_POINTS and room_us > OVERHEAD_US + lasts_us


def _silent_points(gap_us: int, points: tuple[Point, ...]) -> int:
    """Return how many points the silence after a pulse takes; none after the last one."""
    return -(-(gap_us - length_us(points)) // LONGEST_US) if gap_us else 0
