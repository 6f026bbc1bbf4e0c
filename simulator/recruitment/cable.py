"""Steady polarisation of a passive cable with sealed ends, on places of any spacing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def polarisation(places: Array, potential: Array, length: float) -> Array:
    """Membrane polarisation of a cable whose outside is held at a potential.

    Solves u - length^2 u'' = length^2 V'' with no axial current at the ends, by linear elements.

    Parameters
    ----------
    places : ndarray, shape (n,)
        Along the cable, rising. [m]
    potential : ndarray, shape (n,)
        Outside, at these places. [V]
    length : float
        Length constant, above 0. [m]

    Returns
    -------
    polarisation : ndarray, shape (n,)
        Positive where depolarised. [V]

    Examples
    --------
    The end of a long cable in an even field of 1 V/m takes the field times the length constant:

    >>> x = np.linspace(0, 0.05, 2001)
    >>> round(float(polarisation(x, x, 2e-3)[0]) * 1e3, 3)
    2.0...
    """
    from scipy.linalg import solveh_banded  # type: ignore[import-untyped,unused-ignore]

    gaps = np.diff(places)
    stiff = length**2 / gaps
    flow = stiff * np.diff(potential)
    load = np.zeros_like(places)
    load[:-1] += flow
    load[1:] -= flow
    matrix = np.zeros((2, places.size))
    matrix[0, 1:] = -stiff
    matrix[1, :-1] += stiff + gaps / 2
    matrix[1, 1:] += stiff + gaps / 2
    return np.asarray(solveh_banded(matrix, load))
