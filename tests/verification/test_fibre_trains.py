"""Verification of what a fibre answers to trains, and of its recovery after an action potential."""

from fractions import Fraction

import pytest

from simulator.nerve import (
    Phase,
    gaines,
    mrg,
    phases_of,
    point_source,
    recovery,
    respond,
    sundt,
    thresholds,
)
from simulator.schedule import BurstCount
from simulator.train import Train

PULSE = [Phase(0.0, 1e-4, -1.0)]
FIBRES = {
    "mrg": (mrg(10e-6, 21), 1e-3, PULSE, 3e-3),
    "sensory": (gaines(10e-6, 21, "sensory"), 1e-3, PULSE, 3e-3),
    "c": (sundt(1e-6, 241), 0.25e-3, [Phase(0.0, 5e-4, -1.0)], 8e-3),
}


def case(name):
    """A fibre, its field, its pulse and how long to wait."""
    fibre, distance, pulse, wait = FIBRES[name]
    return fibre, point_source(fibre, distance=distance, conductivity=0.25), pulse, wait


@pytest.mark.parametrize("name", FIBRES)
def test_a_run_and_a_search_agree_on_the_threshold(name):
    """At the search's upper end the fibre fires where and when it said, at its lower end not."""
    fibre, field, pulse, wait = case(name)
    (found,) = thresholds([fibre], [field], pulse, wait=wait, tolerance=1e-7)
    (firing,) = respond(fibre, field, pulse, found.current, wait=wait)
    assert firing.site == found.site
    # the same steps in both; only fused sums may differ
    assert (firing.began, firing.arrived) == pytest.approx((found.latency, found.arrival), rel=1e-6)
    assert respond(fibre, field, pulse, found.below, wait=wait) == []


@pytest.mark.parametrize("name", ["mrg", "sensory"])
def test_a_second_threshold_holds_in_a_run_of_both_pulses(name):
    """Just above the second threshold a run of two pulses fires twice, just below once."""
    fibre, field, pulse, _ = case(name)
    (alone,) = thresholds([fibre], [field], pulse)
    first = 1.5 * alone.current
    (found,) = recovery(fibre, field, pulse, [2e-3], first=first, tolerance=1e-6)
    counts = []
    for factor in (0.999, 1.001):
        second = Phase(2e-3, 1e-4, -factor * found.current / first)
        counts.append(len(respond(fibre, field, [*pulse, second], first)))
    assert counts == [1, 2]


def test_recovery_of_the_mrg_fibre_has_its_three_periods():
    """Refractory, then supernormal, then subnormal, then as at rest (doi 10.1152/jn.00353.2001)."""
    fibre, field, pulse, _ = case("mrg")
    (alone,) = thresholds([fibre], [field], pulse)
    intervals = [5e-4, 1.5e-3, 5e-3, 30e-3, 300e-3]
    found = recovery(fibre, field, pulse, intervals, first=1.5 * alone.current)
    absolute, refractory, supernormal, subnormal, rested = [each.ratio for each in found]
    assert absolute is None
    assert refractory > 1.1
    assert supernormal < 0.95
    assert subnormal > 1.02
    # the slow potassium gate has a time constant of some 20 ms
    assert rested == pytest.approx(1.0, abs=2e-3)


def test_a_train_fires_once_for_each_pulse_that_the_room_of_pulses_gives():
    """Two bursts of five a second at 100 Hz: ten pulses, ten action potentials, at their onsets."""
    train = Train(
        shape="symmetric-biphasic",
        amplitude=0.4e-3,
        width_us=100,
        pulse_rate=Fraction(100),
        burst=BurstCount(bursts_per_s=Fraction(2), pulses_per_burst=5),
        duration_us=1_000_000,
    )
    fibre, field, _, _ = case("mrg")
    firings = respond(fibre, field, phases_of(train, 0, 1_000_000), train.amplitude)
    onsets = 1e-6 * train.window(0, 1_000_000).onset_us
    assert len(firings) == 10
    # the first firing comes 0.1 ms after its pulse, the later ones a little earlier or later
    assert [each.began for each in firings] == pytest.approx(list(onsets), abs=2e-4)
