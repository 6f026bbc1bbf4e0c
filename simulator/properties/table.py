"""Reading a table of properties that ships with the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from simulator.properties.property import Property


@cache
def read_json(name: str, room: str = "properties") -> dict[str, Any]:
    """Content of one data file of a room of the simulator; callers must not change it."""
    file = resources.files(f"simulator.{room}").joinpath(f"{name}.json")
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def parse_property(entry: Mapping[str, Any]) -> Property:
    """Build a `Property` from its JSON form; an unknown key is refused.

    Raises
    ------
    ValueError
        If a key is unknown or missing, or a value fails the checks of `Property`.
    """
    known = set(Property.__dataclass_fields__)
    unknown = sorted(set(entry) - known)
    missing = sorted({"value", "unit", "source", "confidence"} - set(entry))
    if unknown or missing:
        raise ValueError(f"property has unknown keys {unknown} and misses {missing}")
    return Property(**entry)


@cache
def table(name: str) -> Mapping[str, Property]:
    """Every property of one shipped table, by its key.

    Parameters
    ----------
    name : str
        File name without ending, as "skin".

    Returns
    -------
    properties : Mapping of str to Property
        Read-only.

    Raises
    ------
    ValueError
        If an entry is malformed; the message names table and key.

    Examples
    --------
    >>> table("skin")["lowest_credible_load"].value
    200.0
    """
    rows: dict[str, Property] = {}
    for key, entry in read_json(name).items():
        try:
            rows[key] = parse_property(entry)
        except ValueError as fault:
            raise ValueError(f"{name}.json, {key}: {fault}") from fault
    return MappingProxyType(rows)
