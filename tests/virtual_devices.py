"""A virtual stimulator on a resistor or on skin, switched on and running."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulator.device import Clock, Contact, TrainProgram, VirtualStimulator
from simulator.properties import device
from simulator.skin_load import resistor
from simulator.train import Train

AREA = 20e-4
SECOND_US = 1_000_000


def make_train(**changes: Any) -> Train:
    """Return a constant symmetric train of a minute, but for the changes."""
    fields = {
        "shape": "symmetric-biphasic",
        "amplitude": 0.04,
        "width_us": 100,
        "pulse_rate": Fraction(100),
        "duration_us": 60 * SECOND_US,
    }
    return Train(**(fields | changes))


def bench(resistance: float = 500.0) -> Contact:
    """Return a resistor in the place of skin."""
    return Contact(areas=(AREA, AREA), bench=resistor(resistance))


def make_device(contact: Contact | None = None, **changes: Any) -> VirtualStimulator:
    """Return a device with one channel in standby, on a resistor."""
    fields = {"profile": device("generic-tens"), "channels": {"A": contact or bench()}} | changes
    stimulator = VirtualStimulator(Clock(), **fields)
    stimulator.power_on()
    stimulator.advance(SECOND_US)
    return stimulator


def run(
    train: Train | None = None,
    *,
    amplitude: float = 0.04,
    contact: Contact | None = None,
    **changes: Any,
) -> VirtualStimulator:
    """Return a device that has just begun a train, its amplitude set."""
    stimulator = make_device(contact, **changes)
    stimulator.load("A", TrainProgram(make_train() if train is None else train))
    stimulator.start()
    stimulator.set_amplitude("A", amplitude)
    return stimulator
