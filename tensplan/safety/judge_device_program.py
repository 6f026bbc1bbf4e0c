"""Judging a device program: what the maker states, against itself and the project's caps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tensplan.finding import Finding
from tensplan.protocol.device_program import DeviceProgram
from tensplan.safety.bound_finding import judge_value
from tensplan.safety.limits import Limits


def judge_device_program(program: DeviceProgram, limits: Limits) -> Iterator[Finding]:
    """Yield notes where a device program leaves the project's caps, which do not bind it."""
    width = program.waveform.pulse_width_us
    rates = [program.pulse_rate_hz, *(step.pulse_rate_hz for step in program.steps or ())]
    found: list[Finding] = []
    if width is not None:
        found += judge_value(
            "pulse_width_us",
            width,
            limits,
            what="the pulse width",
            path=("waveform", "pulse_width_us"),
        )
    for rate in rates:
        if rate is not None:
            found += judge_value(
                "pulse_rate_hz", rate, limits, what="a pulse rate", path=("pulse_rate_hz",)
            )
    for finding in found:
        yield replace(finding, severity="note", hint="nothing; caps bind placement protocols only")
