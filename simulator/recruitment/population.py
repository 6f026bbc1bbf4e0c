"""Seeded bodies: what differs between people, drawn by name."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.spread import Spread

Array = NDArray[np.float64]

PEOPLE = 2000
"""Bodies behind an interval."""


def scores(name: str, seed: int, people: int = PEOPLE) -> Array:
    """Draw standard normal scores of one quantity; the same name and seed give the same people.

    Examples
    --------
    >>> bool((scores("fat_thickness", 1) == scores("fat_thickness", 1)).all())
    True
    """
    stream = np.random.PCG64([seed, crc32(name.encode())])
    return np.random.Generator(stream).standard_normal(people)


def steps(values: Mapping[str, Array], spreads: Mapping[str, Spread]) -> Array:
    """Variables of a surface: logarithms over the median, or differences over the range.

    Parameters
    ----------
    values : Mapping of str to ndarray, each of shape (bodies,)
    spreads : Mapping of str to Spread
        Those that vary are the variables.

    Returns
    -------
    steps : ndarray, shape (bodies, variables)
    """
    columns = [
        np.log(values[name] / spread.central)
        if spread.shape == "lognormal"
        else (values[name] - spread.central) / (spread.high - spread.low)
        for name, spread in spreads.items()
        if varies(spread)
    ]
    people = len(next(iter(values.values())))
    return np.stack(columns, axis=1) if columns else np.zeros((people, 0))


def varies(spread: Spread) -> bool:
    """Whether a quantity differs between people."""
    return spread.high > spread.low
