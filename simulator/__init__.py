"""Physics and device: pulses, electrodes, layers, fibres and packs; no protocol and no person.

SI units throughout; the device clock is whole microseconds (names that end in `_us`).

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

from simulator.exposure import Exposure, measure
from simulator.load import Load
from simulator.modulation import Modulation
from simulator.rendering import render, render_blocks
from simulator.train import Block, BurstCount, BurstWindow, Pulses, Ramp, Step, Train
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
