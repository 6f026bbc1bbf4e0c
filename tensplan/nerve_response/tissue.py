"""The layers under a site, as the simulator takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from simulator.bioheat.site import site as body_site
from simulator.properties import CONFIDENCES, Property, table
from simulator.properties.table import parse_property
from simulator.recruitment.body import Tissue
from simulator.recruitment.spread import Shape, Spread, fixed
from tensplan.nerve_response.anatomy import load
from tensplan.placement.sites import site

_SKIN: Final = ("epidermis", "dermis")


def tissue_under(name: str, *, fat_mm: float | None = None) -> Tissue:
    """Return the layers under a site with their spread between people.

    A range that a table gives is taken as 5 to 95 % of people (project default).

    Parameters
    ----------
    name : str
        Word id or code of a site.
    fat_mm : float or None
        This person's own fat under the skin, where it was measured. [mm]

    Raises
    ------
    ValueError
        If the site is unknown.

    Examples
    --------
    >>> round(tissue_under("sural-ankle").skin_thickness.central * 1e3, 2)
    1.4
    >>> float(tissue_under("arch-medial").temperature.central)
    30.0
    """
    row = region_of(name)
    layers = _layers(row["layers"])
    skin = [layers[part] for part in _SKIN]
    measured = row.get("skin_thickness")
    return Tissue(
        fat_thickness=_spread([layers["fat"]]) if fat_mm is None else _measured(fat_mm),
        skin_thickness=_spread([parse_property(measured)] if measured else skin),
        skin_conductivity=_spread([table("tissue")["skin_conductivity"]]),
        temperature=_spread([parse_property(row["nerve_temperature"])], shape="normal"),
    )


def region_of(name: str) -> Mapping[str, Any]:
    """Return the row of the tissue table for a site: by its area, the sole apart.

    Examples
    --------
    >>> region_of("PARCM")["layers"], region_of("heel-lateral")["layers"]
    ('foot-sole', 'foot-dorsum')
    """
    where = site(name)
    row: Mapping[str, Any] = load("tissues")["sole" if where.view == "S" else where.area]
    return row


def weakest(words: Iterable[str]) -> str:
    """Return the weakest of some confidence words; what is recalled or chosen is never hidden.

    Examples
    --------
    >>> weakest(["quoted", "recalled", "derived"])
    'recalled'
    """
    return max(words, key=lambda word: (_is_weak(word), CONFIDENCES.index(word)))


def _measured(fat_mm: float) -> Spread:
    """Return a thickness that does not vary: it is this person's own."""
    return fixed(fat_mm * 1e-3, confidence="quoted", source="measured on this person, patient file")


def _is_weak(word: str) -> bool:
    return word in ("recalled", "project-default")


def _layers(name: str) -> dict[str, Property]:
    """Thickness of each layer of a region of the heat model that has one."""
    layers = body_site(name).layers
    return {layer.tissue.id: layer.thickness for layer in layers if layer.thickness is not None}


def _spread(parts: list[Property], shape: Shape = "lognormal") -> Spread:
    """Add up properties; their ranges become 5 and 95 %."""
    lows = [part.value if part.low is None else part.low for part in parts]
    highs = [part.value if part.high is None else part.high for part in parts]
    return Spread(
        low=sum(lows),
        central=sum(part.value for part in parts),
        high=sum(highs),
        confidence=weakest(part.confidence for part in parts),
        source="; ".join(dict.fromkeys(part.source for part in parts)),
        shape=shape,
    )
