"""The keys of heat and cold."""

from __future__ import annotations

from typing import Literal

from tensplan.protocol.field import Model, key

Area = Literal[
    "lumbar", "gluteal", "posterior-thigh", "calf", "ankle", "foot-dorsum", "foot-sole", "heel"
]
Pack = Literal[
    "moist-heat-pack",
    "hot-water-bottle",
    "wheat-bag",
    "heat-wrap",
    "warm-compress",
    "gel-pack",
    "ice-water",
    "crushed-ice",
    "frozen-peas",
]

AREA_WORDS = {
    "lumbar": "lower back",
    "gluteal": "buttock",
    "posterior-thigh": "back of the thigh",
    "foot-dorsum": "top of the foot",
    "foot-sole": "sole of the foot",
}
"""What people call an area; the others are called by their id."""

FOOT_AREAS = ("ankle", "foot-dorsum", "foot-sole", "heel")


class Cover(Model):
    """What lies between the pack and the skin."""

    dry_towel_layers: int | None = key(
        "dry towel", "Layers of dry towel.", default=None, ge=0, le=30
    )
    damp_towel_layers: int | None = key(
        "damp towel", "Layers of damp towel.", default=None, ge=0, le=30
    )


class Thermal(Model):
    """One use of heat or cold."""

    modality: Literal["heat", "cold"] = key("modality", "Heat or cold.")
    area: Area = key("area", "Where the pack lies.")
    pack: Pack = key("pack", "What is laid on.")
    pack_temperature_c: float = key(
        "pack temperature", "When it is laid on.", unit="degC", ge=-30, le=100
    )
    cover: Cover = key("cover", "Towels between pack and skin.")
    duration_min: float = key("duration", "Time on the skin.", unit="min", gt=0, le=1440)
    when: Literal["before-stimulation", "after-stimulation", "separate"] = key(
        "when", "In relation to the stimulation; never at the same time."
    )
    gap_min: float = key(
        "gap", "Time between the pack and the stimulation.", unit="min", ge=0, le=1440
    )
    skin_check_every_min: float = key(
        "skin check", "Look at the skin this often.", unit="min", gt=0, le=60
    )

    @property
    def area_words(self) -> str:
        """The area as people call it."""
        return AREA_WORDS.get(self.area, self.area)

    @property
    def is_on_foot(self) -> bool:
        """Whether the pack lies on the foot or ankle."""
        return self.area in FOOT_AREAS
