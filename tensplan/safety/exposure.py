r"""Exposure in closed form: what a program puts through the skin, by formula alone.

With :math:`I` the peak of the leading phase, :math:`w` its width, :math:`r` the recharge ratio
and :math:`W` the summed width of all leading phases in the worst second:

.. math::
    Q = I w,\quad E = R I^2 w (1 + 1/r),\quad
    I_\mathrm{rms} = I \sqrt{W (1 + 1/r) / 1\,\mathrm{s}},\quad
    \overline{|i|} = 2 I W / 1\,\mathrm{s}

(a monophasic pulse has one phase: no :math:`1/r`, and 1 instead of 2). The quantities are those
of the FDA's 1999 guidance on powered muscle stimulators; the formulas are derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Final, Literal, get_args

from tensplan.protocol.program import Program
from tensplan.protocol.timing import Burst, Step
from tensplan.safety.onset_count import CountedBurst, Group, Loop, Part, Run, WindowedBurst
from tensplan.units import (
    MICROSECONDS_PER_SECOND,
    SECONDS_PER_MINUTE,
    exact,
    from_si,
    to_si,
    unit_of,
    whole_microseconds,
)

Quantity = Literal[
    "phase_charge_uc",
    "net_charge_uc",
    "rms_current_ma",
    "mean_absolute_current_ma",
    "net_dc_ma",
    "rms_current_density_ma_per_cm2",
    "dc_density_ma_per_cm2",
    "mean_power_density_w_per_cm2",
    "pulse_energy_mj",
    "peak_voltage_v",
]

QUANTITIES: Final[tuple[str, ...]] = get_args(Quantity)
"""The ten exposure quantities, each with its unit in its name."""

REFERENCE_LOAD_OHM: Final = 500.0
"""Load of all output figures (FDA 1999, IEC 60601-2-10). [ohm]"""

Kind = Literal["exact", "bound"]


@dataclass(frozen=True, slots=True)
class Scale:
    """How far amplitude, width and rate stand above what was asked."""

    amplitude: float = 1.0
    pulse_width: Fraction = Fraction(1)
    pulse_rate: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """Exposure of one program on one pair of pads, by formula.

    Parameters
    ----------
    values : dict
        Quantity name to value, in the unit that the name carries.
    kind : {"exact", "bound"}
        A modulated program has only a bound: all extremes at once.
    """

    values: dict[str, float]
    kind: Kind


def closed_form(
    program: Program,
    *,
    area_cm2: float,
    resistance_ohm: float = REFERENCE_LOAD_OHM,
    scale: Scale = Scale(),
) -> ClosedForm:
    """Return the ten exposure quantities of a program at its amplitude cap.

    Parameters
    ----------
    program : Program
        A coherent program.
    area_cm2 : float
        Conductive area of the smaller pad. [cm2]
    resistance_ohm : float
        Load. [ohm]
    scale : Scale
        Device tolerances that act at once.

    Raises
    ------
    ValueError
        If the area or the resistance is not positive.

    Examples
    --------
    >>> import tensplan
    >>> program = tensplan.load_protocol("sciatic-path-conventional").programs["conventional"]
    >>> round(closed_form(program, area_cm2=20.0).values["phase_charge_uc"], 9)
    4.0
    """
    if not (area_cm2 > 0 and resistance_ohm > 0):
        raise ValueError(
            f"area and resistance must be positive, got {area_cm2} cm2 and {resistance_ohm} ohm"
        )
    amplitude = _amplitude(program) * scale.amplitude
    width = float(_widest_us(program) * scale.pulse_width) / MICROSECONDS_PER_SECOND
    on_time = worst_second_on_time(program, scale)
    phases, square = _phases(program)
    net = 0.0 if program.waveform.is_balanced else amplitude * width
    net_dc = 0.0 if program.waveform.is_balanced else amplitude * on_time
    rms = amplitude * sqrt(square * on_time)
    area = to_si(area_cm2, "cm2")
    si = {
        "phase_charge_uc": amplitude * width,
        "net_charge_uc": net,
        "rms_current_ma": rms,
        "mean_absolute_current_ma": phases * amplitude * on_time,
        "net_dc_ma": net_dc,
        "rms_current_density_ma_per_cm2": rms / area,
        "dc_density_ma_per_cm2": net_dc / area,
        "mean_power_density_w_per_cm2": resistance_ohm * rms**2 / area,
        "pulse_energy_mj": resistance_ohm * amplitude**2 * width * square,
        "peak_voltage_v": resistance_ohm * amplitude,
    }
    values = {name: from_si(si[name], unit_of(name)) for name in QUANTITIES}
    return ClosedForm(values, "bound" if program.modulation else "exact")


def worst_second_on_time(program: Program, scale: Scale) -> float:
    """Return the summed width of the leading phases in the worst second. [s]

    For a modulated program: the most that all extremes at once could give.
    """
    session_us = whole_microseconds(exact(program.duration_min) * 60)
    widest = _widest_us(program, own_steps=False)
    if program.steps:
        loop = Loop(
            tuple(_step_part(program, index, scale) for index in range(len(program.steps))),
            session_us,
        )
        return loop.worst_second_on_time()
    rate = _highest_rate(program) * scale.pulse_rate
    width = float(widest * scale.pulse_width) / MICROSECONDS_PER_SECOND
    if program.modulated("pulse_rate") and program.burst:
        return width * _most_pulses(rate, program.burst, scale)
    group = _group(rate, program.burst, session_us, scale)
    return Loop((Part(group, width),), session_us).worst_second_on_time()


def _step_part(program: Program, index: int, scale: Scale) -> Part:
    step = (program.steps or ())[index]
    own = step.pulse_width_us
    width = Fraction(own) if own is not None else _widest_us(program, own_steps=False)
    length = whole_microseconds(step.duration_s)
    rate = exact(step.pulse_rate_hz) * scale.pulse_rate
    return Part(
        _group(rate, program.burst, length, scale),
        float(width * scale.pulse_width) / MICROSECONDS_PER_SECOND,
        whole_microseconds(step.off_s) if step.off_s is not None else 0,
    )


def _group(rate: Fraction, burst: Burst | None, length_us: int, scale: Scale) -> Group:
    if burst is None:
        return Run(rate, length_us)
    if burst.bursts_per_s is not None and burst.pulses_per_burst is not None:
        bursts = exact(burst.bursts_per_s) * scale.pulse_rate
        return CountedBurst(rate, bursts, burst.pulses_per_burst, length_us)
    if burst.on_s is None or burst.off_s is None:
        raise ValueError("a burst needs bursts_per_s and pulses_per_burst, or on_s and off_s")
    run = Run(rate, whole_microseconds(burst.on_s))
    return WindowedBurst(run, whole_microseconds(burst.off_s), length_us)


def _most_pulses(rate: Fraction, burst: Burst, scale: Scale) -> int:
    """Bound the pulses of a second when the rate inside the bursts moves."""
    if burst.bursts_per_s is not None and burst.pulses_per_burst is not None:
        touched = floor(exact(burst.bursts_per_s) * scale.pulse_rate) + 2
        return touched * burst.pulses_per_burst
    if burst.on_s is None or burst.off_s is None:
        raise ValueError("a burst needs bursts_per_s and pulses_per_burst, or on_s and off_s")
    touched = floor(1 / (exact(burst.on_s) + exact(burst.off_s))) + 2
    return touched * ceil(exact(burst.on_s) * rate)


def _amplitude(program: Program) -> float:
    modulation = program.modulated("amplitude")
    share = modulation.high_fraction if modulation else 1.0
    if share is None:
        raise ValueError("a modulation of the amplitude needs high_fraction")
    return to_si(program.amplitude_cap_ma, "mA") * share


def _highest_rate(program: Program) -> Fraction:
    modulation = program.modulated("pulse_rate")
    rate = modulation.high_hz if modulation else program.pulse_rate_hz
    if rate is None:
        raise ValueError("the program has no pulse rate")
    return exact(rate)


def _widest_us(program: Program, *, own_steps: bool = True) -> Fraction:
    modulation = program.modulated("pulse_width")
    base = modulation.high_us if modulation else program.waveform.pulse_width_us
    steps = _reached_steps(program)
    widths = [base] if not steps or any(s.pulse_width_us is None for s in steps) else []
    if own_steps:
        widths += [step.pulse_width_us for step in steps if step.pulse_width_us is not None]
    known = [width for width in widths if width is not None]
    return Fraction(max(known)) if known else Fraction(0)


def _reached_steps(program: Program) -> tuple[Step, ...]:
    """Return the steps that begin before the session ends."""
    steps = program.steps or ()
    lengths = [
        exact(step.duration_s) + (exact(step.off_s) if step.off_s is not None else 0)
        for step in steps
    ]
    session = exact(program.duration_min) * SECONDS_PER_MINUTE
    return tuple(step for index, step in enumerate(steps) if sum(lengths[:index]) < session)


def _phases(program: Program) -> tuple[int, float]:
    """Return the number of phases, and the sum of i^2 per width and squared amplitude."""
    waveform = program.waveform
    if waveform.shape == "monophasic":
        return 1, 1.0
    if waveform.shape == "symmetric-biphasic" or waveform.recharge_ratio is None:
        return 2, 2.0
    return 2, 1 + 1 / waveform.recharge_ratio
