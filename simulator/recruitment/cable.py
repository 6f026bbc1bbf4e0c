"""Steady polarisation of passive cables with sealed ends, on places of any spacing."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def polarisation(places: Array, potential: Array, length: ArrayLike) -> Array:
    """Membrane polarisation of cables whose outside is held at a potential.

    Solves u - length^2 u'' = length^2 V'' with no axial current at the ends, by linear elements;
    all cables side by side.

    Parameters
    ----------
    places : ndarray, shape (..., n)
        Along each cable, rising. [m]
    potential : ndarray, shape (..., n)
        Outside, at these places. [V]
    length : array_like, shape (...)
        Length constant of each, above 0; several rows of them are several solutions. [m]

    Returns
    -------
    polarisation : ndarray, shape (..., n)
        Positive where depolarised. [V]

    Examples
    --------
    The end of a long cable in an even field of 1 V/m takes the field times the length constant:

    >>> x = np.linspace(0, 0.05, 2001)
    >>> round(float(polarisation(x, x, 2e-3)[0]) * 1e3, 3)
    2.0...
    """
    gaps = np.diff(places)
    stiff = np.asarray(length)[..., None] ** 2 / gaps
    flow = stiff * np.diff(potential)
    load, own = (np.zeros((*stiff.shape[:-1], places.shape[-1])) for _ in range(2))
    load[..., :-1] += flow
    load[..., 1:] -= flow
    own[..., :-1] += stiff + gaps / 2
    own[..., 1:] += stiff + gaps / 2
    return _solved(own, stiff, load)


def _solved(own: Array, stiff: Array, load: Array) -> Array:
    """Solution of matrices with `own` on the diagonal and -`stiff` beside it."""
    own, stiff, load = (np.moveaxis(part, -1, 0).copy() for part in (own, stiff, load))
    for i in range(1, len(own)):
        share = stiff[i - 1] / own[i - 1]
        own[i] -= share * stiff[i - 1]
        load[i] += share * load[i - 1]
    load[-1] /= own[-1]
    for i in range(len(own) - 2, -1, -1):
        load[i] = (load[i] + stiff[i] * load[i + 1]) / own[i]
    return np.moveaxis(load, 0, -1)
