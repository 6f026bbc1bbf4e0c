"""The second route: hand the program to the simulator, and bring its figures back to our units."""

from __future__ import annotations

from typing import Any

from simulator.exposure import measure
from simulator.load import Load
from simulator.modulation import Modulation as SimulatedModulation
from simulator.schedule import BurstCount, BurstWindow, Ramp, Step
from simulator.train import Train
from tensplan.protocol.program import Program
from tensplan.protocol.timing import Burst, Modulation
from tensplan.safety.exposure import QUANTITIES, REFERENCE_LOAD_OHM, Scale
from tensplan.units import exact, from_si, to_si, unit_of, whole_microseconds


def train_of(program: Program) -> Train:
    """Return the pulse train of a program at its amplitude cap.

    Raises
    ------
    ValueError
        If the times do not fit together.

    Examples
    --------
    >>> import tensplan
    >>> program = tensplan.load_protocol("sciatic-path-conventional").programs["conventional"]
    >>> train_of(program).amplitude
    0.04
    """
    return train_from(
        program,
        amplitude=to_si(program.amplitude_cap_ma, "mA"),
        duration_us=whole_microseconds(exact(program.duration_min) * 60),
        ramp=Ramp(whole_microseconds(program.ramp.up_s), whole_microseconds(program.ramp.down_s)),
    )


def train_from(timing: Any, *, amplitude: float, duration_us: int, ramp: Ramp) -> Train:
    """Return the train of anything with a waveform and timing.

    Parameters
    ----------
    timing : Program or DeviceProgram
        Holds ``waveform``, ``pulse_rate_hz``, ``modulation``, ``burst`` and ``steps``.
    amplitude : float
        Peak of the leading phase. [A]
    duration_us : int
        Session length. [us]
    ramp : Ramp
        Rise and fall.
    """
    waveform = timing.waveform
    interval = waveform.interphase_interval_us
    ratio = waveform.recharge_ratio
    return Train(
        shape=waveform.shape,
        amplitude=amplitude,
        width_us=waveform.pulse_width_us,
        interphase_us=interval if interval is not None and waveform.shape != "monophasic" else 0,
        recharge_ratio=exact(ratio if ratio is not None else 1),
        pulse_rate=None if timing.pulse_rate_hz is None else exact(timing.pulse_rate_hz),
        modulations=tuple(_modulation(entry) for entry in timing.modulation or ()),
        burst=_burst(timing.burst),
        steps=tuple(
            Step(
                exact(step.pulse_rate_hz),
                step.pulse_width_us,
                whole_microseconds(step.duration_s),
                whole_microseconds(step.off_s) if step.off_s is not None else 0,
            )
            for step in timing.steps or ()
        ),
        ramp=ramp,
        duration_us=duration_us,
    )


def simulated_exposure(
    train: Train,
    *,
    area_cm2: float,
    resistance_ohm: float = REFERENCE_LOAD_OHM,
    scale: Scale = Scale(),  # noqa: B008 (frozen)
) -> dict[str, float]:
    """Return the ten quantities as the simulator measures them on the expanded pulses.

    Ramps only lower the exposure and are left out, as in the closed form.

    Parameters
    ----------
    train : Train
        The program's train at its cap.
    area_cm2, resistance_ohm : float
        Conductive area of the smaller pad, and the load. [cm2], [ohm]
    scale : Scale
        Device tolerances that act at once.
    """
    at_cap = train.without_ramps()
    if scale != Scale():
        at_cap = at_cap.scaled(
            amplitude=scale.amplitude, width=float(scale.pulse_width), pulse_rate=scale.pulse_rate
        )
    measured = measure(at_cap, Load(resistance=resistance_ohm, area=to_si(area_cm2, "cm2")))
    return {name: from_si(getattr(measured, _si_name(name)), unit_of(name)) for name in QUANTITIES}


def _si_name(quantity: str) -> str:
    for suffix in ("_ma_per_cm2", "_w_per_cm2", "_uc", "_ma", "_mj", "_v"):
        if quantity.endswith(suffix):
            return quantity.removesuffix(suffix)
    raise ValueError(f"{quantity} carries no unit")


def _modulation(entry: Modulation) -> SimulatedModulation:
    low, high = entry.bounds
    if low is None or high is None:
        raise ValueError(f"the modulation of {entry.parameter} needs a low and a high value")
    whole = entry.parameter == "pulse_width"
    period, constant = entry.period_s, entry.time_constant_s
    return SimulatedModulation(
        parameter=entry.parameter,
        low=int(low) if whole else exact(low),
        high=int(high) if whole else exact(high),
        form=entry.form,
        period_us=None if period is None else whole_microseconds(period),
        time_constant_us=None if constant is None else whole_microseconds(constant),
        seed=entry.seed,
    )


def _burst(burst: Burst | None) -> BurstCount | BurstWindow | None:
    if burst is None:
        return None
    if burst.bursts_per_s is not None and burst.pulses_per_burst is not None:
        return BurstCount(exact(burst.bursts_per_s), burst.pulses_per_burst)
    if burst.on_s is None or burst.off_s is None:
        raise ValueError("a burst needs bursts_per_s and pulses_per_burst, or on_s and off_s")
    return BurstWindow(whole_microseconds(burst.on_s), whole_microseconds(burst.off_s))
