"""Potential of point sources in a homogeneous medium along a fibre."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.fibre import Fibre

Array = NDArray[np.float64]


def point_source(
    fibre: Fibre, *, distance: float, conductivity: float, along: float | None = None
) -> Array:
    """Potential along a fibre for one ampere from a point in an infinite homogeneous medium.

    Parameters
    ----------
    fibre : Fibre
    distance : float
        Perpendicular distance of the source. [m]
    conductivity : float
        [S/m]
    along : float or None
        Where the source stands along the fibre, from the first node; None for the middle node. [m]

    Returns
    -------
    field : ndarray, shape (compartments,)
        [V/A]

    Raises
    ------
    ValueError
        If distance or conductivity are not above 0 and finite.

    Examples
    --------
    >>> from simulator.nerve import mrg
    >>> field = point_source(mrg(10e-6, 21), distance=1e-3, conductivity=0.25)
    >>> round(float(field.max()), 1)
    318.3
    """
    for name, value, unit in (("distance", distance, "m"), ("conductivity", conductivity, "S/m")):
        if not 0 < value < np.inf:
            raise ValueError(f"{name} must be above 0 {unit} and finite, got {value} {unit}")
    if along is None:
        along = fibre.spacing * ((fibre.nodes - 1) // 2)
    reach = np.hypot(fibre.positions - along, distance)
    return np.asarray(1 / (4 * pi * conductivity * reach))
