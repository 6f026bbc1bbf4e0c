"""Places that a patient file may name: electrode sites, a pack's areas, and groups of areas."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from tensplan.placement.sites import find_site, site_ids, suggestions


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    """Return the table of places, read once."""
    text = Path(__file__).with_name("places.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def areas() -> dict[str, frozenset[str]]:
    """Return the sites of each area on which a pack may lie.

    Examples
    --------
    >>> sorted(areas()["ankle"])
    ['dorsal-ankle', 'sural-ankle', 'tibial-ankle']
    """
    return {name: frozenset(sites) for name, sites in _data()["places"].items()}


@cache
def place_ids() -> tuple[str, ...]:
    """Return every name of a place: sites, areas, groups of areas."""
    return tuple(dict.fromkeys((*site_ids(), *areas(), *_data()["groups"])))


def sites_of(place: str) -> frozenset[str]:
    """Return the sites of a place: of an area those in it, of a group those of its areas.

    A site that bears the name of an area (the back of the thigh) stands for the whole area.

    Raises
    ------
    ValueError
        If the place is unknown.

    Examples
    --------
    >>> sorted(sites_of("heel")), sorted(sites_of("back"))
    (['heel-lateral', 'heel-medial', 'plantar-heel'],
     ['gluteal-midpoint', 'lumbar-l4', 'lumbar-l5', 'lumbar-s1'])
    """
    if place in areas():
        return areas()[place]
    groups = _data()["groups"]
    if place in groups:
        return frozenset().union(*(areas()[area] for area in groups[place]))
    site = find_site(place)
    if site is None:
        raise ValueError(f"place is {place!r}; it must be one of {', '.join(place_ids())}")
    return frozenset((site.id,))


def touches(place: str, other: str) -> bool:
    """Say whether two places have skin in common.

    Examples
    --------
    >>> touches("foot", "arch-medial"), touches("calf", "ankle")
    (True, False)
    """
    return place == other or bool(sites_of(place) & sites_of(other))


def _site_or_area(name: Any) -> Any:
    """Return the word id of a site or an area."""
    if not isinstance(name, str) or name in areas():
        return name
    found = find_site(name)
    return found.id if found is not None else _unknown(name, (*site_ids(), *areas()))


def _place(name: Any) -> Any:
    """Return the word id of a place."""
    return name if name in place_ids() else _site_or_area(name)


def _unknown(name: str, known: tuple[str, ...]) -> Any:
    near = suggestions(name)
    allowed = f"; did you mean {near[0]}?" if near else f", such as {known[0]} or foot-sole"
    raise PydanticCustomError("place", "a listed site or area{allowed}", {"allowed": allowed})


def _each_once(entries: Any) -> Any:
    """Refuse a mapping in which a site stands under its word and under its code."""
    if isinstance(entries, dict):
        names = [_site_or_area_or_none(name) for name in entries]
        twice = {name for name in names if name is not None and names.count(name) > 1}
        if twice:
            what = f"one entry for each place; {', '.join(sorted(twice))} has two"
            raise PydanticCustomError("place_twice", "{what}", {"what": what})
    return entries


def _site_or_area_or_none(name: Any) -> str | None:
    site = find_site(name) if isinstance(name, str) else None
    return site.id if site is not None else name if isinstance(name, str) else None


def _day(value: Any) -> Any:
    """Return a date that is written year first."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _strict_day(value: Any) -> Any:
    found = value if type(value) is date else _day(value)
    if found is None:
        raise PydanticCustomError("day", "a date such as 2026-11-22")
    return found


SiteOrArea = Annotated[
    str, BeforeValidator(_site_or_area), WithJsonSchema({"type": "string", "minLength": 3})
]
"""A site by word or code, or an area on which a pack may lie."""

Place = Annotated[str, BeforeValidator(_place), WithJsonSchema({"type": "string", "minLength": 3})]
"""A site, an area, or a group: back, foot, leg, elsewhere."""

Day = Annotated[date, BeforeValidator(_strict_day)]
"""A day, written 2026-11-22."""

EachOnce = BeforeValidator(_each_once)
"""For mappings by site: a site may not stand under its word and its code."""
