"""Uses of heat and cold for these tests: sound ones, changed in the one place a test is about."""

from __future__ import annotations

from typing import Any

from builders import make_protocol

from tensplan.protocol.model import Protocol
from tensplan.protocol.thermal import Thermal
from tensplan.thermal.person import AreaFacts, ThermalPerson

BOTTLE: dict[str, Any] = {
    "modality": "heat",
    "area": "lumbar",
    "pack": "hot-water-bottle",
    "pack_temperature_c": 45.0,
    "cover": {"dry_towel_layers": 2},
    "duration_min": 15.0,
    "when": "before-stimulation",
    "gap_min": 10.0,
    "skin_check_every_min": 5.0,
}
PEAS: dict[str, Any] = {
    **BOTTLE,
    "modality": "cold",
    "area": "ankle",
    "pack": "frozen-peas",
    "pack_temperature_c": -18.0,
    "cover": {"dry_towel_layers": 1},
    "duration_min": 10.0,
    "when": "separate",
    "gap_min": 120.0,
}
WELL = AreaFacts(
    hot_cold="intact",
    swelling="no",
    topical="none",
    regenerating_nerve="no",
    bare_implant="no",
)
AREAS = (
    "lumbar",
    "gluteal",
    "posterior-thigh",
    "calf",
    "ankle",
    "foot-dorsum",
    "foot-sole",
    "heel",
)


def bottle(**changes: Any) -> Thermal:
    """Return a hot-water bottle on the back that passes."""
    return Thermal.model_validate({**BOTTLE, **changes})


def peas(**changes: Any) -> Thermal:
    """Return frozen peas on the ankle that pass."""
    return Thermal.model_validate({**PEAS, **changes})


def protocol_with(*entries: Thermal) -> Protocol:
    """Return a protocol with these packs."""
    return make_protocol(thermal=[entry.model_dump(exclude_none=True) for entry in entries])


def well(**changes: Any) -> ThermalPerson:
    """Return a person who passes every question on every area."""
    areas = dict.fromkeys(AREAS, WELL)
    return ThermalPerson(**{"areas": areas, "circulation": "intact", "first_time": "no"} | changes)
