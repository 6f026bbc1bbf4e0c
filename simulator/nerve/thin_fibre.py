"""Thin myelinated fibre for A-delta: the MRG fibre with other sizes (doi 10.1371/journal.pcbi.1011833).

Changes from the publication: as for the MRG fibre, whose solver and membrane it shares. The
publication fitted it to fibres of the rat's vagus nerve; that it stands for A-delta fibres of human
skin is a choice of this project.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.nerve.double_cable import Geometry
from simulator.nerve.fibre import Fibre, check_diameter
from simulator.nerve.membrane import FORMS, membrane, weak_numbers
from simulator.nerve.mrg_fibre import DATA, myelinated
from simulator.properties.table import read_json


def thin(diameter: float, nodes: int, *, temperature: float = 37.0) -> Fibre:
    """Build a thin myelinated fibre.

    Parameters
    ----------
    diameter : float
        Outer diameter, 1.011 to 5.7 um. [m]
    nodes : int
        Nodes of Ranvier, the two sealed ends included; at least 11.
    temperature : float
        15 to 42. [degC]

    Returns
    -------
    fibre : Fibre
        Nothing is simulated yet.

    Raises
    ------
    ValueError
        If diameter, number of nodes or temperature are outside their ranges.

    Examples
    --------
    >>> round(thin(3e-6, 31).spacing * 1e6, 2)
    287.02
    """
    changed = read_json(DATA)["thin"]["conductances"]
    channels = membrane(DATA, temperature)
    conductances = [
        changed.get(form, old)
        for form, old in zip((*FORMS, "1"), channels.conductances, strict=True)
    ]
    channels = replace(channels, conductances=tuple(conductances))
    fibre = myelinated("MRG_THIN", thin_geometry(diameter), nodes, channels)
    return replace(fibre, weak=weak_numbers(DATA, "thin"))


def thin_geometry(diameter: float) -> Geometry:
    """Sizes by the published polynomials. [m]

    Raises
    ------
    ValueError
        If the diameter is outside 1.011 to 5.7 um.

    Examples
    --------
    >>> thin_geometry(3e-6).lamellae
    26
    """
    data = read_json(DATA)["thin"]
    low, high = data["range_um"]
    check_diameter(diameter, low * 1e-6, high * 1e-6, "MRG_THIN")
    size = diameter * 1e6
    axon = float(np.polyval(data["axon_diameter"], size))
    node = 1e-6 * float(np.polyval(data["node_diameter"], axon))
    return Geometry(
        diameter=diameter,
        internode_length=1e-6 * float(np.polyval(data["internode_length"], size)),
        flut_length=1e-6 * float(np.polyval(data["flut_length"], size)),
        axon_diameter=1e-6 * axon,
        node_diameter=node,
        mysa_diameter=node,
        lamellae=int(np.polyval(data["lamellae"], axon)),
    )
