"""Cubic splines through values on one grid, for many rows of values at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Spline:
    """Twice smooth cubics whose third derivative does not jump at the second and the last but one place.

    Parameters
    ----------
    grid : ndarray, shape (n,)
        Rising; at least four places.

    Examples
    --------
    A cube is met exactly:

    >>> spline = Spline(np.array([0.0, 1.0, 2.0, 4.0, 5.0]))
    >>> round(float(spline(spline.grid**3, np.array([3.0]))[0]), 9)
    27.0
    """

    grid: Array

    @cached_property
    def _slopes(self) -> Array:
        """Matrix that turns values into slopes at the places."""
        size, gaps = self.grid.size, np.diff(self.grid)
        left, right = np.zeros((size, size)), np.zeros((size, size))
        for i in range(1, size - 1):
            before, after = gaps[i - 1], gaps[i]
            left[i, i - 1 : i + 2] = after, 2 * (before + after), before
            right[i, i - 1 : i + 2] = (
                -3 * after / before,
                3 * (after / before - before / after),
                3 * before / after,
            )
        for row, at in ((0, 0), (-1, size - 3)):
            first, second = gaps[at], gaps[at + 1]
            left[row, at : at + 3] = second**2, second**2 - first**2, -(first**2)
            right[row, at : at + 3] = (
                -2 * second**2 / first,
                2 * (second**2 / first + first**2 / second),
                -2 * first**2 / second,
            )
        return np.asarray(np.linalg.solve(left, right), dtype=float)

    def __call__(self, values: Array, places: Array) -> Array:
        """Value at places, each row of `places` in its row of `values`; beyond the grid continued."""
        size = self.grid.size
        slopes = (values @ self._slopes.T).ravel()
        at = np.searchsorted(self.grid[1:-1], places, side="right")
        left = self.grid[at]
        gap = self.grid[at + 1] - left
        t = (places - left) / gap
        own = at + size * np.arange(values.size // size).reshape(*values.shape[:-1], 1)
        flat = values.ravel()
        low, high, fall, rise = flat[own], flat[own + 1], slopes[own], slopes[own + 1]
        bend = high - low
        return np.asarray(
            low
            + t * (gap * fall + t * (3 * bend - gap * (2 * fall + rise)))
            + t**3 * (gap * (fall + rise) - 2 * bend)
        )
