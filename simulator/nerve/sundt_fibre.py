"""Sundt C fibre without myelin (doi 10.1152/jn.00226.2015).

Changes from the publication: the straight axon only, without soma and branch; the two end sections
are sealed; gates are read from tables over voltage.
"""

from __future__ import annotations

from math import pi

import numpy as np

from simulator.nerve.fibre import Fibre, check_diameter, check_nodes
from simulator.nerve.membrane import membrane
from simulator.properties.table import read_json

DATA = "nerve_sundt"


def sundt(diameter: float, nodes: int, *, temperature: float = 37.0) -> Fibre:
    """Build a C fibre.

    Parameters
    ----------
    diameter : float
        0.2 to 2 um. [m]
    nodes : int
        Sections of 8.333 um, the two sealed ends included; at least 11.
    temperature : float
        15 to 42. [degC]

    Returns
    -------
    fibre : Fibre
        Nothing is simulated yet.

    Raises
    ------
    ValueError
        If diameter, number of sections or temperature are outside their ranges.

    Examples
    --------
    >>> round(sundt(1e-6, 481).length * 1e3, 2)
    4.0
    """
    check_nodes(nodes)
    n = {name: row["value"] for name, row in read_json(DATA)["numbers"].items()}
    check_diameter(diameter, n["smallest_diameter"], n["largest_diameter"], "SUNDT")
    length = n["section_length"]
    return Fibre(
        model="SUNDT",
        diameter=diameter,
        nodes=nodes,
        spacing=length,
        node_area=pi * diameter * length,
        channels=membrane(DATA, temperature),
        internode=None,
        direct=pi * diameter**2 / 4 / (n["axoplasm_resistivity"] * length),
        offsets=np.zeros(0),
    )
