"""The amplitude over a session."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from simulator.schedule import BurstWindow, Ramp
from simulator.train import Train
from tensplan.report.figures.chart import Chart
from tensplan.report.figures.envelope import draw_envelope


def lines(figure):
    return [
        [tuple(map(float, pair.split(","))) for pair in text.split(" ")]
        for text in re.findall(r'class="curve filled" points="([^"]+)"', figure.content)
    ]


def train(**parts):
    common = {
        "shape": "symmetric-biphasic",
        "amplitude": 0.03,
        "width_us": 100,
        "pulse_rate": Fraction(100),
        "duration_us": 1_200_000_000,
    }
    return Train(**{**common, **parts})


def test_ramp_ends_where_it_should():
    """A ramp of 2 s reaches the full height after two of the five seconds shown."""
    begin, _ = lines(draw_envelope(train(ramp=Ramp(2_000_000, 1_000_000))))
    chart = Chart(right=190, x_range=(0, 5), y_range=(0, 115))
    full = next(point for point in begin if point[1] <= chart.place(0, 99.9)[1])
    # one pulse is 0.01 s, one pixel about 0.03 s
    assert full[0] == pytest.approx(chart.place(2, 100)[0], abs=1.0)


def test_pause_keeps_upright_edges():
    """In a pause of two seconds the line lies at zero from the last pulse to the next."""
    begin, _ = lines(draw_envelope(train(burst=BurstWindow(2_000_000, 2_000_000))))
    chart = Chart(right=190, x_range=(0, 6), y_range=(0, 115))
    at_zero = sorted({x for x, y in begin if y == chart.bottom})
    assert at_zero[1] == pytest.approx(chart.place(1.99, 0)[0], abs=0.1)
    assert at_zero[2] == pytest.approx(chart.place(4, 0)[0], abs=0.1)


def test_short_session_is_cut_in_half():
    """A session shorter than two stretches is shown whole, half in each part."""
    figure = draw_envelope(train(duration_us=4_000_000))
    assert figure.description.endswith("of 0.0667 minutes.")
    assert len(lines(figure)) == 2


def test_description_names_the_ramps():
    """The words carry both ramps and the session length."""
    figure = draw_envelope(train(ramp=Ramp(3_000_000, 1_000_000)))
    assert figure.description == "It rises in 3 s and falls in the last 1 s of 20 minutes."
