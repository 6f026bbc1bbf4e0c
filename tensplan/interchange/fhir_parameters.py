"""A program as the parameters of a FHIR DeviceRequest: a name and a number with its unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

UCUM: Final = "http://unitsofmeasure.org"
BOUNDS: Final = {
    "pulse_rate": ("low_hz", "high_hz", "Hz"),
    "pulse_width": ("low_us", "high_us", "us"),
    "amplitude": ("low_fraction", "high_fraction", "1"),
}
"""Keys of a modulation by what it moves, with the UCUM unit."""
WORDS: Final = {"amplitude": "amplitude, as a share of the cap"}


def quantity(value: float, unit: str, **more: Any) -> dict[str, Any]:
    """Return a FHIR Quantity in a UCUM unit.

    Examples
    --------
    >>> quantity(40, "mA")["code"]
    'mA'
    """
    return {"value": value, "unit": unit, "system": UCUM, "code": unit, **more}


def parameters(program: Mapping[str, Any], pads: list[str]) -> list[dict[str, Any]]:
    """Return the parameters of one channel's program.

    Parameters
    ----------
    program : mapping
        Of a plan's protocol.
    pads : list of str
        Where each pad lies, in words; in the leading phase the first is negative.

    Returns
    -------
    list of dict
        DeviceRequest.parameter.

    Examples
    --------
    >>> waveform = {"shape": "symmetric-biphasic", "pulse_width_us": 100, "interphase_interval_us": 0}
    >>> program = {"waveform": waveform, "pulse_rate_hz": 80, "target": "sensory",
    ...     "amplitude_cap_ma": 40, "ramp": {"up_s": 3, "down_s": 1}, "duration_min": 30}
    >>> [found["code"]["text"] for found in parameters(program, [])][:3]
    ['pulse shape', 'pulse width', 'interphase interval']
    """
    return [
        *(_text(f"pad {number}", words) for number, words in enumerate(pads, start=1)),
        *_waveform(program["waveform"]),
        *_timing(program),
        *_amplitude(program),
        _number("duration of a session", program["duration_min"], "min"),
    ]


def _waveform(waveform: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield _text("pulse shape", waveform["shape"])
    for key, name, unit in (
        ("pulse_width_us", "pulse width", "us"),
        ("interphase_interval_us", "interphase interval", "us"),
        ("recharge_ratio", "recharge ratio", "1"),
        ("cathode", "number of the negative pad in the leading phase", "1"),
    ):
        if waveform.get(key) is not None:
            yield _number(name, waveform[key], unit)


def _timing(program: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if program.get("pulse_rate_hz") is not None:
        yield _number("pulse rate", program["pulse_rate_hz"], "Hz")
    for modulation in program.get("modulation") or ():
        yield from _modulation(modulation)
    for key, value in (program.get("burst") or {}).items():
        if value is not None:
            name, unit = _BURST[key]
            yield _number(name, value, unit)
    for number, step in enumerate(program.get("steps") or (), start=1):
        for key, name, unit in _STEP:
            if step.get(key) is not None:
                yield _number(f"{name}, step {number}", step[key], unit)


_BURST: Final = {
    "bursts_per_s": ("bursts per second", "Hz"),
    "pulses_per_burst": ("pulses in a burst", "1"),
    "on_s": ("time with pulses", "s"),
    "off_s": ("time without pulses", "s"),
}
_STEP: Final = (
    ("pulse_rate_hz", "pulse rate", "Hz"),
    ("pulse_width_us", "pulse width", "us"),
    ("duration_s", "duration", "s"),
    ("off_s", "time without pulses", "s"),
)


def _modulation(modulation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    name = modulation["parameter"]
    low, high, unit = BOUNDS[name]
    words = WORDS.get(name, name.replace("_", " "))
    bounds = {"low": quantity(modulation[low], unit), "high": quantity(modulation[high], unit)}
    yield {"code": {"text": words}, "valueRange": bounds}
    yield _text(f"form of the modulation: {words}", modulation["form"])
    for key, what in (("period_s", "period"), ("time_constant_s", "time constant")):
        if modulation.get(key) is not None:
            yield _number(f"{what} of the modulation: {words}", modulation[key], "s")


def _amplitude(program: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield _text("what the person raises the amplitude to, from 0", program["target"])
    cap = quantity(program["amplitude_cap_ma"], "mA", comparator="<=")
    yield {"code": {"text": "amplitude, never above the cap"}, "valueQuantity": cap}
    yield _number("ramp up", program["ramp"]["up_s"], "s")
    yield _number("ramp down", program["ramp"]["down_s"], "s")


def _number(name: str, value: float, unit: str) -> dict[str, Any]:
    return {"code": {"text": name}, "valueQuantity": quantity(value, unit)}


def _text(name: str, words: str) -> dict[str, Any]:
    return {"code": {"text": name}, "valueCodeableConcept": {"text": words}}
