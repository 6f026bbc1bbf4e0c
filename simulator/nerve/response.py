"""What a fibre answers to a train of pulses at a given current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.fibre import CROSSING, Fibre, check_field
from simulator.nerve.pulse import Phase, levels
from simulator.nerve.threshold_search import (
    DT,
    Ends,
    check_ends,
    detecting,
    waited,
)
from simulator.train import Train

if TYPE_CHECKING:
    from simulator.nerve.fibre_run import Run

Array = NDArray[np.float64]

CHUNK = 20_000
"""Steps whose voltages are held at a time. [1]"""

HANDOVER = 1e-3
"""Neighbours of one action potential fire within that time of each other, at 15 degC too. [s]"""


@dataclass(frozen=True, slots=True)
class Firing:
    """One action potential that reached the detecting node.

    Parameters
    ----------
    site : int
        Node where it began.
    began, arrived : float
        Time at that node, and at the detecting node. [s]
    """

    site: int
    began: float
    arrived: float


def respond(
    fibre: Fibre,
    field: Array,
    phases: Sequence[Phase],
    current: float,
    *,
    dt: float = DT,
    wait: float | None = None,
    detect_node: int | None = None,
    ends: Ends = "refuse",
) -> list[Firing]:
    """Give a fibre a train of pulses and list its action potentials.

    Parameters
    ----------
    fibre : Fibre
    field : ndarray, shape (compartments,)
        Potential for one ampere. [V/A]
    phases : sequence of Phase
        Any pulses in time order; see `phases_of` for a train's.
    current : float
        Amplitude, at least 0. [A]
    dt : float
        Step. [s]
    wait : float or None
        How long after the last phase to listen; None for as long as an action potential may take. [s]
    detect_node : int or None
        Where action potentials are counted; None for the node at 0.9 of the nodes.
    ends : {"refuse", "terminal"}
        As for `thresholds`; a first node that is a cut is no site.

    Returns
    -------
    firings : list of Firing
        In time order; empty where nothing arrives.

    Raises
    ------
    ValueError
        If an argument is outside its range, or the membrane is driven beyond 500 mV.

    Examples
    --------
    Two pulses 10 ms apart at twice the threshold:

    >>> from simulator.nerve import mrg, point_source
    >>> fibre = mrg(10e-6, 21)
    >>> field = point_source(fibre, distance=1e-3, conductivity=0.25)
    >>> pulses = [Phase(0.0, 1e-4, -1.0), Phase(10e-3, 1e-4, -1.0)]
    >>> [(each.site, round(each.began * 1e3)) for each in respond(fibre, field, pulses, 0.3e-3)]
    [(10, 0), (10, 10)]
    """
    from simulator.nerve.fibre_run import begin

    check_ends(ends)
    if fibre.arm_nodes:
        raise ValueError("a run must be of a fibre without a fork; thresholds take one that forks")
    wait = waited([fibre], wait)
    node = detecting(fibre, detect_node)
    if not 0 <= current < np.inf:
        raise ValueError(f"current must be at least 0 A and finite, got {current} A")
    wave = levels(phases, dt)
    currents = current * np.concatenate([wave, np.zeros(round(wait / dt))])
    run = begin(fibre, check_field(fibre, field), dt, terminal=ends == "terminal")
    times = crossings(run, currents, dt, fibre)
    first = 0 if ends == "terminal" else 1
    return [_traced(times, node, float(arrived), first) for arrived in times[node]]


def crossings(run: Run, currents: Array, dt: float, fibre: Fibre) -> list[Array]:
    """Find the times at which each node crosses upwards, between two steps. [s]"""
    found: list[list[Array]] = [[] for _ in range(fibre.nodes)]
    before = np.full((1, fibre.nodes), fibre.channels.rest)
    for start in range(0, currents.size, CHUNK):
        trace = run.advance(currents[start : start + CHUNK])
        v = np.concatenate([before, trace])
        before = v[-1:]
        for node, row in enumerate(v.T):
            (steps,) = np.nonzero((row[1:] > CROSSING) & (row[:-1] <= CROSSING))
            share = (CROSSING - row[steps]) / (row[steps + 1] - row[steps])
            found[node].append(dt * (start + steps + share))
    return [np.concatenate(parts) for parts in found]


def _traced(times: list[Array], node: int, arrived: float, first: int) -> Firing:
    """Follow an action potential back to the node where it began."""
    site, began = node, arrived
    for step in (-1, 1):
        at, when = node, arrived
        while first <= at + step < len(times) - 1:
            earlier = times[at + step]
            earlier = earlier[(earlier <= when) & (earlier > when - HANDOVER)]
            if not earlier.size:
                break
            at, when = at + step, float(earlier[-1])
        if when < began:
            site, began = at, when
    return Firing(site, began, arrived)


def phases_of(train: Train, start_us: int, stop_us: int) -> list[Phase]:
    """Phases of the pulses that start in a window of a train, as a field of pad 1 sees them.

    Parameters
    ----------
    train : Train
        Of the pulse room; modulation, bursts, steps and ramps included.
    start_us, stop_us : int
        Half-open window of session time. [us]

    Returns
    -------
    phases : list of Phase
        From the window's start on; relative to the train's amplitude, negative in the leading
        phase, in which pad 1 is the cathode. Pulses of no height are left out.

    Raises
    ------
    ValueError
        If the window ends before it starts, or pulses overlap.

    Examples
    --------
    >>> from fractions import Fraction
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.02, width_us=100,
    ...               pulse_rate=Fraction(100), duration_us=1_000_000)
    >>> [(round(p.start * 1e6), p.relative) for p in phases_of(train, 0, 20_000)]
    [(0, -1.0), (100, 1.0), (10000, -1.0), (10100, 1.0)]
    """
    pulses = train.window(start_us, stop_us)
    rows = zip(pulses.onset_us, pulses.width_us, pulses.gain, strict=True)
    return [
        Phase(
            (int(onset) - start_us + offset) / 1e6,
            width / 1e6 * train.width_scale,
            -height * float(gain),
        )
        for onset, width_us, gain in rows
        if gain > 0
        for offset, width, height in train.pulse(int(width_us)).phases
    ]
