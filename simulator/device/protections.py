"""What a device looks at: named sets of detectors and policies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from simulator.properties.table import read_json


@dataclass(frozen=True, kw_only=True, slots=True)
class Protections:
    """One set.

    Parameters
    ----------
    id, what : str
        Its name, and what is in it.
    watched : tuple of str or None
        Names of detectors; None for all of them.
    lead_off : str
        Name of a lead-off policy.
    source : str
        Why such a set.
    """

    id: str
    what: str
    watched: tuple[str, ...] | None
    lead_off: str
    source: str


@cache
def protections() -> dict[str, Protections]:
    """Return every set by its name.

    Examples
    --------
    >>> sorted(protections())
    ['careful', 'none', 'p24']
    """
    return {
        entry["id"]: Protections(
            id=entry["id"],
            what=entry["what"],
            watched=None if entry["watched"] is None else tuple(entry["watched"]),
            lead_off=entry["lead_off"],
            source=entry["source"],
        )
        for entry in read_json("protections", "device")["protections"]
    }
