"""Pulses in time: one second of them, or how rate, width or amplitude move."""

from __future__ import annotations

from itertools import pairwise

from simulator.exact import MICROSECONDS
from simulator.schedule import BurstWindow
from simulator.train import Pulses, Train
from tensplan.report.figures.chart import Chart, Figure, Point, simplified, ticks
from tensplan.report.wording import say

_PAUSE_S = 1.0
_FEW_PULSES = 5
_SLOW_S = 5.0
_LONGEST_CYCLE_S = 20.0
_LONGEST_S = 60.0
_LONGEST_RANDOM_S = 3.0
_UNITS = {"pulse_rate": "Hz", "pulse_width": "µs", "amplitude": "%"}


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
    length = _span_s(train)
    pulses = _pulses(train, length)
    chart = Chart(x_range=(0, length), y_range=(0, 115))
    points = [
        (onset / MICROSECONDS, 100 * gain)
        for onset, gain in zip(pulses.onset_us.tolist(), pulses.gain.tolist(), strict=True)
    ]
    content = (
        chart.y_axis([0, 50, 100], say("figures.of_set"))
        + chart.x_axis(ticks(0, length), "s")
        + chart.bars(points, "pulses thin" if len(points) > 120 else "pulses")
    )
    title = say("figures.second" if length == 1.0 else "figures.seconds", number=f"{length:g}")
    return Figure(title, say("figures.seconds_words", number=len(points)), content)


def _span_s(train: Train) -> float:
    """Return how long to show: a second, longer where that holds few pulses or half a cycle."""
    cycle = sum(step.length_us for step in train.steps) / MICROSECONDS
    if isinstance(train.burst, BurstWindow):
        cycle = (train.burst.on_us + train.burst.off_us) / MICROSECONDS
    fewest = 1.0 if len(_pulses(train, 1.0)) >= _FEW_PULSES else _SLOW_S
    return float(f"{min(max(fewest, cycle), _LONGEST_CYCLE_S):.3g}")


def _curve(train: Train, parameter: str, seconds: float) -> Figure:
    """Return how one parameter moves."""
    unit = _UNITS[parameter]
    points = _points(train, _pulses(train, seconds), parameter)
    low, high = min(y for _, y in points), max(y for _, y in points)
    bottom = 0.0 if parameter != "pulse_rate" or low < high / 3 else 0.5 * low
    chart = Chart(x_range=(0, seconds), y_range=(bottom, 1.15 * high))
    content = (
        chart.y_axis([tick for tick in ticks(bottom, 1.1 * high) if tick <= 1.1 * high], unit)
        + chart.x_axis(ticks(0, seconds), "s")
        + chart.line(simplified(points, tolerance=0.0002 * high))
    )
    return Figure(
        say(f"figures.moves.{parameter}", seconds=f"{seconds:g}"),
        say("figures.moves_words", low=f"{low:.3g}", high=f"{high:.3g}", unit=unit),
        content,
    )


def _pulses(train: Train, seconds: float) -> Pulses:
    return train.window(0, min(round(seconds * MICROSECONDS), train.duration_us))


def _points(train: Train, pulses: Pulses, parameter: str) -> list[Point]:
    """Return the parameter at each pulse; the rate is one over the interval that follows."""
    onsets = [onset / MICROSECONDS for onset in pulses.onset_us.tolist()]
    if parameter == "pulse_rate":
        return _rates(train, onsets)
    values = pulses.width_us if parameter == "pulse_width" else 100 * pulses.gain
    return list(zip(onsets, map(float, values.tolist()), strict=True))


def _rates(train: Train, onsets: list[float]) -> list[Point]:
    """Return the rate after each pulse, as stairs where it jumps and as zero in pauses."""
    jumps = bool(train.steps) or any(m.form == "step" for m in train.modulations)
    rests = any(step.pauses for step in train.steps)
    points: list[Point] = []
    for start, end in pairwise(onsets):
        rate = 0.0 if rests and end - start > _PAUSE_S else 1 / (end - start)
        points += [(start, rate), (end, rate)] if jumps else [(start, rate)]
    return points
