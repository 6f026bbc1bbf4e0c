"""A place on the body: its layers, its shape, its temperatures at rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from simulator.bioheat.tables import content, entry_of, property_of
from simulator.bioheat.tissue import Tissue, tissue
from simulator.properties import Property


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """One layer; without a thickness it reaches the axis of the limb. [m]"""

    tissue: Tissue
    thickness: Property | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One place with its layers from the skin inwards.

    Parameters
    ----------
    id, title : str
        Name in files and for people.
    glabrous : bool
        Whether the skin is hairless, with little reserve of flow.
    radius : Property or None
        Of a limb taken as a cylinder that the pack goes round; None where it is flat. [m]
    layers : tuple of Layer
        The first is the epidermis.
    skin_temperature, arterial_temperature : Property
        At rest. [degC]
    """

    id: str
    title: str
    glabrous: bool
    radius: Property | None
    layers: tuple[Layer, ...]
    skin_temperature: Property
    arterial_temperature: Property

    def properties(self) -> dict[str, Property]:
        """Every number by name, for showing sources and confidence."""
        named = {f"{layer.tissue.id}_thickness": layer.thickness for layer in self.layers}
        named |= {
            "radius": self.radius,
            "skin_temperature": self.skin_temperature,
            "arterial_temperature": self.arterial_temperature,
        }
        return {name: value for name, value in named.items() if value is not None}


def site_ids() -> tuple[str, ...]:
    """Ids of all sites, in alphabetical order.

    Examples
    --------
    >>> "foot-sole" in site_ids(), "lumbar" in site_ids()
    (True, True)
    """
    return tuple(sorted(content("sites")))


@cache
def site(id: str) -> Site:  # noqa: A002 - the word users type
    """One place on the body.

    Parameters
    ----------
    id : str
        One of `site_ids()`.

    Returns
    -------
    site : Site
        Frozen; SI units, temperatures in degC.

    Raises
    ------
    ValueError
        If no site has this id; the message lists the known ones.

    Examples
    --------
    >>> [layer.tissue.id for layer in site("heel").layers]
    ['epidermis', 'dermis', 'fat', 'bone']
    """
    entry = entry_of("sites", "site", id)
    return Site(
        id=id,
        title=entry["title"],
        glabrous=entry["glabrous"],
        radius=_optional(entry, "radius"),
        layers=tuple(
            Layer(tissue=tissue(part["tissue"]), thickness=_optional(part, "thickness"))
            for part in entry["layers"]
        ),
        skin_temperature=property_of(entry, "skin_temperature", "degC"),
        arterial_temperature=property_of(entry, "arterial_temperature", "degC"),
    )


def _optional(entry: Mapping[str, Any], key: str) -> Property | None:
    """Return a length, or None where the data say null."""
    return None if entry[key] is None else property_of(entry, key, "m")
