"""The arrays that the compiled solver of compartments works on."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

GATES = 6
"""m, h, p, s, n, q. [1]"""


class Net(NamedTuple):
    """Fibres of one batch at one step; the fields of `Cable`, with capacitances over the step.

    `nodes`: which compartments are nodes; `table`, `scale`: gates over voltage; `push_in`,
    `push_out`: what a unit current drives into axoplasm and periaxonal space.
    """

    parent: Any
    kind: Any
    nodes: Any
    axial: Any
    outer: Any
    area: Any
    store: Any
    myelin_store: Any
    myelin: Any
    density: Any
    reversal: Any
    table: Any
    scale: Any
    push_in: Any
    push_out: Any


class State(NamedTuple):
    """Voltages against the outside, gates, and where a step keeps what it works on."""

    inside: Any
    around: Any
    gates: Any
    own: Any
    own_e: Any
    a: Any
    b: Any
    c: Any
    level: Any
    out: Any


def state_for(compartments: int, lanes: int) -> State:
    """Empty state."""
    n = (compartments, lanes)
    z = np.zeros
    return State(
        z(n), z(n), z((*n, GATES)), z(n), z(n), z(n), z(n), z(n), z(lanes),
        z(lanes, dtype=np.int64),
    )  # fmt: skip
