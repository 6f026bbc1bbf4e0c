"""MRG double-cable fibre, with discrete or interpolated diameters (doi 10.1152/jn.00353.2001).

Changes from the publication: the two end nodes are sealed and passive; internodes are solved by
their modes; gates are read from tables over voltage; a temperature other than 37 degC scales the
kinetics only, by their own Q10.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.double_cable import Geometry, sleeve
from simulator.nerve.fibre import Fibre, check_diameter, check_nodes
from simulator.nerve.internode import Internode, condense
from simulator.nerve.membrane import Membrane, membrane, weak_numbers
from simulator.properties.table import read_json

Array = NDArray[np.float64]
Sizes = Literal["discrete", "interpolated"]

DATA = "nerve_mrg"


def discrete_geometry(diameter: float) -> Geometry:
    """Sizes as printed for one of the published diameters. [m]

    Raises
    ------
    ValueError
        If the diameter is not one of them.

    Examples
    --------
    >>> round(discrete_geometry(10e-6).internode_length * 1e6)
    1150
    """
    rows = read_json(DATA)["discrete"]["rows"]
    found = [row for row in rows if abs(row[0] - diameter * 1e6) < 1e-6]
    if not found:
        known = ", ".join(f"{row[0]:g}" for row in rows)
        raise ValueError(f"diameter must be one of {known} um, got {diameter * 1e6:g} um")
    *lengths, lamellae = found[0]
    size, internode, flut, axon, node = (1e-6 * length for length in lengths)
    return Geometry(size, internode, flut, axon, node, node, lamellae)


def interpolated_geometry(diameter: float) -> Geometry:
    """Sizes by the polynomials of Musselman et al. (doi 10.1371/journal.pcbi.1009285). [m]

    Raises
    ------
    ValueError
        If the diameter is outside 2 to 16 um.

    Examples
    --------
    >>> round(interpolated_geometry(10e-6).internode_length * 1e6, 1)
    1122.3
    """
    data = read_json(DATA)["interpolated"]
    low, high = data["range_um"]
    check_diameter(diameter, low * 1e-6, high * 1e-6, "MRG_INTERPOLATION")
    size = diameter * 1e6
    side = "above" if size >= data["bend_um"] else "below"

    def at(name: str) -> float:
        return float(np.polyval(data[name], size))

    return Geometry(
        diameter,
        1e-6 * at(f"internode_length_{side}"),
        1e-6 * at("flut_length"),
        1e-6 * at("axon_diameter"),
        1e-6 * at("node_diameter"),
        1e-6 * at("node_diameter"),
        at("lamellae"),
    )


def mrg(
    diameter: float, nodes: int, *, sizes: Sizes = "interpolated", temperature: float = 37.0
) -> Fibre:
    """Build an MRG fibre.

    Parameters
    ----------
    diameter : float
        Outer diameter: 2 to 16 um, or one of the published ones. [m]
    nodes : int
        Nodes of Ranvier, the two sealed ends included; at least 11.
    sizes : {"interpolated", "discrete"}
        Where the other sizes come from.
    temperature : float
        15 to 42. [degC]

    Returns
    -------
    fibre : Fibre
        With the resting fibre's channels; nothing is simulated yet.

    Raises
    ------
    ValueError
        If diameter, number of nodes or temperature are outside their ranges.

    Examples
    --------
    >>> fibre = mrg(10e-6, 21)
    >>> fibre.positions.shape, round(fibre.spacing * 1e6, 1)
    ((221,), 1122.3)
    """
    shape = discrete_geometry if sizes == "discrete" else interpolated_geometry
    model = "MRG_DISCRETE" if sizes == "discrete" else "MRG_INTERPOLATION"
    return myelinated(model, shape(diameter), nodes, membrane(DATA, temperature))


def myelinated(model: str, geometry: Geometry, nodes: int, channels: Membrane) -> Fibre:
    """Build a fibre with passive internodes of these sizes.

    Raises
    ------
    ValueError
        If there are too few nodes.
    """
    check_nodes(nodes)
    numbers = _numbers()
    return Fibre(
        model=model,
        diameter=geometry.diameter,
        nodes=nodes,
        spacing=geometry.internode_length,
        node_area=pi * geometry.node_diameter * numbers["node_length"],
        channels=channels,
        internode=_internode(geometry),
        direct=0.0,
        offsets=geometry.offsets(numbers),
        weak=weak_numbers(DATA),
    )


def _numbers() -> dict[str, float]:
    """Numbers of the model that no size changes."""
    return {name: row["value"] for name, row in read_json(DATA)["numbers"].items()}


@lru_cache(maxsize=256)
def _internode(geometry: Geometry) -> Internode:
    """Turn sizes into a sleeve, and this into modes."""
    n = _numbers()
    parts = sleeve(geometry, n)
    leak = np.where(parts.narrow, n["mysa_leak"], n["internode_leak"])
    return condense(
        axial=parts.axial,
        periaxonal=parts.periaxonal,
        capacitance=parts.capacitance,
        leak=leak * parts.axolemma,
        myelin=parts.myelin,
    )
