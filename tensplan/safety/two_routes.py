"""Both routes to the exposure of a program, nominal and at the device's worst, held together."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from simulator.properties import DeviceProfile
from simulator.train import Train
from tensplan.finding import Finding
from tensplan.protocol.document import Path
from tensplan.protocol.program import Program
from tensplan.safety.exposure import QUANTITIES, REFERENCE_LOAD_OHM, Kind, Scale, closed_form
from tensplan.safety.quantity_words import words
from tensplan.safety.simulated import simulated_exposure, train_of
from tensplan.safety.workload import check_workload
from tensplan.units import exact, unit_of

ROUTES_AGREE_TO: Final = 1e-6
"""Largest relative difference of the two routes for exact trains."""

BOUND_SLACK: Final = 1e-9
"""Float rounding allowed when a measured value is compared with its bound."""


Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Routes:
    """One program's exposure by formula and by pulses.

    Parameters
    ----------
    kind : {"exact", "bound"}
        Whether the formula is exact or an upper bound.
    formula, pulses : dict
        Nominal, by quantity.
    worst_formula, worst_pulses : dict
        With the device's upper tolerances at once, and at the worst load of its kind.
    """

    kind: Kind
    formula: Values
    pulses: Values
    worst_formula: Values
    worst_pulses: Values

    def worst_case(self, quantity: str) -> float:
        """Return the larger of the two routes at the worst; NaN if either is NaN."""
        return _larger(self.worst_formula[quantity], self.worst_pulses[quantity])

    def disagreements(self, channel: str, path: Path) -> Iterator[Finding]:
        """Yield a finding for each quantity on which the routes do not agree."""
        cases = (
            ("nominal", self.formula, self.pulses),
            ("worst case", self.worst_formula, self.worst_pulses),
        )
        for case, formula, pulses in cases:
            for quantity in QUANTITIES:
                if not self._agree(formula[quantity], pulses[quantity]):
                    what = f"{words(quantity)} of channel {channel}, {case}"
                    yield self._disagreement(
                        what, formula[quantity], pulses[quantity], unit_of(quantity), path
                    )

    def _agree(self, formula: float, pulses: float) -> bool:
        if self.kind == "exact":
            return abs(formula - pulses) <= ROUTES_AGREE_TO * max(abs(formula), abs(pulses))
        return pulses <= formula * (1 + BOUND_SLACK)

    def _disagreement(
        self, what: str, formula: float, pulses: float, unit: str, path: Path
    ) -> Finding:
        relation = "differs from" if self.kind == "exact" else "is not a bound for"
        return Finding(
            rule="routes/disagree",
            severity="error",
            message=(
                f"{what}: the formula gives {formula:.6g} {unit} and {relation} the "
                f"{pulses:.6g} {unit} measured on the pulses"
            ),
            hint="report this: one of the two computations is wrong, so neither is believed",
            path=path,
            value=pulses,
            limit=formula,
            unit=unit,
        )


def both_routes(program: Program, *, area_cm2: float, profile: DeviceProfile) -> Routes:
    """Compute a program's exposure by formula and by pulses.

    Parameters
    ----------
    program : Program
        A coherent program.
    area_cm2 : float
        Conductive area of the smaller pad. [cm2]
    profile : DeviceProfile
        Its tolerances, and whether it holds a current or a voltage.

    Raises
    ------
    ValueError
        If the pulses overlap or are too much work.
    """
    train = train_of(program)
    scale = tolerance_scale(profile)
    check_workload(train)
    check_workload(train.scaled(pulse_rate=scale.pulse_rate))
    formula, pulses = _at(program, train, area_cm2, REFERENCE_LOAD_OHM, Scale())
    worst_formula, worst_pulses = _at(program, train, area_cm2, REFERENCE_LOAD_OHM, scale)
    if profile.output == "constant-voltage":
        from simulator.skin_load import lowest_credible  # few devices need it at the start

        # set in volts: a lower load draws more current from the same setting
        load = lowest_credible().resistance
        share = REFERENCE_LOAD_OHM / load
        low = Scale(scale.amplitude * share, scale.pulse_width, scale.pulse_rate)
        at_low = _at(program, train, area_cm2, load, low)
        worst_formula = _larger_of(worst_formula, at_low[0])
        worst_pulses = _larger_of(worst_pulses, at_low[1])
    kind: Kind = "bound" if program.modulation else "exact"
    return Routes(kind, formula, pulses, worst_formula, worst_pulses)


def tolerance_scale(profile: DeviceProfile) -> Scale:
    """Return the device's upper tolerances, all at once."""
    return Scale(
        amplitude=1 + profile.amplitude_tolerance.value,
        pulse_width=1 + exact(profile.width_tolerance.value),
        pulse_rate=1 + exact(profile.rate_tolerance.value),
    )


def _at(
    program: Program, train: Train, area_cm2: float, load_ohm: float, scale: Scale
) -> tuple[Values, Values]:
    formula = closed_form(program, area_cm2=area_cm2, resistance_ohm=load_ohm, scale=scale)
    pulses = simulated_exposure(train, area_cm2=area_cm2, resistance_ohm=load_ohm, scale=scale)
    return formula.values, pulses


def _larger_of(first: Values, second: Values) -> Values:
    return {quantity: _larger(first[quantity], second[quantity]) for quantity in QUANTITIES}


def _larger(first: float, second: float) -> float:
    """Return the larger value; NaN if either is NaN."""
    return math.nan if math.isnan(first) or math.isnan(second) else max(first, second)
