"""Exposure: the worst second, ramps, tolerances, cost."""

from dataclasses import asdict, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exposure import PulseIntegrals, measure
from simulator.load import Load
from simulator.modulation import Modulation
from simulator.schedule import BurstCount, BurstWindow, Ramp, Step
from simulator.train import Train

SECOND = 1_000_000
MINUTE = 60 * SECOND
LOAD = Load(resistance=500.0, area=25e-4)


def make_train(**changes):
    """A minute of a conventional train with changes."""
    given_values = {
        "shape": "symmetric-biphasic",
        "amplitude": 0.03,
        "width_us": 100,
        "pulse_rate": Fraction(100),
        "duration_us": MINUTE,
    }
    return Train(**{**given_values, **changes})


def plain_worst_second(train):
    """Largest sum of i^2 dt over seconds from onsets, tried one by one over the whole session."""
    pulses = train.window(0, train.duration_us)
    square = PulseIntegrals(train)(pulses).square
    ends = np.searchsorted(pulses.onset_us, pulses.onset_us + SECOND)
    return max(float(square[i:j].sum()) for i, j in enumerate(ends.tolist()))


@pytest.mark.parametrize(
    ("rate", "pulses"),
    [
        (Fraction(5, 2), 3),
        (Fraction(2), 2),
        (Fraction(1), 1),
        (Fraction(1, 3), 1),
        (Fraction("33.4"), 34),
        (Fraction(1_000_000, 999_999), 2),
    ],
    ids=str,
)
def test_second_holds_whole_pulses(rate, pulses):
    """At 2.5 Hz the worst second holds three pulses, a fifth more than the rate."""
    exposure = measure(make_train(pulse_rate=rate), LOAD)
    assert exposure.pulses_in_worst_second == pulses
    assert exposure.rms_current**2 == pytest.approx(0.03**2 * 200e-6 * pulses, rel=1e-12)


def test_worst_second_begins_at_an_onset_and_is_the_first_of_equals():
    """In a loop of 5 Hz and 80 Hz steps it is the first second of fast pulses."""
    steps = (Step(Fraction(5), None, 3 * SECOND), Step(Fraction(80), None, 3 * SECOND))
    exposure = measure(make_train(pulse_rate=None, steps=steps), LOAD)
    assert exposure.worst_second_start_us == 3 * SECOND
    assert exposure.pulses_in_worst_second == 80


def test_equal_seconds_in_a_long_unrepeated_train_give_the_first():
    """Ties are settled exactly across chunks, with hundreds of thousands of equal pulses."""
    late = Modulation("amplitude", 0.5, 1.0, "step", period_us=7200 * SECOND)
    train = make_train(modulations=(late,), duration_us=7100 * SECOND)
    assert train.pattern_us is None
    exposure = measure(train, LOAD)
    assert exposure.worst_second_start_us == 3600 * SECOND
    assert exposure.pulses_in_worst_second == 100


def test_equal_seconds_before_the_first_pause_count_as_first():
    """With a pause inside the loop the first of equal seconds lies in the first loop."""
    steps = (Step(Fraction(100), None, 3 * SECOND, SECOND), Step(Fraction(10), None, 2 * SECOND))
    train = make_train(pulse_rate=None, steps=steps, ramp=Ramp(500_000, 0))
    assert measure(train, LOAD).worst_second_start_us == 500_000


@pytest.mark.parametrize("chunk", [1, 7, 90, 5000])
def test_chunks_of_any_size_give_the_same_exposure(chunk, monkeypatch):
    """Seconds that straddle chunks are judged whole."""
    rise = Modulation("pulse_rate", 20, 90, "exponential", time_constant_us=4 * SECOND)
    width = Modulation("pulse_width", 50, 250, "random", period_us=90 * SECOND, seed=6)
    train = make_train(
        pulse_rate=None, width_us=None, modulations=(rise, width), duration_us=9 * SECOND
    )
    whole = measure(train, LOAD)
    monkeypatch.setattr("simulator.blocks.CHUNK_PULSES", chunk)
    # 1e-12: the same pulses, summed from other places
    assert asdict(measure(train, LOAD)) == pytest.approx(asdict(whole), rel=1e-12)
    assert whole.rms_current**2 == pytest.approx(plain_worst_second(train), rel=1e-12)


def test_second_across_the_seam_of_two_steps_counts():
    """The worst second may straddle a step's end: last fast pulses plus first of the next."""
    steps = (Step(Fraction(10), 200, 500_000), Step(Fraction(100), 50, 510_000, 2 * SECOND))
    train = make_train(pulse_rate=None, width_us=None, steps=steps)
    exposure = measure(train, LOAD)
    assert exposure.worst_second_start_us == 0
    assert exposure.rms_current**2 == pytest.approx(plain_worst_second(train), rel=1e-12)


def test_short_train_is_still_divided_by_a_second():
    """Half a second of pulses is averaged over one second."""
    exposure = measure(make_train(duration_us=500_000), LOAD)
    assert exposure.pulses_in_worst_second == 50
    assert exposure.mean_absolute_current == pytest.approx(0.03 * 200e-6 * 50, rel=1e-12)


def test_ramps_of_a_long_session_change_nothing():
    """The worst second lies between the ramps, and is the first there."""
    ramped = measure(make_train(ramp=Ramp(3 * SECOND, SECOND)), LOAD)
    plain = measure(make_train(), LOAD)
    assert ramped.worst_second_start_us == 3 * SECOND
    assert asdict(replace(ramped, worst_second_start_us=0)) == asdict(plain)


def test_train_that_is_all_ramp_is_measured_on_its_ramp():
    """A session shorter than its ramps never reaches the amplitude, nor do the numbers."""
    train = make_train(duration_us=2 * SECOND, ramp=Ramp(4 * SECOND, 4 * SECOND))
    exposure = measure(train, LOAD)
    assert exposure.peak_voltage == pytest.approx(0.03 * 0.25 * 500, rel=1e-12)
    assert exposure.rms_current**2 == pytest.approx(plain_worst_second(train), rel=1e-12)


RATES = st.sampled_from([Fraction(2), Fraction(5, 2), Fraction(77), Fraction(100)])
AMPLITUDES = st.sampled_from(["step", "triangle", "sine", "random"])


@settings(max_examples=120, deadline=None)
@given(
    rate=RATES,
    burst=st.none()
    | st.sampled_from([BurstWindow(300_000, 900_000), BurstCount(Fraction(7, 10), 1)]),
    form=st.none() | AMPLITUDES,
    steps=st.lists(
        st.builds(
            Step,
            RATES,
            st.sampled_from([50, 200]),
            st.sampled_from([300_000, 1_100_000]),
            st.sampled_from([0, 400_000, 1_000_000]),
        ),
        max_size=3,
    ),
    ramp=st.sampled_from([Ramp(), Ramp(700_000, 0), Ramp(3_000_000, 2_000_000)]),
    duration=st.integers(500_000, 25_000_000),
)
def test_measured_worst_second_is_the_worst_of_all_seconds(
    rate, burst, form, steps, ramp, duration
):
    """The short cut over one pattern finds what trying every second of the session finds."""
    modulations = ()
    if form is not None:
        seed = 5 if form == "random" else None
        modulations = (Modulation("amplitude", 0.3, 1.0, form, period_us=1_700_000, seed=seed),)
    train = make_train(
        pulse_rate=rate,
        burst=burst,
        modulations=modulations,
        steps=tuple(steps),
        ramp=ramp,
        duration_us=duration,
    ).scaled()
    exposure = measure(train, LOAD)
    pulses = train.window(0, duration)
    integrals = PulseIntegrals(train)(pulses)
    # 1e-12: sums of at most some thousand floats; ties are cut at the same figure
    assert exposure.rms_current**2 == pytest.approx(plain_worst_second(train), rel=1e-12)
    assert exposure.phase_charge == integrals.charge.max()
    assert exposure.pulse_energy == pytest.approx(500 * integrals.square.max(), rel=1e-15)
    start = exposure.worst_second_start_us
    inside = (pulses.onset_us >= start) & (pulses.onset_us < start + SECOND)
    assert start in pulses.onset_us
    assert exposure.pulses_in_worst_second == np.count_nonzero(inside)
    mean = integrals.absolute[inside].sum()
    assert exposure.mean_absolute_current == pytest.approx(mean, rel=1e-12)


def test_tolerances_multiply_charge_rms_and_energy():
    """At +20 % on amplitude, width and rate, charge and r.m.s. grow by 1.44, energy by 1.728."""
    train = make_train(duration_us=10 * MINUTE)
    nominal = measure(train, LOAD)
    worst = measure(train.scaled(1.2, 1.2, Fraction(6, 5)), LOAD)
    assert worst.phase_charge / nominal.phase_charge == pytest.approx(1.44, rel=1e-12)
    assert worst.rms_current / nominal.rms_current == pytest.approx(1.44, rel=1e-12)
    assert worst.pulse_energy / nominal.pulse_energy == pytest.approx(1.728, rel=1e-12)


def test_overlapping_scaled_pulses_are_summed():
    """Exposure of a scaled train is the sum over its pulses, overlapping or not."""
    worst = measure(make_train(width_us=4900).scaled(width=1.2), LOAD)
    assert worst.mean_absolute_current == pytest.approx(0.03 * 2 * 4900e-6 * 1.2 * 100, rel=1e-12)


def test_overlap_is_refused_before_anything_is_measured():
    """An overlap that first happens at the pattern's seam is still refused."""
    steps = (Step(Fraction(100), 100, 9_950, 0), Step(Fraction(100), 100, 10_050, 0))
    train = make_train(pulse_rate=None, width_us=None, steps=steps, duration_us=60 * MINUTE)
    with pytest.raises(ValueError, match="pulses must not overlap"):
        measure(train, LOAD)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"burst": BurstCount(Fraction(2), 9)},
        {
            "pulse_rate": None,
            "modulations": (Modulation("pulse_rate", 60, 100, "triangle", period_us=8 * SECOND),),
        },
        {
            "pulse_rate": None,
            "steps": (Step(Fraction(2), None, 5 * SECOND), Step(Fraction(80), None, 5 * SECOND)),
        },
    ],
    ids=["constant", "burst", "sweep", "steps"],
)
def test_hour_expands_no_more_pulses_than_a_minute(changes, monkeypatch):
    """A repeating session costs what its pattern costs, whatever its length."""
    expanded = []
    window = Train.window

    def counted(self, start_us, stop_us):
        pulses = window(self, start_us, stop_us)
        expanded.append(len(pulses))
        return pulses

    monkeypatch.setattr(Train, "window", counted)
    totals = []
    for minutes in (1, 60):
        expanded.clear()
        measure(
            make_train(**changes, ramp=Ramp(SECOND, SECOND), duration_us=minutes * MINUTE), LOAD
        )
        totals.append(sum(expanded))
    assert totals[1] == totals[0]
    assert 0 < totals[0] < 2000
