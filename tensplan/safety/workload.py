"""How much work it is to expand a train, known before any pulse is made."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Final

from simulator.schedule import BurstWindow, loop_us
from simulator.train import Train
from tensplan.units import MICROSECONDS_PER_SECOND

LARGEST_WORKLOAD: Final = 1_000_000
"""Most work that one train may be (project default: about one second). [pulses]"""

PULSES_PER_SEGMENT: Final = 300
"""Pulses that take as long as one step or one draw from a random period (measured)."""


def workload(train: Train) -> int:
    """Return a bound on the work of measuring a train's exposure, in pulses.

    Parameters
    ----------
    train : Train
        The train; its ramps do not count, they are left out when it is measured.

    Returns
    -------
    int
        Pulses of one pattern and one second, at the fastest rate; a step counts as 300, and so
        does every pulse that must be counted to number the draws of a random modulation.

    Examples
    --------
    >>> from fractions import Fraction
    >>> workload(Train(shape="monophasic", amplitude=0.01, width_us=50,
    ...                pulse_rate=Fraction(100), duration_us=3_600_000_000))
    101
    """
    window_us = train.duration_us
    if train.pattern_us is not None:
        window_us = min(window_us, train.pattern_us + MICROSECONDS_PER_SECOND)
    work = _expansion(train, window_us)
    periods = [
        modulation.period_us
        for modulation in train.modulations
        if modulation.form == "random" and modulation.parameter != "pulse_rate"
    ]
    if train.steps or train.burst is not None:
        recount = _expansion(train, min(window_us, _grouping_us(train)))
        work += sum(recount * ceil(window_us / period) for period in periods if period is not None)
    return work


class WorkloadError(ValueError):
    """A train that would take too long to expand."""


def check_workload(train: Train) -> None:
    """Refuse a train that is too much work.

    Raises
    ------
    WorkloadError
        If the workload passes the largest.
    """
    work = workload(train)
    if not work <= LARGEST_WORKLOAD:
        raise WorkloadError(
            f"its pattern repeats too late: expanding it is the work of {work} pulses; "
            f"at most {LARGEST_WORKLOAD} are expanded"
        )


def _expansion(train: Train, window_us: int) -> int:
    """Return pulses and steps within a time."""
    pulses = ceil(window_us * _densest_rate(train) / MICROSECONDS_PER_SECOND)
    if not train.steps:
        return pulses
    loops = ceil(window_us / loop_us(train.steps))
    return pulses + PULSES_PER_SEGMENT * loops * len(train.steps)


def _densest_rate(train: Train) -> Fraction:
    """Return the most pulses a second; short bursts in close order pass the rate inside them."""
    rate, burst = train.fastest_rate, train.burst
    if not isinstance(burst, BurstWindow):
        return rate
    of_bursts = ceil(burst.on_us * rate / MICROSECONDS_PER_SECOND) / Fraction(burst.period_us)
    return max(rate, of_bursts * MICROSECONDS_PER_SECOND)


def _grouping_us(train: Train) -> int:
    """Return the time after which steps or bursts start again."""
    if train.steps:
        return loop_us(train.steps)
    return train.duration_us if train.burst is None else train.burst.period_us
