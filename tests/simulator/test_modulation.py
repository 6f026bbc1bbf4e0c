"""Modulation: forms, ranges, random draws, refusals."""

from fractions import Fraction

import numpy as np
import pytest

from simulator.modulation import Modulation

SECOND = 1_000_000


def test_step_is_low_in_the_first_half_and_high_in_the_second():
    """The step form changes exactly at half the period and at its end."""
    wave = Modulation("pulse_width", 50, 200, "step", period_us=2 * SECOND)
    times = np.array([0, SECOND - 1, SECOND, 2 * SECOND - 1, 2 * SECOND])
    assert wave.widths(times).tolist() == [50, 50, 200, 200, 50]


def test_triangle_width_is_the_floor_of_the_exact_value():
    """Every triangle width equals the floor in rational arithmetic, ties included."""
    period = 300
    wave = Modulation("pulse_width", 50, 200, "triangle", period_us=period)
    times = np.arange(2 * period)
    exact = [
        (50 + 150 * Fraction(2 * min(t % period, period - t % period), period)).__floor__()
        for t in times.tolist()
    ]
    assert wave.widths(times).tolist() == exact


def test_sine_starts_at_low_and_reaches_high_at_half_the_period():
    """The sine form is low at 0, mid at a quarter, high at a half."""
    wave = Modulation("amplitude", 0.5, 1.0, "sine", period_us=4 * SECOND)
    gains = wave.gains(np.array([0, 1, 2, 3, 4]) * SECOND)
    np.testing.assert_allclose(gains, [0.5, 0.75, 1.0, 0.75, 0.5], rtol=1e-15)


def test_exponential_rises_by_one_minus_one_over_e_in_a_time_constant():
    """The exponential form without a period rises once over the session."""
    wave = Modulation("amplitude", 0.2, 1.0, "exponential", time_constant_us=SECOND)
    gains = wave.gains(np.array([0, 1, 10]) * SECOND)
    expected = [0.2, 0.2 + 0.8 * (1 - np.exp(-1.0)), 0.2 + 0.8 * (1 - np.exp(-10.0))]
    np.testing.assert_allclose(gains, expected, rtol=1e-15)


def test_exponential_with_a_period_starts_again():
    """With a period the exponential form returns to low at each start."""
    wave = Modulation(
        "amplitude", 0.2, 1.0, "exponential", period_us=3 * SECOND, time_constant_us=SECOND
    )
    times = np.array([0, 1, 2]) * SECOND
    assert wave.gains(times + 3 * SECOND).tolist() == wave.gains(times).tolist()
    assert wave.gains(times)[0] == 0.2


def test_width_is_floored_to_the_multiple_that_keeps_the_second_phase_whole():
    """Modulated widths are multiples of the recharge ratio's denominator."""
    wave = Modulation("pulse_width", 50, 200, "triangle", period_us=SECOND)
    widths = wave.widths(np.arange(0, SECOND, 997), multiple=3)
    assert not np.any(widths % 3)
    assert widths.max() > 190


def test_draw_does_not_depend_on_which_pulses_are_asked_for():
    """Draw k is the k-th number of PCG64 with the seed, wherever reading begins."""
    wave = Modulation("amplitude", 0.5, 1.0, "random", period_us=SECOND, seed=11)
    stream = np.random.Generator(np.random.PCG64(11)).random(1000)
    assert wave.draws(np.arange(1000)).tolist() == stream.tolist()
    assert wave.draws(np.array([730, 3, 991])).tolist() == stream[[730, 3, 991]].tolist()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"parameter": "colour"}, "parameter must be one of pulse_rate"),
        ({"form": "square"}, "form must be one of step"),
        ({"low": 0}, "pulse_width low must be 1 to"),
        ({"low": 10.5}, "pulse_width low must be a whole number"),
        ({"low": 300}, "must not fall from low to high, got 300 to 200"),
        ({"period_us": None}, "period_us is required for the form triangle"),
        ({"period_us": 1}, "period_us must be 2 to"),
        ({"time_constant_us": 5}, "time_constant_us belongs to the form exponential"),
        ({"form": "exponential"}, "time_constant_us belongs to the form exponential"),
        ({"seed": 5}, "seed belongs to the form random"),
        ({"form": "random"}, "seed belongs to the form random"),
        ({"parameter": "amplitude"}, "amplitude low must be 0 to 1, got 50"),
        ({"parameter": "pulse_rate", "low": float("nan")}, "pulse_rate low must be a finite"),
        ({"parameter": "amplitude", "low": float("nan"), "high": 1}, "amplitude low must be"),
    ],
)
def test_impossible_modulation_is_refused(changes, message):
    """A modulation lacking what its form needs, or out of range, is refused."""
    given = {
        "parameter": "pulse_width",
        "low": 50,
        "high": 200,
        "form": "triangle",
        "period_us": SECOND,
    }
    with pytest.raises(ValueError, match=message):
        Modulation(**{**given, **changes})


def test_random_needs_pulse_numbers():
    """A random value belongs to a pulse, not to a time."""
    wave = Modulation("amplitude", 0.5, 1.0, "random", period_us=SECOND, seed=1)
    with pytest.raises(ValueError, match="pulse numbers"):
        wave.gains(np.array([0]))
