"""What is known of a stimulator's output, as its maker or a reader of it states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from simulator.properties.property import Property
from simulator.properties.table import parse_property, read_json

Output = Literal["constant-current", "constant-voltage"]

QUANTITIES: Mapping[str, str] = {
    "channels": "1",
    "compliance_voltage": "V",
    "open_circuit_voltage": "V",
    "max_amplitude": "A",
    "amplitude_step": "A",
    "width_low": "s",
    "width_high": "s",
    "width_step": "s",
    "rate_low": "Hz",
    "rate_high": "Hz",
    "amplitude_tolerance": "1",
    "width_tolerance": "1",
    "rate_tolerance": "1",
    "blocking_capacitance": "F",
    "load_low": "ohm",
    "load_high": "ohm",
    "max_rms_current": "A",
}
"""Every number a profile may hold, with its SI unit."""

TOLERANCES = ("amplitude_tolerance", "width_tolerance", "rate_tolerance")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceProfile:
    """Output of one stimulator; what its source leaves out is None and listed in `unstated`.

    Parameters
    ----------
    id, title : str
        Name in commands and in reports.
    output : {"constant-current", "constant-voltage"}
        What the unit holds while the load changes. A constant-voltage unit is set in volts;
        here its amplitude is named by the current that it drives into `nominal_load`.
    source, confidence, note : str
        Where the profile as a whole comes from, and how it was read.
    compliance_voltage : Property or None
        Largest voltage the output can put on its load. [V]
    open_circuit_voltage : Property or None
        Peak voltage with nothing connected. [V]
    max_amplitude, amplitude_step, max_rms_current : Property or None
        Largest peak current, its step, and the largest r.m.s. current. [A]
    width_low, width_high, width_step : Property or None
        Range and step of the width of the leading phase. [s]
    rate_low, rate_high : Property or None
        Range of the pulse rate. [Hz]
    amplitude_tolerance, width_tolerance, rate_tolerance : Property
        Relative, as 0.2 for 20 %; never None.
    dc_blocking : bool or None
        Whether a d.c. path through the load is blocked; None when not stated, which no rule
        may read as yes.
    blocking_capacitance : Property or None
        Value of the d.c.-blocking capacitor. [F]
    load_low, load_high : Property or None
        Load over which the maker claims the output. [ohm]
    unstated : tuple of str
        Fields that the sources leave open.

    Notes
    -----
    All fields that may be None are None only because no source states them.
    """

    id: str
    title: str
    output: Output
    source: str
    confidence: str
    note: str
    dc_blocking: bool | None
    channels: Property | None
    compliance_voltage: Property | None
    open_circuit_voltage: Property | None
    max_amplitude: Property | None
    amplitude_step: Property | None
    width_low: Property | None
    width_high: Property | None
    width_step: Property | None
    rate_low: Property | None
    rate_high: Property | None
    amplitude_tolerance: Property
    width_tolerance: Property
    rate_tolerance: Property
    blocking_capacitance: Property | None
    load_low: Property | None
    load_high: Property | None
    max_rms_current: Property | None
    unstated: tuple[str, ...]

    def properties(self) -> Mapping[str, Property]:
        """Every stated number by field name, for showing sources and confidence."""
        stated = {name: getattr(self, name) for name in QUANTITIES}
        return {name: value for name, value in stated.items() if value is not None}


def parse_device(entry: Mapping[str, Any], default_tolerance: Property) -> DeviceProfile:
    """Build one profile from its JSON form.

    Parameters
    ----------
    entry : Mapping
        One object of `devices.json`.
    default_tolerance : Property
        Used for each tolerance that the profile leaves out.

    Raises
    ------
    ValueError
        If a key is unknown, a unit is not the SI unit of its field, or a range is upside down.
    """
    about = ("id", "title", "output", "source", "confidence", "note", "dc_blocking")
    unknown = sorted(set(entry) - set(about) - set(QUANTITIES))
    if unknown:
        raise ValueError(f"device {entry.get('id')}: unknown keys {unknown}")
    numbers = {name: _number(entry, name) for name in QUANTITIES}
    for name in TOLERANCES:
        numbers[name] = numbers[name] or default_tolerance
    _check_profile(entry, numbers)
    fields: dict[str, Any] = {name: entry[name] for name in about} | numbers
    return DeviceProfile(**fields, unstated=_unstated(entry, numbers))


def _number(entry: Mapping[str, Any], name: str) -> Property | None:
    """One number of a profile with its unit checked, None when absent or null."""
    raw = entry.get(name)
    if raw is None:
        return None
    number = parse_property(raw)
    if number.unit != QUANTITIES[name]:
        raise ValueError(
            f"device {entry.get('id')}: {name} must be in {QUANTITIES[name]}, got {number.unit}"
        )
    if not number.value > 0:
        raise ValueError(f"device {entry.get('id')}: {name} must be above 0, got {number.value}")
    return number


def _check_profile(entry: Mapping[str, Any], numbers: Mapping[str, Property | None]) -> None:
    """Refuse an unknown kind of output, an empty source, or a range upside down."""
    if entry["output"] not in ("constant-current", "constant-voltage"):
        raise ValueError(f"device {entry['id']}: output must be constant-current or -voltage")
    if not str(entry["source"]).strip():
        raise ValueError(f"device {entry['id']}: source must not be empty")
    for low, high in (("width_low", "width_high"), ("rate_low", "rate_high")):
        a, b = numbers[low], numbers[high]
        if a is not None and b is not None and not a.value <= b.value:
            raise ValueError(f"device {entry['id']}: {low} must not pass {high}")


def _unstated(entry: Mapping[str, Any], numbers: Mapping[str, Property | None]) -> tuple[str, ...]:
    """Names of the fields that no source states."""
    missing = [name for name, value in numbers.items() if value is None]
    if entry["dc_blocking"] is None:
        missing.append("dc_blocking")
    missing += [name for name in TOLERANCES if entry.get(name) is None]
    return tuple(sorted(missing))


@cache
def _devices() -> Mapping[str, DeviceProfile]:
    """Every shipped profile by id."""
    content = read_json("devices")
    default = parse_property(content["default_tolerance"])
    profiles = [parse_device(entry, default) for entry in content["devices"]]
    if len({profile.id for profile in profiles}) != len(profiles):
        raise ValueError("devices.json: two devices share an id")
    return {profile.id: profile for profile in profiles}


def device_ids() -> tuple[str, ...]:
    """Ids of all device profiles, in alphabetical order.

    Examples
    --------
    >>> "generic-tens" in device_ids(), "p24" in device_ids()
    (True, True)
    """
    return tuple(sorted(_devices()))


def device(id: str) -> DeviceProfile:  # noqa: A002 - the word users type
    """Profile of one device.

    Parameters
    ----------
    id : str
        One of `device_ids()`.

    Returns
    -------
    profile : DeviceProfile
        Frozen; SI units.

    Raises
    ------
    ValueError
        If no device has this id; the message lists the known ones.

    Examples
    --------
    >>> device("p24").compliance_voltage.value
    150.0
    """
    if id not in _devices():
        raise ValueError(f"device must be one of {', '.join(device_ids())}, got {id!r}")
    return _devices()[id]
