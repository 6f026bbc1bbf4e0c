"""Temperature in time under a pack: skin, basal layer and depth of one person, with the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Any, Final

from tensplan.report.figures.chart import Chart, Figure, Point, simplified, ticks, words
from tensplan.report.numbers import shown
from tensplan.report.wording import named, say

LINES: Final = {"skin_c": "skin", "basal_c": "basal", "deep_c": "deep"}
"""Each trace with its look; they differ in dashes, so that colour is not needed."""


def draw_heat(
    trace: Mapping[str, Any],
    bounds: Sequence[float],
    *,
    off_min: float,
    deep_mm: float,
    span: tuple[float, float],
) -> Figure:
    """Return the temperatures of one person, with the bounds drawn in.

    Parameters
    ----------
    trace : mapping
        One trace of a plan's heat and cold: person, and temperatures in time.
    bounds : sequence of float
        Limits on skin or basal layer that may be near. [degC]
    off_min : float
        When the pack is taken off. [min]
    deep_mm : float
        Depth of the third trace. [mm]
    span : tuple of float
        Lowest and highest temperature of the sheet, the same for everybody. [degC]

    Examples
    --------
    >>> trace = {"person": "normal", "time_min": [0, 10, 15], "skin_c": [33, 38, 36],
    ...     "basal_c": [33, 37.9, 36.1], "deep_c": [35, 35.5, 35.8]}
    >>> draw_heat(trace, [43.0], off_min=10, deep_mm=10, span=span_of([trace], [43.0])).title
    'Normal circulation'
    """
    time = list(trace["time_min"])
    low, high = span
    cools = min(trace["skin_c"]) < trace["skin_c"][0] - 1
    chart = Chart(x_range=(0, time[-1]), y_range=(low, high))
    content = (
        chart.y_axis(ticks(low, high), "°C")
        + chart.x_axis(ticks(0, time[-1]), "min")
        + _pack_off(chart, off_min, above=cools)
        + "".join(_curve(chart, time, trace[key], look) for key, look in LINES.items())
        + "".join(_bound(chart, bound) for bound in bounds)
        + _legend(deep_mm)
    )
    title = say(f"figures.people.{trace['person']}")
    return Figure(title, _description(trace, bounds, off_min, deep_mm), content)


def span_of(traces: Sequence[Mapping[str, Any]], bounds: Sequence[float]) -> tuple[float, float]:
    """Return the lowest and highest temperature that several people and their bounds need.

    Examples
    --------
    >>> span_of([{"skin_c": [33.5, 38.2], "basal_c": [33.0], "deep_c": [36.0]}], [43.0])
    (32, 46)
    """
    drawn = [value for trace in traces for key in LINES for value in trace[key]]
    return floor(min([*drawn, *bounds])) - 1, ceil(max([*drawn, *bounds])) + 3


def _curve(chart: Chart, time: Sequence[float], values: Sequence[float], look: str) -> str:
    """Return one trace."""
    points: list[Point] = list(zip(time, values, strict=True))
    return chart.line(simplified(points, tolerance=0.02), f"curve {look}")


def _bound(chart: Chart, bound: float) -> str:
    """Return a bound as a line with its number."""
    left, right = chart.x_range
    across, down = chart.place(right, bound)
    line = chart.line([(left, bound), (right, bound)], "bound")
    return line + words(
        say("figures.limit", bound=shown(bound)), (across, down - 4), anchor="end", look="note halo"
    )


def _pack_off(chart: Chart, minutes: float, *, above: bool) -> str:
    """Return the instant at which the pack is taken off, named away from the traces."""
    low, high = chart.y_range
    across, down = chart.place(minutes, high if above else low)
    line = chart.line([(minutes, low), (minutes, high)], "off")
    at = (across - 4, down + 12 if above else down - 5)
    return line + words(say("figures.pack_off"), at, anchor="end", look="unit halo")


def _legend(deep_mm: float) -> str:
    """Return which line is which."""
    names = named("figures.layers")
    parts = []
    for place, (look, name) in zip((90, 158, 262), names.items(), strict=True):
        parts.append(f'<polyline class="curve {look}" points="{place},10 {place + 22},10"/>')
        parts.append(words(name.format(depth=shown(deep_mm)), (place + 27, 14), look="label"))
    return "".join(parts)


def _description(
    trace: Mapping[str, Any], bounds: Sequence[float], off_min: float, deep_mm: float
) -> str:
    """Return in words what the figure shows."""
    hot, cold = max(trace["skin_c"]), min(trace["skin_c"])
    deep = trace["deep_c"]
    return say(
        "figures.heat_words",
        minutes=shown(off_min),
        cold=shown(cold),
        hot=shown(hot),
        depth=shown(deep_mm),
        deep_cold=shown(min(deep)),
        deep_hot=shown(max(deep)),
        bounds=", ".join(shown(bound) for bound in bounds),
    )
