"""A nerve under a pad: how hard a body's field drives it, and the field itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes, half_length
from simulator.recruitment.line_field import Source, Waves, line
from simulator.recruitment.place import Place
from simulator.recruitment.skin_layers import skin_layers_of
from simulator.recruitment.spread import Spread

Array = NDArray[np.float64]

DEEPEST = 2.2
"""Score of the depth from which the stretch under a pad is told."""

CLASS = 1.3
"""Bodies share their waves between two depths that differ by this factor."""

BESIDE_EDGE, PER_DEPTH = 0.035, 3.0
"""Stretch beyond a pad's edge that counts as under it: at least this [m], or so many depths."""

FADE = 0.03
"""Over which the field dies away beyond both ends of that stretch, for the exact solver: at least this, or a depth. [m]

A field that dies away bends, and must nowhere bend so much that the fibre fires there: so it drives no more than
0.7 of what the stretch itself does; over 0.02 m inside of the stretch it drove up to 1.5 times as much.
"""

STEP = 0.2
"""Between two places at which the polarisation of a nerve is looked at, in depths."""


@dataclass(frozen=True, eq=False)
class NervePlace(Place[Waves]):
    """A nerve that runs straight along the limb under one pad.

    Parameters
    ----------
    target : Target
    tissue : Tissue
        Under the pad; taken for the whole line.
    electrodes : Electrodes
    """

    target: Target
    tissue: Tissue
    electrodes: Electrodes

    @property
    def spreads(self) -> Mapping[str, Spread]:
        """What differs between bodies, by name."""
        found = {
            "depth": self.target.depth,
            "fat_thickness": self.tissue.fat_thickness,
            "skin_thickness": self.tissue.skin_thickness,
            "skin_conductivity": self.tissue.skin_conductivity,
        }
        return found | ({"offset": self.target.offset} if self.target.offset else {})

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        """The pad over the nerve at 0 and, where it is near, the other one."""
        pads, own = self.electrodes, self.target.pad
        places = {own: 0.0} | ({3 - own: pads.distance} if pads.are_near else {})
        return tuple(
            Source(pads.outlines[pad - 1], x, pads.polarity(pad)) for pad, x in places.items()
        )

    def amplitudes(self, body: Mapping[str, float]) -> Waves:
        """Waves of one ampere in the leading phase, in a body. [V/A]"""
        return self._waves(body, self._sources)

    def alone(self, body: Mapping[str, float]) -> Waves:
        """Waves without the other pad. [V/A]"""
        return self._waves(body, self._sources[:1])

    def _waves(self, body: Mapping[str, float], sources: tuple[Source, ...]) -> Waves:
        """Waves of some pads in a body; bodies of one class of depth share their line."""
        depth, offset = body["depth"], abs(body.get("offset", 0.0))
        _check_finite(depth, offset)
        bottom, beside = (
            step ** math.ceil(math.log(value, step)) if value > 0 else 0.0
            for value, step in ((depth, CLASS), (offset, 2.0))
        )
        at = line(sources, bottom / CLASS, bottom, beside)
        return Waves(at, at.amplitudes(skin_layers_of(body), depth, offset))

    @property
    def extent(self) -> float:
        """Half the length of the fibre that the exact solver is given: the field fades beyond `reach`. [m]"""
        return self.reach + self._fade

    @cached_property
    def reach(self) -> float:
        """Half the stretch that is asked about. [m]"""
        half = half_length(self.electrodes.outlines[self.target.pad - 1])
        return half + max(BESIDE_EDGE, PER_DEPTH * self._deepest)

    @cached_property
    def _fade(self) -> float:
        """Over which the field dies away at each end. [m]"""
        return max(FADE, self._deepest)

    @cached_property
    def _deepest(self) -> float:
        """Depth from which the stretch is told. [m]"""
        return float(self.target.depth.at(DEEPEST))

    def _grid(self, step: float) -> Array:
        """Places within reach that are nearer to this pad than to a near other one. [m]"""
        near = self.electrodes.are_near
        end = min(self.reach, self.electrodes.distance / 2) if near else self.reach
        return np.linspace(-self.reach, end, math.ceil((self.reach + end) / step) + 1)

    def drives(
        self,
        fields: Sequence[Waves],
        signs: Sequence[float],
        lengths: Sequence[Array],
        diameters: Array,
    ) -> list[Array]:
        """Largest polarisation of a passive cable in each field, for each phase. [V/A]

        The waves are those of the cable too, so each is only scaled.
        """
        found = [np.empty(len(fields)) for _ in signs]
        for at in {field.line for field in fields}:
            alike = [i for i, field in enumerate(fields) if field.line is at]
            heights = np.stack([fields[i].heights for i in alike], axis=1)
            views = at.waves(self._grid(STEP * at.shallowest))
            for best, sign, length in zip(found, signs, lengths, strict=True):
                ripple = np.multiply.outer(at.along, length[alike]) ** 2
                scaled = heights * (ripple / (1 + ripple))
                best[alike] = (-sign * (views @ scaled)).max(axis=0)
        return found

    def field(self, amplitudes: Waves, places: Array) -> Array:
        """Potential at places along the nerve for one ampere; flat far out. [V/A]

        It dies away beyond reach, so that the cut fibre does not fire at its ends.
        """
        middles = (places[1:] + places[:-1]) / 2
        inside = np.clip((self.extent - np.abs(middles)) / self._fade, 0, 1)
        steps = np.diff(amplitudes.at(places)) * np.sin(np.pi / 2 * inside) ** 2
        return np.concatenate([[0.0], np.cumsum(steps)])


def _check_finite(*lengths: float) -> None:
    """Refuse a body that lies nowhere."""
    if not all(map(math.isfinite, lengths)):
        raise ValueError(f"depth and offset of a nerve must be finite, got {lengths} m")
