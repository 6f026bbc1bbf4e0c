"""Afferents that end in the skin under a pad: how hard a body's field drives them."""

from __future__ import annotations

import math
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
from simulator.recruitment.skin_field import potentials
from simulator.recruitment.skin_layers import skin_layers_of
from simulator.recruitment.spectrum import KEYS, SHARE, spread_of
from simulator.recruitment.spline import Spline
from simulator.recruitment.spread import Spread
from simulator.volume_conductor import WEIGHTINGS, Outline

Array = NDArray[np.float64]

DOWN = 14
"""Places down the rise of a fibre."""

END_REACH, END_EASE = 0.6, 1.8
"""Length constant of an ending and ease of firing it, over those of a node between others.

Chosen against the exact solver in 200 bodies under pads of 5 cm; they serve both classes with myelin.
"""

NEAR_END = 20
"""Nodes that an ending feels."""

SPACED = np.linspace(0, 1, 24)[1:] ** 2
"""Places along the plexus, as shares of the way to the pad's middle; close where the field bends."""


@dataclass(frozen=True, eq=False)
class SkinPlace(Place[Array]):
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
        return self.fields({name: np.array([value]) for name, value in body.items()})[0]

    def fields(self, people: Mapping[str, Array]) -> list[Array]:
        """Way and potential in each of some bodies."""
        skin = people["skin_thickness"]
        endings = people["ending"] * skin
        bodies = zip(people["fat_thickness"], skin, people["skin_conductivity"], strict=True)
        both = _potentials(self.radius, self.ring, tuple(endings), tuple(bodies))
        found = self.polarity * both[WEIGHTINGS.index(self.weighting)]
        rise = np.multiply.outer(skin - endings, np.linspace(0, 1, DOWN))
        ways = np.concatenate([rise, rise[:, -1:] + self.ring * SPACED], axis=1)
        return list(np.stack([ways, found], axis=1))

    def drives(
        self,
        fields: Sequence[Array],
        signs: Sequence[float],
        lengths: Sequence[Array],
        diameters: Array,
    ) -> list[Array]:
        """Largest polarisation of a passive cable in each field, for each phase. [V/A]

        A fibre with myelin is asked at its nodes, a thick one has hardly two on its rise, and between them by a
        parabola. Its ending fires more easily than a node between others, and by what lies nearer.
        """
        way, potential = np.stack(fields, axis=1)
        sign, length = np.array(signs)[:, None, None], np.stack(lengths)
        if self.fibre == "C":
            return list((sign * polarisation(way, potential, length)).max(axis=-1))
        spacing = spacing_of(diameters)
        nodes = np.arange(math.ceil(way[:, -1].max() / spacing.min()) + 1)
        places = np.multiply.outer(spacing, nodes)
        seen = potential_at(way, potential, places)
        first = slice(0, NEAR_END)
        ends = polarisation(places[:, first], seen[:, first], END_REACH * length)[..., 0]
        between = _crest(sign * polarisation(places, seen, length))
        return list(np.maximum(between, END_EASE * sign[..., 0] * ends))

    def field(self, amplitudes: Array, places: Array) -> Array:
        """Potential at places along the fibre from its ending; flat beyond the pad's middle."""
        way, potential = amplitudes
        return np.asarray(potential_at(way[None], potential[None], places[None])[0])


def _crest(polarised: Array) -> Array:
    """Height of the parabola through the highest node of each row that is no end, and its neighbours."""
    at = polarised[..., 1:-1].argmax(axis=-1)[..., None] + np.arange(3)
    left, top, right = np.moveaxis(np.take_along_axis(polarised, at, axis=-1), -1, 0)
    is_peak = top >= np.maximum(left, right)
    bend = np.where(is_peak, 2 * top - left - right, 0.0)
    beyond = np.divide((left - right) ** 2, 8 * bend, out=np.zeros_like(top), where=bend > 0)
    return np.asarray(top + beyond)


def potential_at(way: Array, potential: Array, places: Array) -> Array:
    """Potential at places along each fibre, by one spline down the rise and one along the plexus.

    Parameters
    ----------
    way, potential : ndarray, shape (fibres, n)
        As a place gives them, one fibre a row. [m], [V]
    places : ndarray, shape (fibres, m)
        From the ending; beyond the pad's middle the potential is flat. [m]

    Returns
    -------
    potential : ndarray, shape (fibres, m)
        [V]

    Examples
    --------
    >>> way = np.concatenate([np.linspace(0, 1e-3, DOWN), 1e-3 + 0.02 * SPACED])[None]
    >>> round(float(potential_at(way, 3 * way, np.array([[0.5e-3]]))[0, 0]) * 1e3, 6)
    1.5
    """
    rise, end = way[:, DOWN - 1, None], way[:, -1:]
    down = Spline(np.linspace(0, 1, DOWN))(potential[:, :DOWN], np.minimum(places / rise, 1))
    share = np.clip((places - rise) / (end - rise), 0, 1)
    inward = Spline(np.concatenate([[0.0], SPACED]))(potential[:, DOWN - 1 :], share)
    return np.asarray(np.where(places <= rise, down, inward))


def spacing_of(diameters: Array) -> Array:
    """Node spacing of fibres with myelin; below 2 um in proportion. [m]

    Examples
    --------
    >>> spacing_of(np.array([8e-6])).round(6).tolist()
    [0.000873]
    """
    return np.interp(diameters, *_spacings())


@lru_cache(maxsize=1)
def _spacings() -> tuple[Array, Array]:
    """Diameters of fibres with myelin and their node spacing; below 2 um in proportion. [m]"""
    sizes = np.arange(2.0, 16.01, 0.25) * 1e-6
    spaced = [interpolated_geometry(float(size)).internode_length for size in sizes]
    return np.concatenate([[0.0], sizes]), np.concatenate([[0.0], spaced])


@lru_cache(maxsize=16)
def _potentials(
    radius: float,
    ring: float,
    endings: tuple[float, ...],
    bodies: tuple[tuple[float, float, float], ...],
) -> Array:
    """Potentials in bodies of some fat, skin and conductivity of the skin; both weightings at once."""
    names = ("fat_thickness", "skin_thickness", "skin_conductivity")
    layers = [
        skin_layers_of(dict(zip(names, body, strict=True)), directed=False) for body in bodies
    ]
    places = tuple(ring * (1 - np.concatenate([[0.0], SPACED])))
    return potentials(radius, layers, np.array(endings), places, down=DOWN)
