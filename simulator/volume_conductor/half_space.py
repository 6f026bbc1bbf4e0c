"""Closed forms for a pad of one ampere on one homogeneous half space.

References
----------
.. [1] J. D. Jackson, "Classical Electrodynamics", 3rd ed., Wiley, 1998, section 3.13: the
   potential of a conducting disc.
.. [2] W. D. MacMillan, "The Theory of the Potential", McGraw-Hill, 1930: discs and rectangles.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SMALLEST_SINE = 1e-100
"""Keeps the disc of no radius, whose weight is 0, from dividing by 0."""

STEP = 0.09
_t = STEP * np.arange(-36, 37)
_SHARE = 1 / (1 + np.exp(np.pi * np.sinh(_t)))
_WEIGHT = STEP * np.pi * np.cosh(_t) * _SHARE * (1 - _SHARE)
"""Double-exponential rule on 0 to 1: nodes crowd at both ends, where the integrand may bend."""


def isopotential_disc(r: Array, z: Array, radius: float | Array) -> Array:
    """Potential of an isopotential disc of one ampere on a half space of 1 S/m.

    Parameters
    ----------
    r, z : ndarray
        Distance from the axis and depth, at least 0. [m]
    radius : float or ndarray
        Above 0. [m]

    Returns
    -------
    potential : ndarray
        Times 1 S/m. [V/A]

    Examples
    --------
    On the disc it is 1 / (4 radius), everywhere:

    >>> isopotential_disc(np.array([0.0, 0.7, 1.0]), np.zeros(3), 1.0).round(12).tolist()
    [0.25, 0.25, 0.25]
    """
    angle = np.arctan2(radius * np.sqrt(2.0), np.sqrt(_outside(r, z, radius)))
    return np.asarray(angle / (2 * np.pi * radius))


def _outside(r: Array, z: Array, radius: float | Array) -> Array:
    """Give u + sqrt(u^2 + (2 a z)^2), u = r^2 + z^2 - a^2, with all digits where u is negative."""
    u = (r - radius) * (r + radius) + z * z
    root = np.hypot(u, 2 * radius * z)
    inside = np.divide((2 * radius * z) ** 2, root - u, out=np.zeros_like(root), where=root > u)
    return np.asarray(np.where(u < 0, inside, u + root))


def uniform_disc(r: Array, z: Array, radius: float) -> Array:
    r"""Potential of a disc of uniform flux, one ampere in all, on a half space of 1 S/m.

    Parameters
    ----------
    r, z : ndarray, shape (n,)
        Distance from the axis and depth, at least 0. [m]
    radius : float
        Above 0. [m]

    Returns
    -------
    potential : ndarray, shape (n,)
        Times 1 S/m. [V/A]

    Notes
    -----
    A uniform disc is a sum of isopotential ones of radius :math:`a \sin t` with weights
    :math:`(4/\pi) \sin^2 t \, dt`, because :math:`J_1` is such a sum of sines. The integral is
    split at the radius of the point, where an isopotential disc has its edge.

    Examples
    --------
    In its middle it is 1 / (pi radius):

    >>> bool(abs(uniform_disc(np.zeros(1), np.zeros(1), 1.0)[0] - 1 / np.pi) < 1e-12)
    True
    """
    split = np.arcsin(np.minimum(r / radius, 1.0))
    inner = _weighted_discs(r, z, radius, np.zeros_like(split), split)
    return inner + _weighted_discs(r, z, radius, split, np.full_like(split, np.pi / 2))


def _weighted_discs(r: Array, z: Array, radius: float, start: Array, end: Array) -> Array:
    """Isopotential discs of radius a sin(t) for t from start to end, weighted, summed."""
    angle = start[:, None] + (end - start)[:, None] * _SHARE
    sine = np.maximum(np.sin(angle), SMALLEST_SINE)
    discs = isopotential_disc(r[:, None], z[:, None], radius * sine)
    return np.asarray((end - start) * (4 / np.pi * sine**2 * discs @ _WEIGHT))


def rectangle(
    x: Array, y: Array, z: Array, x_edges: tuple[float, float], y_edges: tuple[float, float]
) -> Array:
    """Potential of a rectangle of flux 1 A/m2 on a half space of 1 S/m.

    Parameters
    ----------
    x, y, z : ndarray
        Points; z at least 0. [m]
    x_edges, y_edges : tuple of float
        Lower and upper edge. [m]

    Returns
    -------
    potential : ndarray
        Times 1 S/m over 1 A/m2. [m]

    Examples
    --------
    Middle of a square of side 2: 8 asinh(1) / (2 pi).

    >>> middle = rectangle(*np.zeros((3, 1)), (-1.0, 1.0), (-1.0, 1.0))
    >>> bool(abs(middle[0] - 8 * np.arcsinh(1.0) / (2 * np.pi)) < 1e-12)
    True
    """
    signs = np.array([[1.0, -1.0], [-1.0, 1.0]])
    return steps(x, y, z, np.array(x_edges), np.array(y_edges), signs)


def steps(x: Array, y: Array, z: Array, x_edges: Array, y_edges: Array, change: Array) -> Array:
    """Potential of a flux that is even in the cells of a grid, on a half space of 1 S/m.

    Parameters
    ----------
    x, y, z : ndarray, shape (n,)
        Points; z at least 0. [m]
    x_edges : ndarray, shape (i,)
        Borders of the cells along x. [m]
    y_edges : ndarray, shape (j,)
        Borders of the cells along y. [m]
    change : ndarray, shape (i, j)
        Second difference of the flux at each corner of the grid. [A/m2]

    Returns
    -------
    potential : ndarray, shape (n,)
        Times 1 S/m. [V]

    Examples
    --------
    >>> point, side = np.zeros(1), np.array([-1.0, 1.0])
    >>> one = steps(point, point, point, side, side, np.array([[1.0, -1.0], [-1.0, 1.0]]))
    >>> bool(one[0] == rectangle(point, point, point, (-1.0, 1.0), (-1.0, 1.0))[0])
    True
    """
    total = np.zeros_like(z)
    for edge, row in zip(x_edges, change, strict=True):
        u, v = (x - edge)[:, None], y[:, None] - y_edges
        total += _corner(u, v, z[:, None]) @ row
    return total / (2 * np.pi)


def _corner(u: Array, v: Array, z: Array) -> Array:
    """Indefinite double integral of one over distance."""
    slope = np.arctan2(u * v, z * np.sqrt(u * u + v * v + z * z))
    return np.asarray(_edge(u, v, z) + _edge(v, u, z) - z * slope)


def _edge(u: Array, v: Array, z: Array) -> Array:
    """Give u asinh(v / hypot(u, z)), which is 0 where u is 0."""
    reach = np.hypot(u, z)
    ratio = np.divide(v, reach, out=np.zeros(np.broadcast(v, reach).shape), where=reach > 0)
    return np.asarray(u * np.arcsinh(ratio))
