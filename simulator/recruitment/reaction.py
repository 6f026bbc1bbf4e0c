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

    @cached_property
    def usual(self) -> float:
        """Threshold of the median body [A]."""
        return self.at(self.median, self.amplitudes)

    def at(self, body: Mapping[str, float], field: Any = None) -> float:
        """Threshold of one body, its drive computed afresh [A]."""
        known = self.place.amplitudes(body) if field is None else field
        fibre = (np.array([body[name]]) for name in ("diameter", "temperature"))
        return float(self._best([known], *fibre)[0])

    @cached_property
    def beside(self) -> float:
        """Threshold with a near other pad over that without it."""
        alone = self.place.alone(self.median)
        return self.usual / self.at(self.median, alone)

    def over(self, fields: Sequence[Any], diameter: Array, temperature: Array) -> Array:
        """Threshold of people, each with a field and a fibre [A]."""
        return self._best(fields, diameter, temperature)

    def of_diameters(self, diameters: Array) -> Array:
        """Threshold of fibres of some diameters in the median body [A]."""
        temperature = np.full(diameters.size, self.median["temperature"])
        return self._best([self.amplitudes] * diameters.size, diameters, temperature)

    def of_pulses(self, pulses: Sequence[tuple[Push, ...]]) -> Array:
        """Threshold of the median body for each of some pulses [A]."""
        fibre = (np.array([self.median[name]]) for name in ("diameter", "temperature"))
        all_of_them = [push for pulse in pulses for push in pulse]
        currents = iter(self._currents([self.amplitudes], all_of_them, *fibre))
        return np.array([min(float(next(currents)[0]) for _ in pulse) for pulse in pulses])

    def _best(self, fields: Sequence[Any], diameter: Array, temperature: Array) -> Array:
        """Threshold of one fibre in each field, by whichever phase needs less [A]."""
        currents = self._currents(fields, self.pushes, diameter, temperature)
        return np.asarray(np.min(currents, axis=0))

    def _currents(
        self, fields: Sequence[Any], pushes: Sequence[Push], diameter: Array, temperature: Array
    ) -> list[Array]:
        """Return the current with which each phase fires one fibre in each field [A]."""
        tables = [excitability(self.model, push.width, push.kind) for push in pushes]
        drives = self.place.drives(
            fields,
            [push.sign for push in pushes],
            [table.length(diameter) for table in tables],
            diameter,
        )
        return [
            table.polarisation(diameter, temperature) / (push.height * drive)
            for table, push, drive in zip(tables, pushes, drives, strict=True)
        ]
