"""A fibre laid along a path through space: where each of its compartments comes to lie."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.nerve.fibre import Fibre

Array = NDArray[np.float64]


def laid(fibre: Fibre, path: ArrayLike) -> Array:
    """Lay a fibre along a path of straight pieces; a curve is a path of many pieces.

    The fibre's first node lies at the path's first point. Whatever the path leaves beyond the
    fibre's last node is not used. The cable itself does not notice a bend; the field along it does.

    Parameters
    ----------
    fibre : Fibre
    path : array_like, shape (points, 3)
        Corners of the path, at least two, no two in a row at one place. [m]

    Returns
    -------
    places : ndarray, shape (compartments, 3)
        Centre of each compartment. [m]

    Raises
    ------
    ValueError
        If the path has no such shape, is not finite, stands still, or is shorter than the fibre.

    Examples
    --------
    >>> from simulator.nerve import mrg
    >>> fibre = mrg(10e-6, 21)
    >>> places = laid(fibre, [[0, 0, 1e-3], [0, 0, 5e-3], [50e-3, 0, 5e-3]])
    >>> places.shape, (places[-1] * 1e3).round(2).tolist()
    ((221, 3), [18.45, 0.0, 5.0])
    """
    corners = np.asarray(path, dtype=float)
    along = _distances(corners)
    if not along[-1] >= fibre.length * (1 - 1e-9):
        raise ValueError(
            f"path must be at least as long as its fibre of {fibre.length * 1e3:g} mm, "
            f"got {along[-1] * 1e3:g} mm"
        )
    places = [np.interp(fibre.positions, along, corners[:, axis]) for axis in range(3)]
    return np.stack(places, axis=1)


def _distances(corners: Array) -> Array:
    """Way from the first corner to each, refused where the path is none. [m]"""
    if corners.ndim != 2 or corners.shape[1] != 3 or not corners.shape[0] >= 2:
        raise ValueError(f"path must have shape (2 or more, 3), got {corners.shape}")
    if not np.isfinite(corners).all():
        raise ValueError(f"path must be finite, got {corners[~np.isfinite(corners)][0]} m")
    steps = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    if not (steps > 0).all():
        raise ValueError(
            f"path must move on from each point, got point {int(np.argmin(steps))} twice"
        )
    return np.concatenate([[0.0], np.cumsum(steps)])
