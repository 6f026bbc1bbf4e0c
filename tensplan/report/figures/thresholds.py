"""Predicted thresholds as intervals over the amplitude, with the window and the cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tensplan.report.figures.chart import Chart, Figure, Point, ticks, words
from tensplan.report.wording import say

MOST_BARS: Final = 7
"""More would touch one another."""

_LEFT, _BOTTOM = 138.0, 150.0
_SHOWN: Final = 1.6
"""How far past the cap the axis goes."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval: its words, what is noticed, and its three amplitudes; None beyond any. [mA]"""

    label: str
    sense: str
    low: float | None
    middle: float | None
    high: float | None


def draw_thresholds(
    bars: Sequence[Bar], *, cap_ma: float, window_ma: tuple[float | None, float | None]
) -> Figure:
    """Return the intervals of a channel, one below the other.

    Parameters
    ----------
    bars : sequence of Bar
        At least one, the earliest first; those beyond the first seven are left out.
    cap_ma : float
        Amplitude cap. [mA]
    window_ma : tuple of float or None
        Lower and upper edge of the comfort window, None where there is none. [mA]

    Raises
    ------
    ValueError
        If there is no bar.
    """
    if not bars:
        raise ValueError("bars must be at least 1, got 0")
    drawn = bars[:MOST_BARS]
    end = _SHOWN * cap_ma
    chart = Chart(left=_LEFT, bottom=_BOTTOM, x_range=(0, end), y_range=(0, len(drawn)))
    lines = [_bar(chart, bar, len(drawn) - place - 0.5) for place, bar in enumerate(drawn)]
    content = (
        _window(chart, window_ma)
        + chart.x_axis([tick for tick in ticks(0, end) if tick <= end], "mA")
        + _upright(chart, cap_ma, say("figures.cap"))
        + "".join(lines)
    )
    return Figure(say("figures.thresholds"), _description(drawn, cap_ma), content)


def _bar(chart: Chart, bar: Bar, height: float) -> str:
    """Return one interval with its sign: disc for tingle, square for twitch, diamond for pain."""
    label = words(bar.label, (6, chart.place(0, height)[1] + 4))
    if bar.low is None or bar.low > chart.x_range[1]:
        return label + words(
            say("figures.not_reached"),
            (chart.right, chart.place(0, height)[1] + 4),
            anchor="end",
            look="unit",
        )
    end = chart.x_range[1]
    high = end if bar.high is None else min(bar.high, end)
    line = chart.line([(bar.low, height), (high, height)], "span")
    if bar.middle is None or bar.middle > end:
        return label + line
    return label + line + _sign(chart.place(bar.middle, height), bar.sense)


def _sign(at: Point, sense: str) -> str:
    x, y = at
    if sense == "motor":
        return f'<rect class="sign" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
    if sense == "pain":
        return f'<path class="sign open" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z"/>'
    return f'<circle class="sign" cx="{x:.1f}" cy="{y:.1f}" r="4.2"/>'


def _window(chart: Chart, edges: tuple[float | None, float | None]) -> str:
    """Return the comfort window as a pale field with an edge."""
    low, high = edges
    if low is None or high is None or not low < min(high, chart.x_range[1]):
        return ""
    left = chart.place(low, 0)[0]
    right = chart.place(min(high, chart.x_range[1]), 0)[0]
    return (
        f'<rect class="field" x="{left:.1f}" y="{chart.top:.1f}" width="{right - left:.1f}" '
        f'height="{chart.bottom - chart.top:.1f}"/>'
        + words(
            say("figures.window"), ((left + right) / 2, chart.top - 6), anchor="middle", look="unit"
        )
    )


def _upright(chart: Chart, value: float, text: str) -> str:
    across = chart.place(value, 0)[0]
    line = f'<path class="cap" d="M{across:.1f} {chart.top:.1f}V{chart.bottom:.1f}"/>'
    return line + words(text, (across, chart.top - 6), anchor="middle", look="unit")


def _description(bars: Sequence[Bar], cap_ma: float) -> str:
    parts = [
        say(
            "figures.threshold",
            label=bar.label,
            middle=_amount(bar.middle),
            low=_amount(bar.low),
            high=_amount(bar.high),
        )
        for bar in bars
    ]
    return say("figures.thresholds_words", cap=f"{cap_ma:g}", bars="; ".join(parts))


def _amount(value: float | None) -> str:
    return say("nerve.nothing_fires") if value is None else f"{value:.3g} mA"


def bar_of(row: Mapping[str, Any], label: str) -> Bar:
    """Return the bar of a row of plan.json.

    Examples
    --------
    >>> row = {"sense": "pain", "threshold_ma": 9, "threshold_low_ma": 5, "threshold_high_ma": None}
    >>> bar_of(row, "pain").high is None
    True
    """
    return Bar(
        label=label,
        sense=row["sense"],
        low=row["threshold_low_ma"],
        middle=row["threshold_ma"],
        high=row["threshold_high_ma"],
    )
