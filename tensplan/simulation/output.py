"""The device into its loads: voltage, clipping and charge balance, with the waveform."""

from __future__ import annotations

from typing import Any, Final

from simulator.clipping import LoadReach, reach
from simulator.output_stage import respond, stage
from simulator.properties import DeviceProfile
from simulator.skin_load import Load, reference_resistors, skin_range
from simulator.train import Train
from tensplan.safety.reach_summary import reach_summary
from tensplan.simulation.timing import widest_us
from tensplan.units import from_si

POINTS: Final = 9
"""Points of the waveform in each stretch between two changes of mode."""


def output_of(train: Train, profile: DeviceProfile, areas: tuple[float, float]) -> dict[str, Any]:
    """Return what the device does with the widest pulse at the cap, as data.

    Parameters
    ----------
    train : Train
        At its amplitude cap.
    profile : DeviceProfile
        The device.
    areas : tuple of float
        Conductive area of each pad. [m2]

    Returns
    -------
    answer : dict
        The interval over the skin that these pads may meet, and one entry for each of those
        loads and of the resistors 500, 1000, 2000 and 10000 ohm.
    """
    pulse = train.pulse(widest_us(train)).phases
    answer = reach(profile, pulse, train.amplitude, skin_range(areas))
    plain = reach(profile, pulse, train.amplitude, reference_resistors())
    loads = [*reference_resistors(), *skin_range(areas)]
    rows = [*plain.rows, *answer.rows]
    return {
        **reach_summary(answer),
        "pulse_width_us": widest_us(train),
        "amplitude_ma": from_si(answer.amplitude, "mA"),
        "settable_amplitude_ma": from_si(answer.settable_amplitude, "mA"),
        "loads": [
            _load(row, load, train, profile, answer.settable_amplitude)
            for row, load in zip(rows, loads, strict=True)
        ],
    }


def _load(
    row: LoadReach, load: Load, train: Train, profile: DeviceProfile, amplitude: float
) -> dict[str, Any]:
    start = row.clip_start
    return {
        "load": row.load,
        "confidence": load.confidence,
        "needed_voltage_v": row.needed_voltage,
        "clips": row.clips,
        "clip_start_us": None if start is None else start * 1e6,
        "unclipped_amplitude_ma": from_si(row.unclipped_amplitude, "mA"),
        "phase_charges_uc": [from_si(charge, "uC") for charge in row.phase_charges],
        "net_charge_uc": from_si(row.net_charge, "uC"),
        "net_share": row.net_fraction,
        "waveform": _waveform(load, train, profile, amplitude),
    }


def _waveform(
    load: Load, train: Train, profile: DeviceProfile, amplitude: float
) -> dict[str, list[float]]:
    """Return voltage and current of one pulse; a jump appears as two points."""
    phases = train.pulse(widest_us(train)).phases
    response = respond(stage(profile), phases, amplitude, load)
    time, voltage, current = response.waveform(POINTS)
    return {
        "time_us": _rounded(time * 1e6),
        "voltage_v": _rounded(voltage),
        "current_ma": _rounded(current * 1e3),
    }


def _rounded(values: Any) -> list[float]:
    return [float(f"{value:.6g}") for value in values]
