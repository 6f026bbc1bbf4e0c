"""Judging a device program: notes where it leaves the project's caps, which do not bind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tensplan.finding import Finding
from tensplan.protocol.device_program import DeviceProgram
from tensplan.protocol.document import Path
from tensplan.safety.bound_finding import judge_value
from tensplan.safety.limits import Limits

_RATE_KEYS = ("low_hz", "high_hz")
_WIDTH_KEYS = ("low_us", "high_us")


def judge_device_program(program: DeviceProgram, limits: Limits) -> Iterator[Finding]:
    """Yield notes on the rates and widths of a device program."""
    for quantity, what, value, path in _values(program):
        for finding in judge_value(quantity, value, limits, what=what, path=path):
            hint = "note it; the caps bind placement protocols only"
            yield replace(finding, severity="note", hint=hint)


def _values(program: DeviceProgram) -> Iterator[tuple[str, str, float, Path]]:
    width = program.waveform.pulse_width_us
    if width is not None:
        yield "pulse_width_us", "the pulse width", width, ("waveform", "pulse_width_us")
    if program.pulse_rate_hz is not None:
        yield "pulse_rate_hz", "the pulse rate", program.pulse_rate_hz, ("pulse_rate_hz",)
    for index, step in enumerate(program.steps or ()):
        here: Path = ("steps", index, "pulse_rate_hz")
        yield "pulse_rate_hz", f"the pulse rate of step {index + 1}", step.pulse_rate_hz, here
        if step.pulse_width_us is not None:
            here = ("steps", index, "pulse_width_us")
            yield "pulse_width_us", f"the width of step {index + 1}", step.pulse_width_us, here
    yield from _modulated(program)
    yield from _adjustable(program)


def _modulated(program: DeviceProgram) -> Iterator[tuple[str, str, float, Path]]:
    for index, entry in enumerate(program.modulation or ()):
        for keys, quantity, what in (
            (_RATE_KEYS, "pulse_rate_hz", "a modulated pulse rate"),
            (_WIDTH_KEYS, "pulse_width_us", "a modulated pulse width"),
        ):
            for key in keys:
                value = getattr(entry, key)
                if value is not None:
                    yield quantity, what, value, ("modulation", index, key)


def _adjustable(program: DeviceProgram) -> Iterator[tuple[str, str, float, Path]]:
    for key in ("pulse_rate_hz", "pulse_width_us"):
        bounds = getattr(program.adjustable, key) if program.adjustable is not None else None
        for end, value in enumerate(bounds or ()):
            what = f"the {'highest' if end else 'lowest'} {key.rsplit('_', 1)[0].replace('_', ' ')}"
            yield key, what, value, ("adjustable", key, end)
