"""How excitable a fibre is at a time after it has fired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.fibre import Fibre, check_field
from simulator.nerve.pulse import Phase, levels
from simulator.nerve.question import Question
from simulator.nerve.response import respond
from simulator.nerve.threshold_search import (
    DT,
    Ends,
    check_tolerance,
    thresholds,
    waited,
)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recovery:
    """Threshold of a second pulse.

    Parameters
    ----------
    interval : float
        Onset of the first pulse to onset of the second. [s]
    current : float or None
        Smallest amplitude of the second pulse that fires the fibre again; None in the absolute
        refractory period, where none does within 500 mV of membrane voltage. [A]
    ratio : float or None
        To the threshold of a fibre at rest. Above 1 refractory, below 1 supernormal.
    """

    interval: float
    current: float | None
    ratio: float | None


def recovery(
    fibre: Fibre,
    field: Array,
    pulse: Sequence[Phase],
    intervals: Sequence[float],
    *,
    first: float,
    dt: float = DT,
    tolerance: float = 1e-4,
    wait: float | None = None,
    ends: Ends = "refuse",
) -> list[Recovery]:
    """Threshold of a pulse at each interval after a first one of a given current.

    Parameters
    ----------
    fibre : Fibre
    field : ndarray, shape (compartments,)
        [V/A]
    pulse : sequence of Phase
        Both pulses, from its own time 0.
    intervals : sequence of float
        Onset to onset, each at least the length of the pulse. [s]
    first : float
        Current of the first pulse, at which it fires the fibre once. [A]
    dt, tolerance, wait, ends
        As for `thresholds`. [s], [1], [s]

    Returns
    -------
    recoveries : list of Recovery
        One for each interval.

    Raises
    ------
    ValueError
        If an argument is outside its range, or the first pulse does not fire the fibre once.

    Examples
    --------
    >>> from simulator.nerve import mrg, point_source
    >>> fibre = mrg(10e-6, 21)
    >>> field = point_source(fibre, distance=1e-3, conductivity=0.25)
    >>> found, = recovery(fibre, field, [Phase(0.0, 1e-4, -1.0)], [1e-3], first=0.25e-3)
    >>> found.ratio > 1
    True
    """
    from simulator.nerve.fibre_run import begin

    check_tolerance(tolerance)
    wait = waited([fibre], wait)
    if not intervals:
        raise ValueError("intervals must be at least 1, got 0")
    wave = levels(pulse, dt)
    steps = [_steps(interval, wave.size, dt) for interval in intervals]
    (alone,) = thresholds([fibre], [field], pulse, dt=dt, tolerance=tolerance, wait=wait, ends=ends)
    passed = _passage(fibre, field, pulse, first, dt, wait, ends)
    run = begin(fibre, check_field(fibre, field), dt, terminal=ends == "terminal")
    snapshots, gone = {}, 0
    currents = first * np.pad(wave, (0, max(steps) - wave.size))
    for stop in sorted(set(steps)):
        run.advance(currents[gone:stop])
        snapshots[stop], gone = run.snapshot(), stop
    count = len(steps)
    asked = Question(
        [fibre] * count, [field] * count, [wave] * count, dt=dt, wait=wait, tolerance=tolerance,
        detect=fibre.detect_node, terminal=ends == "terminal",
        not_before=[max(passed + dt - stop * dt, 0.0) for stop in steps],
    )  # fmt: skip
    found = run.search(asked, [snapshots[stop] for stop in steps])
    answers = [float(each.bounds[1]) if each.end == 1 else None for each in found]
    return [
        Recovery(stop * dt, current, None if current is None else current / alone.current)
        for stop, current in zip(steps, answers, strict=True)
    ]


def _passage(
    fibre: Fibre,
    field: Array,
    pulse: Sequence[Phase],
    first: float,
    dt: float,
    wait: float,
    ends: Ends,
) -> float:
    """When the action potential of the first pulse passes the detecting node. [s]"""
    firings = respond(fibre, field, pulse, first, dt=dt, wait=wait, ends=ends)
    if len(firings) != 1:
        raise ValueError(
            f"first pulse must fire the fibre once, got {len(firings)} action potentials at {first} A"
        )
    return firings[0].arrived


def _steps(interval: float, least: int, dt: float) -> int:
    """Interval in steps, refused where the pulses would overlap or it is none."""
    if not least * dt * (1 - 1e-9) <= interval <= 1:
        raise ValueError(
            f"interval must be within the length of the pulse, {least * dt * 1e6:g} us, to 1 s, "
            f"got {interval * 1e6:g} us"
        )
    return round(interval / dt)
