"""How the threshold of one class of fibres at one place changes from body to body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.excitability import Excitability, Push, excitability
from simulator.recruitment.nerve_place import NervePlace
from simulator.recruitment.population import steps
from simulator.recruitment.skin_place import SkinPlace
from simulator.recruitment.spread import Spread
from simulator.recruitment.surface import Surface, fitted

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

    place: NervePlace | SkinPlace
    model: str
    diameter: Spread
    temperature: Spread
    pushes: tuple[Push, ...]

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        """Everything that differs between bodies."""
        return {**self._shaping, "temperature": self.temperature}

    @cached_property
    def _shaping(self) -> dict[str, Spread]:
        """What the drive depends on."""
        return {**self.place.spreads, "diameter": self.diameter}

    @cached_property
    def median(self) -> dict[str, float]:
        """Median body."""
        return {name: spread.central for name, spread in self.spreads.items()}

    @cached_property
    def amplitudes(self) -> Array:
        """Field of the median body."""
        return self.place.amplitudes(self.median)

    def at(self, body: Mapping[str, float], field: Array | None = None) -> float:
        """Threshold of one body, its drive computed afresh [A]."""
        known = self.place.amplitudes(body) if field is None else field
        return self._best(body, known)

    @cached_property
    def beside(self) -> float:
        """Threshold with a near other pad over that without it."""
        alone = self.place.alone(self.median)
        return self.at(self.median, self.amplitudes) / self.at(self.median, alone)

    def over(self, people: Mapping[str, Array]) -> Array:
        """Threshold of many bodies, their drive read from a surface [A]."""
        at = steps(people, self._shaping)
        bends = self.place.bends(people)
        drives = [np.exp(surface(at, bends)) for surface in self._surfaces]
        currents = self._currents(people["diameter"], people["temperature"], drives)
        return np.asarray(np.min(currents, axis=0))

    @cached_property
    def _surfaces(self) -> list[Surface]:
        """Logarithm of the drive of each phase over bodies and diameters."""
        values, score, fields = self.place.strewn
        strewn = {**values, "diameter": self.diameter.at(score)}
        at = steps(strewn, self._shaping)
        bends = self.place.bends(values)
        return [
            fitted(at, bends, np.log(drive)) for drive in self._drives(fields, strewn["diameter"])
        ]

    def _drives(self, fields: Sequence[Array], diameters: Array) -> list[Array]:
        """Drive of each phase, for one fibre in each field."""
        return [
            self.place.drives(fields, push.sign, self._table(push).length(diameters), diameters)
            for push in self.pushes
        ]

    def _best(self, body: Mapping[str, float], field: Array) -> float:
        """Threshold of one body in a field, by whichever phase needs less."""
        drives = self._drives([field], np.array([body["diameter"]]))
        return float(np.min(self._currents(body["diameter"], body["temperature"], drives)))

    def _currents(
        self,
        diameter: float | Array,
        temperature: float | Array,
        drives: Sequence[Array],
    ) -> list[Array]:
        """Threshold by each phase."""
        return [
            self._table(push).polarisation(diameter, temperature) / (push.height * drive)
            for push, drive in zip(self.pushes, drives, strict=True)
        ]

    def _table(self, push: Push) -> Excitability:
        """Excitability for one phase."""
        return excitability(self.model, push.width, push.kind)
