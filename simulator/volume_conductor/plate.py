"""How the flux spreads under a rectangle that is at one potential on a half space.

There is no closed form. The rectangle is cut into bands that grow finer towards the edges, the flux
of each patch is even, and the patches' potentials at their middles are set equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.volume_conductor import half_space

Array = NDArray[np.float64]

BANDS = 16
"""Bands from the middle to an edge."""


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """Patches of even flux on a quarter of a rectangle; the other quarters mirror it.

    Parameters
    ----------
    x, y : ndarray, shape (bands + 1,)
        Borders of the bands from the middle to the edge. [m]
    share : ndarray, shape (bands, bands)
        Part of the current that leaves a patch and its mirror images; all are 1 together.
    """

    x: Array
    y: Array
    share: Array

    def transform(self, kx: Array, ky: Array) -> Array:
        """Fourier transform of the flux of one ampere; 1 at 0."""
        across = self.share @ _bands(ky, self.y)
        return np.asarray(np.einsum("ik,ik->k", _bands(kx, self.x), across))

    def half_space(self, x: Array, y: Array, z: Array) -> Array:
        """Potential of one ampere on a half space of 1 S/m [V/A]."""
        density = self.share / np.multiply.outer(2 * np.diff(self.x), 2 * np.diff(self.y))
        half = np.concatenate((density[::-1], density))
        whole = np.pad(np.concatenate((half[:, ::-1], half), axis=1), 1)
        steps = np.diff(np.diff(whole, axis=0), axis=1)
        borders = [np.concatenate((-side[:0:-1], side)) for side in (self.x, self.y)]
        return half_space.steps(x, y, z, borders[0], borders[1], steps)


def uniform(length: float, width: float) -> Plate:
    """Give a rectangle with the same flux everywhere.

    Parameters
    ----------
    length, width : float
        Sides along x and y. [m]

    Examples
    --------
    >>> uniform(0.05, 0.04).transform(np.zeros(1), np.zeros(1)).tolist()
    [1.0]
    """
    return Plate(np.array([0.0, length / 2]), np.array([0.0, width / 2]), np.ones((1, 1)))


@lru_cache(maxsize=64)
def isopotential(length: float, width: float) -> Plate:
    """Give a rectangle whose flux makes it one potential on a half space.

    Parameters
    ----------
    length, width : float
        Sides along x and y. [m]

    Examples
    --------
    More current leaves near the corners than in the middle:

    >>> plate = isopotential(0.05, 0.05)
    >>> density = plate.share / np.outer(np.diff(plate.x), np.diff(plate.y))
    >>> bool(density[-1, -1] > 5 * density[0, 0])
    True
    """
    borders = np.sin(np.pi / 2 * np.linspace(0, 1, BANDS + 1))
    x, y = borders * length / 2, borders * width / 2
    at_x, at_y = (part.ravel() for part in np.meshgrid(_middles(x), _middles(y), indexing="ij"))
    depth = np.zeros_like(at_x)
    columns = [
        _mirrored(at_x, at_y, depth, x[i : i + 2], y[j : j + 2])
        for i, j in np.ndindex(BANDS, BANDS)
    ]
    density = np.linalg.solve(np.array(columns).T, np.ones(BANDS**2)).reshape(BANDS, BANDS)
    share = density * np.multiply.outer(np.diff(x), np.diff(y))
    return Plate(x, y, share / share.sum())


def _middles(borders: Array) -> Array:
    """Middle of each band."""
    return np.asarray((borders[:-1] + borders[1:]) / 2)


def _mirrored(x: Array, y: Array, z: Array, x_band: Array, y_band: Array) -> Array:
    """Potential of a patch of 1 A/m2 and its three mirror images on a half space of 1 S/m."""
    x_sides = ((x_band[0], x_band[1]), (-x_band[1], -x_band[0]))
    y_sides = ((y_band[0], y_band[1]), (-y_band[1], -y_band[0]))
    sides = [(a, b) for a in x_sides for b in y_sides]
    return np.asarray(sum(half_space.rectangle(x, y, z, a, b) for a, b in sides))


def _bands(k: Array, borders: Array) -> Array:
    """Transform of a band of flux 1 and its mirror image; shape (bands, nodes)."""
    middle, half = _middles(borders)[:, None], np.diff(borders)[:, None] / 2
    return np.asarray(np.cos(k * middle) * np.sinc(k * half / np.pi))
