"""Fibres and fields turned into the arrays of the kernel, settled at rest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.compiled import Compiled
from simulator.nerve.fibre import CROSSING, Fibre
from simulator.nerve.lanes import Fibres, lanes_for
from simulator.nerve.membrane import GRID, REACH, gate_table, steady_gates

Array = NDArray[np.float64]

SETTLING_STEP, SETTLING_STEPS = 5e-3, 40
"""The resting state is reached in implicit steps of 5 ms, 200 ms in all. [s], [1]"""

settle = Compiled("simulator.nerve.kernel", "settle")


def check_alike(fibres: Sequence[Fibre]) -> None:
    """Refuse fibres that cannot run side by side.

    Raises
    ------
    ValueError
        If there are none, or they differ in nodes, in compartments or in their channels.
    """
    if not fibres:
        raise ValueError("fibres must be at least 1, got 0")
    kinds = {(f.nodes, f.per_node, f.arm_nodes, f.channels.temperature) for f in fibres}
    if len(kinds) != 1 or any(f.channels.rows != fibres[0].channels.rows for f in fibres):
        raise ValueError("fibres of one call must share model, number of nodes and temperature")
    first, cables = fibres[0].cable, [f.cable for f in fibres]
    if first and any(c is None or (c.parent != first.parent).any() for c in cables):
        raise ValueError("fibres of one call must fork at the same node")


def stack(fibres: Sequence[Fibre], dt: float, *, terminal: bool = False) -> Fibres:
    """Arrays of some fibres at a step, every node and mode at rest.

    `terminal`: the first node is a living end, and no sealed cut.
    """
    unsettled = _unsettled(fibres, SETTLING_STEP)._replace(first=float(terminal))
    settled = _settle(unsettled, len(fibres))
    parts = [_coefficients(fibre, dt) for fibre in fibres]
    keep, gain, link = (np.array(rows) for rows in zip(*parts, strict=True))
    channels = fibres[0].channels
    return settled._replace(
        keep=keep,
        gain=gain,
        link=link,
        table=gate_table(channels, dt),
        capacity=channels.capacitance / dt,
    )


def _unsettled(fibres: Sequence[Fibre], dt: float) -> Fibres:
    """Arrays with every voltage at the one that the model starts from."""
    channels, nodes = fibres[0].channels, fibres[0].nodes
    parts = [_coefficients(fibre, dt) for fibre in fibres]
    keep, gain, link = (np.array(rows) for rows in zip(*parts, strict=True))
    count = len(fibres)
    return Fibres(
        keep=keep,
        gain=gain,
        link=link,
        modes=np.zeros((count, nodes - 1, keep.shape[1])),
        nodes=np.zeros((count, nodes)),
        gates=np.tile(steady_gates(channels), (count, nodes, 1)),
        table=gate_table(channels, dt),
        scale=np.array([1e3 / GRID, (1e3 * channels.rest + REACH) / GRID]),
        open_g=np.array(channels.conductances),
        open_e=np.array(channels.reversals) - channels.rest,
        capacity=channels.capacitance / dt,
        first=0.0,
    )


def _settle(fibres: Fibres, count: int) -> Fibres:
    """Let the fibres find their rest."""
    nodes, modes = fibres.nodes.shape[1], fibres.keep.shape[1]
    lanes = lanes_for(nodes, modes, count)
    settle(fibres, lanes, SETTLING_STEPS)
    return fibres._replace(
        modes=np.ascontiguousarray(np.moveaxis(lanes.modes, 2, 0)),
        nodes=np.ascontiguousarray(lanes.nodes.T),
        gates=np.ascontiguousarray(np.moveaxis(lanes.gates, 1, 0)),
    )


def _coefficients(fibre: Fibre, dt: float) -> tuple[Array, Array, Array]:
    """Factors of the modes and of the node equations, per node area."""
    inside = fibre.internode
    if inside is None:
        joined = fibre.direct / fibre.node_area
        return np.zeros(0), np.zeros(0), np.array([joined, -joined, 0.0])
    keep = 1 / (1 + dt * inside.decay)
    gain = keep * dt * inside.join * inside.seen**2
    half = gain.size // 2
    alike, opposite = gain[:half].sum(), gain[half:].sum()
    link = inside.join * np.array([1 - alike - opposite, opposite - alike, 1.0])
    return keep, gain, link / fibre.node_area


def pushes(fibre: Fibre, field: Array, dt: float) -> tuple[Array, Array]:
    """Drive of a unit current on the modes and on the nodes.

    Parameters
    ----------
    fibre : Fibre
    field : ndarray, shape (compartments,)
        Potential outside each compartment for one ampere. [V/A]
    dt : float
        [s]
    """
    centres = field[:: fibre.per_node]
    inside = fibre.internode
    if inside is None:
        steps = np.diff(centres) * fibre.direct / fibre.node_area
        return np.zeros((fibre.nodes - 1, 0)), _into_nodes(steps, -steps)
    links = np.lib.stride_tricks.sliding_window_view(field, fibre.per_node + 1)
    links = links[:: fibre.per_node]
    keep = 1 / (1 + dt * inside.decay)
    push = dt * inside.drive(links)
    half = keep.size // 2
    even, odd = push[:, :half] @ keep[:half], push[:, half:] @ keep[half:]
    scale = inside.join / fibre.node_area
    left = scale * (even + odd + links[:, 1] - links[:, 0])
    right = scale * (even - odd + links[:, -2] - links[:, -1])
    return push, _into_nodes(left, right)


def _into_nodes(left: Array, right: Array) -> Array:
    """Sum what each link puts into its left and its right node."""
    total = np.zeros(left.size + 1)
    total[:-1] += left
    total[1:] += right
    return total


def crossing_above_rest(fibre: Fibre) -> float:
    """Voltage above the model's rest at which a node counts as fired [V]."""
    return CROSSING - fibre.channels.rest
