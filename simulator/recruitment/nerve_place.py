"""A nerve under a pad: how hard a body's field drives it, and the field itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.line_field import Line, Source, line
from simulator.recruitment.skin_layers import skin_layers
from simulator.recruitment.spread import Spread

Array = NDArray[np.float64]

SHALLOWEST, DEEPEST = -2.2, 2.2
"""Scores of the depth between which the waves are counted."""

STEP = 0.5e-3
"""Between two places at which the polarisation of a nerve is looked at. [m]"""


@dataclass(frozen=True, eq=False)
class NervePlace:
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

    @cached_property
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
    def border(self) -> float:
        """Place beyond which the other pad is nearer. [m]"""
        return self.electrodes.distance / 2 if self.electrodes.are_near else self.line.end

    @cached_property
    def _flux(self) -> Array:
        """Weights of the waves, the same for every body."""
        return self.line.flux(self.weighting)

    @cached_property
    def _views(self) -> tuple[Array, Array]:
        """Waves on this side of the border and beyond it."""
        grid = np.linspace(*self._walls, int((self.line.end - self.line.start) / STEP) + 1)
        waves, own = self.line.waves(grid), grid <= self.border
        return waves[own], waves[~own]

    @property
    def _walls(self) -> tuple[float, float]:
        """Ends of the line. [m]"""
        return self.line.start, self.line.end

    def amplitudes(self, body: Mapping[str, float]) -> Array:
        """Amplitudes of the waves of one ampere in the leading phase, in a body. [V/A]"""
        layers = skin_layers(
            fat_thickness=body["fat_thickness"],
            skin_thickness=body["skin_thickness"],
            skin_conductivity=body["skin_conductivity"],
        )
        return self.line.amplitudes(layers, body["depth"], body.get("offset", 0.0), self._flux)

    def drive(
        self, amplitudes: Array, sign: float, length: float, *, beyond: bool = False
    ) -> float:
        """Largest polarisation of a passive cable of this length constant. [V/A]

        On this side of the border, or beyond it. The waves are those of the cable too, so each is
        only scaled.
        """
        ripple = (length * self.line.along) ** 2
        response = self._views[beyond] @ (amplitudes * ripple / (1 + ripple))
        return float((-sign * response).max())

    def field(self, amplitudes: Array, places: Array) -> Array:
        """Potential at places along the nerve for one ampere; flat beyond the walls. [V/A]"""
        from scipy.interpolate import CubicSpline  # type: ignore[import-untyped,unused-ignore]

        grid = np.linspace(*self._walls, int((self.line.end - self.line.start) / STEP) + 1)
        spline = CubicSpline(grid, np.concatenate(self._views) @ amplitudes, bc_type="clamped")
        return np.asarray(spline(np.clip(places, *self._walls)))
