"""From a program of plan.json to the train of the device."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from simulator.exact import rational
from simulator.modulation import Modulation
from simulator.schedule import Burst, BurstCount, BurstWindow, Ramp, Step
from simulator.train import Train

Part = Mapping[str, Any]

BOUNDS = {"pulse_rate": "_hz", "pulse_width": "_us", "amplitude": "_fraction"}
"""Ending of the keys that hold the range of a modulation."""


def train_of(program: Part) -> Train:
    """Return the train of a program at its cap.

    Parameters
    ----------
    program : Mapping
        As in ``channels[].program`` of plan.json.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a key is missing, has another type, or its value leaves its range.

    Examples
    --------
    >>> train_of({"waveform": {"shape": "symmetric-biphasic", "pulse_width_us": 100},
    ...           "pulse_rate_hz": 80, "amplitude_cap_ma": 30, "duration_min": 20,
    ...           "ramp": {"up_s": 2, "down_s": 1}}).pulse_count()
    96000
    """
    wave, ramp = program["waveform"], program["ramp"]
    return Train(
        shape=wave["shape"],
        amplitude=float(exact(program["amplitude_cap_ma"]) / 1000),
        width_us=wave.get("pulse_width_us"),
        interphase_us=wave.get("interphase_interval_us", 0),
        recharge_ratio=exact(wave.get("recharge_ratio", 1)),
        pulse_rate=_maybe(program.get("pulse_rate_hz")),
        modulations=tuple(_modulation(part) for part in program.get("modulation", ())),
        burst=_burst(program.get("burst")),
        steps=tuple(_step(part) for part in program.get("steps", ())),
        ramp=Ramp(microseconds(ramp["up_s"]), microseconds(ramp["down_s"])),
        duration_us=microseconds(exact(program["duration_min"]) * 60),
    )


def exact(value: Any) -> Fraction:
    """Return a number above 0 as the decimal that is written in the file."""
    return rational("number of a plan", value, "")


def microseconds(seconds: Any) -> int:
    """Return seconds as whole microseconds; 0 is 0.

    Raises
    ------
    ValueError
        If they are none.

    Examples
    --------
    >>> microseconds(0.25)
    250000
    """
    if seconds == 0 and not isinstance(seconds, bool):
        return 0
    time = exact(seconds) * 1_000_000
    if time.denominator != 1:
        raise ValueError(f"a time must be whole microseconds, got {seconds} s")
    return time.numerator


def _maybe(value: Any) -> Fraction | None:
    """Give an exact number, or nothing."""
    return None if value is None else exact(value)


def _modulation(part: Part) -> Modulation:
    """Read one modulation."""
    end = BOUNDS[part["parameter"]]
    low, high = (part[bound + end] for bound in ("low", "high"))
    whole = part["parameter"] == "pulse_width"
    return Modulation(
        parameter=part["parameter"],
        low=low if whole else exact(low),
        high=high if whole else exact(high),
        form=part["form"],
        period_us=microseconds(part["period_s"]) if "period_s" in part else None,
        time_constant_us=microseconds(part["time_constant_s"])
        if "time_constant_s" in part
        else None,
        seed=part.get("seed"),
    )


def _burst(part: Part | None) -> Burst | None:
    """Read bursts."""
    if part is None:
        return None
    if "pulses_per_burst" in part:
        return BurstCount(exact(part["bursts_per_s"]), part["pulses_per_burst"])
    return BurstWindow(microseconds(part["on_s"]), microseconds(part["off_s"]))


def _step(part: Part) -> Step:
    """Read one step."""
    return Step(
        exact(part["pulse_rate_hz"]),
        part.get("pulse_width_us"),
        microseconds(part["duration_s"]),
        microseconds(part.get("off_s", 0)),
    )
