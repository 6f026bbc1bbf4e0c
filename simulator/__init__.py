"""Physics and device: pulses, electrodes, layers, fibres and packs; no protocol and no person.

SI units throughout; the device clock is whole microseconds (names that end in `_us`). Names are
imported when first used, so that `import simulator` costs nothing.

Examples
--------
>>> import simulator
>>> train = simulator.Train(shape="symmetric-biphasic", amplitude=0.025, width_us=100,
...                         pulse_rate=100, duration_us=1_800_000_000)
>>> exposure = simulator.measure(train, simulator.Load(resistance=500.0, area=25e-4))
>>> round(exposure.rms_current_density, 4)
1.4142
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.exposure import Exposure, measure
    from simulator.load import Load
    from simulator.modulation import Modulation
    from simulator.pulses import Block, Pulses
    from simulator.rendering import render, render_blocks
    from simulator.schedule import BurstCount, BurstWindow, Ramp, Step
    from simulator.train import Train
    from simulator.validation import Check, Limit, validate
    from simulator.waveform import Pulse

__all__ = [
    "Block",
    "BurstCount",
    "BurstWindow",
    "Check",
    "Exposure",
    "Limit",
    "Load",
    "Modulation",
    "Pulse",
    "Pulses",
    "Ramp",
    "Step",
    "Train",
    "measure",
    "render",
    "render_blocks",
    "validate",
]

_HOMES = {
    "Block": "pulses",
    "BurstCount": "schedule",
    "BurstWindow": "schedule",
    "Check": "validation",
    "Exposure": "exposure",
    "Limit": "validation",
    "Load": "load",
    "Modulation": "modulation",
    "Pulse": "waveform",
    "Pulses": "pulses",
    "Ramp": "schedule",
    "Step": "schedule",
    "Train": "train",
    "measure": "exposure",
    "render": "rendering",
    "render_blocks": "rendering",
    "validate": "validation",
}

_ROOMS = (
    "bioheat",
    "device",
    "nerve",
    "output_stage",
    "properties",
    "skin_load",
    "volume_conductor",
)


def __getattr__(name: str) -> Any:
    """Import a public name or a room when it is first used."""
    if name in _ROOMS:
        return import_module(f"simulator.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'simulator' has no attribute {name!r}")
    value = getattr(import_module(f"simulator.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names and rooms."""
    return sorted([*__all__, *_ROOMS])
