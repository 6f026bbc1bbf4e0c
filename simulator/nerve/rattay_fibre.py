"""Rattay and Aberham's C fibre without myelin (doi 10.1109/10.250575).

Changes from the publication: an unmyelinated fibre of sections, where the publication has a membrane
and myelinated and unmyelinated axons of several kinds; the two end sections are sealed; gates are
read from tables over voltage. Beside Sundt's fibre it shows how far two C fibres differ.
"""

from __future__ import annotations

from simulator.nerve.bare_fibre import bare
from simulator.nerve.fibre import Fibre

DATA = "nerve_rattay"


def rattay(diameter: float, nodes: int, *, temperature: float = 37.0) -> Fibre:
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
    >>> round(rattay(1e-6, 481).length * 1e3, 2)
    4.0
    """
    return bare(DATA, "RATTAY", diameter, nodes, temperature)
