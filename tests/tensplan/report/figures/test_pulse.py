"""One pulse to scale."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from simulator.train import Train
from tensplan.report.figures.pulse import draw_pulse


def train(shape, **parts):
    return Train(
        shape=shape,
        amplitude=0.03,
        width_us=100,
        pulse_rate=Fraction(10),
        duration_us=1_000_000,
        **parts,
    )


def corners(figure):
    text = re.search(r'class="pulse" points="([^"]+)"', figure.content)[1]
    return [tuple(map(float, pair.split(","))) for pair in text.split(" ")]


def test_phases_are_true_to_scale():
    """The second phase of ratio 4 is four times as wide and a quarter as high."""
    figure = draw_pulse(train("asymmetric-biphasic", recharge_ratio=Fraction(4)), 100, cap_ma=30)
    xs, ys = zip(*corners(figure), strict=True)
    first, second = xs[2:4], xs[6:8]
    assert (second[1] - second[0]) / (first[1] - first[0]) == pytest.approx(4, rel=0.01)
    # pixels are rounded to 0.1 of about 20
    assert (ys[6] - ys[0]) / (ys[0] - ys[2]) == pytest.approx(0.25, rel=0.01)


def test_monophasic_pulse_has_one_phase():
    """Nothing is drawn or said of a second phase."""
    figure = draw_pulse(train("monophasic"), 100, cap_ma=30)
    assert "second phase" not in figure.content
    assert figure.description.endswith("There is no second phase.")


def test_interphase_interval_is_told():
    """The gap between the phases is in the description."""
    figure = draw_pulse(train("symmetric-biphasic", interphase_us=50), 100, cap_ma=30)
    assert "After 50 µs between them, the second phase: 100 µs at −30 mA." in figure.description
