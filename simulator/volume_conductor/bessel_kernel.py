"""Bessel functions of the first kind of order 0 and 1, compiled: a polynomial near 0, two further out.

Arguments are taken a block at a time, so that each loop does one thing to many of them.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

import numpy as np

from simulator.compiled import native

BORDER = 8.0
"""Where the two forms meet. [1]"""

BLOCK = 512
"""Arguments that stay in the nearest memory. [1]"""

QUARTER_HIGH, QUARTER_LOW = 1.5707963109016418, 1.5893254712295857e-08
"""A quarter of a turn in two parts; a hundred million times the first is exact. [rad]"""


@native()
def turned(x: Any, sine: Any, cosine: Any) -> None:
    """Sine and cosine: Taylor series within an eighth of a turn of the nearest quarter."""
    for i in range(x.size):
        quarters = np.floor(x[i] * (2 / pi) + 0.5)
        r = (x[i] - quarters * QUARTER_HIGH) - quarters * QUARTER_LOW
        w = r * r
        odd = 1 / 6227020800 - w * (1 / 1307674368000)
        odd = r + r * w * (
            -1 / 6
            + w * (1 / 120 + w * (-1 / 5040 + w * (1 / 362880 + w * (-1 / 39916800 + w * odd))))
        )
        even = 1 / 479001600 + w * (-1 / 87178291200 + w * (1 / 20922789888000))
        even = 1 + w * (
            -1 / 2 + w * (1 / 24 + w * (-1 / 720 + w * (1 / 40320 + w * (-1 / 3628800 + w * even))))
        )
        quadrant = quarters - 4 * np.floor(quarters / 4)
        swapped = abs(quadrant - 2.0) == 1.0
        s, c = even if swapped else odd, odd if swapped else even
        sine[i] = -s if quadrant >= 2.0 else s
        cosine[i] = -c if abs(quadrant - 1.5) < 1.0 else c


@native(fast=True)
def horner(row: Any, count: int, u: Any, value: Any) -> None:
    """Polynomial of a degree that 3 divides, the highest power first: three at a time."""
    for i in range(count):
        value[i] = row[0]
    for k in range(1, row.size, 3):
        for i in range(count):
            value[i] = ((value[i] * u[i] + row[k]) * u[i] + row[k + 1]) * u[i] + row[k + 2]


@native(fast=True)
def fill_near(order: int, near: Any, x: Any, found: Any, work: Any) -> None:
    """Fill in the values of arguments below the border."""
    u, value = work[0], work[1]
    for i in range(x.size):
        share = BORDER if x[i] >= BORDER else x[i]
        u[i] = 2.0 * (share / BORDER) ** 2 - 1.0
    horner(near, x.size, u, value)
    for i in range(x.size):
        inside = value[i] * x[i] if order == 1 else value[i]
        found[i] = found[i] if x[i] >= BORDER else inside


@native(fast=True)
def fill_far(order: int, far: Any, x: Any, found: Any, work: Any) -> None:
    """Fill in all values by the form for arguments from the border on."""
    u, p, q, sine, cosine, z = work[0], work[1], work[2], work[3], work[4], work[5]
    for i in range(x.size):
        z[i] = BORDER / max(x[i], BORDER)
        u[i] = 2.0 * z[i] * z[i] - 1.0
    horner(far[0], x.size, u, p)
    horner(far[1], x.size, u, q)
    turned(x, sine, cosine)
    for i in range(x.size):
        ahead, behind = sine[i] + cosine[i], sine[i] - cosine[i]
        wave = p[i] * ahead - z[i] * q[i] * behind
        if order == 1:
            wave = p[i] * behind + z[i] * q[i] * ahead
        found[i] = wave * sqrt(z[i] / (BORDER * pi))


@native()
def bessel(order: int, near: Any, far: Any, x: Any, found: Any, work: Any) -> None:
    """Fill `found` with the function of an order, 0 or 1, at `x`, each at least 0.

    `near`: of 2 (x / 8)^2 - 1; `far`: rows of amplitude in and out of phase, of 2 (8 / x)^2 - 1;
    `work`: six rows of a block.
    """
    for start in range(0, x.size, BLOCK):
        stop = min(start + BLOCK, x.size)
        part, values = x[start:stop], found[start:stop]
        least, most = part[0], part[0]
        for i in range(part.size):
            least, most = min(least, part[i]), max(most, part[i])
        if not most < BORDER:
            fill_far(order, far, part, values, work)
        if not least >= BORDER:
            fill_near(order, near, part, values, work)
