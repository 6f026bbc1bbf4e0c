"""What a device program's timing comes to, and what is missing before it could be simulated."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from tensplan.protocol.device_program import DeviceProgram
from tensplan.units import exact

Spans = tuple[tuple[Fraction, Fraction, Fraction], ...]


def needed_but_unstated(program: DeviceProgram) -> tuple[str, ...]:
    """Return what a pulse train needs and the program does not give.

    A value that the maker leaves to the user is not given either: there is a range, and no value.

    Parameters
    ----------
    program : DeviceProgram
        A preset of a real device.

    Returns
    -------
    tuple of str
        Dotted paths without indices; empty when the program can be simulated.

    Examples
    --------
    >>> from tensplan.protocol.catalogue import device_programs, load_document
    >>> from tensplan.protocol.validation import validate
    >>> document = load_document(device_programs()["miocare-1"])
    >>> needed_but_unstated(validate(document).model)
    ('waveform.shape', 'waveform.interphase_interval_us')
    """
    found = (*_waveform(program), *_rate(program), *_modulation(program), *_burst(program))
    steps = program.steps or ()
    dwell = ("steps.duration_s",) if any(step.duration_s is None for step in steps) else ()
    minutes = ("duration_min",) if program.duration_min is None else ()
    return tuple(dict.fromkeys((*found, *dwell, *minutes)))


def loop_seconds(program: DeviceProgram) -> Fraction | None:
    """Return the exact length of one loop of the steps; None without a stated loop. [s]

    Examples
    --------
    >>> from tensplan.protocol.catalogue import device_programs, load_document
    >>> from tensplan.protocol.validation import validate
    >>> loop_seconds(validate(load_document(device_programs()["beurer-em80-03"])).model)
    Fraction(24, 1)
    """
    spans = _spans(program)
    return sum((on + off for _, on, off in spans), Fraction(0)) if spans else None


def pulses_per_loop(program: DeviceProgram) -> Fraction | None:
    """Return the nominal pulses of one loop, rate times time; None without a stated loop.

    A whole number of pulses starts in each step, so a train has the sum of the rounded-up
    products instead: see `onsets_per_loop`.

    Examples
    --------
    >>> from tensplan.protocol.catalogue import device_programs, load_document
    >>> from tensplan.protocol.validation import validate
    >>> float(pulses_per_loop(validate(load_document(device_programs()["beurer-em80-09"])).model))
    19.75
    """
    spans = _spans(program)
    return sum((rate * on for rate, on, _ in spans), Fraction(0)) if spans else None


def onsets_per_loop(program: DeviceProgram) -> int | None:
    """Return the pulses that start in one loop; None without a stated loop.

    Each step starts with a pulse at its beginning and holds the pulses that start inside it.

    Examples
    --------
    >>> from tensplan.protocol.catalogue import device_programs, load_document
    >>> from tensplan.protocol.validation import validate
    >>> onsets_per_loop(validate(load_document(device_programs()["beurer-em80-09"])).model)
    20
    """
    spans = _spans(program)
    return sum(ceil(rate * on) for rate, on, _ in spans) if spans else None


def _spans(program: DeviceProgram) -> Spans:
    """Return rate, on time and off time of each step; none when a dwell is unstated."""
    spans = []
    for step in program.steps or ():
        if step.duration_s is None:
            return ()
        off = exact(step.off_s) if step.off_s is not None else Fraction(0)
        spans.append((exact(step.pulse_rate_hz), exact(step.duration_s), off))
    return tuple(spans)


def _waveform(program: DeviceProgram) -> Iterator[str]:
    """Yield what one pulse still needs."""
    waveform, steps = program.waveform, program.steps or ()
    if waveform.shape is None:
        yield "waveform.shape"
    every_step = bool(steps) and all(step.pulse_width_us is not None for step in steps)
    if waveform.pulse_width_us is None and not every_step and not _moves(program, "pulse_width"):
        yield "waveform.pulse_width_us"
    if waveform.interphase_interval_us is None and waveform.shape != "monophasic":
        yield "waveform.interphase_interval_us"
    if waveform.recharge_ratio is None and waveform.shape == "asymmetric-biphasic":
        yield "waveform.recharge_ratio"
    if waveform.cathode is None and waveform.shape in ("monophasic", "asymmetric-biphasic"):
        yield "waveform.cathode"


def _rate(program: DeviceProgram) -> Iterator[str]:
    """Yield the pulse rate when nothing gives it."""
    if program.pulse_rate_hz is None and not program.steps and not _moves(program, "pulse_rate"):
        yield "pulse_rate_hz"


def _moves(program: DeviceProgram, parameter: str) -> bool:
    """Say whether a modulation states a parameter's values."""
    return any(
        entry.parameter == parameter and None not in entry.bounds
        for entry in program.modulation or ()
    )


def _modulation(program: DeviceProgram) -> Iterator[str]:
    """Yield what the modulations still need."""
    for entry in program.modulation or ():
        if None in entry.bounds:
            yield "modulation.bounds"
        if entry.form is None:
            yield "modulation.form"
        if entry.period_s is None:
            yield "modulation.period_s"


def _burst(program: DeviceProgram) -> Iterator[str]:
    """Yield what the burst still needs: one whole pair of keys."""
    burst = program.burst
    if burst is None:
        return
    pair = ("on_s", "off_s")
    if burst.on_s is None and burst.off_s is None:
        pair = ("bursts_per_s", "pulses_per_burst")
    yield from (f"burst.{name}" for name in pair if getattr(burst, name) is None)
