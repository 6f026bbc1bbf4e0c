"""Onsets of runs: exact floors, modulated crossings by a second route, counts."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from simulator.clock import ConstantClock, PiecewiseClock, RandomClock
from simulator.modulation import Modulation
from simulator.smooth_clock import SmoothClock

SECOND = 1_000_000


def exact_integral(modulation, time):
    """Integral of a step or triangle rate from time 0 [pulses], in rationals, written plainly."""
    low, high = Fraction(modulation.low), Fraction(modulation.high)
    period = modulation.period_us
    loops, phase = divmod(Fraction(time), period)
    half = Fraction(period, 2)
    early, late = min(phase, half), max(phase - half, 0)
    if modulation.form == "step":
        inside = low * early + high * late
    else:
        slope = (high - low) / half
        inside = low * early + slope * early**2 / 2 + high * late - slope * late**2 / 2
    return (loops * (low + high) / 2 * period + inside) / SECOND


def exact_onset(modulation, start, number):
    """Largest whole microsecond at which the integral from `start` has not passed `number`."""
    target = exact_integral(modulation, start) + number
    low, high = start, start + int(number * SECOND / Fraction(modulation.low)) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if exact_integral(modulation, middle) <= target else (low, middle)
        )
    return low


@pytest.mark.parametrize(
    "rate", [Fraction(150), Fraction(5, 2), Fraction(77), Fraction("33.37")], ids=str
)
def test_constant_onset_is_the_floor_of_the_exact_time(rate):
    """Onset k is floor(k 10^6 / rate) after the start, for the first pulse and the millionth."""
    index = np.concatenate((np.arange(500), np.arange(10**6, 10**6 + 500)))
    expected = [17 + (k * SECOND / rate).__floor__() for k in index.tolist()]
    assert ConstantClock(rate).onsets(np.array(17), index).tolist() == expected


def test_constant_onset_does_not_overflow():
    """A rate with a long denominator is still exact a day into the session."""
    rate = Fraction(100_000_000_007, 10**9)
    index = np.array([0, 8_640_000])
    expected = [(k * SECOND / rate).__floor__() for k in index.tolist()]
    assert ConstantClock(rate).onsets(np.array(0), index).tolist() == expected


@pytest.mark.parametrize("start", [0, 1_234_567, 5_000_000], ids=["zero", "rising", "falling"])
@pytest.mark.parametrize("form", ["step", "triangle"])
@pytest.mark.parametrize(
    ("low", "high", "period"),
    [
        (Fraction(60), Fraction(100), 8_000_000),
        (Fraction(2), Fraction(150), 1_000_001),
        (Fraction("2.5"), Fraction("33.3"), 3_333_333),
        (Fraction(100), Fraction(100), 2_000_000),
    ],
    ids=["plain", "odd-period", "decimals", "flat"],
)
def test_piecewise_onset_equals_the_rational_crossing(form, low, high, period, start):
    """Step and triangle onsets equal crossings bisected in rational arithmetic, to the us."""
    modulation = Modulation("pulse_rate", low, high, form, period_us=period)
    clock = PiecewiseClock(modulation)
    index = np.concatenate((np.arange(40), np.arange(630, 645)))
    expected = [exact_onset(modulation, start, k) for k in index.tolist()]
    assert clock.onsets(np.array(start), index).tolist() == expected


@pytest.mark.parametrize("form", ["step", "triangle"])
def test_piecewise_onset_is_exact_when_products_leave_64_bits(form):
    """Long periods and awkward rates fall back to integers of any length."""
    modulation = Modulation(
        "pulse_rate", Fraction("60.007"), Fraction("99.989"), form, period_us=1_799_999_999
    )
    index = np.array([0, 1, 71_993, 143_989, 150_000])
    expected = [exact_onset(modulation, 123_457, k) for k in index.tolist()]
    assert PiecewiseClock(modulation).onsets(np.array(123_457), index).tolist() == expected


SMOOTH = {
    "sine": Modulation("pulse_rate", 60, 100, "sine", period_us=8_000_000),
    "wide-sine": Modulation("pulse_rate", 1, 150, "sine", period_us=2_000_000),
    "exponential": Modulation("pulse_rate", 2, 100, "exponential", time_constant_us=3_000_000),
    "again": Modulation(
        "pulse_rate", 10, 80, "exponential", period_us=2_000_000, time_constant_us=500_000
    ),
}


def rate_at(modulation, time):
    """Rate at a session time [Hz], written from the definition."""
    low, high = float(modulation.low), float(modulation.high)
    phase = time if modulation.period_us is None else time % modulation.period_us
    if modulation.form == "sine":
        middle, half = (low + high) / 2, (high - low) / 2
        return middle - half * np.cos(2 * np.pi * phase / modulation.period_us)
    return low + (high - low) * (1 - np.exp(-phase / modulation.time_constant_us))


def integrated(modulation, start, stop):
    """Integral of the rate by adaptive quadrature, cut at the period's ends [pulses]."""
    period = modulation.period_us
    cuts = [] if period is None else [c for c in range(0, stop, period) if start < c < stop]
    edges = [start, *cuts, stop]
    return sum(
        quad(lambda t: rate_at(modulation, t) / SECOND, a, b, epsabs=1e-12, limit=200)[0]
        for a, b in pairwise(edges)
    )


@pytest.mark.parametrize("start", [0, 700_001], ids=["zero", "inside"])
@pytest.mark.parametrize("modulation", SMOOTH.values(), ids=SMOOTH)
def test_smooth_onset_brackets_the_quadrature_crossing(modulation, start):
    """The integral by quadrature passes k within the microsecond of onset k.

    Allowed error 1e-9 pulses: quadrature is asked for 1e-12 per period, and the tie rule moves a
    crossing by at most 1e-6 us, which is 1.5e-10 pulses at 150 Hz.
    """
    onsets = SmoothClock(modulation).onsets(np.array(start), np.array([0, 1, 2, 57, 101]))
    for number, onset in zip([0, 1, 2, 57, 101], onsets.tolist(), strict=True):
        assert integrated(modulation, start, onset) <= number + 1e-9
        assert integrated(modulation, start, onset + 1) > number - 1e-9


@pytest.mark.parametrize(
    "modulation",
    [
        Modulation("pulse_rate", 60, 100, "triangle", period_us=8_000_000),
        Modulation("pulse_rate", 60, 100, "step", period_us=7_777_777),
        Modulation("pulse_rate", 60, 100, "random", period_us=1_000_000, seed=5),
        *SMOOTH.values(),
    ],
    ids=["triangle", "step", "random", *SMOOTH],
)
def test_count_agrees_with_the_onsets(modulation):
    """count(t) is the number of onsets before t, also exactly at onsets."""
    kinds = {"triangle": PiecewiseClock, "step": PiecewiseClock, "random": RandomClock}
    clock = kinds.get(modulation.form, SmoothClock)(modulation)
    start = 345_678
    onsets = clock.onsets(np.array(start), np.arange(900))
    moments = np.concatenate((onsets[:300], onsets[:300] + 1, onsets[500:510] - 1, [0, start]))
    expected = np.searchsorted(onsets, moments, side="left").tolist()
    assert [clock.count(start, moment) for moment in moments.tolist()] == expected


def test_random_rate_stays_inside_its_range_and_across_the_seam():
    """No interval is shorter than 1/high, and only the seam's may be longer than 1/low."""
    modulation = Modulation("pulse_rate", 80, 120, "random", period_us=1_000_000, seed=3)
    clock = RandomClock(modulation)
    onsets = clock.onsets(np.array(0), np.arange(1000))
    intervals = np.diff(onsets)
    # floored onsets: an interval may differ from the drawn one by less than 1 us
    assert intervals.min() >= SECOND // 120
    long = intervals > SECOND / 80 + 1
    assert set((onsets[1:][long] % SECOND).tolist()) <= {0}
    assert intervals.max() < SECOND / 80 + SECOND / 120 + 1


def test_random_rate_follows_the_seed():
    """The drawn intervals are 1/rate of PCG64's numbers, floored once summed."""
    modulation = Modulation("pulse_rate", 80, 120, "random", period_us=1_000_000, seed=3)
    rates = 80 + 40 * np.random.Generator(np.random.PCG64(3)).random(60)
    expected = np.floor(np.concatenate(([0.0], np.cumsum(SECOND / rates)))).astype(int)
    onsets = RandomClock(modulation).onsets(np.array(0), np.arange(61))
    assert onsets.tolist() == expected.tolist()


def test_random_rate_repeats_and_each_period_begins_with_a_pulse():
    """The pattern repeats exactly after the period."""
    modulation = Modulation("pulse_rate", 80, 120, "random", period_us=700_000, seed=9)
    clock = RandomClock(modulation)
    pulses = clock.count(0, 700_000)
    onsets = clock.onsets(np.array(0), np.arange(3 * pulses)).reshape(3, pulses)
    assert onsets[:, 0].tolist() == [0, 700_000, 1_400_000]
    assert (onsets[1] - 700_000).tolist() == onsets[0].tolist()


@pytest.mark.parametrize(
    ("period", "message"),
    [(10_000, "must hold an interval of its lowest rate"), (10**11, "must hold at most 4194304")],
    ids=["short", "long"],
)
def test_random_period_out_of_range_is_refused(period, message):
    """A random period holds at least one interval and at most what memory should hold."""
    modulation = Modulation("pulse_rate", 80, 120, "random", period_us=period, seed=3)
    with pytest.raises(ValueError, match=message):
        RandomClock(modulation)
