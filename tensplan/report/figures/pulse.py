"""One pulse to scale, its phases labelled."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.train import Train
from tensplan.report.figures.chart import Chart, Figure, Point, ticks, words
from tensplan.report.numbers import shown
from tensplan.report.wording import say

Phase = tuple[int, int, float]


def draw_pulse(train: Train, width_us: int, *, cap_ma: float) -> Figure:
    """Return one pulse at the cap.

    Parameters
    ----------
    train : Train
        What is played.
    width_us : int
        Width of the leading phase that is drawn. [us]
    cap_ma : float
        Amplitude cap. [mA]
    """
    phases = train.pulse(width_us).phases
    end = phases[-1][0] + phases[-1][1]
    lowest = min(0.0, *(height for _, _, height in phases))
    chart = Chart(
        x_range=(-0.08 * end, 1.12 * end),
        y_range=(cap_ma * (lowest * 1.5 - 0.05), cap_ma * 1.25),
    )
    content = (
        chart.y_axis(_levels(cap_ma, lowest), "mA")
        + chart.x_axis([tick for tick in ticks(0, end) if tick <= end], "µs")
        + chart.line(_outline(phases, cap_ma, end), "pulse")
        + _labels(chart, phases, cap_ma)
    )
    return Figure(say("figures.pulse"), _description(phases, cap_ma), content)


def _levels(cap_ma: float, lowest: float) -> list[float]:
    """Return the amplitudes worth a line: the cap, zero and the second phase."""
    return [float(f"{cap_ma * level:.3g}") for level in dict.fromkeys((1.0, 0.0, lowest))]


def _outline(phases: Sequence[Phase], cap_ma: float, end: int) -> list[Point]:
    points: list[Point] = [(-0.08 * end, 0.0)]
    for offset, width, height in phases:
        level = cap_ma * height
        points += [(offset, 0.0), (offset, level), (offset + width, level), (offset + width, 0.0)]
    return [*points, (1.12 * end, 0.0)]


def _labels(chart: Chart, phases: Sequence[Phase], cap_ma: float) -> str:
    """Return the names of the phases: above the leading one, below the second."""
    found = ""
    for (offset, width, height), name in zip(phases, ("leading", "second"), strict=False):
        across, down = chart.place(offset + width / 2, cap_ma * height)
        across = min(max(across, chart.left + 62), chart.right - 62)
        shift = -7 if height > 0 else 15
        text = say(f"figures.phases.{name}", width=shown(width))
        found += words(text, (across, down + shift), anchor="middle", look="note")
    return found


def _description(phases: Sequence[Phase], cap_ma: float) -> str:
    """Return in words what the figure shows."""
    leading = {"width": shown(phases[0][1]), "amplitude": shown(cap_ma)}
    if len(phases) == 1:
        return say("figures.one_phase", **leading)
    offset, width, height = phases[1]
    gap = offset - phases[0][1]
    return say(
        "figures.two_phases",
        gap=shown(gap),
        second_width=shown(width),
        second_amplitude=shown(cap_ma * height),
        **leading,
    )
