"""Gaines motor and sensory fibres (doi 10.1007/s10827-018-0689-5).

Changes from the publication: the two end nodes are sealed and passive, or the first is a living
terminal; gates are read from tables over voltage; a temperature other than 37 degC scales the
kinetics only, by their own Q10.
"""

from __future__ import annotations

from math import log, pi
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.cable import straight
from simulator.nerve.double_cable import Geometry, sleeve
from simulator.nerve.fibre import Fibre, check_diameter, check_nodes
from simulator.nerve.membrane import Membrane, check_temperature, weak_numbers
from simulator.properties.table import read_json

Array = NDArray[np.float64]
Kind = Literal["motor", "sensory"]

DATA = "nerve_gaines"
CHANNELS = ("m^3 h", "p^3", "s", "n^4", "q", "1")
"""In the order of the compartments' kernel."""


def gaines(diameter: float, nodes: int, kind: Kind, *, temperature: float = 37.0) -> Fibre:
    """Build a motor or a sensory fibre.

    Its internodes carry channels, so it runs compartment by compartment and some ten times as long
    as an MRG fibre.

    Parameters
    ----------
    diameter : float
        Outer diameter, 5.7 to 16 um. [m]
    nodes : int
        Nodes of Ranvier, the two ends included; at least 11.
    kind : {"motor", "sensory"}
        Which set of channels.
    temperature : float
        15 to 42. [degC]

    Returns
    -------
    fibre : Fibre
        Nothing is simulated yet.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Examples
    --------
    >>> fibre = gaines(10e-6, 21, "sensory")
    >>> fibre.positions.shape, round(fibre.spacing * 1e6, 1), fibre.channels.rest
    ((221,), 1087.3, -0.0793565)
    """
    check_nodes(nodes)
    check_temperature(temperature)
    if kind not in ("motor", "sensory"):
        raise ValueError(f"kind must be motor or sensory, got {kind!r}")
    data = read_json(DATA)
    n = {name: row["value"] for name, row in data["numbers"].items()}
    model = f"GAINES_{kind.upper()}"
    check_diameter(diameter, n["smallest_diameter"], n["largest_diameter"], model)
    geometry = gaines_geometry(diameter)
    channels = _channels(data[kind], n["membrane_capacitance"], temperature)
    area = pi * geometry.node_diameter * n["node_length"]
    rows = np.array([data[kind]["channels"][name] for name in CHANNELS])
    return Fibre(
        model=model,
        diameter=diameter,
        nodes=nodes,
        spacing=geometry.internode_length,
        node_area=area,
        channels=channels,
        internode=None,
        direct=0.0,
        offsets=geometry.offsets(n),
        weak=weak_numbers(DATA),
        cable=straight(
            sleeve(geometry, n),
            nodes,
            node_area=area,
            node_capacitance=n["membrane_capacitance"] * area,
            densities=np.ascontiguousarray(rows[:, :3].T),
            reversals=rows[:, 3].copy(),
        ),
    )


def gaines_geometry(diameter: float) -> Geometry:
    """Sizes by the published lines over the diameter. [m]

    Examples
    --------
    >>> round(gaines_geometry(10e-6).axon_diameter * 1e6, 4)
    6.9796
    """
    lines, size = read_json(DATA)["geometry"], diameter * 1e6

    def at(name: str, x: float = size) -> float:
        slope, offset = lines[name]
        return float(slope * x + offset)

    return Geometry(
        diameter=diameter,
        internode_length=1e-6 * at("internode_length", log(size)),
        flut_length=1e-6 * at("flut_length"),
        axon_diameter=1e-6 * at("axon_diameter"),
        node_diameter=1e-6 * at("node_diameter"),
        mysa_diameter=1e-6 * at("mysa_diameter"),
        lamellae=at("lamellae", log(size)),
    )


def _channels(kind: Any, capacitance: float, temperature: float) -> Membrane:
    """Membrane of the nodes, with the gates of all compartments."""
    columns = [kind["channels"][name] for name in CHANNELS]
    return Membrane(
        rows=tuple(kind["gates"]["rows"]),
        rest=kind["rest"]["value"],
        capacitance=capacitance,
        conductances=tuple(column[0] for column in columns),
        reversals=tuple(column[3] for column in columns),
        temperature=temperature,
    )
