"""How many fibres fire as the amplitude rises: one curve for each nerve and kind of fibre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tensplan.report.figures.chart import Chart, Figure, Point, ticks, words
from tensplan.report.wording import say

MOST_CURVES: Final = 4
"""As many line styles can be told apart in print."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Share of fibres that fire [0 to 1] over the amplitude [mA], and its words."""

    label: str
    points: tuple[Point, ...]


def draw_recruitment(curves: Sequence[Curve], *, cap_ma: float) -> Figure:
    """Return the recruitment curves of a channel up to past its cap.

    Parameters
    ----------
    curves : sequence of Curve
        At least one, the earliest first; those beyond the first four are left out.
    cap_ma : float
        Amplitude cap. [mA]

    Raises
    ------
    ValueError
        If there is no curve.
    """
    if not curves:
        raise ValueError("curves must be at least 1, got 0")
    drawn = curves[:MOST_CURVES]
    end = max(point[0] for curve in drawn for point in curve.points)
    chart = Chart(x_range=(0, end), y_range=(0, 100), top=62)
    across = chart.place(cap_ma, 0)[0] if cap_ma <= end else None
    content = (
        chart.y_axis([0, 50, 100], say("figures.fire"))
        + chart.x_axis([tick for tick in ticks(0, end) if tick <= end], "mA")
        + (
            ""
            if across is None
            else f'<path class="cap" d="M{across:.1f} {chart.top:.1f}V{chart.bottom:.1f}"/>'
        )
        + (
            ""
            if across is None
            else words(say("figures.cap"), (across, chart.top - 5), anchor="middle", look="unit")
        )
        + "".join(_curve(chart, number, curve) for number, curve in enumerate(drawn))
    )
    names = "; ".join(f"{curve.label} {_half(curve)}" for curve in drawn)
    return Figure(say("figures.recruitment"), say("figures.half", names=names), content)


def _curve(chart: Chart, number: int, curve: Curve) -> str:
    """Return a curve and its line in the key."""
    look = f"curve style{number + 1}"
    x, y = 46 + 166 * (number % 2), 14 + 16 * (number // 2)
    key = f'<path class="{look}" d="M{x} {y - 4}h18"/>' + words(curve.label, (x + 22, y))
    return chart.line([(x, 100 * share) for x, share in curve.points], look) + key


def _half(curve: Curve) -> str:
    found = next((x for x, share in curve.points if share >= 0.5), None)
    return say("figures.above") if found is None else f"{found:.3g} mA"
