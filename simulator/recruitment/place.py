"""What a nerve under a pad and an ending in the skin have in common: bodies, fields, drives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.population import scores
from simulator.recruitment.spread import Spread

Array = NDArray[np.float64]
Field = TypeVar("Field")


class Place(ABC, Generic[Field]):
    """Somewhere that a fibre lies in a field."""

    @property
    @abstractmethod
    def spreads(self) -> Mapping[str, Spread]:
        """What differs between bodies, by name."""

    @abstractmethod
    def amplitudes(self, body: Mapping[str, float]) -> Field:
        """Field of one ampere in a body, in the place's own terms."""

    def alone(self, body: Mapping[str, float]) -> Field:
        """Field that the exact solver is given; a near other pad is left out of it."""
        return self.amplitudes(body)

    @abstractmethod
    def drives(
        self,
        fields: Sequence[Field],
        signs: Sequence[float],
        lengths: Sequence[Array],
        diameters: Array,
    ) -> list[Array]:
        """Largest polarisation of a passive cable in each field, for each phase. [V/A]

        A phase has the sign and the length constants that belong to it.
        """

    @abstractmethod
    def field(self, amplitudes: Field, places: Array) -> Array:
        """Potential at places along the fibre for one ampere. [V/A]"""

    def fields(self, people: Mapping[str, Array]) -> list[Field]:
        """Field in each of some bodies."""
        count = len(next(iter(people.values())))
        return [
            self.amplitudes({name: float(row[i]) for name, row in people.items()})
            for i in range(count)
        ]

    def drawn(self, seed: int) -> list[Field]:
        """Field in each of the people of a seed."""
        if seed not in self._drawn:
            self._drawn[seed] = self.fields(
                {name: spread.at(scores(name, seed)) for name, spread in self.spreads.items()}
            )
        return self._drawn[seed]

    @cached_property
    def _drawn(self) -> dict[int, list[Field]]:
        """Fields of the seeds that were asked for."""
        return {}
