"""The window of a channel and program, from its rows and the simulator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from simulator.properties import DeviceProfile, table
from simulator.recruitment import selectivity
from simulator.recruitment import window as comfort_window
from tensplan.nerve_response.asking import Asked
from tensplan.nerve_response.row import NerveRow, rounded
from tensplan.nerve_response.scaling import Scale
from tensplan.nerve_response.window import Curve, Edge, NerveWindow, advice, earliest
from tensplan.units import from_si, to_si

POINTS: Final = 33
"""Points of a recruitment curve."""

PAST_CAP: Final = 1.6
"""How far past the cap a curve goes."""

_BASES: Final = {
    "tolerance-over-nerve-threshold": "{ratio:g} times the nerve's threshold, as healthy people tolerated",
    "intolerance-over-perception": "{ratio:g} times the first tingle, as healthy people tolerated",
    "measured-tolerance": "this person's own tolerance",
}


def window_of(
    asked: Asked, rows: Sequence[NerveRow], scale: Scale, profile: DeviceProfile
) -> NerveWindow | None:
    """Return the window, or None where no tingle is predicted at any amplitude.

    Parameters
    ----------
    asked : Asked
        The channel and its widest pulse.
    rows : sequence of NerveRow
        Of one channel and program.
    scale : Scale
        The same predictions as the simulator gives them, before and after the person was asked.
    profile : DeviceProfile
        Gives the smallest step.
    """
    first, meant = earliest(rows), earliest(rows, target=True)
    if first is None or not math.isfinite(first.threshold_ma):
        return None
    along = None if meant is None or not math.isfinite(meant.threshold_ma) else meant
    edge = _edge(first, along, scale)
    step = profile.amplitude_step
    return NerveWindow(
        channel=first.channel,
        program=first.program,
        cap_ma=first.cap_ma,
        step_ma=None if step is None else from_si(step.value, "mA"),
        first_tingle_ma=first.threshold_ma,
        first_tingle_low_ma=first.threshold_low_ma,
        first_tingle_high_ma=first.threshold_high_ma,
        first_tingle_pad=first.pad,
        nerve="" if along is None else along.nerve,
        nerve_tingle_ma=None if along is None else along.threshold_ma,
        nerve_tingle_low_ma=None if along is None else along.threshold_low_ma,
        nerve_tingle_high_ma=None if along is None else along.threshold_high_ma,
        upper_ma=edge.middle_ma,
        upper_low_ma=edge.low_ma,
        upper_high_ma=edge.high_ma,
        upper_basis=edge.basis,
        advice_ma=advice(first.cap_ma, first, along, edge, scale.most_ma),
        charge_uc=None
        if along is None
        else rounded(along.threshold_ma * along.pulse_width_us / 1e3),
        best_pulse_width_us=None if along is None else asked.best_width_us(along.nerve),
        shift_10mm=None if along is None else rounded(asked.shifted(along.nerve)),
        selectivity=None if along is None else _selectivity(along.nerve, scale),
        before=_before(along, scale),
        recruitment=() if along is None else _curves(asked, first, scale.factor),
    )


def _selectivity(nerve: str, scale: Scale) -> float | None:
    """Return how much later another nerve answers; None without another."""
    found = selectivity(scale.after, nerve)
    return None if found is None else rounded(found)


def _edge(first: NerveRow, along: NerveRow | None, scale: Scale) -> Edge:
    """Return the upper edge with the spread of the threshold that it stands on."""
    nerve = None if along is None else along.nerve
    seen = comfort_window(scale.after, nerve=nerve, measured_tolerance=scale.tolerance)
    upper = from_si(seen.upper, "mA")
    if seen.upper_from == "measured-tolerance":
        return Edge(
            middle_ma=upper,
            low_ma=upper,
            high_ma=upper,
            basis=_BASES[seen.upper_from],
        )
    by_nerve = along is not None and seen.upper_from == "tolerance-over-nerve-threshold"
    row = along if by_nerve and along is not None else first
    ratio = table("human_thresholds")[seen.upper_from.replace("-", "_")]
    return Edge(
        middle_ma=rounded(upper),
        low_ma=rounded(ratio.value * row.threshold_low_ma),
        high_ma=rounded(ratio.value * row.threshold_high_ma),
        basis=f"{_BASES[seen.upper_from].format(ratio=ratio.value)} ({ratio.source})",
    )


def _before(along: NerveRow | None, scale: Scale) -> dict[str, float] | None:
    """Return the medians before they were scaled; None where nothing was measured."""
    if not scale.is_measured:
        return None
    nerve = None if along is None else along.nerve
    seen = comfort_window(scale.before, nerve=nerve)
    found = {"first_tingle_ma": seen.perception, "upper_ma": seen.upper}
    if seen.nerve_current is not None:
        found["nerve_tingle_ma"] = seen.nerve_current
    return {key: rounded(from_si(value, "mA")) for key, value in found.items()}


def _curves(asked: Asked, first: NerveRow, factor: float) -> tuple[Curve, ...]:
    """Return the curves of tingle and twitch that begin before the axis ends, the earliest first."""
    end = PAST_CAP * first.cap_ma
    amplitudes = [end * i / (POINTS - 1) for i in range(POINTS)]
    curves = [
        Curve(
            nerve=curve.nerve,
            fibre=curve.fibre,
            pad=f"{first.channel}{curve.pad}",
            amplitudes_ma=tuple(rounded(ma) for ma in amplitudes),
            shares=tuple(rounded(share) for share in curve.shares),
        )
        for curve in asked.curves(tuple(to_si(ma, "mA") / factor for ma in amplitudes))
        if curve.shares[-1] > 0
    ]
    return tuple(sorted(curves, key=lambda c: -sum(c.shares)))
