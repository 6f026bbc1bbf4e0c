"""One fibre that runs on and on, from rest, with the voltages of its nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.compiled import Compiled
from simulator.nerve.batch import pushes, stack
from simulator.nerve.cable_lanes import State
from simulator.nerve.cable_search import at_rest, driven, net_for, search_cables
from simulator.nerve.fibre import Fibre
from simulator.nerve.lane_search import search_lanes
from simulator.nerve.lanes import lanes_for
from simulator.nerve.question import Found, Question

Array = NDArray[np.float64]

start = Compiled("simulator.nerve.kernel", "start")
watch = Compiled("simulator.nerve.kernel", "watch")
watch_cable = Compiled("simulator.nerve.cable_kernel", "watch")


class Run(Protocol):
    """A fibre in its field, on its way."""

    def advance(self, currents: Array) -> Array:
        """Go one step with each current [A]; return the voltages, steps by nodes [V].

        Raises
        ------
        ValueError
            If a voltage leaves the range of the gate tables.
        """

    def snapshot(self) -> tuple[Array, ...]:
        """Return what the fibre goes on from."""

    def search(self, asked: Question, snapshots: Sequence[tuple[Array, ...]]) -> list[Found]:
        """Search thresholds of copies of the fibre that each start from a snapshot."""


def begin(fibre: Fibre, field: Array, dt: float, *, terminal: bool) -> Run:
    """Put a fibre to rest in its field."""
    kind = _LaneRun if fibre.cable is None else _CableRun
    return kind(fibre, field, dt, terminal=terminal)


def _check(out: int) -> None:
    """Refuse a run that left the tables."""
    if out:
        raise ValueError("membrane voltage must stay within 500 mV, got more at this current")


class _LaneRun:
    """Run of a fibre with condensed internodes or none."""

    def __init__(self, fibre: Fibre, field: Array, dt: float, *, terminal: bool) -> None:
        self.batch = stack([fibre], dt, terminal=terminal)
        self.lanes = lanes_for(fibre.nodes, self.batch.keep.shape[1], 1)
        self.rest = fibre.channels.rest
        start(self.batch, self.lanes, *pushes(fibre, field, dt))

    def advance(self, currents: Array) -> Array:
        trace = np.empty((currents.size, self.lanes.nodes.shape[0]))
        watch(self.batch, self.lanes, currents, trace)
        _check(self.lanes.out[0])
        return trace + self.rest

    def snapshot(self) -> tuple[Array, ...]:
        lanes = self.lanes
        parts = (lanes.modes[:, :, 0], lanes.nodes[:, 0], lanes.gates[:, 0])
        return tuple(part.copy() for part in parts)

    def search(self, asked: Question, snapshots: Sequence[tuple[Array, ...]]) -> list[Found]:
        modes, nodes, gates = (np.array(part) for part in zip(*snapshots, strict=True))
        batch = stack(asked.fibres, asked.dt, terminal=asked.terminal)
        return search_lanes(asked, batch._replace(modes=modes, nodes=nodes, gates=gates))


class _CableRun:
    """Run of a fibre compartment by compartment."""

    def __init__(self, fibre: Fibre, field: Array, dt: float, *, terminal: bool) -> None:
        self.net = driven(net_for([fibre], dt, terminal=terminal), [field])
        self.state = at_rest([fibre], terminal=terminal)

    def advance(self, currents: Array) -> Array:
        trace = np.empty((currents.size, self.net.nodes.size))
        watch_cable(self.net, self.state, currents, trace)
        _check(self.state.out[0])
        return trace

    def snapshot(self) -> tuple[Array, ...]:
        return tuple(part.copy() for part in self.state)

    def search(self, asked: Question, snapshots: Sequence[tuple[Array, ...]]) -> list[Found]:
        parts = zip(*snapshots, strict=True)
        axis = [0 if part.ndim == 1 else 1 for part in snapshots[0]]
        joined = (np.concatenate(part, axis=a) for part, a in zip(parts, axis, strict=True))
        return search_cables(asked, State(*joined))
