"""A program said in the words of the field: rate, width, burst, waveform, ramp."""

from __future__ import annotations

from typing import Final

from tensplan.protocol.program import Program, Timing
from tensplan.protocol.timing import Burst, Modulation, Step
from tensplan.protocol.waveform import Waveform

SHORT_TARGET: Final = {
    "sensory": "tingle",
    "strong-but-comfortable": "strong",
    "motor-twitch": "twitch",
}
"""One word for a table."""

TARGET_WORDS: Final = {
    "sensory": "a clear tingle, no twitch",
    "strong-but-comfortable": "strong but comfortable, no twitch",
    "motor-twitch": "a painless, visible twitch",
}


def span(low: float, high: float, unit: str) -> str:
    """Return a range in words, or one number when both ends are the same.

    Examples
    --------
    >>> span(60, 100, "Hz"), span(80, 80, "Hz")
    ('60-100 Hz', '80 Hz')
    """
    return f"{low:g} {unit}" if low == high else f"{low:g}-{high:g} {unit}"


def rate_bounds(program: Timing) -> tuple[float, float] | None:
    """Return the lowest and the highest pulse rate that a program uses. [Hz]

    Examples
    --------
    >>> import tensplan
    >>> rate_bounds(tensplan.load_protocol("sciatic-path-conventional").programs["conventional"])
    (60.0, 100.0)
    """
    modulation = program.modulated("pulse_rate")
    rates = [] if modulation is None else [modulation.low_hz, modulation.high_hz]
    rates += [program.pulse_rate_hz, *(step.pulse_rate_hz for step in program.steps or ())]
    known = [float(rate) for rate in rates if rate is not None]
    return (min(known), max(known)) if known else None


def width_bounds(program: Timing) -> tuple[int, int] | None:
    """Return the narrowest and the widest pulse that a program uses. [us]"""
    modulation = program.modulated("pulse_width")
    widths = [] if modulation is None else [modulation.low_us, modulation.high_us]
    widths += [program.waveform.pulse_width_us]
    widths += [step.pulse_width_us for step in program.steps or ()]
    known = [width for width in widths if width is not None]
    return (min(known), max(known)) if known else None


def short_rate(program: Timing) -> str:
    """Return the pulse rate for a table."""
    bounds = rate_bounds(program)
    return "not stated" if bounds is None else span(*bounds, "Hz")


def short_width(program: Timing) -> str:
    """Return the pulse width for a table."""
    bounds = width_bounds(program)
    return "not stated" if bounds is None else span(*bounds, "us")


def rate_words(program: Timing) -> str:
    """Return the pulse rate with everything that moves it.

    Examples
    --------
    >>> import tensplan
    >>> rate_words(tensplan.load_protocol("sciatic-path-conventional").programs["conventional"])
    '60-100 Hz, triangle over 8 s'
    """
    if program.steps:
        return "; ".join(step_words(step) for step in program.steps)
    modulation = program.modulated("pulse_rate")
    if modulation is not None:
        return modulation_words(modulation)
    return short_rate(program)


def width_words(program: Timing) -> str:
    """Return the pulse width with everything that moves it."""
    modulation = program.modulated("pulse_width")
    if modulation is not None:
        return modulation_words(modulation)
    return short_width(program)


def modulation_words(modulation: Modulation) -> str:
    """Return a modulation in words."""
    low, high = modulation.bounds
    unit = {"pulse_rate": "Hz", "pulse_width": "us", "amplitude": "of the cap"}
    known = (low if low is not None else 0.0, high if high is not None else 0.0)
    words = f"{span(*known, unit[modulation.parameter])}, {modulation.form}"
    if modulation.time_constant_s is not None:
        words += f" with a time constant of {modulation.time_constant_s:g} s"
    if modulation.period_s is not None:
        words += f" over {modulation.period_s:g} s"
    return words if modulation.seed is None else f"{words} (seed {modulation.seed})"


def step_words(step: Step) -> str:
    """Return one step of a loop in words."""
    width = "" if step.pulse_width_us is None else f" of {step.pulse_width_us} us"
    off = "" if step.off_s is None else f", then {step.off_s:g} s off"
    return f"{step.pulse_rate_hz:g} Hz{width} for {step.duration_s:g} s{off}"


def burst_words(burst: Burst | None) -> str:
    """Return a burst in words.

    Examples
    --------
    >>> burst_words(Burst(bursts_per_s=2, pulses_per_burst=7))
    '2 bursts per second of 7 pulses'
    """
    if burst is None:
        return "none"
    if burst.bursts_per_s is not None:
        count = "?" if burst.pulses_per_burst is None else f"{burst.pulses_per_burst}"
        return f"{burst.bursts_per_s:g} bursts per second of {count} pulses"
    on = "?" if burst.on_s is None else f"{burst.on_s:g}"
    off = "?" if burst.off_s is None else f"{burst.off_s:g}"
    return f"{on} s on, {off} s off"


def waveform_words(waveform: Waveform) -> str:
    """Return the shape of a pulse in words; cathode only where it has a meaning."""
    words = waveform.shape.replace("-", " ")
    if waveform.recharge_ratio is not None:
        words += f", second phase {waveform.recharge_ratio:g} times as wide"
    if waveform.interphase_interval_us:
        words += f", {waveform.interphase_interval_us} us between the phases"
    if waveform.cathode is not None:
        words += f", pad {waveform.cathode} is the cathode"
    return words


def mode(program: Timing) -> str:
    """Return the mode in one word, also for amplitude or width that moves.

    Examples
    --------
    >>> import tensplan
    >>> mode(tensplan.load_protocol("sciatic-path-conventional").programs["conventional"])
    'modulated'
    """
    return program.kind


def ramp_words(program: Program) -> str:
    """Return the ramps in words."""
    return f"up in {program.ramp.up_s:g} s, down in {program.ramp.down_s:g} s"
