"""Was it dangerous? A judge that looks only at what the pads got and at what a person had set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from simulator.device.channel import Channel
from simulator.properties import Property
from simulator.properties.table import parse_property, read_json
from simulator.validation import Limit, judge


@dataclass(frozen=True, kw_only=True, slots=True)
class Hazard:
    """One number of the delivered output beyond its maximum.

    Parameters
    ----------
    name : str
        Of the limit.
    channel : str
        Where.
    value, maximum : float
        In `unit`.
    unit : str
        SI.
    """

    name: str
    channel: str
    value: float
    maximum: float
    unit: str


@cache
def hazard_limits() -> dict[str, Property]:
    """Return every maximum of the judge, with its source.

    Examples
    --------
    >>> hazard_limits()["rise"].value
    0.005
    """
    data = read_json("hazards", "device")
    rows: dict[str, Any] = {row["id"]: row["maximum"] for row in data["limits"]}
    rows |= {name: row["maximum"] for name, row in data["own"].items()}
    return {name: parse_property(row) for name, row in rows.items()}


@cache
def _limits() -> tuple[Limit, ...]:
    """Limits of exposure quantities."""
    rows = read_json("hazards", "device")["limits"]
    return tuple(Limit(row["id"], row["quantity"], row["maximum"]["value"]) for row in rows)


def hazards(name: str, channel: Channel) -> tuple[Hazard, ...]:
    """Return what was hazardous in what the pads of a channel got.

    Parameters
    ----------
    name : str
        Channel id.
    channel : Channel
        Its ledger, and the largest amplitude that was set on it.

    Returns
    -------
    tuple of Hazard
        One for each limit that is broken, by the worse pad; empty if there is none.

    Examples
    --------
    >>> from simulator.device import Contact
    >>> from simulator.output_stage import OutputStage
    >>> hazards("A", Channel(OutputStage(), Contact(areas=(20e-4, 20e-4))))
    ()
    """
    found: dict[str, float] = {}
    for pad in (0, 1):
        exposure = channel.ledger.exposure(pad)
        for check in (judge(limit, exposure) for limit in _limits()):
            if check.broken:
                found[check.name] = max(check.value, found.get(check.name, 0.0))
    found |= _own(channel)
    maxima = hazard_limits()
    return tuple(
        Hazard(
            name=key, channel=name, value=value, maximum=maxima[key].value, unit=maxima[key].unit
        )
        for key, value in found.items()
    )


def _own(channel: Channel) -> dict[str, float]:
    """Judge steps from pulse to pulse, and more than was set."""
    maxima = hazard_limits()
    rise, peak = channel.ledger.largest_rise(), channel.ledger.totals().peak
    found = {"rise": rise} if rise > maxima["rise"].value else {}
    if peak > maxima["excess"].value * channel.asked.peak:
        found["excess"] = peak / channel.asked.peak if channel.asked.peak > 0 else float("inf")
    return found
