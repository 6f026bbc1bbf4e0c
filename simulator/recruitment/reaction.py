"""How the threshold of one class of fibres at one place changes from body to body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.excitability import Push, excitability
from simulator.recruitment.place import Place
from simulator.recruitment.spread import Spread

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reaction:
    """Threshold of fibres at one place over bodies, by field and table, without the exact solver.

    Parameters
    ----------
    place : NervePlace or SkinPlace
    model : {"myelinated", "bare"}
    diameter, temperature : Spread
        Of the fibres. [m], [degC]
    pushes : tuple of Push
        Phases of the pulse that may fire them.
    """

    place: Place[Any]
    model: str
    diameter: Spread
    temperature: Spread
    pushes: tuple[Push, ...]

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        """Everything that differs between bodies."""
        return {
            **self.place.spreads,
            "diameter": self.diameter,
            "temperature": self.temperature,
        }

    @cached_property
    def median(self) -> dict[str, float]:
        """Median body."""
        return {name: spread.central for name, spread in self.spreads.items()}

    @cached_property
    def amplitudes(self) -> Any:
        """Field of the median body."""
        return self.place.amplitudes(self.median)

    def at(self, body: Mapping[str, float], field: Any = None) -> float:
        """Threshold of one body, its drive computed afresh [A]."""
        known = self.place.amplitudes(body) if field is None else field
        fibre = (np.array([body[name]]) for name in ("diameter", "temperature"))
        return float(self._best([known], *fibre)[0])

    @cached_property
    def beside(self) -> float:
        """Threshold with a near other pad over that without it."""
        alone = self.place.alone(self.median)
        return self.at(self.median, self.amplitudes) / self.at(self.median, alone)

    def over(self, seed: int, diameter: Array, temperature: Array) -> Array:
        """Threshold of the people of a seed, each with a fibre [A]."""
        return self._best(self.place.drawn(seed), diameter, temperature)

    def _best(self, fields: Sequence[Any], diameter: Array, temperature: Array) -> Array:
        """Threshold of one fibre in each field, by whichever phase needs less [A]."""
        tables = [excitability(self.model, push.width, push.kind) for push in self.pushes]
        drives = self.place.drives(
            fields,
            [push.sign for push in self.pushes],
            [table.length(diameter) for table in tables],
            diameter,
        )
        currents = [
            table.polarisation(diameter, temperature) / (push.height * drive)
            for table, push, drive in zip(tables, self.pushes, drives, strict=True)
        ]
        return np.asarray(np.min(currents, axis=0))
