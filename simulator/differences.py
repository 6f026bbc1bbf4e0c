"""Differences of nearly equal functions, with all their digits."""

from __future__ import annotations

import numpy as np

from simulator.exact import FloatArray


def less_sine(angle: FloatArray) -> FloatArray:
    """Return x - sin x, by its series where the difference would lose digits.

    Parameters
    ----------
    angle : ndarray
        At least 0. [rad]

    Examples
    --------
    >>> float(less_sine(np.array([1e-4]))[0] / (1e-12 / 6))  # x^3 / 6 (1 - x^2 / 20 + ...)
    0.9999999995
    """
    square = np.square(np.minimum(angle, 1.0))
    tail = np.ones_like(square)
    for term in range(19, 3, -2):
        tail = 1.0 - square / (term * (term - 1)) * tail
    series = np.minimum(angle, 1.0) * square / 6.0 * tail
    return np.where(angle < 1.0, series, angle - np.sin(angle))


def plus_expm1(time: FloatArray) -> FloatArray:
    """Return x - 1 + exp(-x), by its series where the difference would lose digits.

    Parameters
    ----------
    time : ndarray
        Over the time constant, at least 0.

    Examples
    --------
    >>> float(plus_expm1(np.array([1e-6]))[0] / 5e-13)  # x^2 / 2 (1 - x / 3 + ...)
    0.9999996666667...
    """
    small = np.minimum(time, 1.0)
    tail = np.ones_like(small)
    for term in range(20, 2, -1):
        tail = 1.0 - small / term * tail
    series = np.square(small) / 2.0 * tail
    return np.where(time < 1.0, series, time + np.expm1(-time))
