"""Nodes for integrals over the wavenumber: Gauss panels, finer towards 0."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)

PHASE = 24.0
"""Radians that the integrand may turn, or half of the exponent by which it may fall, in a panel.

Sixteen Gauss nodes integrate a wave over 24 rad to 1e-9 of its amplitude or better.
"""

DECAY = 20.0
"""Exponent at which an integral is cut off; what is left is below 1e-8 of its scale."""

MOST_PANELS = 100_000
"""Panels of one integral; more of them is an error, not a long wait."""


def edges(top: float, width: float, first: float) -> Array:
    """Edges of panels from 0 to a top: doubling from a first one, then of one width.

    Parameters
    ----------
    top : float
        End of the range. [1/m]
    width : float
        Widest panel. [1/m]
    first : float
        Widest first panel; infinite for no grading. [1/m]

    Returns
    -------
    edges : ndarray
        From 0 to at least `top`. [1/m]

    Raises
    ------
    ValueError
        If more than `MOST_PANELS` would be needed.

    Examples
    --------
    >>> edges(4.0, 2.0, 0.5).tolist()
    [0.0, 0.5, 1.0, 2.0, 4.0]
    """
    if not top / width <= MOST_PANELS:
        raise ValueError(
            f"field needs {top / width:.3g} panels, at most {MOST_PANELS}: distance along the skin "
            "over the depth, or over the first layer's thickness, is too large"
        )
    levels = max(0, math.ceil(math.log2(width / first))) if math.isfinite(first) else 0
    graded = width * 2.0 ** -np.arange(levels, 0, -1.0)
    return np.concatenate(([0.0], graded, width * np.arange(1, math.ceil(top / width) + 1)))


def nodes(borders: Array) -> tuple[Array, Array]:
    """Gauss nodes and weights of panels, each of shape (panels, 16)."""
    half = np.diff(borders)[:, None] / 2
    return borders[:-1, None] + half * (NODES + 1), half * WEIGHTS


def octaves(decay: Array) -> Iterator[NDArray[np.intp]]:
    """Give the indices of points whose decay lengths lie within a factor of two of each other."""
    octave = np.floor(np.log2(decay)).astype(int)
    if octave.min() == octave.max():
        yield np.arange(decay.size)
        return
    for value in np.unique(octave):
        yield np.flatnonzero(octave == value)
