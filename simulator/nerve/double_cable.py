"""Sizes of a myelinated fibre, and the electrical sleeve that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STINS = 6


@dataclass(frozen=True, slots=True)
class Geometry:
    """Sizes of one myelinated fibre. [m]; `lamellae` is a number."""

    diameter: float
    internode_length: float
    flut_length: float
    axon_diameter: float
    node_diameter: float
    mysa_diameter: float
    lamellae: float

    def lengths(self, numbers: Mapping[str, float]) -> Array:
        """Lengths of the ten compartments of an internode [m]."""
        mysa, flut = numbers["mysa_length"], self.flut_length
        stin = (self.internode_length - numbers["node_length"] - 2 * mysa - 2 * flut) / STINS
        return np.array([mysa, flut, *[stin] * STINS, flut, mysa])

    def offsets(self, numbers: Mapping[str, float]) -> Array:
        """Centres of the ten compartments, from the centre of the node before them [m]."""
        lengths = self.lengths(numbers)
        edges = 0.5 * numbers["node_length"] + np.concatenate([[0.0], np.cumsum(lengths)])
        return np.asarray(0.5 * (edges[:-1] + edges[1:]))


@dataclass(frozen=True, slots=True, eq=False)
class Sleeve:
    """Passive parts of one internode.

    Parameters
    ----------
    axial, periaxonal : ndarray, shape (11,)
        Conductances from node to node through the ten compartments. [S]
    axolemma, outer : ndarray, shape (10,)
        Areas on the axon's and on the fibre's diameter. [m2]
    capacitance : ndarray, shape (10,)
        Of the axolemma. [F]
    myelin : pair of ndarray, shape (10,)
        Capacitance and conductance from the periaxonal space to the outside. [F], [S]
    narrow : ndarray of bool, shape (10,)
        True for the two MYSA.
    """

    axial: Array
    periaxonal: Array
    axolemma: Array
    outer: Array
    capacitance: Array
    myelin: tuple[Array, Array]
    narrow: NDArray[np.bool_]


def sleeve(geometry: Geometry, n: Mapping[str, float]) -> Sleeve:
    """Turn sizes into conductances and capacitances, with the numbers `n` of the model."""
    lengths = geometry.lengths(n)
    narrow = np.array([True, *[False] * (STINS + 2), True])
    core = np.where(narrow, geometry.mysa_diameter, geometry.axon_diameter)
    axolemma, outer = pi * core * lengths, pi * geometry.diameter * lengths
    membranes = 2 * geometry.lamellae
    ends = np.array([n["node_length"]])
    all_lengths = np.concatenate([ends, lengths, ends])
    all_core = np.concatenate([[geometry.node_diameter], core, [geometry.node_diameter]])
    tight = np.concatenate([[True], narrow, [True]])
    gap = np.where(tight, n["periaxonal_width_narrow"], n["periaxonal_width_wide"])
    inside = n["axoplasm_resistivity"] / (pi * all_core**2 / 4)
    around = n["periaxonal_resistivity"] / (pi * ((all_core / 2 + gap) ** 2 - (all_core / 2) ** 2))
    return Sleeve(
        axial=_between(inside * all_lengths),
        periaxonal=_between(around * all_lengths),
        axolemma=axolemma,
        outer=outer,
        capacitance=n["membrane_capacitance"] * axolemma,
        myelin=(
            n["lamella_capacitance"] / membranes * outer,
            n["lamella_conductance"] / membranes * outer,
        ),
        narrow=narrow,
    )


def _between(resistances: Array) -> Array:
    """Conductances between the centres of neighbours [S]."""
    return 2 / (resistances[:-1] + resistances[1:])
