"""A straight nerve fibre: nodes in a row, and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.cable import Cable
from simulator.nerve.internode import Internode
from simulator.nerve.membrane import Membrane

Array = NDArray[np.float64]

FEWEST_NODES = 11
"""Fewer leave no room between the two ends and the place where a pulse is waited for."""

MOST_NODES = 20_000
"""Longer than any limb: twenty metres of an ordinary fibre, 17 cm of one without myelin."""

CROSSING = -0.030
"""Membrane voltage above which a node has fired. [V]"""

START = 3e-3
"""How late after a pulse a fibre may begin to fire, at 37 degC. [s]"""

DETECT_AT = 0.9
"""Where along the fibre an action potential is waited for, as a share of the nodes. [1]"""


@dataclass(frozen=True, slots=True, eq=False)
class Fibre:
    """One fibre, ready to be stimulated. The first and the last node are sealed ends.

    Parameters
    ----------
    model : str
        As a case names it, such as "MRG_DISCRETE".
    diameter : float
        Outer diameter, with its myelin. [m]
    nodes : int
        Nodes of Ranvier, or sections of a fibre without myelin; the two ends included.
    spacing : float
        Centre to centre of two nodes. [m]
    node_area : float
        Membrane area of one node. [m2]
    channels : Membrane
        Of the nodes, at the fibre's temperature.
    internode : Internode or None
        The condensed one; None without myelin, or with a `cable`.
    direct : float
        Axoplasmic conductance between neighbours without myelin; 0 with it. [S]
    offsets : ndarray
        Centres of the compartments behind each node, from the node's centre. [m]
    cable : Cable or None
        All compartments, where internodes carry channels; then `internode` is None.
    weak : tuple of str
        What of the model is recalled or chosen by the project, by its name in the data file.
    arm_nodes : int
        Nodes of an arm that branches off, beyond the fork; counted after all others.
    """

    model: str
    diameter: float
    nodes: int
    spacing: float
    node_area: float
    channels: Membrane
    internode: Internode | None
    direct: float
    offsets: Array
    cable: Cable | None = None
    weak: tuple[str, ...] = ()
    arm_nodes: int = 0

    @property
    def compartments(self) -> int:
        """Compartments, those of an arm included."""
        return self.positions.size + self.arm_nodes * self.per_node

    @property
    def myelinated(self) -> bool:
        """Whether there are internodes."""
        return self.offsets.size > 0

    @property
    def positions(self) -> Array:
        """Centres of all compartments along the fibre, from the first node's centre. [m]"""
        nodes = self.spacing * np.arange(self.nodes, dtype=np.float64)
        all_of_them: Array = (nodes[:, None] + np.concatenate([[0.0], self.offsets])).ravel()
        return all_of_them[: all_of_them.size - self.offsets.size]

    @property
    def length(self) -> float:
        """Centre of the first node to centre of the last. [m]"""
        return self.spacing * (self.nodes - 1)

    @property
    def detect_node(self) -> int:
        """Node at which an action potential is waited for."""
        return int(DETECT_AT * (self.nodes - 1))

    @property
    def per_node(self) -> int:
        """Compartments from one node to the next, the node included."""
        return 1 + self.offsets.size


def travel_time(fibre: Fibre) -> float:
    """Time by which an action potential has crossed a fibre, however late it began. [s]

    At half the speed of the slowest fibres of its kind, 2 m/s for each um with myelin and 0.25 m/s times
    the root of the um without, three times as slow for each 10 degC below 37.

    Examples
    --------
    >>> from simulator.nerve import mrg
    >>> round(1e3 * travel_time(mrg(10e-6, 101)), 1)
    8.6
    """
    size = 1e6 * fibre.diameter
    slowest = 2.0 * size if fibre.myelinated else 0.25 * sqrt(size)
    cold: float = max(1.0, 3.0 ** ((37.0 - fibre.channels.temperature) / 10))
    return cold * (START + fibre.length / slowest)


def check_diameter(diameter: float, low: float, high: float, model: str) -> None:
    """Refuse a diameter that the model does not describe.

    Raises
    ------
    ValueError
        If it is outside `low` to `high`. [m]
    """
    if not low * (1 - 1e-9) <= diameter <= high * (1 + 1e-9):
        raise ValueError(
            f"diameter of {model} must be within {low * 1e6:g} to {high * 1e6:g} um, "
            f"got {diameter * 1e6:g} um"
        )


def check_nodes(nodes: int) -> None:
    """Refuse a fibre of too few nodes, or of more than a machine holds.

    Raises
    ------
    ValueError
        If there are fewer than 11 or more than 20,000.
    """
    if not FEWEST_NODES <= nodes <= MOST_NODES:
        raise ValueError(
            f"nodes must be at least {FEWEST_NODES}, at most {MOST_NODES}, got {nodes}"
        )


def check_field(fibre: Fibre, field: Array) -> Array:
    """Field as an array, refused where it does not fit the fibre.

    Raises
    ------
    ValueError
        If it has not one finite value for each compartment.
    """
    row = np.asarray(field, dtype=float)
    size = fibre.compartments
    if row.shape != (size,):
        raise ValueError(f"field must have shape ({size},), got {row.shape}")
    if not np.isfinite(row).all():
        raise ValueError(
            f"field must be finite at every compartment, got {row[~np.isfinite(row)][0]} V/A "
            f"at compartment {int(np.flatnonzero(~np.isfinite(row))[0])}"
        )
    return row
