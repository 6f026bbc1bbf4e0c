"""Dose and injury: the constants that are used, and those that are not."""

import numpy as np
import pytest

from simulator.bioheat.dose import (
    cem43_rate,
    dose,
    injury_rate,
    integrate,
    longest_above,
    time_below,
)
from simulator.bioheat.tables import constant

HOUR = 3600.0
BURNS = {
    # temperature: hours to omega 1 and 0.53; hours to omega 1 by the widespread pair
    41: (43.2, 22.9, 237),
    42: (20.3, 10.7, 111),
    43: (9.5, 5.1, 51.9),
    44: (4.5, 2.4, 24.4),
    45: (2.15, 1.14, 11.6),
    47: (29.6 / 60, 15.7 / 60, 157 / 60),
    49: (6.9 / 60, 3.7 / 60, 36 / 60),
    51: (98 / HOUR, 52 / HOUR, 8.6 / 60),
    55: (5.9 / HOUR, None, 30 / HOUR),
}
"""Computed once by a prototype, printed to two or three digits: a regression, no measurement."""

REMEMBERED = {44: 6 * HOUR, 45: 3 * HOUR, 47: 45 * 60, 49: 8.7 * 60, 51: 180, 55: 30}
"""Seconds to injury as remembered of Moritz and Henriques 1947; shown beside, not gated."""


@pytest.mark.parametrize("temperature", BURNS)
def test_burn_table_stays_as_it_was_computed(temperature):
    """Times to first and second degree at a constant temperature are those of the table."""
    second, first, _ = BURNS[temperature]
    took = 1 / float(injury_rate(temperature)) / HOUR
    assert took == pytest.approx(second, rel=0.02)  # two printed digits
    if first is not None:
        assert constant("injury_first_degree") * took == pytest.approx(first, rel=0.02)


@pytest.mark.parametrize("temperature", BURNS)
def test_widespread_constants_run_five_times_too_slow(temperature):
    """6.28e5 J/mol over 8.314 gives the slow column, at least 4.9 times the hours."""
    pair = {"ln_rate": constant("injury_ln_rate"), "activation": 6.28e5 / 8.314}
    ratio = float(injury_rate(temperature) / injury_rate(temperature, **pair))
    assert 4.9 < ratio < 5.6
    slow = 1 / float(injury_rate(temperature, **pair)) / HOUR
    assert slow == pytest.approx(BURNS[temperature][2], rel=0.03)  # two printed digits


def test_activation_is_that_of_henriques():
    """150,000 cal/mol over 2 cal/(mol K), not the rounded pair in joules."""
    assert constant("injury_activation") == 150_000 / 2
    assert constant("injury_ln_rate") == pytest.approx(np.log(3.1) + 98 * np.log(10), rel=1e-7)


@pytest.mark.parametrize(
    ("temperature", "minutes", "expected"),
    [(43, 30, 30), (48, 10, 320), (51, 1, 256), (41, 30, 1.875), (42, 30, 7.5), (36.9, 60, 0)],
    ids=str,
)
def test_cem43_of_a_constant_temperature(temperature, minutes, expected):
    """Doubling per kelvin above 43 degC, a quarter per kelvin below, nothing below 37."""
    assert minutes * float(cem43_rate(temperature)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("temperature", "expected"), [(41, 0.0116), (42, 0.0247), (43, 0.0524)], ids=str
)
def test_injury_of_half_an_hour(temperature, expected):
    """Half an hour at 41, 42 and 43 degC."""
    assert 1800 * float(injury_rate(temperature)) == pytest.approx(expected, rel=5e-3)  # 3 digits


def test_integral_of_a_ramp_is_exact_for_an_exponential():
    """A rate that doubles per second is integrated without error, whatever the samples."""
    time = np.array([0.0, 0.3, 2.0, 7.0])
    found = integrate(time, np.exp2(time)[:, None])[0]
    assert found == pytest.approx((2**7 - 1) / np.log(2), rel=1e-12)  # rounding


def test_integral_through_zero_is_the_trapezoid():
    """A rate that begins at zero is taken as a straight line."""
    assert integrate(np.array([0.0, 2.0]), np.array([[0.0], [3.0]]))[0] == 3.0


def test_dose_sums_up_skin_and_basal_layer():
    """Peaks and lows come from their own traces, times from the skin."""
    time = np.array([0.0, 600.0, 1200.0])
    skin = np.array([[33.0], [3.0], [3.0]])
    basal = np.array([[34.0], [5.0], [6.0]])
    found = dose(time, skin, basal)
    assert (found.max_skin[0], found.min_skin[0]) == (33.0, 3.0)
    assert (found.peak_basal[0], found.min_basal[0]) == (34.0, 5.0)
    assert found.seconds_below_pain[0] == pytest.approx(600 + 600 * 12 / 30, rel=1e-12)
    assert found.seconds_below_numbness[0] == pytest.approx(600 + 600 * 4 / 30, rel=1e-12)
    assert found.seconds_below_frostbite[0] == 0.0
    assert found.cem43[0] == 0.0


def test_time_below_counts_a_flat_stretch_whole_or_not():
    """A constant temperature lies below a bound, or it does not."""
    time, flat = np.array([0.0, 10.0]), np.full((2, 1), 7.0)
    assert time_below(time, flat, 7.0)[0] == 0.0
    assert time_below(time, flat, 7.1)[0] == 10.0


@pytest.mark.parametrize("temperature", [float("nan"), -40.0, 101.0], ids=str)
@pytest.mark.parametrize("rate", [injury_rate, cem43_rate], ids=lambda f: f.__name__)
def test_rates_refuse(rate, temperature):
    """A temperature that is not finite or far from tissue is refused with the range."""
    with pytest.raises(ValueError, match="temperature must be finite and from -30 to 100 degC"):
        rate(temperature)


RISING = np.array([0.0, 10.0, 20.0, 40.0, 50.0, 60.0])


@pytest.mark.parametrize(
    ("skin", "expected"),
    [
        ([42, 44, 44, 42, 42, 44], 10 / 2 + 10 + 20 / 2),
        ([44, 44, 42, 44, 44, 44], 10 + 10 + 20 / 2),
        ([44, 44, 44, 44, 44, 44], 60),
        ([43, 43, 43, 43, 43, 43], 0),
        ([44, 43, 44, 43, 44, 43], 30),
        ([42, 42, 42, 42, 42, 42], 0),
    ],
    ids=["once", "broken", "all", "at-the-bound", "touching", "never"],
)
def test_longest_time_above_a_bound(skin, expected):
    """Runs are cut where a straight line between samples reaches the bound, and not summed."""
    found = longest_above(RISING, np.array(skin, dtype=float)[:, None], 43.0)
    assert found[0] == pytest.approx(expected, rel=1e-12)  # rounding


def test_longest_time_is_each_persons_own():
    """Two people beside each other keep their own runs."""
    skin = np.array([[44.0, 42.0]] * 2 + [[42.0, 44.0]] * 4)
    assert longest_above(RISING, skin, 43.0) == pytest.approx([15.0, 45.0], rel=1e-12)


def test_worst_takes_each_quantity_from_whoever_has_it():
    """Highest of what heat does, lowest of what cold does, over people who each lead in one."""
    time = np.array([0.0, 600.0])
    skin, basal = np.array([[33.0, 33.0], [44.0, 3.0]]), np.array([[34.0, 34.0], [43.0, 9.0]])
    found = dose(time, skin, basal, deep=np.array([30.0, 8.0]))
    worst = found.worst()
    assert found.coldest.tolist() == [30.0, 3.0]
    assert (worst.max_skin[0], worst.min_skin[0], worst.coldest[0]) == (44.0, 3.0, 3.0)
    assert (worst.peak_basal[0], worst.min_basal[0]) == (43.0, 9.0)
    assert worst.omega[0] == found.omega.max() > found.omega.min()
    assert worst.seconds_below_pain[0] == found.seconds_below_pain.max() > 0
