"""The amplitude over the session: the ramps in full, the long middle cut out."""

from __future__ import annotations

from simulator.exact import MICROSECONDS
from simulator.train import Train
from tensplan.report.figures.chart import Chart, Figure, Point, simplified, ticks, words
from tensplan.report.numbers import shown
from tensplan.report.wording import say

_SHORTEST_S = 5.0
_LONGEST_S = 60.0
_PAUSE_S = 1.0


def draw_envelope(train: Train) -> Figure:
    """Return the first and the last seconds of a session, as shares of the set amplitude."""
    span = min(_span_s(train), train.duration_us / MICROSECONDS / 2)
    total = train.duration_us / MICROSECONDS
    begin = Chart(right=190, x_range=(0, span), y_range=(0, 115))
    end = Chart(left=206, x_range=(total - span, total), y_range=(0, 115))
    content = (
        begin.y_axis([0, 50, 100], say("figures.of_set"))
        + begin.x_axis([0, *ticks(0, span, 2)[1:]], say("figures.from_start"))
        + begin.line(_envelope(train, 0.0, span), "curve filled")
        + end.line(_envelope(train, total - span, total), "curve filled")
        + _before_end(end, span)
        + _gap(begin, end)
    )
    return Figure(
        say("figures.session"),
        say(
            "figures.session_words",
            up=shown(train.ramp.up_us / MICROSECONDS),
            down=shown(train.ramp.down_us / MICROSECONDS),
            minutes=shown(total / 60),
        ),
        content,
    )


def _span_s(train: Train) -> float:
    """Return how much of the start and the end is worth showing."""
    ramps = max(train.ramp.up_us, train.ramp.down_us) / MICROSECONDS
    pauses = [step.length_us for step in train.steps if step.off_us >= MICROSECONDS]
    burst = train.burst
    cycle = getattr(burst, "on_us", 0) + getattr(burst, "off_us", 0)
    longest = max([cycle, sum(pauses)]) / MICROSECONDS
    return min(max(_SHORTEST_S, 2 * ramps, 1.5 * longest), _LONGEST_S)


def _envelope(train: Train, start: float, stop: float) -> list[Point]:
    """Return the amplitude at the pulses, down to zero in pauses."""
    pulses = train.window(round(start * MICROSECONDS), round(stop * MICROSECONDS))
    onsets = [onset / MICROSECONDS for onset in pulses.onset_us.tolist()]
    gains = (100 * pulses.gain).tolist()
    points: list[Point] = [(start, 0.0)]
    if start > 0 and onsets and onsets[0] - start <= _PAUSE_S:
        points.append((start, gains[0]))
    for time, gain in zip(onsets, gains, strict=True):
        if time - points[-1][0] > _PAUSE_S:
            points += [(points[-1][0], 0.0), (time, 0.0)]
        points.append((time, gain))
    last, gain = points[-1]
    goes_on = stop * MICROSECONDS < train.duration_us and stop - last <= _PAUSE_S
    points += [(stop, gain), (stop, 0.0)] if goes_on else [(last, 0.0), (stop, 0.0)]
    return simplified(points, tolerance=0.02)


def _before_end(chart: Chart, span: float) -> str:
    """Return an axis that counts down to the end."""
    low, high = chart.x_range
    parts = [chart.x_axis([], say("figures.before_end"))]
    for tick in ticks(0, span, 2):
        across, _ = chart.place(high - tick, 0)
        anchor = "end" if tick == 0 else "middle"
        if high - tick > low:
            parts.append(words(shown(tick), (across, chart.bottom + 17), anchor=anchor))
    return "".join(parts)


def _gap(begin: Chart, end: Chart) -> str:
    """Return the sign that the middle of the session is cut out."""
    middle = (begin.right + end.left) / 2
    top, bottom = begin.top - 4, begin.bottom + 6
    waves = "".join(
        f'<path class="cut" d="M{middle + shift:g} {top:g}V{bottom:g}"/>' for shift in (-3, 3)
    )
    return waves + words(say("figures.left_out"), (middle + 8, top - 4), look="unit")
