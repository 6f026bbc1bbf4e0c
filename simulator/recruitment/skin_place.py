"""Afferents that end in the skin under a pad: how hard a body's field drives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.properties import table
from simulator.recruitment.body import Tissue
from simulator.recruitment.cable import polarisation
from simulator.recruitment.skin_layers import skin_layers
from simulator.recruitment.spectrum import KEYS, SHARE, spread_of
from simulator.recruitment.spread import Spread
from simulator.volume_conductor import Outline
from simulator.volume_conductor.bessel import isopotential_disc, j0, uniform_disc
from simulator.volume_conductor.hankel import kernel
from simulator.volume_conductor.quadrature import PHASE, edges, nodes

Array = NDArray[np.float64]

DECAY = 12.0
"""Exponent at which waves are left out."""

DOWN, INWARD = 14, 28
"""Places at which the potential is computed, down the rise and along the plexus."""

FINE = 60
"""Places of the cable on each of the two stretches."""


@dataclass(frozen=True, eq=False)
class SkinPlace:
    """Fibres that end under a pad, where a tenth of the pad's area lies further out.

    Each rises straight from the plexus under the skin, in which it came from the pad's middle.
    The pad counts as a disc of its area, and muscle as a tissue without direction.

    Parameters
    ----------
    outline : Disc or Rectangle
        Of the pad.
    polarity : float
        Sign of the current into the tissue in the leading phase.
    tissue : Tissue
        Under the pad.
    fibre : {"A-beta", "A-delta", "C"}
    weighting : str
        How the flux leaves the pad.
    """

    outline: Outline
    polarity: float
    tissue: Tissue
    fibre: str
    weighting: str

    @cached_property
    def spreads(self) -> Mapping[str, Spread]:
        """What differs between bodies, by name."""
        return {
            "ending": spread_of(table("nerve_spectra")[f"skin_{KEYS[self.fibre]}_ending"]),
            "fat_thickness": self.tissue.fat_thickness,
            "skin_thickness": self.tissue.skin_thickness,
            "skin_conductivity": self.tissue.skin_conductivity,
        }

    @property
    def radius(self) -> float:
        """Of the disc of the pad's area [m]."""
        return sqrt(self.outline.area / pi)

    @property
    def ring(self) -> float:
        """Distance of the endings from the pad's middle [m]."""
        return sqrt(1 - SHARE) * self.radius

    @cached_property
    def _waves(self) -> tuple[Array, Array, Array]:
        """Wavenumbers, weighted transform of the pad, and J0 at the places along the plexus."""
        shallowest = float(self.spreads["ending"].at(-2.2) * self.tissue.skin_thickness.at(-2.2))
        k, weight = (
            part.ravel()
            for part in nodes(edges(DECAY / shallowest, PHASE / (2 * self.radius), 5.0))
        )
        form = uniform_disc if self.weighting == "uniform" else isopotential_disc
        flux = self.polarity * weight * form(k * self.radius) / (2 * pi)
        return k, flux, j0(np.multiply.outer(self._inward, k))

    @property
    def _inward(self) -> Array:
        """Places along the plexus, from under the ending to the pad's middle [m]."""
        return self.ring * (1 - np.linspace(0, 1, INWARD))

    def amplitudes(self, body: Mapping[str, float]) -> Array:
        """Way along the fibre from its ending [m] and potential there for one ampere [V/A], in rows."""
        from scipy.interpolate import CubicSpline  # type: ignore[import-untyped,unused-ignore]

        skin = body["skin_thickness"]
        layers = skin_layers(
            fat_thickness=body["fat_thickness"],
            skin_thickness=skin,
            skin_conductivity=body["skin_conductivity"],
            directed=False,
        )
        k, flux, waves = self._waves
        depths = np.linspace(body["ending"] * skin, skin, DOWN)
        rows = kernel(k, depths, layers) * flux
        down = rows @ waves[0]
        inward = waves @ rows[-1]
        rise = skin - depths[0]
        fine_down, fine_in = np.linspace(0, rise, FINE), np.linspace(0, self.ring, FINE)
        way = np.concatenate([fine_down, rise + fine_in[1:]])
        first = CubicSpline(depths - depths[0], down)(fine_down)
        second = CubicSpline(self.ring - self._inward, inward)(fine_in)
        return np.array([way, np.concatenate([first, second[1:]])])

    def drive(self, amplitudes: Array, sign: float, length: float) -> float:
        """Largest polarisation of a passive cable of this length constant [V/A]."""
        return float((sign * polarisation(amplitudes[0], amplitudes[1], length)).max())

    def field(self, amplitudes: Array, places: Array) -> Array:
        """Potential at places along the fibre from its ending; flat beyond the pad's middle."""
        from scipy.interpolate import CubicSpline

        way, potential = amplitudes
        rise = way[FINE - 1]
        first = CubicSpline(way[:FINE], potential[:FINE])
        second = CubicSpline(way[FINE - 1 :], potential[FINE - 1 :])
        at = np.minimum(places, way[-1])
        low, high = first(np.minimum(at, rise)), second(np.maximum(at, rise))
        return np.asarray(np.where(at <= rise, low, high))
