"""Afferents that end in the skin under a pad: how hard a body's field drives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.mrg_fibre import interpolated_geometry
from simulator.properties import table
from simulator.recruitment.body import Tissue
from simulator.recruitment.cable import polarisation
from simulator.recruitment.place import Place
from simulator.recruitment.skin_layers import skin_layers
from simulator.recruitment.spectrum import KEYS, SHARE, spread_of
from simulator.recruitment.spread import Spread
from simulator.volume_conductor import Outline
from simulator.volume_conductor.bessel import isopotential_disc, j0, uniform_disc
from simulator.volume_conductor.hankel import kernel
from simulator.volume_conductor.quadrature import PHASE, edges, nodes

Array = NDArray[np.float64]

DECAY = 6.0
"""Exponent at which waves are left out at the ending; the pad's own edge damps them as well."""

LOWEST = 5.0
"""Widest first panel of wavenumbers. [1/m]"""

DOWN = 14
"""Places down the rise of a fibre."""

SPACED = np.linspace(0, 1, 24)[1:] ** 2
"""Places along the plexus, as shares of the way to the pad's middle; close where the field bends."""


@dataclass(frozen=True, eq=False)
class SkinPlace(Place):
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

    @property
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

    def amplitudes(self, body: Mapping[str, float]) -> Array:
        """Way along the fibre from its ending [m], and potential there for one ampere [V/A]."""
        skin = body["skin_thickness"]
        ending = body["ending"] * skin
        fat, conductivity = body["fat_thickness"], body["skin_conductivity"]
        found = _potentials(self.radius, ending, skin, fat, conductivity)[self.weighting]
        way = np.concatenate(
            [np.linspace(0, skin - ending, DOWN), skin - ending + self.ring * SPACED]
        )
        return np.array([way, self.polarity * found])

    def drives(
        self, fields: Sequence[Array], sign: float, lengths: Array, diameters: Array
    ) -> Array:
        """Largest polarisation of a passive cable in each field, by its length constant. [V/A]

        A thick fibre has hardly two nodes on its rise, so its cable is asked at nodes only.
        """
        cables = zip(fields, lengths, diameters, strict=True)
        return np.array(
            [
                (sign * polarisation(*self._seen(field, size), length)).max()
                for field, length, size in cables
            ]
        )

    def _seen(self, amplitudes: Array, diameter: float) -> tuple[Array, Array]:
        """Places along a fibre at which the field acts on it, and the potential there."""
        if self.fibre != "A-beta":
            return amplitudes[0], amplitudes[1]
        spacing = interpolated_geometry(float(diameter)).internode_length
        places = np.arange(0.0, amplitudes[0, -1], spacing)
        return places, np.interp(places, *amplitudes)

    def field(self, amplitudes: Array, places: Array) -> Array:
        """Potential at places along the fibre from its ending; flat beyond the pad's middle."""
        from scipy.interpolate import CubicSpline  # type: ignore[import-untyped,unused-ignore]

        way, potential = amplitudes
        rise = way[DOWN - 1]
        first = CubicSpline(way[:DOWN], potential[:DOWN])
        second = CubicSpline(way[DOWN - 1 :], potential[DOWN - 1 :])
        at = np.minimum(places, way[-1])
        low, high = first(np.minimum(at, rise)), second(np.maximum(at, rise))
        return np.asarray(np.where(at <= rise, low, high))


@lru_cache(maxsize=1024)
def _potentials(
    radius: float, ending: float, skin: float, fat: float, conductivity: float
) -> Mapping[str, Array]:
    """Potential for one ampere down the rise and inward along the plexus, by weighting [V/A]."""
    layers = skin_layers(
        fat_thickness=fat, skin_thickness=skin, skin_conductivity=conductivity, directed=False
    )
    rounded = 2.0 ** np.floor(np.log2(ending))
    k, fluxes, waves = _waves(radius, float(rounded))
    rows = kernel(k, np.linspace(ending, skin, DOWN), layers)
    return {
        name: np.concatenate([rows @ (waves[0] * flux), waves[1:] @ (rows[-1] * flux)])
        for name, flux in fluxes.items()
    }


@lru_cache(maxsize=16)
def _waves(radius: float, shallowest: float) -> tuple[Array, Mapping[str, Array], Array]:
    """Wavenumbers, weighted transforms of the pad, and J0 at the places along the plexus."""
    borders = edges(DECAY / shallowest, PHASE / (2 * radius), LOWEST)
    k, weight = (part.ravel() for part in nodes(borders))
    forms = {"uniform": uniform_disc, "isopotential": isopotential_disc}
    fluxes = {name: weight * form(k * radius) / (2 * pi) for name, form in forms.items()}
    inward = sqrt(1 - SHARE) * radius * (1 - np.concatenate([[0.0], SPACED]))
    return k, fluxes, j0(np.multiply.outer(inward, k))
