"""Do the times of a program fit into each other?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.program import Program
from tensplan.protocol.timing import BOUNDS_OF, Burst, Modulation, Step
from tensplan.protocol.waveform import Waveform
from tensplan.units import MICROSECONDS_PER_SECOND, exact, microseconds

FINEST_RATE: Final = 1_000_000
"""Rates have at most six decimals, so that every onset is exact in 64-bit integers."""


def check_timing(program: Program, path: Path) -> Iterator[Finding]:
    """Yield the faults of a program's waveform and timing."""
    faults = [
        *_check_shape(program.waveform, (*path, "waveform")),
        *_check_sources(program, path),
        *_check_modulations(program, path),
        *_check_burst(program.burst, (*path, "burst")),
        *_check_grid(program, path),
    ]
    yield from faults
    if not faults:
        yield from _check_fit(program, path)


def second_phase_us(waveform: Waveform, width_us: int) -> Fraction:
    """Return the width of the second phase; 0 for a monophasic pulse. [us]"""
    if waveform.shape == "monophasic":
        return Fraction(0)
    if waveform.shape == "symmetric-biphasic":
        return Fraction(width_us)
    ratio = waveform.recharge_ratio
    return exact(ratio) * width_us if ratio is not None else Fraction(width_us)


def pulse_duration_us(waveform: Waveform, width_us: int) -> Fraction:
    """Return both phases and the interval between them. [us]"""
    interval = waveform.interphase_interval_us
    between = interval if interval is not None and waveform.is_balanced else 0
    return width_us + between + second_phase_us(waveform, width_us)


def widths_us(program: Program) -> list[tuple[int, str]]:
    """Return the widths that a program uses, each with the key that sets it."""
    modulation = program.modulated("pulse_width")
    found: list[tuple[int, str]] = []
    if modulation and modulation.low_us is not None and modulation.high_us is not None:
        found += [(modulation.low_us, "low_us"), (modulation.high_us, "high_us")]
    elif program.waveform.pulse_width_us is not None:
        found.append((program.waveform.pulse_width_us, "pulse_width_us"))
    found += [(s.pulse_width_us, "steps") for s in program.steps or () if s.pulse_width_us]
    return found


def _error(rule: str, message: str, hint: str, path: Path) -> Finding:
    return Finding(rule=rule, severity="error", message=message, hint=hint, path=path)


def _check_shape(waveform: Waveform, path: Path) -> Iterator[Finding]:
    shape = waveform.shape
    if waveform.is_balanced and waveform.interphase_interval_us is None:
        yield _error(
            "pulse/interphase-missing",
            f"interphase_interval_us is missing for a {shape} pulse, and none is assumed",
            "add interphase_interval_us: 0, or the device's own value",
            path,
        )
    if shape == "asymmetric-biphasic" and waveform.recharge_ratio is None:
        yield _error(
            "pulse/recharge-missing",
            "recharge_ratio is missing for an asymmetric pulse",
            "add recharge_ratio: width of the second phase over the first, at least 1",
            path,
        )
    if shape != "asymmetric-biphasic" and waveform.recharge_ratio is not None:
        yield _error(
            "pulse/recharge-unused",
            f"recharge_ratio has no meaning for a {shape} pulse",
            "remove it, or write shape: asymmetric-biphasic",
            (*path, "recharge_ratio"),
        )
    if shape == "monophasic" and waveform.interphase_interval_us not in (None, 0):
        yield _error(
            "pulse/interphase-unused",
            "interphase_interval_us has no meaning for a monophasic pulse",
            "remove it",
            (*path, "interphase_interval_us"),
        )
    if shape != "symmetric-biphasic" and waveform.cathode is None:
        yield _error(
            "pulse/cathode-missing",
            f"cathode is missing for a {shape} pulse",
            "add cathode: 1 or cathode: 2, the pad that is negative in the leading phase",
            path,
        )
    if shape == "symmetric-biphasic" and waveform.cathode is not None:
        yield _error(
            "pulse/cathode-unused",
            "cathode has no meaning for a symmetric pulse: both pads are cathode in turn",
            "remove it",
            (*path, "cathode"),
        )


def _check_sources(program: Program, path: Path) -> Iterator[Finding]:
    rate = program.modulated("pulse_rate")
    given = [
        name
        for name, there in (
            ("pulse_rate_hz", program.pulse_rate_hz is not None),
            ("a modulation of pulse_rate", rate is not None),
            ("steps", program.steps is not None),
        )
        if there
    ]
    if len(given) != 1:
        found = " and ".join(given) if given else "no pulse rate"
        yield _error(
            "timing/one-rate",
            f"the program gives {found}; it needs one of pulse_rate_hz, a modulation of pulse_rate, or steps",
            "keep one of them",
            (*path, "pulse_rate_hz") if program.pulse_rate_hz is not None else path,
        )
    base = program.waveform.pulse_width_us
    modulated = program.modulated("pulse_width")
    steps = program.steps or ()
    every_step = bool(steps) and all(step.pulse_width_us is not None for step in steps)
    if base is not None and modulated is not None:
        yield _error(
            "timing/base-of-modulated",
            f"pulse_width_us is {base} us and modulated as well; a modulated width has no base value",
            "remove pulse_width_us from the waveform",
            (*path, "waveform", "pulse_width_us"),
        )
    if base is None and modulated is None and not every_step:
        yield _error(
            "pulse/width-missing",
            "no pulse width: the waveform gives none, and neither do a modulation or every step",
            "add pulse_width_us to the waveform",
            (*path, "waveform"),
        )


def _check_modulations(program: Program, path: Path) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, modulation in enumerate(program.modulation or ()):
        here = (*path, "modulation", index)
        if modulation.parameter in seen:
            yield _error(
                "timing/modulated-twice",
                f"{modulation.parameter} is modulated twice",
                "keep one modulation of each parameter",
                (*here, "parameter"),
            )
        seen.add(modulation.parameter)
        yield from _check_modulation(modulation, here)


def _check_modulation(modulation: Modulation, path: Path) -> Iterator[Finding]:
    keys = BOUNDS_OF[modulation.parameter]
    strangers = [k for pair in BOUNDS_OF.values() for k in pair if k not in keys]
    for stranger in strangers:
        if getattr(modulation, stranger) is not None:
            yield _error(
                "timing/modulation-bounds",
                f"{stranger} does not bound {modulation.parameter}",
                f"use {keys[0]} and {keys[1]}",
                (*path, stranger),
            )
    low, high = modulation.bounds
    if low is None or high is None:
        yield _error(
            "timing/modulation-bounds",
            f"a modulation of {modulation.parameter} needs {keys[0]} and {keys[1]}",
            f"add {keys[0] if low is None else keys[1]}",
            path,
        )
    elif not low < high:
        yield _error(
            "timing/modulation-bounds",
            f"{keys[0]} is {low:g} and {keys[1]} is {high:g}; low must be below high",
            "swap them",
            (*path, keys[0]),
        )
    needs = {"exponential": "time_constant_s", "random": "seed"}.get(modulation.form)
    if modulation.form != "exponential" and modulation.period_s is None:
        yield _error(
            "timing/modulation-period",
            f"a {modulation.form} modulation needs period_s",
            "add period_s",
            path,
        )
    if needs and getattr(modulation, needs) is None:
        yield _error(
            "timing/modulation-form",
            f"a {modulation.form} modulation needs {needs}",
            f"add {needs}",
            path,
        )
    for name, form in (("time_constant_s", "exponential"), ("seed", "random")):
        if getattr(modulation, name) is not None and modulation.form != form:
            yield _error(
                "timing/modulation-form",
                f"{name} has no meaning for the {modulation.form} form",
                "remove it",
                (*path, name),
            )


def _check_burst(burst: Burst | None, path: Path) -> Iterator[Finding]:
    if burst is None:
        return
    counted = (burst.bursts_per_s is not None, burst.pulses_per_burst is not None)
    windowed = (burst.on_s is not None, burst.off_s is not None)
    if not ((all(counted) and not any(windowed)) or (all(windowed) and not any(counted))):
        yield _error(
            "timing/burst-form",
            "a burst is given by bursts_per_s and pulses_per_burst, or by on_s and off_s",
            "give one pair and only that",
            path,
        )


def _check_grid(program: Program, path: Path) -> Iterator[Finding]:
    for rate, here in _rates(program, path):
        if FINEST_RATE % exact(rate).denominator:
            yield _error(
                "timing/too-fine",
                f"a rate of {rate!r} Hz has more than six decimals",
                "round it",
                here,
            )
    for time, here in _times(program, path):
        if microseconds(time).denominator != 1:
            yield _error(
                "timing/not-whole-microseconds",
                f"{here[-1]} is {time:g} s, which is not a whole number of microseconds",
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


def _times(program: Program, path: Path) -> Iterator[tuple[float, Path]]:
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
    if microseconds(program.duration_min * 60).denominator != 1:
        yield program.duration_min * 60, (*path, "duration_min")


def _check_fit(program: Program, path: Path) -> Iterator[Finding]:
    for width, name in widths_us(program):
        second = second_phase_us(program.waveform, width)
        if second.denominator != 1:
            where = (*path, "waveform", "recharge_ratio")
            yield _error(
                "pulse/second-phase",
                f"{name} {width} us times the recharge ratio is {float(second):g} us, not a whole number",
                "choose a width and a ratio whose product is whole",
                where,
            )
    widest = max(width for width, _ in widths_us(program))
    duration = pulse_duration_us(program.waveform, widest)
    steps = program.steps or ()
    if not steps:
        yield from _check_run(_highest_rate(program), duration, program, path)
        return
    for index, step in enumerate(steps):
        width = step.pulse_width_us or widest
        own = pulse_duration_us(program.waveform, width)
        here = (*path, "steps", index)
        yield from _check_run(exact(step.pulse_rate_hz), own, program, here)
        yield from _check_step_end(step, own, program.burst, here)


def _highest_rate(program: Program) -> Fraction:
    modulation = program.modulated("pulse_rate")
    rate = program.pulse_rate_hz if modulation is None else modulation.high_hz
    return exact(rate if rate is not None else 0)


def _check_run(
    rate: Fraction, duration: Fraction, program: Program, path: Path
) -> Iterator[Finding]:
    period = MICROSECONDS_PER_SECOND / rate
    if duration > math.floor(period):
        leading = duration - second_phase_us(program.waveform, 1) * 0
        recharge = program.waveform.is_balanced
        rule = "timing/recharge-overlap" if recharge else "timing/pulse-longer-than-period"
        what = "its second phase runs into the next pulse" if recharge else "it runs into the next"
        yield _error(
            rule,
            f"a pulse lasts {float(leading):g} us and the next begins {math.floor(period)} us after it; {what}",
            f"lower the rate to at most {float(MICROSECONDS_PER_SECOND / duration):.4g} Hz or shorten the pulse",
            (*path, "pulse_rate_hz"),
        )
        return
    if program.burst is not None:
        yield from _check_burst_fit(program.burst, period, duration, path)


def _check_burst_fit(
    burst: Burst, period: Fraction, duration: Fraction, path: Path
) -> Iterator[Finding]:
    if burst.bursts_per_s is not None and burst.pulses_per_burst is not None:
        interval = math.floor(MICROSECONDS_PER_SECOND / exact(burst.bursts_per_s))
        length = math.floor((burst.pulses_per_burst - 1) * period) + duration
        if length > interval:
            yield _error(
                "timing/burst-longer-than-interval",
                f"a burst lasts {float(length) / 1e6:g} s; the next begins {interval / 1e6:g} s after it",
                "take fewer pulses, a higher rate inside the burst, or fewer bursts",
                _burst_path(path),
            )
    elif burst.on_s is not None and burst.off_s is not None:
        on, off = microseconds(burst.on_s), microseconds(burst.off_s)
        last = math.floor((math.ceil(on / period) - 1) * period)
        if last + duration > on + off:
            yield _error(
                "timing/burst-longer-than-interval",
                f"the last pulse of a burst ends {float(last + duration - on - off):g} us after the next burst begins",
                "lengthen off_s",
                _burst_path(path),
            )


def _burst_path(path: Path) -> Path:
    return (*(path[:-2] if "steps" in path else path), "burst")


def _check_step_end(
    step: Step, duration: Fraction, burst: Burst | None, path: Path
) -> Iterator[Finding]:
    if burst is not None:
        return
    length = microseconds(step.duration_s)
    period = MICROSECONDS_PER_SECOND / exact(step.pulse_rate_hz)
    last = math.floor((math.ceil(length / period) - 1) * period)
    off = microseconds(step.off_s) if step.off_s is not None else 0
    if last + duration > length + off:
        yield _error(
            "timing/step-overlap",
            f"the last pulse of the step ends {float(last + duration - length - off):g} us after the next step begins",
            "change duration_s to a whole number of periods, or add off_s",
            (*path, "duration_s"),
        )
