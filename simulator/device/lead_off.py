"""What a device does when an electrode comes off: policies by name, as makers describe them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from simulator.properties import Property
from simulator.properties.table import parse_property, read_json

Act = Literal["latch", "zero", "reduce", "stop-channel", "nothing"]
ACTS = ("latch", "zero", "reduce", "stop-channel", "nothing")


@dataclass(frozen=True, kw_only=True, slots=True)
class LeadOffPolicy:
    """One policy.

    Parameters
    ----------
    id : str
        Its name.
    act : {"latch", "zero", "reduce", "stop-channel", "nothing"}
        What it does once it has noticed.
    detects_from : Property
        Smallest amplitude at which it notices an open circuit. [A]
    reduced_to : Property or None
        Share of the largest amplitude that remains, for "reduce".
    holds_timer : bool
        Whether the session waits meanwhile.
    resumes : bool
        Whether it goes on by itself when the contact is back.
    rises_again : bool
        Whether it rises from 0 then, or is back at once.
    source : str
        Where this is described.
    """

    id: str
    act: Act
    detects_from: Property
    reduced_to: Property | None
    holds_timer: bool
    resumes: bool
    rises_again: bool
    source: str


@cache
def lead_off_policies() -> dict[str, LeadOffPolicy]:
    """Return every policy by its name.

    Raises
    ------
    ValueError
        If the data name an act that does not exist.

    Examples
    --------
    >>> sorted(lead_off_policies())
    ['globus', 'latch', 'none', 'p24', 'polystim']
    """
    found = {}
    for entry in read_json("lead_off", "device")["policies"]:
        if entry["act"] not in ACTS:
            raise ValueError(f"lead-off policy {entry['id']}: no act {entry['act']!r}")
        numbers = {
            name: None if entry[name] is None else parse_property(entry[name])
            for name in ("detects_from", "reduced_to")
        }
        found[entry["id"]] = LeadOffPolicy(**(entry | numbers))
    return found


def lead_off_policy(name: str) -> LeadOffPolicy:
    """Return one policy.

    Parameters
    ----------
    name : str
        One of `lead_off_policies()`.

    Raises
    ------
    ValueError
        If there is none of this name.

    Examples
    --------
    >>> lead_off_policy("p24").detects_from.value
    0.015
    """
    known = lead_off_policies()
    if name not in known:
        raise ValueError(f"lead-off policy must be one of {', '.join(sorted(known))}, got {name!r}")
    return known[name]
