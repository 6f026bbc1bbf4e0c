"""How fast an action potential travels along a fibre."""

from __future__ import annotations

from math import pi

import numpy as np

from simulator.nerve.fibre import Fibre
from simulator.nerve.pulse import Phase
from simulator.nerve.threshold_search import DT, thresholds_at_length

SOURCE_NODE = 6
"""Where the action potential is started: near an end, but not so near that it is the end's. [1]"""

FEWEST_NODES = 31
"""Below it, too little of the fibre lies between start and end to measure on. [1]"""


def conduction_velocity(fibre: Fibre, *, dt: float = DT) -> float:
    """Speed of an action potential between four and eight tenths of a fibre.

    Parameters
    ----------
    fibre : Fibre
        At least 31 nodes.
    dt : float
        Step, above 0 to 50 us; a myelinated fibre is 7 to 9 % slower at 5 us than at 1 us. [s]

    Returns
    -------
    velocity : float
        [m/s]

    Raises
    ------
    ValueError
        If the fibre is too short or the step outside its range.

    Examples
    --------
    >>> from simulator.nerve import mrg
    >>> round(conduction_velocity(mrg(10e-6, 41)))
    50
    """
    if not fibre.nodes >= FEWEST_NODES:
        raise ValueError(f"nodes must be at least {FEWEST_NODES}, got {fibre.nodes}")
    node = SOURCE_NODE if fibre.myelinated else fibre.nodes // 8
    # a pit as wide as one node's neighbourhood, one volt for one ampere
    pit = np.hypot((fibre.positions - node * fibre.spacing) / _reach(fibre), 1.0)
    first, last = round(0.4 * (fibre.nodes - 1)), round(0.8 * (fibre.nodes - 1))
    width = max(1e-4 if fibre.myelinated else 1e-3, dt)
    (found,) = thresholds_at_length(
        [fibre],
        [1 / (4 * pi * pit)],
        [Phase(0.0, width, -1.0)],
        dt=dt,
        tolerance=1e-2,
        detect_node=last,
    )
    begin, end = found.firings[first], found.firings[last]
    if begin is None or end is None or not end > begin:
        raise ValueError(f"node {first} must fire before node {last}, got {begin} s and {end} s")
    return fibre.spacing * (last - first) / (end - begin)


def _reach(fibre: Fibre) -> float:
    """Width of the pit: one internode, or thirty sections without myelin. [m]"""
    return fibre.spacing * (1.0 if fibre.myelinated else 30.0)
