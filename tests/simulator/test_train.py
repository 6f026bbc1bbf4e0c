"""Trains: windows, widths, gains, steps, bursts, counts, patterns, scaling, refusals."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.modulation import Modulation
from simulator.schedule import BurstCount, BurstWindow, Ramp, Step
from simulator.train import Train

SECOND = 1_000_000
MINUTE = 60 * SECOND


def make_train(**changes):
    """A conventional train with changes."""
    given_values = {
        "shape": "symmetric-biphasic",
        "amplitude": 0.03,
        "width_us": 100,
        "pulse_rate": Fraction(100),
        "duration_us": MINUTE,
    }
    return Train(**{**given_values, **changes})


def steps_of(*cycles):
    """Steps from (rate, on seconds, off seconds)."""
    return tuple(
        Step(Fraction(str(rate)), None, round(on * SECOND), round(off * SECOND))
        for rate, on, off in cycles
    )


def everything(train):
    """All pulses of a train at once."""
    return train.window(0, train.duration_us)


# Loops of one household device, as its manual prints them (Beurer EM 80, programmes 1, 3, 5, 7, 9).
EM80 = {
    "01": [
        (r, on, 0)
        for r, on in zip([4, 4, 5, 5, 6, 6, 8, 8], [30] * 4 + [20] * 2 + [30] * 2, strict=True)
    ],
    "03": [(2, 10, 0), (4, 8, 0), (6, 6, 0)],
    "05": [(80, 20, 0), (80, 20, 0), (75, 4, 0), (10, 20, 0), (70, 4, 0), (65, 4, 0)],
    "07": [(r, on, 0) for r in (4, 6, 8, 10) for on in (30, 20)],
    "09": [(75, 0.25, 0.25), (2, 0.5, 0)],
}


@pytest.mark.parametrize(
    ("cycles", "loop_s", "pulses"),
    [
        (EM80["01"], 220, 1260),
        (EM80["03"], 24, 88),
        (EM80["05"], 72, 4240),
        (EM80["07"], 200, 1400),
        (EM80["09"], 1, 20),
    ],
    ids=list(EM80),
)
def test_printed_device_loop_has_its_seconds_and_pulses(cycles, loop_s, pulses):
    """A loop lasts what the manual says, and each step holds ceil(rate * on) pulses."""
    train = make_train(
        width_us=250, pulse_rate=None, steps=steps_of(*cycles), duration_us=30 * MINUTE
    )
    assert train.pattern_us == loop_s * SECOND
    assert sum(ceil(Fraction(rate) * Fraction(str(on))) for rate, on, _ in cycles) == pulses
    assert len(train.window(0, loop_s * SECOND)) == pulses
    assert len(train.window(3 * loop_s * SECOND, 4 * loop_s * SECOND)) == pulses


def test_step_starts_with_a_pulse_and_keeps_its_own_width():
    """Each step begins a run; a step's own width is not modulated, another step's is."""
    train = make_train(
        width_us=None,
        pulse_rate=None,
        steps=(Step(Fraction(3), 60, SECOND, 250_000), Step(Fraction(2), None, SECOND)),
        modulations=(Modulation("pulse_width", 100, 200, "step", period_us=4_500_000),),
    )
    pulses = train.window(0, 4_500_000)
    onsets = [0, 333_333, 666_666, 1_250_000, 1_750_000]
    assert pulses.onset_us.tolist() == onsets + [onset + 2_250_000 for onset in onsets]
    assert pulses.width_us.tolist() == [60, 60, 60, 100, 100, 60, 60, 60, 200, 200]


def test_rate_modulation_runs_on_session_time_into_steps():
    """A step without a rate follows the modulation at session time, from a pulse at its start."""
    train = make_train(
        pulse_rate=None,
        steps=(Step(None, None, 2 * SECOND, 0), Step(Fraction(1), None, 2 * SECOND, 0)),
        modulations=(Modulation("pulse_rate", 2, 4, "step", period_us=8 * SECOND),),
    )
    counts = [len(train.window(t * SECOND, (t + 2) * SECOND)) for t in (0, 2, 4, 6, 8)]
    assert counts == [4, 2, 8, 2, 4]


@pytest.mark.parametrize(
    "burst", [BurstCount(Fraction(2), 25), BurstWindow(250_000, 250_000)], ids=["count", "window"]
)
def test_burst_by_count_and_by_window_are_the_same_train(burst):
    """Two bursts a second of 25 pulses at 100 Hz are 0.25 s on, 0.25 s off."""
    pulses = everything(make_train(burst=burst, duration_us=2 * SECOND))
    expected = [500_000 * b + 10_000 * k for b in range(4) for k in range(25)]
    assert pulses.onset_us.tolist() == expected


def test_burst_starts_are_floored_and_bursts_restart_at_each_step():
    """Burst j starts at the floor of j/3 s after its step's start."""
    train = make_train(
        pulse_rate=None,
        burst=BurstCount(Fraction(3), 2),
        steps=(Step(Fraction(50), None, SECOND, 0), Step(Fraction(50), None, 500_000, 0)),
    )
    starts = [0, 333_333, 666_666, 1_000_000, 1_333_333, 1_500_000]
    expected = [start + offset for start in starts for offset in (0, 20_000)]
    assert train.window(0, 1_520_001).onset_us.tolist() == expected


def test_ramps_are_linear_and_the_smaller_applies():
    """The first pulse has gain 0; the last lies on the falling ramp; the smaller gain wins."""
    train = make_train(
        pulse_rate=Fraction(1),
        duration_us=10 * SECOND,
        ramp=Ramp(up_us=4 * SECOND, down_us=8 * SECOND),
    )
    gain = everything(train).gain
    expected = [0, 0.25, 0.5, 0.75, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125]
    np.testing.assert_allclose(gain, expected, rtol=1e-15)
    assert everything(train.without_ramps()).gain.tolist() == [1.0] * 10


def test_ramp_rises_again_after_a_pause_only():
    """An off-time of one second restarts the ramp; a burst's or a shorter one does not."""
    steps = (Step(Fraction(2), None, 2 * SECOND, SECOND), Step(Fraction(2), None, SECOND, 500_000))
    train = make_train(
        pulse_rate=None, steps=steps, ramp=Ramp(up_us=SECOND), duration_us=20 * SECOND
    )
    gain = train.window(0, 9 * SECOND).gain.tolist()
    loop = [0.0, 0.5, 1.0, 1.0, 0.0, 0.5]
    assert gain == [*loop, 1.0, 1.0, 1.0, 1.0, 0.0, 0.5]
    bursts = make_train(
        burst=BurstWindow(SECOND, 2 * SECOND), pulse_rate=Fraction(2), ramp=Ramp(up_us=SECOND)
    )
    assert bursts.window(0, 4 * SECOND).gain.tolist() == [0.0, 0.5, 1.0, 1.0]


def test_amplitude_modulation_multiplies_the_ramp():
    """Gain is ramp times modulation."""
    train = make_train(
        pulse_rate=Fraction(2),
        ramp=Ramp(up_us=2 * SECOND),
        modulations=(Modulation("amplitude", 0.5, 1.0, "step", period_us=2 * SECOND),),
    )
    assert train.window(0, 3 * SECOND).gain.tolist() == [0.0, 0.125, 0.5, 0.75, 0.5, 0.5]


def test_random_width_belongs_to_the_pulse_number_in_the_period():
    """Pulse k of each period takes draw k, although 33 Hz puts 33 or 34 pulses in a period."""
    wave = Modulation("pulse_width", 50, 250, "random", period_us=1_010_000, seed=4)
    train = make_train(pulse_rate=Fraction(33), width_us=None, modulations=(wave,))
    pulses = everything(train)
    number, period = 0, 0
    for onset, width in zip(pulses.onset_us.tolist(), pulses.width_us.tolist(), strict=True):
        if onset // 1_010_000 > period:
            number, period = 0, onset // 1_010_000
        draw = wave.draws(np.array([number]))[0]
        assert width == int(50 + 200 * draw)
        number += 1


def test_random_width_keeps_the_second_phase_whole():
    """Widths are multiples of the ratio's denominator."""
    train = make_train(
        shape="asymmetric-biphasic",
        recharge_ratio=Fraction(8, 3),
        width_us=None,
        modulations=(Modulation("pulse_width", 50, 250, "random", period_us=SECOND, seed=4),),
    )
    widths = everything(train).width_us
    assert not np.any(widths % 3)
    assert np.unique(widths).size > 20


RATES = st.sampled_from(
    [Fraction(2), Fraction(5, 2), Fraction(77), Fraction(100), Fraction("33.3")]
)
PERIODS = st.sampled_from([1_000_000, 1_500_000, 2_000_003])


@st.composite
def modulations(draw):
    """Any set of modulations, at most one a parameter."""
    ranges = {"pulse_rate": (40, 90), "pulse_width": (50, 150), "amplitude": (0.25, 1.0)}
    found = []
    for parameter in draw(st.sets(st.sampled_from(sorted(ranges)))):
        form = draw(st.sampled_from(["step", "triangle", "sine", "exponential", "random"]))
        period = draw(PERIODS)
        if form == "exponential":
            period = draw(st.sampled_from([None, period]))
        found.append(
            Modulation(
                parameter,
                *ranges[parameter],
                form,
                period_us=period,
                time_constant_us=400_000 if form == "exponential" else None,
                seed=7 if form == "random" else None,
            )
        )
    return tuple(found)


@st.composite
def trains(draw):
    """Any train: bursts, steps, modulations and ramps combined."""
    modulated = draw(modulations())
    parameters = {modulation.parameter for modulation in modulated}
    step = st.builds(
        Step,
        st.none() | RATES.filter(lambda rate: rate > 30),
        st.none() | st.just(120),
        st.sampled_from([250_000, 1_000_000, 1_300_001]),
        st.sampled_from([0, 400_000, 1_000_000]),
    )
    burst = st.none() | st.sampled_from(
        [BurstCount(Fraction(2), 9), BurstCount(Fraction(7, 3), 5), BurstWindow(250_000, 100_001)]
    )
    bursts = draw(burst)
    rates = RATES if bursts is None else RATES.filter(lambda rate: rate > 30)
    train = Train(
        shape=draw(st.sampled_from(["monophasic", "symmetric-biphasic"])),
        amplitude=0.03,
        width_us=None if "pulse_width" in parameters else 100,
        pulse_rate=None if "pulse_rate" in parameters else draw(rates),
        modulations=modulated,
        burst=bursts,
        steps=tuple(draw(st.lists(step, max_size=3))),
        ramp=Ramp(draw(st.sampled_from([0, 700_000])), draw(st.sampled_from([0, 900_000]))),
        duration_us=draw(st.integers(1, 20_000_000)),
    )
    return train.scaled()  # runs that end on a pulse may meet the next run; that is not the subject


@settings(max_examples=150, deadline=None)
@given(train=trains(), cuts=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_every_reading_of_a_train_gives_the_same_pulses(train, cuts):
    """Blocks, chunks, any window and the count agree with the whole, for any train."""
    whole = everything(train)
    expanded = [block.expand() for block in train.blocks()]
    begin, end = sorted(int(cut * train.duration_us) for cut in cuts)
    left, right = np.searchsorted(whole.onset_us, [begin, end])
    part = train.window(begin, end)
    assert train.pulse_count() == len(whole)
    for name in ("onset_us", "width_us", "gain"):
        column = getattr(whole, name)
        blockwise = np.concatenate([getattr(piece, name) for piece in expanded])
        assert np.array_equal(blockwise, column), name
        assert np.array_equal(getattr(part, name), column[left:right]), name
    assert np.all(np.diff(whole.onset_us) >= 0)
    assert whole.onset_us[0] == 0


@settings(max_examples=100, deadline=None)
@given(train=trains())
def test_pattern_is_a_true_period_of_the_train_without_ramps(train):
    """Shifted by the pattern, the train without ramps is itself."""
    plain = train.without_ramps()
    pattern = plain.pattern_us
    if pattern is None:
        return
    stop = plain.duration_us
    early, late = plain.window(0, stop - pattern), plain.window(pattern, stop)
    assert np.array_equal(early.onset_us + pattern, late.onset_us)
    assert np.array_equal(early.width_us, late.width_us)
    assert np.array_equal(early.gain, late.gain)


@pytest.mark.parametrize(
    ("changes", "pattern"),
    [
        ({"pulse_rate": Fraction(100)}, 10_000),
        ({"pulse_rate": Fraction(150)}, 20_000),
        ({"burst": BurstCount(Fraction(3), 2)}, SECOND),
        ({"modulations": (Modulation("amplitude", 0.5, 1, "sine", period_us=15_000),)}, 30_000),
        ({"duration_us": 10_000}, None),
        (
            {"modulations": (Modulation("amplitude", 0.5, 1, "exponential", time_constant_us=9),)},
            None,
        ),
    ],
    ids=["100Hz", "150Hz", "thirds", "lcm", "short-session", "never"],
)
def test_pattern_is_the_common_period(changes, pattern):
    """The pattern is the least common multiple of the parts, or None."""
    assert make_train(**changes).pattern_us == pattern


def test_sweep_repeats_when_its_integral_is_whole_again():
    """A sweep of 60.5 pulses a period repeats after two periods."""
    sweep = Modulation("pulse_rate", 50, 71, "triangle", period_us=SECOND)
    assert make_train(pulse_rate=None, modulations=(sweep,)).pattern_us == 2 * SECOND


def test_scaling_takes_every_rate_with_it():
    """Rate in the run, of bursts, of steps and modulated, all grow by the factor."""
    factor = Fraction(6, 5)
    train = make_train(
        pulse_rate=None,
        burst=BurstCount(Fraction(2), 3),
        steps=(Step(Fraction(100), None, SECOND), Step(None, None, SECOND)),
        modulations=(Modulation("pulse_rate", 60, 90, "triangle", period_us=SECOND),),
    ).scaled(amplitude=1.2, width=1.2, pulse_rate=factor)
    assert train.amplitude == pytest.approx(0.036, rel=1e-15)
    assert train.width_scale == 1.2
    assert train.burst == BurstCount(Fraction(12, 5), 3)
    assert train.steps[0].pulse_rate == 120
    assert train.modulations[0].low == 72
    assert train.modulations[0].high == 108


def test_scaled_train_may_overlap_and_stays_so_without_ramps():
    """Tolerances may push pulses into each other; the sum over pulses still holds."""
    train = make_train(width_us=4900, ramp=Ramp(SECOND, 0))
    scaled = train.scaled(width=1.2, pulse_rate=Fraction(6, 5))
    assert len(scaled.without_ramps().window(0, SECOND)) == 120


def test_copy_of_a_scaled_train_by_hand_is_checked_again():
    """Only scaled() allows overlap; it is no switch of the constructor."""
    with pytest.raises(TypeError, match="_scaled"):
        make_train(_scaled=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"width_us": 5001},
        {"width_us": 4950, "interphase_us": 101},
        {"burst": BurstWindow(250_001, 99), "width_us": 100},
        {
            "pulse_rate": None,
            "modulations": (Modulation("pulse_rate", 50, 150, "sine", period_us=SECOND),),
            "width_us": 3400,
        },
        {
            "modulations": (Modulation("pulse_width", 1, 5100, "sine", period_us=SECOND),),
            "width_us": None,
        },
    ],
    ids=["width", "interphase", "burst-seam", "fast-sweep", "wide-sweep"],
)
def test_overlap_is_refused_on_expansion(changes):
    """A pulse that runs past the next onset names its time, duration and interval."""
    train = make_train(**changes)
    with pytest.raises(
        ValueError, match=r"pulse at \d+ us lasts \d+ us, but the next pulse starts"
    ):
        everything(train)


def test_pulse_that_just_fits_is_accepted():
    """A pulse may end exactly where the next begins."""
    assert len(everything(make_train(width_us=5000, duration_us=SECOND))) == 100


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amplitude": -1e-3}, "amplitude must be finite and at least 0 A"),
        ({"amplitude": float("nan")}, "amplitude must be finite and at least 0 A"),
        ({"width_scale": 0.0}, "width_scale must be finite and above 0"),
        ({"duration_us": 0}, "duration_us must be 1 to"),
        ({"duration_us": 10**13}, "duration_us must be 1 to 1000000000000 us"),
        ({"pulse_rate": Fraction(0)}, "pulse_rate must be above 0 Hz"),
        ({"pulse_rate": None}, "pulse_rate is required"),
        ({"width_us": None}, "width_us is required"),
        ({"width_us": 0}, "width_us must be 1 to"),
        ({"burst": BurstCount(Fraction(20), 10)}, "burst of 10 pulses at 100 Hz lasts 90000 us"),
        (
            {"modulations": (Modulation("pulse_rate", 1, 2, "step", period_us=SECOND),)},
            "pulse_rate must be absent when it is modulated",
        ),
        (
            {"modulations": (Modulation("pulse_width", 1, 2, "step", period_us=SECOND),)},
            "width_us must be absent when pulse_width is modulated",
        ),
        (
            {"modulations": (Modulation("amplitude", 0.5, 1, "step", period_us=SECOND),) * 2},
            "each parameter takes one modulation",
        ),
        (
            {
                "shape": "asymmetric-biphasic",
                "recharge_ratio": Fraction(7, 3),
                "width_us": None,
                "modulations": (Modulation("pulse_width", 2, 20, "step", period_us=SECOND),),
            },
            "must stay at or above 3 us",
        ),
    ],
)
def test_impossible_train_is_refused(changes, message):
    """What is missing, given twice or out of range is refused by name."""
    with pytest.raises(ValueError, match=message):
        make_train(**changes)


def test_window_must_run_forward():
    """A reversed window is refused."""
    with pytest.raises(ValueError, match="must not end before it starts"):
        make_train().window(5, 4)


def test_float_rate_means_its_decimal():
    """A rate of 0.1 Hz given as a float is one tenth, exactly."""
    assert make_train(pulse_rate=0.1).pulse_rate == Fraction(1, 10)
