"""Bessel functions of the first kind of order 0 and 1, compiled: a polynomial near 0, two further out."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import Any

from simulator.compiled import native

BORDER = 8.0
"""Where the two forms meet. [1]"""


@native(fast=True)
def horner(row: Any, u: float) -> float:
    """Polynomial with the highest power first."""
    value = row[0]
    for k in range(1, row.size):
        value = value * u + row[k]
    return float(value)


@native(fast=True)
def bessel(order: int, near: Any, far: Any, x: Any, found: Any) -> None:
    """Fill `found` with the function of an order, 0 or 1, at `x`, each at least 0.

    `near`: of 2 (x / 8)^2 - 1; `far`: rows of amplitude in and out of phase, of 2 (8 / x)^2 - 1.
    """
    for i in range(x.size):
        if x[i] < BORDER:
            value = horner(near, 2.0 * (x[i] / BORDER) ** 2 - 1.0)
            found[i] = value * x[i] if order == 1 else value
        else:
            z = BORDER / x[i]
            u = 2.0 * z * z - 1.0
            p, q = horner(far[0], u), z * horner(far[1], u)
            s, c = sin(x[i]), cos(x[i])
            wave = p * (c + s) - q * (s - c) if order == 0 else p * (s - c) + q * (s + c)
            found[i] = wave / sqrt(pi * x[i])
