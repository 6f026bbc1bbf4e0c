"""Pulses in time: one second of them, or how rate, width or amplitude move."""

from __future__ import annotations

from itertools import pairwise

from simulator.exact import MICROSECONDS
from simulator.schedule import BurstWindow
from simulator.train import Pulses, Train
from tensplan.report.figures.chart import Chart, Figure, Point, figure, ticks

_MOST_POINTS = 300
_LONGEST_S = 60.0
_LONGEST_RANDOM_S = 3.0
_LABELS = {
    "pulse_rate": ("Pulse rate", "Hz"),
    "pulse_width": ("Pulse width", "µs"),
    "amplitude": ("Amplitude, share of what is set", "%"),
}


def draw_timing(train: Train) -> list[Figure]:
    """Return the pulses of one second or burst cycle, and a curve for whatever is modulated."""
    steady = train.without_ramps()
    found = [_second(steady)]
    for modulation in steady.modulations:
        longest = _LONGEST_RANDOM_S if modulation.form == "random" else _LONGEST_S
        constant = 4 * (modulation.time_constant_us or 0)
        period = (modulation.period_us or constant or MICROSECONDS) / MICROSECONDS
        found.append(_curve(steady, modulation.parameter, min(2 * period, longest)))
    if steady.steps:
        loop = sum(step.length_us for step in steady.steps) / MICROSECONDS
        found.append(_curve(steady, "pulse_rate", min(2 * loop, _LONGEST_S)))
    return found


def _second(train: Train) -> Figure:
    """Return every pulse of one second, or of one cycle of a slow burst."""
    length = 1.0
    if isinstance(train.burst, BurstWindow):
        length = max(length, (train.burst.on_us + train.burst.off_us) / MICROSECONDS)
    pulses = _pulses(train, length)
    chart = Chart(x_range=(0, length), y_range=(0, 115))
    points = [
        (onset / MICROSECONDS, 100 * gain)
        for onset, gain in zip(pulses.onset_us.tolist(), pulses.gain.tolist(), strict=True)
    ]
    content = (
        chart.y_axis([0, 50, 100], "% of the set amplitude")
        + chart.x_axis(ticks(0, length), "s")
        + chart.bars(points, "pulses thin" if len(points) > 120 else "pulses")
    )
    span = "second" if length == 1.0 else f"{length:g} seconds"
    return figure(
        f"The first {span}, each stroke a pulse",
        f"{len(points)} pulses start in it; ramps are left out.",
        content,
    )


def _curve(train: Train, parameter: str, seconds: float) -> Figure:
    """Return how one parameter moves."""
    title, unit = _LABELS[parameter]
    points = _thinned(_points(_pulses(train, seconds), parameter))
    low, high = min(y for _, y in points), max(y for _, y in points)
    bottom = 0.0 if parameter != "pulse_rate" or low < high / 3 else 0.5 * low
    chart = Chart(x_range=(0, seconds), y_range=(bottom, 1.15 * high))
    content = (
        chart.y_axis([tick for tick in ticks(bottom, 1.1 * high) if tick <= 1.1 * high], unit)
        + chart.x_axis(ticks(0, seconds), "s")
        + chart.line(points)
    )
    return figure(
        f"{title} over {seconds:g} seconds",
        f"It moves between {low:.3g} and {high:.3g} {unit}.",
        content,
    )


def _pulses(train: Train, seconds: float) -> Pulses:
    return train.window(0, min(round(seconds * MICROSECONDS), train.duration_us))


def _points(pulses: Pulses, parameter: str) -> list[Point]:
    """Return the parameter at each pulse; the rate is one over the interval that follows."""
    onsets = [onset / MICROSECONDS for onset in pulses.onset_us.tolist()]
    if parameter == "pulse_rate":
        return [(start, 1 / (end - start)) for start, end in pairwise(onsets)] or [(0.0, 1.0)]
    values = pulses.width_us if parameter == "pulse_width" else 100 * pulses.gain
    return list(zip(onsets, map(float, values.tolist()), strict=True))


def _thinned(points: list[Point]) -> list[Point]:
    """Return evenly chosen points, the last one kept."""
    stride = -(-len(points) // _MOST_POINTS)
    return [*points[::stride], points[-1]]
