"""The people who are simulated: one with normal circulation, and the worst of all factors at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.bioheat.site import Site
from simulator.bioheat.slab import require
from simulator.bioheat.tables import constant

Modality = Literal["heat", "cold"]
THICKEST_FAT = 0.06


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What differs between people under the same pack.

    Parameters
    ----------
    flow_scale : float
        Factor on all flow of blood under the pack, 0 to 5; 0 is shut off.
    dilation : float
        1 where vessels open in heat as they should, 0 where they do not.
    skin_temperature, arterial_temperature : float or None
        At the start, 10 to 40; None for those of the site. [degC]
    fat_thickness : float or None
        0.5 to 60 mm; None for that of the site. [m]
    pack_offset : float
        How much hotter the pack is than stated, -10 to 10. [K]
    conductance_scale : float
        Factor on the contact with the pack, 0.2 to 5.

    Raises
    ------
    ValueError
        If a number is not finite or out of its range.

    Examples
    --------
    >>> Person(flow_scale=float("nan"))
    Traceback (most recent call last):
    ...
    ValueError: flow_scale must be finite and from 0 to 5, got nan
    """

    flow_scale: float = 1.0
    dilation: float = 1.0
    skin_temperature: float | None = None
    arterial_temperature: float | None = None
    fat_thickness: float | None = None
    pack_offset: float = 0.0
    conductance_scale: float = 1.0

    def __post_init__(self) -> None:
        require("flow_scale", self.flow_scale, "", least=0.0, most=5.0)
        require("dilation", self.dilation, "", least=0.0, most=1.0)
        require("pack_offset", self.pack_offset, "K", least=-10.0, most=10.0)
        require("conductance_scale", self.conductance_scale, "", least=0.2, most=5.0)
        for name in ("skin_temperature", "arterial_temperature"):
            if getattr(self, name) is not None:
                require(name, getattr(self, name), "degC", least=10.0, most=40.0)
        if self.fat_thickness is not None:
            require("fat_thickness", self.fat_thickness, "m", least=5e-4, most=THICKEST_FAT)


NORMAL = Person()
"""Circulation and layers as in the data."""


def worst_people(site: Site, modality: Modality) -> tuple[Person, ...]:
    """Everybody who may be the worst: all harmful factors at once, fat thin and thick.

    Parameters
    ----------
    site : Site
        Gives the range of fat.
    modality : {"heat", "cold"}
        Fixes which direction is harmful.

    Returns
    -------
    people : tuple of Person
        With flow shut off, and with flow that does not answer, each over thin and thick fat.

    Notes
    -----
    Thick fat keeps heat in the skin and thin fat lets cold deeper, so neither is always worse.

    Examples
    --------
    >>> from simulator.bioheat.site import site
    >>> [round(p.fat_thickness * 1e3) for p in worst_people(site("calf"), "heat")]
    [2, 12, 2, 12]
    """
    offset = constant("worst_pack_offset") * (1 if modality == "heat" else -1)
    warm = modality == "heat"
    return tuple(
        Person(
            flow_scale=scale,
            dilation=0.0,
            skin_temperature=constant("worst_heat_skin") if warm else _low(site, "skin"),
            arterial_temperature=constant("worst_heat_arterial")
            if warm
            else _low(site, "arterial"),
            fat_thickness=fat,
            pack_offset=offset,
            conductance_scale=constant("worst_conductance_scale"),
        )
        for scale in (0.0, 1.0)
        for fat in _fat_range(site)
    )


def _low(site: Site, which: Literal["skin", "arterial"]) -> float:
    """Return the cool end of a resting temperature. [degC]"""
    found = site.skin_temperature if which == "skin" else site.arterial_temperature
    return found.value if found.low is None else found.low


def _fat_range(site: Site) -> tuple[float, ...]:
    """Thin and thick fat of a site. [m]"""
    (fat,) = [x.thickness for x in site.layers if x.tissue.id == "fat"]
    if fat is None or fat.low is None or fat.high is None:
        raise ValueError(f"site {site.id} has no range of fat")
    return fat.low, fat.high
