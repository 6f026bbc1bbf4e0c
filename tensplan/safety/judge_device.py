"""Judging whether a device can give what a program asks for."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.properties import DeviceProfile, Property
from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.program import Program
from tensplan.protocol.pulse_times import widths_us
from tensplan.safety.bound_finding import judge_value
from tensplan.safety.limits import Limits


def judge_channels(channels: int, profile: DeviceProfile) -> Iterator[Finding]:
    """Yield a finding when a protocol has more channels than the device."""
    available = profile.channels
    if available is not None and channels > available.value:
        yield Finding(
            rule="device/channels",
            severity="error",
            message=f"the protocol has {channels} channels; {profile.id} has {available.value:g}",
            hint="choose another device with --device, or plan fewer channels",
            path=("placement", "channels"),
            value=channels,
            limit=available.value,
            source=available.source,
        )


def judge_device(profile: DeviceProfile, limits: Limits) -> Iterator[Finding]:
    """Yield findings on the device itself."""
    voltage = profile.open_circuit_voltage
    if voltage is None:
        for limit in limits.of("open_circuit_voltage_v"):
            yield Finding(
                rule=limit.id,
                severity="warning",
                message=(
                    f"the open-circuit voltage of {profile.id} is not known; "
                    f"limit {limit.bound_text()}"
                ),
                hint="read it in the device's manual, or choose a device whose profile states it",
                limit=limit.bound("error"),
                unit=limit.unit,
                source=limit.source,
            )
        return
    yield from judge_value(
        "open_circuit_voltage_v",
        voltage.value,
        limits,
        what=f"the open-circuit voltage of {profile.id}",
        path=(),
    )


def judge_fit(name: str, program: Program, profile: DeviceProfile) -> Iterator[Finding]:
    """Yield findings where a program leaves the device's range."""
    path: Path = ("programs", name)
    rates = program.pulse_rates_hz
    widths = [width for width, _ in widths_us(program)]
    checks = [
        ("pulse rate", max(rates), min(rates), "Hz", 1.0, profile.rate_low, profile.rate_high),
        ("pulse width", max(widths), min(widths), "us", 1e6, profile.width_low, profile.width_high),
    ]
    for what, high, low, unit, factor, lowest, highest in checks:
        for value, bound, side in ((high, highest, "at most"), (low, lowest, "at least")):
            if _is_outside(value, bound, factor, side):
                yield _outside(f"{what} of {name}", value, unit, bound, factor, side, profile, path)
    cap, most = program.amplitude_cap_ma, profile.max_amplitude
    if most is not None and cap > most.value * 1e3 * (1 + 1e-9):
        yield Finding(
            rule="device/amplitude",
            severity="warning",
            message=f"the amplitude cap of {name} is {cap:g} mA; {profile.id} gives at most {most.value * 1e3:g} mA",
            hint="lower amplitude_cap_ma, or choose another device with --device",
            path=(*path, "amplitude_cap_ma"),
            value=cap,
            limit=most.value * 1e3,
            unit="mA",
            source=most.source,
        )


def _is_outside(value: float, bound: Property | None, factor: float, side: str) -> bool:
    if bound is None:
        return False
    edge = bound.value * factor
    return value > edge * (1 + 1e-9) if side == "at most" else value < edge * (1 - 1e-9)


def _outside(
    what: str,
    value: float,
    unit: str,
    bound: Property | None,
    factor: float,
    side: str,
    profile: DeviceProfile,
    path: Path,
) -> Finding:
    edge = bound.value * factor if bound is not None else float("nan")
    return Finding(
        rule="device/range",
        severity="error",
        message=f"the {what} is {value:g} {unit}; {profile.id} gives {side} {edge:g} {unit}",
        hint="change the program, or choose another device with --device",
        path=path,
        value=value,
        limit=edge,
        unit=unit,
        source="" if bound is None else bound.source,
    )
