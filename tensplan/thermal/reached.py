"""What skin and tissue of one person reach under a pack, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from simulator.bioheat import Cover, Person, Temperatures, simulate
from tensplan.protocol.thermal import Thermal

AFTER_MIN: Final = 5.0
"""Followed on after the pack is off: what it left behind still counts. [min]"""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """One person under one pack.

    Parameters
    ----------
    person : str
        "given", "normal" or "worst".
    values : dict
        Every quantity that a limit may bound, in its own unit.
    temperatures : Temperatures
        Where they come from.
    """

    person: str
    values: dict[str, float]
    temperatures: Temperatures


@lru_cache(maxsize=128)
def reached(entry: Thermal, person: Literal["normal", "worst"] | Person) -> Reached:
    """Simulate one use of heat or cold on one person.

    Parameters
    ----------
    entry : Thermal
        Pack, cover, area and minutes; its modality is not read: what harms follows temperature.
    person : {"normal", "worst"} or Person
        As `simulator.bioheat.simulate` knows them.

    Raises
    ------
    ValueError
        If the cover is not said, or the simulator refuses a number.

    Examples
    --------
    >>> wrap = Thermal(modality="heat", area="lumbar", pack="heat-wrap", pack_temperature_c=40.0,
    ...     cover={"dry_towel_layers": 1}, duration_min=20.0, when="separate", gap_min=0.0,
    ...     skin_check_every_min=5.0)
    >>> 39 < reached(wrap, "worst").values["peak_basal_c"] < 41
    True
    """
    found = simulate(
        entry.area,
        pack=entry.pack,
        cover=cover_of(entry),
        minutes=entry.duration_min,
        person=person,
        pack_temperature=entry.pack_temperature_c,
        minutes_after=AFTER_MIN,
    )
    return Reached(person=found.person, values=values_of(found), temperatures=found)


def cover_of(entry: Thermal) -> Cover:
    """Return the towels of an entry.

    Raises
    ------
    ValueError
        If nothing is said of them; no number of layers is assumed.
    """
    dry, damp = entry.cover.dry_towel_layers, entry.cover.damp_towel_layers
    if dry is None and damp is None:
        raise ValueError("cover must say how many towel layers, 0 to 30; 0 means bare skin")
    return Cover(
        dry_towels=0 if dry is None else dry,
        damp_towels=0 if damp is None else damp,
    )


def values_of(found: Temperatures) -> dict[str, float]:
    """Return the judged quantities, rounded below what any limit can see."""
    dose = found.dose
    return {
        "max_skin_c": round(float(dose.max_skin[0]), 3),
        "min_skin_c": round(float(dose.min_skin[0]), 3),
        "coldest_c": round(float(dose.coldest[0]), 3),
        "peak_basal_c": round(float(dose.peak_basal[0]), 3),
        "cem43_min": float(f"{dose.cem43[0]:.5g}"),
        "omega": float(f"{dose.omega[0]:.5g}"),
        "skin_above_43_min": round(found.longest_above(43.0) / 60, 3),
        "skin_above_48_min": round(found.longest_above(48.0) / 60, 3),
    }
