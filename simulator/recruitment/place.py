"""What a nerve under a pad and an ending in the skin have in common: bodies, fields, drives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.population import varies
from simulator.recruitment.spread import Spread
from simulator.recruitment.surface import bodies

Array = NDArray[np.float64]

REACH = 2.0
"""Scores between which the bodies of a surface lie."""


class Place(ABC):
    """Somewhere that a fibre lies in a field."""

    @property
    @abstractmethod
    def spreads(self) -> Mapping[str, Spread]:
        """What differs between bodies, by name."""

    @abstractmethod
    def amplitudes(self, body: Mapping[str, float]) -> Array:
        """Field of one ampere in a body, in the place's own terms."""

    def alone(self, body: Mapping[str, float]) -> Array:
        """Field that the exact solver is given; a near other pad is left out of it."""
        return self.amplitudes(body)

    @abstractmethod
    def drives(
        self, fields: Sequence[Array], sign: float, lengths: Array, diameters: Array
    ) -> Array:
        """Largest polarisation of a passive cable in each field, by its length constant. [V/A]"""

    @abstractmethod
    def field(self, amplitudes: Array, places: Array) -> Array:
        """Potential at places along the fibre for one ampere. [V/A]"""

    spare = 1.2
    """Bodies of a surface for each coefficient of a quadratic."""

    def bends(self, people: Mapping[str, Array]) -> Array:
        """Terms that a surface over bodies needs beside a quadratic; shape (bodies, terms)."""
        return np.zeros((len(next(iter(people.values()))), 0))

    @cached_property
    def strewn(self) -> tuple[dict[str, Array], Array, list[Array]]:
        """Bodies of a surface, a score for one more variable, and the field in each body."""
        moving = [name for name, spread in self.spreads.items() if varies(spread)]
        points = REACH * (2 * bodies(len(moving) + 1, self.spare) - 1)
        scores = dict(zip(moving, points.T, strict=False))
        still = np.zeros(len(points))
        values = {name: s.at(scores.get(name, still)) for name, s in self.spreads.items()}
        fields = [
            self.amplitudes({name: float(column[i]) for name, column in values.items()})
            for i in range(len(points))
        ]
        return values, points[:, -1], fields
