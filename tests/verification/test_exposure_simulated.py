"""Measured exposure against closed forms of rectangular pulses and printed reference points.

Tolerance rel 1e-12 throughout: both sides are a few hundred float operations, each within 1.1e-16;
a wrong constant, pulse count or phase would show at 1e-3 or more.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt

import pytest

from simulator import BurstCount, BurstWindow, Load, Modulation, Train, measure

SECOND = 1_000_000
EXACT = 1e-12


@dataclass(frozen=True)
class Case:
    """Amplitude [mA], width [us], rate [Hz], area [cm2] and the printed digits."""

    amplitude: float
    width: int
    rate: int
    area: float
    printed: str


def train_of(amplitude, width, rate, shape="symmetric-biphasic", **changes):
    """Ten minutes at this amplitude [mA], width [us] and rate [Hz]."""
    given_values = {
        "shape": shape,
        "amplitude": amplitude * 1e-3,
        "width_us": width,
        "pulse_rate": Fraction(rate),
        "duration_us": 600 * SECOND,
    }
    return Train(**{**given_values, **changes})


# As printed, for 500 ohm and symmetric biphasic pulses: charge [uC], r.m.s. [mA], mean [mA],
# pulse energy [mJ], density [mA/cm2], power density [mW/cm2].
COLUMNS = ("q", "rms", "mean", "e", "j", "p")
CASES = {
    "conventional": Case(25, 100, 100, 25, "2.5 3.5355 0.5 0.0625 0.1414 0.25"),
    "acupuncture-like": Case(40, 200, 4, 25, "8 1.6000 0.064 0.32 0.0640 0.0512"),
    "brief-intense": Case(50, 200, 150, 25, "10 12.2474 3.0 0.5 0.4899 3.0"),
    "worst-25": Case(100, 400, 150, 25, "40 34.6410 12.0 4.0 1.3856 24.0"),
    "worst-16": Case(100, 400, 150, 16, "40 34.6410 12.0 4.0 2.1651 37.5"),
    "s84": Case(99.5, 400, 120, 25, "39.8 30.83 9.552 3.960 1.233 19.0"),
    "sem-25hz": Case(200, 450, 25, 20, "90 30.00 4.5 18.0 1.50 22.5"),
    "sem-150hz": Case(200, 450, 150, 20, "90 73.48 27.0 18.0 3.674 135"),
    "80mA-250us": Case(80, 250, 150, 25, "20 21.91 6.0 1.6 0.876 9.6"),
}


def measured(case):
    """The six printed quantities, in the printed units."""
    train = train_of(case.amplitude, case.width, case.rate)
    found = measure(train, Load(resistance=500.0, area=case.area * 1e-4))
    return {
        "q": found.phase_charge * 1e6,
        "rms": found.rms_current * 1e3,
        "mean": found.mean_absolute_current * 1e3,
        "e": found.pulse_energy * 1e3,
        "j": found.rms_current_density / 10,
        "p": found.mean_power_density / 10,
    }


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_reference_point_has_its_printed_digits(case):
    """Each measured quantity rounds to the printed figure, half a unit of its last digit."""
    for name, text in zip(COLUMNS, case.printed.split(), strict=True):
        digits = len(text.partition(".")[2])
        # half a unit, and a little for printed figures that lie on a half themselves
        assert measured(case)[name] == pytest.approx(float(text), abs=0.5000001 * 10**-digits), name


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_reference_point_equals_its_closed_form(case):
    """I sqrt(2 t f) and its companions hold for whole rates."""
    i, t, f, a = case.amplitude * 1e-3, case.width * 1e-6, case.rate, case.area * 1e-4
    rms = i * sqrt(2 * t * f)
    expected = {
        "q": i * t * 1e6,
        "rms": rms * 1e3,
        "mean": 2 * i * t * f * 1e3,
        "e": 500 * i**2 * 2 * t * 1e3,
        "j": rms / a / 10,
        "p": 500 * rms**2 / a / 10,
    }
    assert measured(case) == pytest.approx(expected, rel=EXACT)


@pytest.mark.parametrize("ratio", [1, 2, 4, 10])
def test_asymmetric_pulse_follows_one_plus_one_over_r(ratio):
    """A balanced pulse with a second phase r times as wide carries I^2 t (1 + 1/r)."""
    train = train_of(40, 100, 100, "asymmetric-biphasic", recharge_ratio=Fraction(ratio))
    found = measure(train, Load(resistance=500.0, area=25e-4))
    square = 0.04**2 * 100e-6 * (1 + 1 / ratio)
    assert found.rms_current == pytest.approx(sqrt(square * 100), rel=EXACT)
    assert found.pulse_energy == pytest.approx(500 * square, rel=EXACT)
    assert found.mean_absolute_current == pytest.approx(2 * 0.04 * 100e-6 * 100, rel=EXACT)


@pytest.mark.parametrize(
    "ratio", [Fraction(1), Fraction(3), Fraction(7), Fraction(10, 3), Fraction(49)], ids=str
)
def test_balanced_pulse_has_no_net_charge(ratio):
    """A balanced pulse measures exactly zero, whatever 1/r rounds to."""
    train = train_of(33, 99, 77, "asymmetric-biphasic", recharge_ratio=ratio)
    found = measure(train, Load(resistance=500.0, area=25e-4))
    assert (found.net_charge, found.net_dc, found.dc_density) == (0.0, 0.0, 0.0)


def test_monophasic_pulse_is_all_net_charge():
    """I t per pulse, I t f on average, both also per area."""
    found = measure(train_of(10, 200, 50, "monophasic"), Load(resistance=1000.0, area=20e-4))
    assert found.net_charge == pytest.approx(2e-6, rel=EXACT)
    assert found.net_dc == pytest.approx(100e-6, rel=EXACT)
    assert found.dc_density == pytest.approx(100e-6 / 20e-4, rel=EXACT)
    assert found.rms_current == pytest.approx(0.01 * sqrt(200e-6 * 50), rel=EXACT)
    assert found.peak_voltage == pytest.approx(10.0, rel=EXACT)
    assert found.pulse_energy == pytest.approx(1000 * 0.01**2 * 200e-6, rel=EXACT)
    assert found.mean_power_density == pytest.approx(1000 * 0.01**2 * 0.01 / 20e-4, rel=EXACT)


@pytest.mark.parametrize(
    "burst", [BurstCount(Fraction(2), 9), BurstWindow(90_000, 410_000)], ids=["count", "window"]
)
def test_burst_counts_its_pulses(burst):
    """Two bursts of nine pulses a second are 18 pulses, by count or by window."""
    found = measure(train_of(50, 150, 100, burst=burst), Load(resistance=500.0, area=25e-4))
    assert found.pulses_in_worst_second == 18
    assert found.rms_current == pytest.approx(0.05 * sqrt(2 * 150e-6 * 18), rel=EXACT)


def test_two_and_a_half_hertz_has_three_pulses_in_its_worst_second():
    """Mean square is 20 % above the formula with the rate."""
    train = train_of(40, 200, 1, pulse_rate=Fraction(5, 2))
    found = measure(train, Load(resistance=500.0, area=25e-4))
    formula = 0.04**2 * 2 * 200e-6 * 2.5
    assert found.rms_current**2 / formula == pytest.approx(1.2, rel=EXACT)


@pytest.mark.parametrize("form", ["step", "triangle", "sine", "random"])
def test_modulated_exposure_stays_below_all_extremes_at_once(form):
    """Rate, width and amplitude modulated together never pass the train of their highs."""
    seed = 12 if form == "random" else None
    ranges = {"pulse_rate": (60, 100), "pulse_width": (50, 150), "amplitude": (0.4, 1.0)}
    modulations = tuple(
        Modulation(name, low, high, form, period_us=4 * SECOND, seed=seed)
        for name, (low, high) in ranges.items()
    )
    train = train_of(40, 1, 1, width_us=None, pulse_rate=None, modulations=modulations)
    load = Load(resistance=500.0, area=25e-4)
    found, bound = measure(train, load), measure(train_of(40, 150, 100), load)
    # floored onsets let a second hold one pulse more than the rate says
    pulse_more = sqrt(1 + 1 / 100)
    assert 0.5 * bound.rms_current < found.rms_current <= bound.rms_current * pulse_more
    assert found.phase_charge <= bound.phase_charge
    assert found.pulse_energy <= bound.pulse_energy * (1 + EXACT)


def test_stepped_width_and_amplitude_reach_the_bound_exactly():
    """Where the highs last a whole second together, the measured value is the bound."""
    modulations = (
        Modulation("pulse_width", 50, 150, "step", period_us=4 * SECOND),
        Modulation("amplitude", 0.4, 1.0, "step", period_us=4 * SECOND),
    )
    train = train_of(40, 1, 100, width_us=None, modulations=modulations)
    found = measure(train, Load(resistance=500.0, area=25e-4))
    assert found.worst_second_start_us == 2 * SECOND
    assert found.rms_current == pytest.approx(0.04 * sqrt(2 * 150e-6 * 100), rel=EXACT)


@pytest.mark.parametrize("quantity", ["amplitude", "width_us", "pulse_rate"])
def test_more_of_anything_is_never_less_exposure(quantity):
    """Raising amplitude, width or rate raises each averaged quantity by its own power."""
    load = Load(resistance=500.0, area=25e-4)
    plain = train_of(40, 100, 50)
    factor = {"amplitude": 2.0, "width_us": sqrt(2), "pulse_rate": sqrt(2)}[quantity]
    double = replace(plain, **{quantity: getattr(plain, quantity) * 2})
    assert measure(double, load).rms_current == pytest.approx(
        factor * measure(plain, load).rms_current, rel=EXACT
    )
