"""Electrical heat in tissue, while current flows and no pack lies on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.bioheat.medium import Medium
from simulator.bioheat.site import Site
from simulator.bioheat.slab import FloatArray, require
from simulator.properties import Property, table

CONDUCTIVITIES = {
    "epidermis": "skin_conductivity",
    "dermis": "skin_conductivity",
    "fat": "fat_conductivity",
    "muscle": "muscle_conductivity_across",
    "tendon": "muscle_conductivity_across",
    "bone": "bone_conductivity",
}
"""Electrical conductivity of each tissue; a tendon is taken as muscle across its fibres."""

EDGE = 1e-9
"""Depth over which heat falls from one layer to the next. [m]"""


@dataclass(frozen=True, kw_only=True)
class Heating:
    """Electrical heat in tissue: density at some depths, straight lines between, none below.

    Parameters
    ----------
    depth : sequence of float
        Rising, from 0. [m]
    density : sequence of float
        From 0. [W/m3]
    weak : tuple of str
        Names of the numbers behind it that are remembered or chosen by the project.

    Raises
    ------
    ValueError
        If the two differ in length, depths do not rise, or a number is out of its range.
    """

    depth: Sequence[float]
    density: Sequence[float]
    weak: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require("depth of heating", self.depth, "m", least=0.0)
        require("density of heating", self.density, "W/m3", least=0.0)
        if len(self.depth) != len(self.density) or not np.all(np.diff(self.depth) > 0):
            raise ValueError(
                f"heating needs one density for each rising depth, got {len(self.density)} for "
                f"{len(self.depth)}"
            )

    def per_area(self, medium: Medium) -> FloatArray:
        """Heat in each cell, shape (cells, people). [W/m2]"""
        density = np.interp(medium.depth, self.depth, self.density, right=0.0)
        return np.asarray(density * medium.volume, dtype=float)


def under_pad(site: Site, rms_current_density: float) -> Heating:
    """Heat under the middle of a pad whose current goes straight down.

    Parameters
    ----------
    site : Site
        Layers in their usual thickness.
    rms_current_density : float
        Root mean square over the session of the current over the area of the pad, 0 to 1,000.
        [A/m2]

    Returns
    -------
    heating : Heating
        Square of the density over the conductivity, layer by layer.

    Raises
    ------
    ValueError
        If the density is not finite or out of its range.

    Notes
    -----
    Below the skin the current spreads, so the heat of deeper layers is an upper bound. At the edge
    of a pad it is higher than under its middle.

    Examples
    --------
    16 mA r.m.s. through 25 cm2 make some tens of watts per square metre, nearly all in the skin:

    >>> from simulator.bioheat.site import site
    >>> warm = under_pad(site("calf"), 6.4)
    >>> round(warm.density[0]), warm.density[-1] < 0.1 * warm.density[0]
    (62344, True)
    """
    require("rms_current_density", rms_current_density, "A/m2", least=0.0, most=1000.0)
    depth, density, top = [0.0], [], 0.0
    rows: dict[str, Property] = {}
    for layer in site.layers:
        key = CONDUCTIVITIES[layer.tissue.id]
        rows[key] = table("tissue")[key]
        heat = rms_current_density**2 / rows[key].value
        top = _bottom(top, layer.thickness, site.radius)
        depth += [top, top + EDGE]
        density += [heat, heat]
    weak = tuple(key for key, row in rows.items() if row.is_weak)
    return Heating(depth=depth[:-1], density=density, weak=weak)


def _bottom(top: float, thickness: Property | None, radius: Property | None) -> float:
    """Return where a layer ends; one without a thickness ends at the axis of the limb. [m]"""
    if thickness is not None:
        return top + thickness.value
    assert radius is not None
    return radius.value
