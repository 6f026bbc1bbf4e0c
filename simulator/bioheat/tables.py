"""The literature values of this room, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from simulator.properties import Property
from simulator.properties.table import parse_property, read_json


def content(name: str) -> Mapping[str, Any]:
    """Return one data file of this room through the one reader of the simulator.

    Examples
    --------
    >>> content("packs")["gel-pack"]["modality"]
    'cold'
    """
    return MappingProxyType(read_json(name, "bioheat"))


def property_of(entry: Mapping[str, Any], key: str, unit: str) -> Property:
    """Return one number of an entry, with its unit checked.

    Raises
    ------
    ValueError
        If the number has another unit, or is no whole property.

    Examples
    --------
    >>> property_of(content("tissues")["fat"], "conductivity", "W/(m K)").value
    0.21
    """
    found = parse_property(entry[key])
    if found.unit != unit:
        raise ValueError(f"{key} must be in {unit}, got {found.unit}")
    return found


@cache
def constants() -> Mapping[str, Property]:
    """Return the constants of blood, flow, dose, cover and room by name; read-only.

    Examples
    --------
    >>> constants()["injury_activation"].value
    75000.0
    """
    rows = {key: parse_property(entry) for key, entry in content("constants").items()}
    return MappingProxyType(rows)


def constant(name: str) -> float:
    """Return the value of one constant in SI.

    Examples
    --------
    >>> constant("blood_density")
    1050.0
    """
    return constants()[name].value


def entry_of(name: str, kind: str, id: str) -> Mapping[str, Any]:  # noqa: A002 - users' word
    """Return one entry of a data file by its id.

    Raises
    ------
    ValueError
        If there is none; the message lists the known ids.

    Examples
    --------
    >>> entry_of("sites", "site", "knee")
    Traceback (most recent call last):
    ...
    ValueError: site must be one of ankle, anterior-thigh, ..., got 'knee'
    """
    known = content(name)
    if id not in known:
        raise ValueError(f"{kind} must be one of {', '.join(sorted(known))}, got {id!r}")
    entry: Mapping[str, Any] = known[id]
    return entry
