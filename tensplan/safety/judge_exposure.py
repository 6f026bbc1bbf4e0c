"""Judging what a channel puts through the skin, on the worse of two routes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.properties import DeviceProfile
from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program
from tensplan.safety.contact import DENSITY_QUANTITIES, Contact, contacts
from tensplan.safety.exposure import QUANTITIES
from tensplan.safety.exposure_row import VERDICT_OF_LEVEL, ExposureRow
from tensplan.safety.limit import Limit
from tensplan.safety.limits import Limits
from tensplan.safety.quantity_words import words
from tensplan.safety.two_routes import both_routes
from tensplan.safety.workload import WorkloadError
from tensplan.units import unit_of


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
        routes = both_routes(program, area_cm2=place.area_cm2, profile=profile)
    except (ValueError, ArithmeticError) as error:
        return JudgedExposure(findings=(_not_generated(error, place),))
    rows, findings = [], list(routes.disagreements(channel.id, place.program_path))
    for quantity in QUANTITIES:
        worst_case = routes.worst_case(quantity)
        level, limit = _strictest(quantity, worst_case, program, profile, limits)
        row = ExposureRow(
            channel=channel.id,
            program=program_name,
            quantity=quantity,
            unit=unit_of(quantity),
            kind=routes.kind,
            closed_form=routes.formula[quantity],
            simulated=routes.pulses[quantity],
            worst_case=worst_case,
            limit=None if limit is None else limit.bound(level),
            rule="" if limit is None else limit.id,
            verdict="none" if limit is None else VERDICT_OF_LEVEL[level],
        )
        rows.append(row)
        findings += _row_findings(row, level, limit, program, place)
    less = contacts(rows, pad=place.pad_name, area_cm2=place.area_cm2, limits=limits)
    return JudgedExposure(tuple(rows), tuple(less), tuple(findings))


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


def _strictest(
    quantity: str, value: float, program: Program, profile: DeviceProfile, limits: Limits
) -> tuple[str, Limit | None]:
    rates = program.pulse_rates_hz
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
            f"({row.program}); limit {limit.bound_text(level)}"
        ),
        hint=_hint(row, limit, program, place),
        note=f"{limit.rationale} (tensplan explain {limit.id})",
        path=place.pad_path if density else (*place.program_path, "amplitude_cap_ma"),
        value=row.worst_case,
        limit=row.limit,
        unit=row.unit,
        source=limit.source,
    )


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
