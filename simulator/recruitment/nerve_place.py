"""A nerve under a pad: how hard a body's field drives it, and the field itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes, half_length
from simulator.recruitment.line_field import Line, Source, line
from simulator.recruitment.place import Place
from simulator.recruitment.skin_layers import skin_layers
from simulator.recruitment.spread import Spread

Array = NDArray[np.float64]

SHALLOWEST, DEEPEST = -2.2, 2.2
"""Scores of the depth between which the waves are counted."""

BESIDE_EDGE, PER_DEPTH = 0.035, 3.0
"""Stretch beyond a pad's edge that counts as under it: at least this [m], or so many depths."""

FADE = 0.02
"""Over which the field dies away at both ends of that stretch, for the exact solver. [m]"""

STEP = 0.5e-3
"""Between two places at which the polarisation of a nerve is looked at. [m]"""


@dataclass(frozen=True, eq=False)
class NervePlace(Place):
    """A nerve that runs straight along the limb under one pad.

    Parameters
    ----------
    target : Target
    tissue : Tissue
        Under the pad; taken for the whole line.
    electrodes : Electrodes
    weighting : str
        How the flux leaves the pads.
    """

    target: Target
    tissue: Tissue
    electrodes: Electrodes
    weighting: str = "uniform"

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

    spare = 2.2

    def bends(self, people: Mapping[str, Array]) -> Array:
        """Third powers of depth and fat, and the kink where a nerve leaves the fat for muscle."""
        depth = np.log(people["depth"] / self.target.depth.central)
        fat = np.log(people["fat_thickness"] / self.tissue.fat_thickness.central)
        border = people["fat_thickness"] + people["skin_thickness"]
        below = np.maximum(np.log(people["depth"] / border), 0.0)
        return np.stack(
            [
                *(depth**3, fat**3, depth**2 * fat, fat**2 * depth),
                *(below, below**2, below * depth, below * fat),
            ],
            axis=1,
        )

    @cached_property
    def line(self) -> Line:
        """Waves for every body of this place."""
        pads, own = self.electrodes, self.target.pad
        places = {own: 0.0} | ({3 - own: pads.distance} if pads.are_near else {})
        sources = tuple(
            Source(pads.outlines[pad - 1], x, pads.polarity(pad)) for pad, x in places.items()
        )
        depths = self.target.depth.at([SHALLOWEST, DEEPEST])
        offset = self.target.offset
        beside = float(np.abs(offset.at([SHALLOWEST, DEEPEST])).max()) if offset else 0.0
        return line(sources, float(depths[0]), float(depths[1]), beside)

    @cached_property
    def _flux(self) -> Array:
        """Weights of the waves of both pads, or of the one if the other is far."""
        return self.line.flux(self.weighting, len(self.line.sources))

    @cached_property
    def _own_flux(self) -> Array:
        """Weights of the waves of this pad."""
        return self.line.flux(self.weighting, 1)

    @cached_property
    def reach(self) -> float:
        """Half the stretch that the exact solver is asked about. [m]"""
        depth = float(self.target.depth.at(DEEPEST))
        half = half_length(self.electrodes.outlines[self.target.pad - 1])
        return half + max(BESIDE_EDGE, PER_DEPTH * depth)

    @cached_property
    def _grid(self) -> Array:
        """Places within reach. [m]"""
        return np.linspace(-self.reach, self.reach, int(2 * self.reach / STEP) + 1)

    @cached_property
    def _views(self) -> Array:
        """Waves at the places within reach."""
        return self.line.waves(self._grid)

    @cached_property
    def _own(self) -> NDArray[np.bool_]:
        """Which places are nearer to this pad than to a near other one."""
        near = self.electrodes.are_near
        return self._grid <= (self.electrodes.distance / 2 if near else self.reach)

    def amplitudes(self, body: Mapping[str, float]) -> Array:
        """Amplitudes of the waves of one ampere in the leading phase, in a body. [V/A]"""
        return self._amplitudes(body, self._flux)

    def alone(self, body: Mapping[str, float]) -> Array:
        """Amplitudes without the other pad. [V/A]"""
        return self._amplitudes(body, self._own_flux)

    def _amplitudes(self, body: Mapping[str, float], flux: Array) -> Array:
        """Amplitudes in a body for the weights of some pads. [V/A]"""
        layers = skin_layers(
            fat_thickness=body["fat_thickness"],
            skin_thickness=body["skin_thickness"],
            skin_conductivity=body["skin_conductivity"],
        )
        return self.line.amplitudes(layers, body["depth"], body.get("offset", 0.0), flux)

    def drives(
        self, fields: Sequence[Array], sign: float, lengths: Array, diameters: Array
    ) -> Array:
        """Largest polarisation of a passive cable in each field, by its length constant. [V/A]

        The waves are those of the cable too, so each is only scaled.
        """
        ripple = np.multiply.outer(self.line.along, lengths) ** 2
        scaled = np.stack(fields, axis=1) * (ripple / (1 + ripple))
        return np.asarray((-sign * (self._views[self._own] @ scaled)).max(axis=0))

    def field(self, amplitudes: Array, places: Array) -> Array:
        """Potential at places along the nerve for one ampere; flat out of reach. [V/A]

        It dies away towards the ends, so that the cut fibre does not fire there.
        """
        from scipy.interpolate import CubicSpline  # type: ignore[import-untyped,unused-ignore]

        slope = CubicSpline(self._grid, self._views @ amplitudes).derivative()(self._grid)
        nearest = np.minimum(self._grid - self._grid[0], self._grid[-1] - self._grid)
        slope *= np.sin(np.pi / 2 * np.minimum(nearest / FADE, 1)) ** 2
        spline = CubicSpline(self._grid, slope).antiderivative()
        return np.asarray(spline(np.clip(places, -self.reach, self.reach)))
