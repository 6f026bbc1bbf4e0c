"""Bessel functions and the two disc transforms; scipy is imported when they are first used."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def j0(x: Array) -> Array:
    """Bessel function of the first kind of order 0."""
    from scipy.special import j0 as scipy_j0  # type: ignore[import-untyped,unused-ignore]

    return np.asarray(scipy_j0(x))


def uniform_disc(x: Array) -> Array:
    """Give 2 J1(x) / x, the transform of a uniform flux of one ampere; 1 at 0."""
    from scipy.special import j1  # type: ignore[import-untyped,unused-ignore]

    return np.asarray(np.divide(2 * j1(x), x, out=np.ones_like(x), where=x != 0))


def isopotential_disc(x: Array) -> Array:
    """Give sin(x) / x, the transform of an isopotential disc of one ampere on a half space."""
    return np.asarray(np.sinc(x / np.pi))
