"""Every number behind the temperatures under a pack, with its source and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.bioheat import pack, site
from simulator.bioheat.tables import constants
from simulator.properties import Property
from tensplan.protocol.model import Protocol

Source = dict[str, Any]


def thermal_sources(protocol: Protocol) -> list[Source]:
    """Return the sources of packs, places, tissues and constants, each once; none without a pack.

    Examples
    --------
    >>> import tensplan
    >>> found = thermal_sources(tensplan.load_protocol("foot-bracket-heel"))
    >>> next(row["value"] for row in found if row["what"] == "heat and cold: dry towel resistance")
    '0.046 m2 K/W'
    """
    found: list[Source] = []
    for entry in protocol.thermal or ():
        place = site(entry.area)
        found += _rows(f"pack {entry.pack}", pack(entry.pack).properties())
        found += _rows(f"area {entry.area}", place.properties())
        for layer in place.layers:
            found += _rows(f"tissue {layer.tissue.id}", layer.tissue.properties())
    found += _rows("heat and cold", constants()) if found else []
    return list({row["what"]: row for row in found}.values())


def _rows(name: str, values: Mapping[str, Property]) -> Iterator[Source]:
    for key, value in values.items():
        unit = "" if value.unit == "1" else f" {value.unit}"
        yield {
            "what": f"{name}: {key.replace('_', ' ')}",
            "value": f"{value.value:.6g}{unit}",
            "source": value.source,
            "confidence": value.confidence,
        }
