"""What is known of a person before a pack is laid on; what is not known blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from simulator.bioheat import Person

Answer = Literal["yes", "no", "unknown"]
Sensation = Literal["intact", "reduced", "failed", "unknown"]
Topical = Literal["none", "capsaicin", "lidocaine", "patch", "unknown"]
Skin = Literal["intact", "impaired"]

FOOT: Final = ("ankle", "foot-dorsum", "foot-sole", "heel")
NEIGHBOURS: Final[Mapping[str, tuple[str, ...]]] = {
    "lumbar": (),  # other nerves than those of the leg
    "gluteal": ("posterior-thigh",),
    "posterior-thigh": ("gluteal", "calf"),
    "calf": ("posterior-thigh", "ankle"),
    "ankle": ("calf", "foot-dorsum", "foot-sole", "heel"),
    "foot-dorsum": ("ankle", "foot-sole", "heel"),
    "foot-sole": ("ankle", "foot-dorsum", "heel"),
    "heel": ("ankle", "foot-dorsum", "foot-sole"),
}
"""Areas whose skin shares nerves with an area, so that one test makes the other doubtful."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaFacts:
    """What is known of the skin of one area.

    Parameters
    ----------
    hot_cold : {"intact", "reduced", "failed", "unknown"}
        Test of hot and cold on this very area on the same day.
    swelling : {"yes", "no", "unknown"}
        Acute and visible.
    topical : {"none", "capsaicin", "lidocaine", "patch", "unknown"}
        What was put on the skin.
    regenerating_nerve, bare_implant : {"yes", "no", "unknown"}
        A nerve that grows again, or metal or a device close under the skin.
    skin_temperature_c : float or None
        Measured at rest. [degC]
    fat_mm : float or None
        Measured thickness of the fat. [mm]
    """

    hot_cold: Sensation = "unknown"
    swelling: Answer = "unknown"
    topical: Topical = "unknown"
    regenerating_nerve: Answer = "unknown"
    bare_implant: Answer = "unknown"
    skin_temperature_c: float | None = None
    fat_mm: float | None = None


UNTESTED: Final = AreaFacts()
"""An area of which nothing is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ThermalPerson:
    """What is known of a person for heat and cold.

    Parameters
    ----------
    areas : mapping of str to AreaFacts
        By area of a protocol's pack; an area that is left out is unknown.
    circulation : {"intact", "impaired", "unknown"}
        Of the legs.
    first_time : {"yes", "no", "unknown"}
        Whether the person has never used such a pack.

    Examples
    --------
    >>> tested = ThermalPerson(areas={"lumbar": AreaFacts(hot_cold="intact")}, circulation="intact")
    >>> tested.at("lumbar").hot_cold, tested.at("heel").hot_cold, tested.skin("lumbar")
    ('intact', 'unknown', 'intact')
    """

    areas: Mapping[str, AreaFacts] = field(default_factory=dict)
    circulation: Literal["intact", "impaired", "unknown"] = "unknown"
    first_time: Answer = "unknown"

    def __post_init__(self) -> None:
        object.__setattr__(self, "areas", MappingProxyType(dict(self.areas)))

    def at(self, area: str) -> AreaFacts:
        """Return what is known of an area."""
        return self.areas.get(area, UNTESTED)

    def skin(self, area: str) -> Skin:
        """Return by which limits an area is judged: those for intact or for impaired skin.

        Impaired is everything but intact: circulation, the area itself, and its neighbours.
        """
        tested = [self.at(name).hot_cold for name in (area, *NEIGHBOURS[area])]
        whole = self.circulation == "intact" and all(found == "intact" for found in tested)
        return "intact" if whole else "impaired"

    def simulated(self, area: str) -> Person:
        """Return the person as the simulator knows one: vessels open only where that is known.

        Raises
        ------
        ValueError
            If a measured skin temperature or thickness of fat is out of the simulator's range.
        """
        facts = self.at(area)
        return Person(
            dilation=1.0 if self.circulation == "intact" else 0.0,
            skin_temperature=facts.skin_temperature_c,
            fat_thickness=None if facts.fat_mm is None else facts.fat_mm / 1000,
        )
