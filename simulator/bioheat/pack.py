"""A pack that is laid on: what it holds, and how it touches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from simulator.bioheat.tables import content, entry_of, property_of
from simulator.properties import Property

UNITS = {
    "temperature": "degC",
    "heat_capacity": "J/(m2 K)",
    "latent_heat": "J/m2",
    "melting_temperature": "degC",
    "contact_conductance": "W/(m2 K)",
    "room_loss": "W/(m2 K)",
    "own_towel_resistance": "m2 K/W",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """One pack, per area of skin that it covers.

    Parameters
    ----------
    id, title : str
        Name in files and for people.
    modality : {"heat", "cold"}
        What it is used for.
    holds_its_temperature : bool
        Whether a reaction inside keeps it at its temperature.
    temperature : Property
        When it is usually laid on. [degC]
    heat_capacity : Property
        [J/(m2 K)]
    latent_heat, melting_temperature : Property or None
        Of what melts in it; both None where nothing does. [J/m2], [degC]
    contact_conductance : Property
        To bare skin. [W/(m2 K)]
    room_loss : Property
        From its back. [W/(m2 K)]
    own_towel_resistance : Property or None
        Of one dry towel layer that this pack makes damp; None where towels stay as they are.
        [m2 K/W]
    """

    id: str
    title: str
    modality: Literal["heat", "cold"]
    holds_its_temperature: bool
    temperature: Property
    heat_capacity: Property
    latent_heat: Property | None
    melting_temperature: Property | None
    contact_conductance: Property
    room_loss: Property
    own_towel_resistance: Property | None

    def properties(self) -> dict[str, Property]:
        """Every stated number by name, for showing sources and confidence."""
        named = {name: getattr(self, name) for name in UNITS}
        return {name: value for name, value in named.items() if value is not None}


def pack_ids() -> tuple[str, ...]:
    """Ids of all packs, in alphabetical order.

    Examples
    --------
    >>> "wheat-bag" in pack_ids(), "frozen-peas" in pack_ids()
    (True, True)
    """
    return tuple(sorted(content("packs")))


@cache
def pack(id: str) -> Pack:  # noqa: A002 - the word users type
    """One pack of the data.

    Parameters
    ----------
    id : str
        One of `pack_ids()`.

    Returns
    -------
    pack : Pack
        Frozen; SI units, temperatures in degC.

    Raises
    ------
    ValueError
        If no pack has this id; the message lists the known ones.

    Examples
    --------
    >>> pack("wheat-bag").temperature.value, pack("wheat-bag").latent_heat
    (57.3, None)
    """
    entry = entry_of("packs", "pack", id)
    numbers = {
        name: None if entry[name] is None else property_of(entry, name, unit)
        for name, unit in UNITS.items()
    }
    about = {key: entry[key] for key in ("title", "modality", "holds_its_temperature")}
    return Pack(id=id, **about, **numbers)  # type: ignore[arg-type]
