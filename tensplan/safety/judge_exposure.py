"""Judging what a channel puts through the skin, on the worse of two routes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from simulator.properties import DeviceProfile
from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program
from tensplan.safety.exposure import QUANTITIES, REFERENCE_LOAD_OHM, Kind, Scale, closed_form
from tensplan.safety.exposure_row import VERDICT_OF_LEVEL, Contact, ExposureRow
from tensplan.safety.limit import Limit
from tensplan.safety.limits import Limits
from tensplan.safety.simulated import simulated_exposure, train_of
from tensplan.safety.workload import WorkloadError, check_workload
from tensplan.units import exact, unit_of

ROUTES_AGREE_TO: Final = 1e-6
"""Largest relative difference of the two routes for exact trains."""

BOUND_SLACK: Final = 1e-9
"""Float rounding allowed when a measured value is compared with its bound."""

LOWEST_CREDIBLE_LOAD_OHM: Final = 200.0
"""Lowest load that a constant-voltage device may meet (geko T-1 operating range). [ohm]"""

DENSITY_QUANTITIES: Final = ("rms_current_density_ma_per_cm2", "mean_power_density_w_per_cm2")


@dataclass(frozen=True, slots=True)
class JudgedExposure:
    """Rows, contact figures and findings of one channel with one program."""

    rows: tuple[ExposureRow, ...] = ()
    contacts: tuple[Contact, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    channel: Channel
    channel_path: Path
    program_name: str

    @property
    def smaller(self) -> int:
        first, second = self.channel.pads
        return 0 if first.conductive_cm2 <= second.conductive_cm2 else 1

    @property
    def area_cm2(self) -> float:
        return self.channel.pads[self.smaller].conductive_cm2

    @property
    def pad_name(self) -> str:
        return f"{self.channel.id}{self.smaller + 1}"

    @property
    def pad_path(self) -> Path:
        pad = self.channel.pads[self.smaller]
        size = "size_mm" if pad.size_mm is not None else "diameter_mm"
        return (*self.channel_path, "pads", self.smaller, size)

    @property
    def program_path(self) -> Path:
        return ("programs", self.program_name)


def judge_exposure(
    channel: Channel,
    program: Program,
    *,
    program_name: str,
    channel_path: Path,
    profile: DeviceProfile,
    limits: Limits,
) -> JudgedExposure:
    """Compute a channel's exposure by both routes and judge the worst case.

    Parameters
    ----------
    channel, program : Channel, Program
        Coherent parts of a protocol.
    program_name, channel_path : str, tuple
        Where they stand in the file.
    profile : DeviceProfile
        Tolerances, and whether direct current is blocked.
    limits : Limits
        What to judge by.
    """
    place = _Place(channel, channel_path, program_name)
    try:
        nominal, measured, worst = _both_routes(program, place.area_cm2, profile)
    except (ValueError, ArithmeticError) as error:
        return JudgedExposure(findings=(_not_generated(error, place),))
    kind: Kind = "bound" if program.modulation else "exact"
    rows, findings = [], list(_disagreements(nominal, measured, worst, kind, place))
    for quantity in QUANTITIES:
        worst_case = _larger(worst[0][quantity], worst[1][quantity])
        level, limit = _strictest(quantity, worst_case, program, profile, limits)
        row = ExposureRow(
            channel=channel.id,
            program=program_name,
            quantity=quantity,
            unit=unit_of(quantity),
            kind=kind,
            closed_form=nominal[quantity],
            simulated=measured[quantity],
            worst_case=worst_case,
            limit=None if limit is None else limit.bound(level),
            rule="" if limit is None else limit.id,
            verdict="none" if limit is None else VERDICT_OF_LEVEL[level],
        )
        rows.append(row)
        findings += _row_findings(row, level, limit, program, place)
    contacts = tuple(_contacts(rows, place, limits))
    return JudgedExposure(tuple(rows), contacts, tuple(findings))


def _not_generated(error: Exception, place: _Place) -> Finding:
    """Say that a program's pulses are not generated, and so cannot be judged."""
    too_long = isinstance(error, WorkloadError)
    return Finding(
        rule="timing/too-much-work" if too_long else "timing/overlap",
        severity="error",
        message=f"the pulses of {place.program_name} cannot be generated: {error}",
        hint=(
            "choose rates and periods whose pattern repeats sooner, or a shorter session"
            if too_long
            else "change rate, width or burst so that the pulses fit"
        ),
        path=place.program_path,
    )


def tolerance_scale(profile: DeviceProfile) -> Scale:
    """Return the device's upper tolerances, all at once."""
    return Scale(
        amplitude=1 + profile.amplitude_tolerance.value,
        pulse_width=1 + exact(profile.width_tolerance.value),
        pulse_rate=1 + exact(profile.rate_tolerance.value),
    )


def _both_routes(
    program: Program, area_cm2: float, profile: DeviceProfile
) -> tuple[dict[str, float], dict[str, float], tuple[dict[str, float], dict[str, float]]]:
    train = train_of(program)
    scale = tolerance_scale(profile)
    check_workload(train)
    check_workload(train.scaled(pulse_rate=scale.pulse_rate))
    nominal = closed_form(program, area_cm2=area_cm2).values
    measured = simulated_exposure(train, area_cm2=area_cm2)
    by_formula = closed_form(program, area_cm2=area_cm2, scale=scale).values
    by_pulses = simulated_exposure(train, area_cm2=area_cm2, scale=scale)
    if profile.output == "constant-voltage":
        # set in volts: a lower load draws more current from the same setting
        share = REFERENCE_LOAD_OHM / LOWEST_CREDIBLE_LOAD_OHM
        low = Scale(scale.amplitude * share, scale.pulse_width, scale.pulse_rate)
        load = LOWEST_CREDIBLE_LOAD_OHM
        formula = closed_form(program, area_cm2=area_cm2, resistance_ohm=load, scale=low).values
        pulses = simulated_exposure(train, area_cm2=area_cm2, resistance_ohm=load, scale=low)
        by_formula = {q: _larger(by_formula[q], formula[q]) for q in QUANTITIES}
        by_pulses = {q: _larger(by_pulses[q], pulses[q]) for q in QUANTITIES}
    return nominal, measured, (by_formula, by_pulses)


def _larger(first: float, second: float) -> float:
    """Return the larger value; NaN if either is NaN."""
    return math.nan if math.isnan(first) or math.isnan(second) else max(first, second)


def _disagreements(
    nominal: dict[str, float],
    measured: dict[str, float],
    worst: tuple[dict[str, float], dict[str, float]],
    kind: Kind,
    place: _Place,
) -> Iterator[Finding]:
    for case, formula, pulses in (("nominal", nominal, measured), ("worst case", *worst)):
        for quantity in QUANTITIES:
            a, b = formula[quantity], pulses[quantity]
            if kind == "exact":
                agree = abs(a - b) <= ROUTES_AGREE_TO * max(abs(a), abs(b))
            else:
                agree = b <= a * (1 + BOUND_SLACK)
            if not agree:
                yield _disagreement(quantity, case, a, b, kind, place)


def _disagreement(
    quantity: str, case: str, formula: float, pulses: float, kind: Kind, place: _Place
) -> Finding:
    unit = unit_of(quantity)
    relation = "differs from" if kind == "exact" else "is not a bound for"
    return Finding(
        rule="routes/disagree",
        severity="error",
        message=(
            f"{words(quantity)} of channel {place.channel.id}, {case}: the formula gives "
            f"{formula:.6g} {unit} and {relation} the {pulses:.6g} {unit} measured on the pulses"
        ),
        hint="report this: one of the two computations is wrong, so neither is believed",
        path=place.program_path,
        value=pulses,
        limit=formula,
        unit=unit,
    )


def _strictest(
    quantity: str, value: float, program: Program, profile: DeviceProfile, limits: Limits
) -> tuple[str, Limit | None]:
    rates = pulse_rates_hz(program)
    blocking = profile.dc_blocking is True
    judged = [
        (limit.level(value), limit)
        for limit in limits.of(quantity)
        if any(limit.applies(pulse_rate_hz=rate, dc_blocking=blocking) for rate in rates)
    ]
    if not judged:
        return "error" if not math.isfinite(value) else "none", None
    order = {"error": 0, "warning": 1, "none": 2}
    return min(judged, key=lambda pair: (order[pair[0]], pair[1].bound(pair[0]) or 0.0))


def pulse_rates_hz(program: Program) -> list[float]:
    """Return every pulse rate that a program uses. [Hz]"""
    modulation = program.modulated("pulse_rate")
    rates = [program.pulse_rate_hz]
    if modulation:
        rates += [modulation.low_hz, modulation.high_hz]
    rates += [step.pulse_rate_hz for step in program.steps or ()]
    return [rate for rate in rates if rate is not None]


def words(quantity: str) -> str:
    """Return a quantity's name in words.

    Examples
    --------
    >>> words("rms_current_density_ma_per_cm2")
    'r.m.s. current density'
    """
    suffix = unit_of(quantity).replace("/", "_per_").lower()
    name = quantity.removesuffix(f"_{suffix}").replace("_", " ")
    return (
        name.replace("rms", "r.m.s.")
        .replace("net dc", "net direct current")
        .replace("dc density", "direct-current density")
    )


def _row_findings(
    row: ExposureRow, level: str, limit: Limit | None, program: Program, place: _Place
) -> Iterator[Finding]:
    if not math.isfinite(row.worst_case):
        yield Finding(
            rule="exposure/missing",
            severity="error",
            message=f"{words(row.quantity)} of channel {row.channel} is not a number",
            hint="report this: a missing quantity is never taken as kept",
            path=place.program_path,
        )
        return
    if limit is None or level == "none":
        return
    density = row.quantity.endswith("per_cm2")
    where = f"under pad {place.pad_name}" if density else f"on channel {row.channel}"
    yield Finding(
        rule=limit.id,
        severity="error" if level == "error" else "warning",
        message=(
            f"{words(row.quantity)} is {row.worst_case:.3g} {row.unit} worst case {where} "
            f"({row.program}); limit {_bound_words(limit, level)}"
        ),
        hint=_hint(row, limit, program, place),
        note=f"{limit.rationale} (tensplan explain {limit.id})",
        path=place.pad_path if density else (*place.program_path, "amplitude_cap_ma"),
        value=row.worst_case,
        limit=row.limit,
        unit=row.unit,
        source=limit.source,
    )


def _bound_words(limit: Limit, level: str) -> str:
    return limit.bound_text(level)


def _hint(row: ExposureRow, limit: Limit, program: Program, place: _Place) -> str:
    bound = row.limit
    if row.quantity in ("net_dc_ma", "net_charge_uc", "dc_density_ma_per_cm2"):
        return "use a charge-balanced shape, or a device that states d.c. blocking"
    if bound is None or not bound > 0 or not row.worst_case > 0:
        return "lower amplitude_cap_ma"
    squared = row.quantity in ("mean_power_density_w_per_cm2", "pulse_energy_mj")
    share = math.sqrt(bound / row.worst_case) if squared else bound / row.worst_case
    cap = _round_down(program.amplitude_cap_ma * share)
    if row.quantity in DENSITY_QUANTITIES:
        area = _round_up(place.area_cm2 * row.worst_case / bound)
        return f"use pads that conduct over at least {area:g} cm2, or amplitude_cap_ma of at most {cap:g}"
    return f"use amplitude_cap_ma of at most {cap:g}"


def _round_down(value: float) -> float:
    return math.floor(value * 10) / 10


def _round_up(value: float) -> float:
    return math.ceil(value * 10) / 10


def _contacts(rows: list[ExposureRow], place: _Place, limits: Limits) -> Iterator[Contact]:
    for row in rows:
        limit = limits.named(row.rule) if row.rule else None
        bound = None if limit is None else limit.bound("error")
        if row.quantity not in DENSITY_QUANTITIES or limit is None or not bound:
            continue
        yield Contact(
            channel=row.channel,
            program=row.program,
            pad=place.pad_name,
            rule=limit.id,
            unit=row.unit,
            conductive_cm2=place.area_cm2,
            smallest_cm2=place.area_cm2 * row.worst_case / bound,
            density=row.worst_case,
            density_half=2 * row.worst_case,
            density_quarter=4 * row.worst_case,
            limit=bound,
        )
