"""Bessel functions and the two disc transforms.

The coefficients are least-squares fits in Chebyshev polynomials to two integrals, Bessel's for small
arguments (https://dlmf.nist.gov/10.9.E2) and Hankel's for large ones (https://dlmf.nist.gov/10.9.E10, rotated into
one over exp(-t)); a test fits them again. Absolute error 1e-14.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulator.compiled import Compiled
from simulator.properties.table import read_json

Array = NDArray[np.float64]

ROWS, BLOCK = 6, 512
"""What the compiled functions work on."""

bessel = Compiled("simulator.volume_conductor.bessel_kernel", "bessel")


def j0(x: Array) -> Array:
    """Bessel function of the first kind of order 0, of arguments of at least 0."""
    return _of(0, x)


def uniform_disc(x: Array) -> Array:
    """Give 2 J1(x) / x, the transform of a uniform flux of one ampere; 1 at 0."""
    return np.asarray(np.divide(2 * _of(1, x), x, out=np.ones_like(x), where=x != 0))


def isopotential_disc(x: Array) -> Array:
    """Give sin(x) / x, the transform of an isopotential disc of one ampere on a half space."""
    return np.asarray(np.sinc(x / np.pi))


def _of(order: int, x: Array) -> Array:
    """Bessel function of an order."""
    flat = np.ascontiguousarray(x, dtype=float).ravel()
    found = np.empty_like(flat)
    bessel(order, *fitted(order), flat, found, np.empty((ROWS, BLOCK)))
    return found.reshape(x.shape)


@cache
def fitted(order: int) -> tuple[Array, Array]:
    """Coefficients of a Bessel function below and above the border, as the compiled functions take them.

    Parameters
    ----------
    order : int
        0 or 1.

    Returns
    -------
    near : ndarray, shape (n,)
        Highest power first.
    far : ndarray, shape (2, m)
        Amplitude in phase, and out of it.

    Examples
    --------
    >>> near, far = fitted(0)
    >>> near.shape, far.shape
    ((16,), (2, 10))
    """
    rows = read_json("bessel", "volume_conductor")[f"order_{order}"]
    return np.array(rows["near"]), np.array(rows["far"])
