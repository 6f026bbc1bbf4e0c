"""Simulating a program of a real device, when its maker says enough."""

from __future__ import annotations

from typing import Any, Final

from simulator.exposure import measure
from simulator.load import Load
from simulator.schedule import Ramp
from simulator.train import Train
from tensplan.errors import FindingsError
from tensplan.protocol.device_program import DeviceProgram
from tensplan.protocol.device_program_timing import needed_but_unstated
from tensplan.protocol.program import Timing
from tensplan.safety.simulated import train_from
from tensplan.simulation.timing import ANY_AREA, timing_of
from tensplan.units import exact, from_si, to_si, whole_microseconds

UNIT_AMPLITUDE_MA: Final = 1.0
"""A device program has no amplitude: charges are given for 1 mA and grow with it."""


class UnstatedError(FindingsError):
    """A device program that leaves open what a simulation needs."""

    ref = "device-program/unstated"


def train_of_device_program(program: DeviceProgram) -> Train:
    """Return the train of a device program at 1 mA, without ramps.

    Raises
    ------
    UnstatedError
        If anything that is needed is unstated; the message names all of it.
    """
    missing = needed_but_unstated(program)
    minutes = program.duration_min
    if missing or minutes is None:
        raise UnstatedError(
            f"{program.id} is not simulated: {program.device} leaves open {', '.join(missing)}",
            hint="measure it on the device and add it to a copy of the file; nothing is assumed",
        )
    return train_from(
        _timing(program),
        amplitude=to_si(UNIT_AMPLITUDE_MA, "mA"),
        duration_us=whole_microseconds(exact(minutes) * 60),
        ramp=Ramp(),
    )


def _timing(program: DeviceProgram) -> Timing:
    """Return the timing with the keys that a placement protocol has, now that all is stated."""
    parts = program.model_dump(exclude_none=True, exclude={"modulation", "steps"})
    modulation = [entry.model_dump(exclude_none=True) for entry in program.modulation or ()]
    steps = [step.model_dump(exclude_none=True) for step in program.steps or ()]
    return Timing.model_validate(
        {
            **{key: parts[key] for key in ("waveform", "pulse_rate_hz", "burst") if key in parts},
            **({"modulation": modulation} if modulation else {}),
            **({"steps": steps} if steps else {}),
        }
    )


def simulate_device_program(program: DeviceProgram) -> tuple[Train, dict[str, Any]]:
    """Return a device program's train, and its timing and charges at 1 mA as data.

    Raises
    ------
    UnstatedError
        If anything that is needed is unstated.
    """
    train = train_of_device_program(program)
    timing = timing_of(train)
    found = measure(train, Load(resistance=500.0, area=ANY_AREA))
    return train, {
        "amplitude_ma": UNIT_AMPLITUDE_MA,
        "timing": timing,
        "phase_charge_uc": from_si(found.phase_charge, "uC"),
        "net_charge_uc": from_si(found.net_charge, "uC"),
        "rms_current_ma": from_si(found.rms_current, "mA"),
        "mean_absolute_current_ma": from_si(found.mean_absolute_current, "mA"),
        "net_dc_ma": from_si(found.net_dc, "mA"),
    }
