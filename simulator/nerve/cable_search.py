"""Threshold search for fibres that run compartment by compartment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.compiled import Compiled
from simulator.nerve.cable import Cable
from simulator.nerve.cable_lanes import Net, State, state_for
from simulator.nerve.fibre import CROSSING, Fibre
from simulator.nerve.lanes import FOUND, LEFT_TABLE, MOST_TRIES, NO_LOWER, NO_UPPER
from simulator.nerve.membrane import GRID, REACH, gate_table, steady_gates
from simulator.nerve.question import Found, Question

Array = NDArray[np.float64]
Steps = NDArray[np.int64]

LANES = 16
"""Fibres that run side by side: more leave the nearest memory. [1]"""

SETTLING_STEP, SETTLING_STEPS = 5e-3, 40
"""The resting state is reached in implicit steps of 5 ms, 200 ms in all. [s], [1]"""

run = Compiled("simulator.nerve.cable_kernel", "run")


def net_for(fibres: Sequence[Fibre], dt: float, *, terminal: bool) -> Net:
    """Arrays of some fibres at a step, without any drive."""
    last = (fibres[0].nodes - 1) * fibres[0].per_node
    cables = [_cable(fibre).sealed(last, terminal=terminal) for fibre in fibres]
    one, channels = cables[0], fibres[0].channels

    def lanes(name: str) -> Array:
        return np.ascontiguousarray(np.stack([getattr(c, name) for c in cables], axis=1))

    return Net(
        parent=one.parent,
        kind=one.kind,
        nodes=np.flatnonzero(one.kind == 0),
        axial=lanes("axial"),
        outer=lanes("periaxonal"),
        area=lanes("area"),
        store=lanes("capacitance") / dt,
        myelin_store=lanes("myelin_capacitance") / dt,
        myelin=lanes("myelin_conductance"),
        density=one.densities,
        reversal=one.reversals,
        table=gate_table(channels, dt),
        scale=np.array([1e3 / GRID, REACH / GRID]),
        push_in=np.zeros((one.kind.size, len(cables))),
        push_out=np.zeros((one.kind.size, len(cables))),
    )


def _cable(fibre: Fibre) -> Cable:
    """Return the compartments of a fibre that has them."""
    if fibre.cable is None:
        raise ValueError(f"fibre must have its compartments, got {fibre.model} with condensed ones")
    return fibre.cable


def at_rest(fibres: Sequence[Fibre], *, terminal: bool) -> State:
    """State of some fibres after they have found their rest."""
    net = net_for(fibres, SETTLING_STEP, terminal=terminal)
    channels, lanes = fibres[0].channels, len(fibres)
    state = state_for(net.kind.size, lanes)
    state.inside[:] = channels.rest
    state.gates[:] = steady_gates(channels)
    steps = np.full(lanes, SETTLING_STEPS)
    never = np.zeros(lanes, dtype=np.int64)
    first = np.full((net.nodes.size, lanes), -1.0)
    run(
        net, state, np.zeros((lanes, 1)), np.zeros(lanes), steps, never, first, first.copy(), -1,
        CROSSING,
    )  # fmt: skip
    return state


def driven(net: Net, fields: Sequence[Array]) -> Net:
    """Give each fibre its field, the potential outside each compartment for one ampere [V/A]."""
    outside = np.stack(fields, axis=1)
    rise = outside[np.maximum(net.parent, 0)] - outside
    return net._replace(
        push_in=_poured(net.parent, net.axial * rise),
        push_out=_poured(net.parent, net.outer * rise),
    )


def _poured(parent: NDArray[np.int64], into: Array) -> Array:
    """Take from the parent what flows into each compartment."""
    total = into.copy()
    np.subtract.at(total, parent[1:], into[1:])
    return total


def search_cables(asked: Question, start: State | None = None) -> list[Found]:
    """Search all thresholds, some lanes at a time, from rest or from another start."""
    found: list[Found] = []
    for first in range(0, len(asked.fibres), LANES):
        lanes = slice(first, first + LANES)
        part = asked.part(lanes)
        rest = at_rest(part.fibres, terminal=part.terminal) if start is None else _of(start, lanes)
        net = driven(net_for(part.fibres, part.dt, terminal=part.terminal), part.fields)
        found += _search(net, rest, part)
    return found


def _of(state: State, lanes: slice) -> State:
    """Return some lanes of a state."""
    parts = (x[lanes] if x.ndim == 1 else x[:, lanes] for x in state)
    return State(*(np.ascontiguousarray(x) for x in parts))


def _drive(fibre: Fibre, field: Array) -> Array:
    """Return what one ampere drives into each node through its internodes. [1/m2]"""
    between = _cable(fibre).axial[1 : fibre.per_node + 1]
    steps = np.diff(field[:: fibre.per_node]) / (1 / between).sum() / fibre.node_area
    return np.diff(np.concatenate([[0.0], steps, [0.0]]))


def _search(net: Net, rest: State, asked: Question) -> list[Found]:
    """Bracket and bisect all lanes together; a lane that is done waits for the others."""
    pairs = zip(asked.fibres, asked.fields, strict=True)
    current = asked.guesses([_drive(fibre, field) for fibre, field in pairs])
    low, high = np.zeros(current.size), np.full(current.size, np.inf)
    left = np.zeros(current.size, dtype=bool)
    crossings = np.full((net.nodes.size, current.size), -1.0)
    ends = np.zeros(current.size, dtype=int)
    tries = 0
    while (ends == 0).any():
        state = State(*(part.copy() for part in rest))
        first = np.full((net.nodes.size, current.size), -1.0)
        run(
            net, state, asked.padded, current, asked.steps, asked.since, first, first.copy(),
            asked.detect, CROSSING,
        )  # fmt: skip
        going, out = ends == 0, state.out == 1
        over = going & ((first[asked.detect] >= 0) | out)
        high[over], left[over], crossings[:, over] = current[over], out[over], first[:, over]
        low[going & ~over] = current[going & ~over]
        tries += 1
        ends = _ends(ends, low, high, left, tries, asked.tolerance)
        current = _next(low, high, current)
    return [
        Found(int(ends[k]), np.array([low[k], high[k]]), crossings[:, k])
        for k in range(current.size)
    ]


def _ends(
    ends: NDArray[np.int_],
    low: Array,
    high: Array,
    left: NDArray[np.bool_],
    tries: int,
    tolerance: float,
) -> NDArray[np.int_]:
    """How each search has ended; 0 while it goes on."""
    closed = (low > 0) & np.isfinite(high)
    tight = closed & (high - np.where(closed, low, 0.0) <= tolerance * high)
    verdict = np.where(tight, np.where(left, LEFT_TABLE, FOUND), 0)
    if tries > MOST_TRIES:
        verdict = np.where(closed, verdict, np.where(np.isfinite(high), NO_LOWER, NO_UPPER))
    return np.where(ends != 0, ends, verdict)


def _next(low: Array, high: Array, current: Array) -> Array:
    """Try half, double, or the middle next. [A]"""
    middle = (low + np.where(np.isfinite(high), high, 0.0)) / 2
    return np.where(low == 0, current / 2, np.where(np.isfinite(high), middle, current * 2))
