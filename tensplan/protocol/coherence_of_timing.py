"""Do the times of a program fit into each other?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from tensplan.finding import Finding
from tensplan.protocol.coherence_of_fit import check_fit
from tensplan.protocol.coherence_of_modulation import check_modulations, check_sources
from tensplan.protocol.coherence_of_shape import check_shape
from tensplan.protocol.document import Path
from tensplan.protocol.fault import fault
from tensplan.protocol.program import Program
from tensplan.protocol.timing import Burst
from tensplan.units import SECONDS_PER_MINUTE, exact, microseconds

FINEST_RATE: Final = 1_000_000
"""Rates have at most six decimals, so that every onset is exact in 64-bit integers."""


def check_timing(program: Program, path: Path) -> Iterator[Finding]:
    """Yield the faults of a program's waveform and timing."""
    faults = [
        *check_shape(program.waveform, (*path, "waveform")),
        *check_sources(program, path),
        *check_modulations(program, path),
        *_check_burst(program.burst, (*path, "burst")),
        *_check_grid(program, path),
    ]
    yield from faults
    if not faults:
        yield from check_fit(program, path)


def _check_burst(burst: Burst | None, path: Path) -> Iterator[Finding]:
    if burst is None:
        return
    counted = (burst.bursts_per_s is not None, burst.pulses_per_burst is not None)
    windowed = (burst.on_s is not None, burst.off_s is not None)
    if not ((all(counted) and not any(windowed)) or (all(windowed) and not any(counted))):
        yield fault(
            "timing/burst-form",
            "a burst is given by bursts_per_s and pulses_per_burst, or by on_s and off_s",
            "give one pair and only that",
            path,
        )


def _check_grid(program: Program, path: Path) -> Iterator[Finding]:
    for rate, here in _rates(program, path):
        if FINEST_RATE % exact(rate).denominator:
            yield fault(
                "timing/too-fine",
                f"a rate of {rate!r} Hz has more than six decimals",
                "round it",
                here,
            )
    for time, here in _times(program, path):
        if microseconds(time).denominator != 1:
            yield fault(
                "timing/not-whole-microseconds",
                f"{here[-1]} is {float(time):.12g} s, which is not a whole number of microseconds",
                "round it to 0.000001 s",
                here,
            )


def _rates(program: Program, path: Path) -> Iterator[tuple[float, Path]]:
    if program.pulse_rate_hz is not None:
        yield program.pulse_rate_hz, (*path, "pulse_rate_hz")
    for index, modulation in enumerate(program.modulation or ()):
        for name in ("low_hz", "high_hz"):
            value = getattr(modulation, name)
            if value is not None:
                yield value, (*path, "modulation", index, name)
    if program.burst and program.burst.bursts_per_s is not None:
        yield program.burst.bursts_per_s, (*path, "burst", "bursts_per_s")
    for index, step in enumerate(program.steps or ()):
        yield step.pulse_rate_hz, (*path, "steps", index, "pulse_rate_hz")


def _times(program: Program, path: Path) -> Iterator[tuple[float | Fraction, Path]]:
    groups: list[tuple[object, tuple[str, ...], Path]] = [
        (program.ramp, ("up_s", "down_s"), (*path, "ramp"))
    ]
    if program.burst:
        groups.append((program.burst, ("on_s", "off_s"), (*path, "burst")))
    for index, step in enumerate(program.steps or ()):
        groups.append((step, ("duration_s", "off_s"), (*path, "steps", index)))
    for index, modulation in enumerate(program.modulation or ()):
        here = (*path, "modulation", index)
        groups.append((modulation, ("period_s", "time_constant_s"), here))
    for part, names, here in groups:
        for name in names:
            time = getattr(part, name)
            if time is not None:
                yield time, (*here, name)
    session = exact(program.duration_min) * SECONDS_PER_MINUTE
    if microseconds(session).denominator != 1:
        yield session, (*path, "duration_min")
