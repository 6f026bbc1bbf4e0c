"""Do pulses fit into their periods, bursts into their intervals, and steps into the loop?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.fault import fault
from tensplan.protocol.program import Program
from tensplan.protocol.pulse_times import pulse_duration_us, second_phase_us, widths_us
from tensplan.protocol.timing import Burst, Step
from tensplan.units import MICROSECONDS_PER_SECOND, exact, microseconds


def check_fit(program: Program, path: Path) -> Iterator[Finding]:
    """Yield faults where times run into each other; the parts must be complete."""
    for width, name in widths_us(program):
        second = second_phase_us(program.waveform, width)
        if second.denominator != 1:
            where = (*path, "waveform", "recharge_ratio")
            yield fault(
                "pulse/second-phase",
                f"{name} {width} us times the recharge ratio is {float(second):g} us, not a whole number",
                "choose a width and a ratio whose product is whole",
                where,
            )
    widest = max(width for width, _ in widths_us(program))
    duration = pulse_duration_us(program.waveform, widest)
    steps = program.steps or ()
    if not steps:
        highest, lowest = _rates(program)
        yield from _check_run(highest, duration, program, path)
        if program.burst is not None and program.burst.counts_pulses and lowest < highest:
            slow = MICROSECONDS_PER_SECOND / lowest
            yield from _check_burst_fit(program.burst, slow, duration, path)
        return
    for index, step in enumerate(steps):
        width = step.pulse_width_us or widest
        own = pulse_duration_us(program.waveform, width)
        here = (*path, "steps", index)
        yield from _check_run(exact(step.pulse_rate_hz), own, program, here)
        yield from _check_step_end(step, own, program.burst, here)


def _rates(program: Program) -> tuple[Fraction, Fraction]:
    """Return the highest and the lowest rate of a program without steps."""
    modulation = program.modulated("pulse_rate")
    rates = (program.pulse_rate_hz,) if modulation is None else modulation.bounds
    known = [exact(rate) for rate in rates if rate is not None]
    return max(known), min(known)


def _check_run(
    rate: Fraction, duration: Fraction, program: Program, path: Path
) -> Iterator[Finding]:
    period = MICROSECONDS_PER_SECOND / rate
    if duration > math.floor(period):
        recharge = program.waveform.is_balanced
        rule = "timing/recharge-overlap" if recharge else "timing/pulse-longer-than-period"
        what = "its second phase runs into the next pulse" if recharge else "it runs into the next"
        yield fault(
            rule,
            f"a pulse lasts {float(duration):g} us and the next begins {math.floor(period)} us after it; {what}",
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
            yield fault(
                "timing/burst-longer-than-interval",
                f"a burst lasts {float(length) / 1e6:g} s; the next begins {interval / 1e6:g} s after it",
                "take fewer pulses, a higher rate inside the burst, or fewer bursts",
                _burst_path(path),
            )
    elif burst.on_s is not None and burst.off_s is not None:
        on, off = microseconds(burst.on_s), microseconds(burst.off_s)
        last = math.floor((math.ceil(on / period) - 1) * period)
        if last + duration > on + off:
            yield fault(
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
        yield fault(
            "timing/step-overlap",
            f"the last pulse of the step ends {float(last + duration - length - off):g} us after the next step begins",
            "change duration_s to a whole number of periods, or add off_s",
            (*path, "duration_s"),
        )
