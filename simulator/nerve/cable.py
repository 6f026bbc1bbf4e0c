"""A fibre compartment by compartment, with channels anywhere, for what cannot be condensed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.double_cable import Sleeve

Array = NDArray[np.float64]

NODE, MYSA, INNER = 0, 1, 2
"""Kinds of membrane: at a node, at a MYSA, at FLUT and STIN."""

TO_OUTSIDE = 1e3
"""Conductance that holds the periaxonal space of a node at the outside. [S]"""


@dataclass(frozen=True, slots=True, eq=False)
class Cable:
    """Compartments as a tree: each hangs on one that has a lower number.

    Parameters
    ----------
    parent : ndarray of int, shape (compartments,)
        -1 for the first.
    kind : ndarray of int, shape (compartments,)
        `NODE`, `MYSA` or `INNER`.
    axial, periaxonal : ndarray, shape (compartments,)
        Conductances to the parent. [S]
    area : ndarray, shape (compartments,)
        Membrane that the channels stand on. [m2]
    capacitance : ndarray, shape (compartments,)
        Of the axolemma. [F]
    myelin_capacitance, myelin_conductance : ndarray, shape (compartments,)
        Periaxonal space to the outside. [F], [S]
    densities : ndarray, shape (3, 6)
        Channels of each kind of membrane, in the order m^3 h, p^3, s, n^4, q, leak. [S/m2]
    reversals : ndarray, shape (6,)
        [V]
    """

    parent: NDArray[np.int64]
    kind: NDArray[np.int64]
    axial: Array
    periaxonal: Array
    area: Array
    capacitance: Array
    myelin_capacitance: Array
    myelin_conductance: Array
    densities: Array
    reversals: Array

    def sealed(self, last: int, *, terminal: bool) -> Cable:
        """Return the cable with cuts for ends: no membrane at the first compartment, nor at `last`.

        `terminal`: the first compartment is a living end, and keeps its membrane.
        """
        alive = np.ones(self.area.size)
        alive[last] = 0.0
        alive[0] = float(terminal)
        return replace(self, area=self.area * alive, capacitance=self.capacitance * alive)


def straight(
    sleeve: Sleeve,
    nodes: int,
    *,
    node_area: float,
    node_capacitance: float,
    densities: Array,
    reversals: Array,
) -> Cable:
    """Put nodes in a row, each pair joined by the same internode.

    `node_capacitance` is that of one node [F]; the other arguments are those of `Cable`.
    """

    def row(node: float, between: Array) -> Array:
        """Values of all compartments: a node, an internode, and so on to the last node."""
        unit = np.concatenate([[node], between])
        return np.concatenate([np.tile(unit, nodes - 1), [node]])

    def links(between: Array) -> Array:
        """Conductances to the compartment before."""
        return np.concatenate([[0.0], np.tile(between, nodes - 1)])

    kinds = row(NODE, np.where(sleeve.narrow, MYSA, INNER))
    return Cable(
        parent=np.arange(-1, kinds.size - 1, dtype=np.int64),
        kind=kinds.astype(np.int64),
        axial=links(sleeve.axial),
        periaxonal=links(sleeve.periaxonal),
        area=row(node_area, sleeve.outer),
        capacitance=row(node_capacitance, sleeve.capacitance),
        myelin_capacitance=row(0.0, sleeve.myelin[0]),
        myelin_conductance=row(TO_OUTSIDE, sleeve.myelin[1]),
        densities=densities,
        reversals=reversals,
    )
