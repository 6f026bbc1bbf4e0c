"""A quadratic in logarithms through values at some bodies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


FURTHER = 8
"""Bodies for the terms that a place needs beside a quadratic."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Polynomial of second degree in the steps away from the median body.

    Parameters
    ----------
    coefficients : ndarray
        Of the terms in the order of `terms`.
    """

    coefficients: Array

    def __call__(self, steps: Array, bends: Array) -> Array:
        """Value at bodies, shape (bodies, variables), with their further terms."""
        return np.asarray(np.concatenate([terms(steps), bends], axis=1) @ self.coefficients)


def terms(steps: Array) -> Array:
    """One, each variable, and each product of two; shape (bodies, terms).

    Examples
    --------
    >>> terms(np.array([[2.0, 3.0]])).tolist()
    [[1.0, 2.0, 3.0, 4.0, 6.0, 9.0]]
    """
    count = steps.shape[1]
    first, second = np.triu_indices(count)
    products = steps[:, first] * steps[:, second]
    return np.concatenate([np.ones((len(steps), 1)), steps, products], axis=1)


def fitted(steps: Array, bends: Array, values: Array) -> Surface:
    """Surface through values at bodies by least squares; a term that never varies counts for nothing.

    Raises
    ------
    ValueError
        If there are fewer bodies than coefficients.
    """
    matrix = np.concatenate([terms(steps), bends], axis=1)
    if not len(values) >= matrix.shape[1]:
        raise ValueError(
            f"bodies must be at least {matrix.shape[1]} for this surface, got {len(values)}"
        )
    return Surface(np.asarray(np.linalg.lstsq(matrix, values, rcond=None)[0], dtype=float))


def bodies(variables: int, spare: float) -> Array:
    """Evenly strewn places in the unit cube for a surface; shape (bodies, variables).

    Steps of the generalised golden ratio, so that no chance is needed.

    Examples
    --------
    >>> bodies(2, 1.5).shape
    (17, 2)
    """
    count = int(np.ceil(spare * (variables + 1) * (variables + 2) / 2)) + FURTHER
    ratio = 2.0
    for _ in range(60):
        ratio = (1 + ratio) ** (1 / (variables + 1))
    powers = ratio ** -np.arange(1.0, variables + 1)
    return np.asarray((0.5 + np.multiply.outer(np.arange(1.0, count + 1), powers)) % 1.0)
