"""Tridiagonal systems of many people at once."""

from __future__ import annotations

import numpy as np

from simulator.bioheat.slab import FloatArray


def solve_tridiagonal(
    below: FloatArray, diagonal: FloatArray, above: FloatArray, right: FloatArray
) -> FloatArray:
    """Solve one diagonally dominant system per column (Thomas algorithm).

    Parameters
    ----------
    below, above : ndarray, shape (n - 1, people)
        Beside the diagonal.
    diagonal, right : ndarray, shape (n, people)
        Diagonal and right side.

    Returns
    -------
    solution : ndarray, shape (n, people)

    Examples
    --------
    >>> two = np.array([[2.0], [2.0]])
    >>> solve_tridiagonal(np.array([[1.0]]), two, np.array([[1.0]]), np.array([[3.0], [3.0]])).T
    array([[1., 1.]])
    """
    n = len(diagonal)
    share = np.empty_like(above)
    result = np.empty_like(right)
    pivot = diagonal[0]
    result[0] = right[0] / pivot
    for i in range(1, n):
        np.divide(above[i - 1], pivot, out=share[i - 1])
        pivot = diagonal[i] - below[i - 1] * share[i - 1]
        result[i] = (right[i] - below[i - 1] * result[i - 1]) / pivot
    for i in range(n - 2, -1, -1):
        result[i] -= share[i] * result[i + 1]
    return result
