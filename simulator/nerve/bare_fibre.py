"""A fibre without myelin, from the table of its membrane."""

from __future__ import annotations

from math import pi

import numpy as np

from simulator.nerve.fibre import Fibre, check_diameter, check_nodes
from simulator.nerve.membrane import membrane, weak_numbers
from simulator.properties.table import read_json


def bare(data: str, model: str, diameter: float, nodes: int, temperature: float) -> Fibre:
    """Build sections in a row with the membrane of a data file.

    Raises
    ------
    ValueError
        If diameter, number of sections or temperature are outside their ranges.
    """
    check_nodes(nodes)
    n = {name: row["value"] for name, row in read_json(data)["numbers"].items()}
    check_diameter(diameter, n["smallest_diameter"], n["largest_diameter"], model)
    length = n["section_length"]
    return Fibre(
        model=model,
        diameter=diameter,
        nodes=nodes,
        spacing=length,
        node_area=pi * diameter * length,
        channels=membrane(data, temperature),
        internode=None,
        direct=pi * diameter**2 / 4 / (n["axoplasm_resistivity"] * length),
        offsets=np.zeros(0),
        weak=weak_numbers(data),
    )
