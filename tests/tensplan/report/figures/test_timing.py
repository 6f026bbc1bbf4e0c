"""Pulses in time."""

from __future__ import annotations

from fractions import Fraction

import pytest

from simulator.modulation import Modulation
from simulator.schedule import BurstCount, BurstWindow, Step
from simulator.train import Train
from tensplan.report.figures.timing import draw_timing


def train(**parts):
    common = {"shape": "symmetric-biphasic", "amplitude": 0.03, "width_us": 100}
    return Train(**{**common, "duration_us": 600_000_000, **parts})


@pytest.mark.parametrize(
    ("parts", "title", "pulses"),
    [
        ({"pulse_rate": Fraction(80)}, "The first second", 80),
        ({"pulse_rate": Fraction(2)}, "The first 5 seconds", 10),
        (
            {"pulse_rate": Fraction(100), "burst": BurstCount(Fraction(2), 8)},
            "The first second",
            16,
        ),
        (
            {"pulse_rate": Fraction(80), "burst": BurstWindow(4_000_000, 2_000_000)},
            "The first 6 seconds",
            320,
        ),
    ],
    ids=["constant", "slow", "burst", "on-off"],
)
def test_each_stroke_is_a_pulse(parts, title, pulses):
    """As many strokes as the train has pulses in the time shown."""
    figure = draw_timing(train(**parts))[0]
    assert figure.title == f"{title}, each stroke a pulse"
    assert figure.content.split('class="pulses')[1].count("M") == pulses
    assert figure.description.startswith(f"{pulses} pulses start")


def test_each_modulation_has_its_curve():
    """Rate, width and amplitude each get a curve over two periods, with their bounds."""
    parts = [
        Modulation(
            parameter="pulse_rate",
            form="triangle",
            low=Fraction(20),
            high=Fraction(80),
            period_us=8_000_000,
        ),
        Modulation(parameter="pulse_width", form="step", low=100, high=200, period_us=4_000_000),
    ]
    figures = draw_timing(train(width_us=None, modulations=tuple(parts)))
    assert [figure.title for figure in figures[1:]] == [
        "Pulse rate over 16 seconds",
        "Pulse width over 8 seconds",
    ]
    assert figures[2].description == "It moves between 100 and 200 µs."


def test_loop_of_steps_shows_rate_as_stairs_and_pauses_as_zero():
    """Between two rates the line is upright, and a pause lies at zero."""
    steps = (
        Step(Fraction(10), None, 2_000_000),
        Step(Fraction(80), None, 2_000_000, 3_000_000),
    )
    figure = draw_timing(train(steps=steps))[1]
    assert figure.title == "Pulse rate over 14 seconds"
    assert figure.description == "It moves between 0 and 80 Hz."
