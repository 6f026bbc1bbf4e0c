"""How the threshold of one class of fibres at one place changes from body to body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.exact import Firing
from simulator.recruitment.excitability import Excitability, Push, excitability
from simulator.recruitment.nerve_place import NervePlace
from simulator.recruitment.population import steps, varies
from simulator.recruitment.skin_place import SkinPlace
from simulator.recruitment.spread import Spread
from simulator.recruitment.surface import Surface, bodies, fitted

Array = NDArray[np.float64]

REACH = 2.0
"""Scores between which the bodies of a surface lie."""


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

    def at(self, body: Mapping[str, float], amplitudes: Array | None = None) -> float:
        """Threshold of one body, its drive computed afresh [A]."""
        field = self.place.amplitudes(body) if amplitudes is None else amplitudes
        drives = self._drives(body["diameter"], field)
        return float(min(self._currents(body["diameter"], body["temperature"], drives)))

    def under_this_pad(self, firing: Firing) -> float:
        """Threshold of the median body under this pad, where a near one may have fired first [A]."""
        place = self.place
        if isinstance(place, SkinPlace) or firing.at <= place.border:
            return firing.current
        body, field = self.median, self.amplitudes
        drives = [
            place.drive(
                field, push.sign, float(self._table(push).length(body["diameter"])), beyond=True
            )
            for push in self.pushes
        ]
        there = min(self._currents(body["diameter"], body["temperature"], drives))
        return firing.current * self.at(body, field) / float(there)

    def over(self, people: Mapping[str, Array]) -> Array:
        """Threshold of many bodies, their drive read from a surface [A]."""
        at = steps(people, self._shaping)
        drives = [np.exp(surface(at)) for surface in self._surfaces]
        currents = self._currents(people["diameter"], people["temperature"], drives)
        return np.asarray(np.min(currents, axis=0))

    @cached_property
    def _surfaces(self) -> list[Surface]:
        """Logarithm of the drive of each phase over bodies and diameters."""
        moving = [name for name, spread in self._shaping.items() if varies(spread)]
        points = REACH * (2 * bodies(len(moving)) - 1) if moving else np.zeros((1, 0))
        scores = dict(zip(moving, points.T, strict=True))
        still = np.zeros(len(points))
        strewn = {name: s.at(scores.get(name, still)) for name, s in self._shaping.items()}
        logs = np.log([self._drives_of(strewn, i) for i in range(len(points))])
        at = steps(strewn, self._shaping)
        return [fitted(at, column) for column in logs.T]

    def _drives_of(self, people: Mapping[str, Array], index: int) -> list[float]:
        """Drive of each phase in one of many bodies."""
        body = {name: float(column[index]) for name, column in people.items()}
        return self._drives(body["diameter"], self.place.amplitudes(body))

    def _drives(self, diameter: float, amplitudes: Array) -> list[float]:
        """Drive of each phase in a field."""
        lengths = [float(self._table(push).length(diameter)) for push in self.pushes]
        return [
            self.place.drive(amplitudes, push.sign, length)
            for push, length in zip(self.pushes, lengths, strict=True)
        ]

    def _currents(
        self,
        diameter: float | Array,
        temperature: float | Array,
        drives: Sequence[float] | Sequence[Array],
    ) -> list[Array]:
        """Threshold by each phase."""
        return [
            self._table(push).polarisation(diameter, temperature)
            / (push.height * np.asarray(drive))
            for push, drive in zip(self.pushes, drives, strict=True)
        ]

    def _table(self, push: Push) -> Excitability:
        """Excitability for one phase."""
        return excitability(self.model, push.width, push.kind)
