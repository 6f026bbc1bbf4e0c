"""How long the pulses of a program last, in exact microseconds."""

from __future__ import annotations

from fractions import Fraction

from tensplan.protocol.program import Program
from tensplan.protocol.waveform import Waveform
from tensplan.units import exact


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
