"""Seeded bodies: what differs between people, spread evenly over all that differs."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PEOPLE = 128
"""Bodies behind an interval; a power of two."""

QUANTITIES = (
    "depth",
    "diameter",
    "offset",
    "ending",
    "fat_thickness",
    "skin_conductivity",
    "skin_thickness",
    "temperature",
)
"""What may differ between bodies, one dimension of the sequence for each."""

BITS = 32

POLYNOMIALS = (
    (0, ()),
    (0, (1,)),
    (1, (1, 3)),
    (1, (1, 3, 1)),
    (2, (1, 1, 1)),
    (1, (1, 1, 3, 3)),
    (4, (1, 3, 5, 13)),
    (2, (1, 1, 5, 5, 17)),
)
"""Coefficients and first numbers of S. Joe and F. Y. Kuo (doi 10.1137/070709359), table new-joe-kuo-6."""


def scores(name: str, seed: int, people: int = PEOPLE) -> Array:
    """Draw standard normal scores of one quantity; the same seed gives the same people.

    Sobol's sequence, its digits shifted by the seed: 128 of its people tell the ends of an interval about as
    well as a thousand that are drawn by chance.

    Examples
    --------
    >>> bool((scores("fat_thickness", 1) == scores("fat_thickness", 1)).all())
    True
    """
    which = QUANTITIES.index(name)
    shift = int(np.random.Generator(np.random.PCG64([seed, which])).integers(2**BITS))
    normal = NormalDist()
    return np.array(
        [normal.inv_cdf(((row ^ shift) + 0.5) / 2**BITS) for row in _sobol(which, people)]
    )


@lru_cache(maxsize=64)
def _sobol(which: int, count: int) -> tuple[int, ...]:
    """Points of one dimension, as whole numbers of so many bits."""
    steps = _directions(which)
    points = [0]
    for i in range(1, count):
        points.append(points[-1] ^ steps[_lowest_zero(i - 1)])
    return tuple(points)


def _lowest_zero(number: int) -> int:
    """Place of the lowest binary digit that is 0."""
    return (~number & (number + 1)).bit_length() - 1


def _directions(which: int) -> list[int]:
    """Direction numbers of one dimension."""
    bits, first = POLYNOMIALS[which]
    if not first:
        return [1 << (BITS - 1 - i) for i in range(BITS)]
    degree = len(first)
    found = [number << (BITS - 1 - i) for i, number in enumerate(first)]
    for i in range(degree, BITS):
        value = found[i - degree] ^ (found[i - degree] >> degree)
        for k in range(1, degree):
            if bits >> (degree - 1 - k) & 1:
                value ^= found[i - k]
        found.append(value)
    return found
