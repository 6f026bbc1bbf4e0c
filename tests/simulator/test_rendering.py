"""Samples: exact at their instants, equal to the integrals, constant memory."""

from fractions import Fraction

import numpy as np
import pytest

from simulator.exposure import PulseIntegrals
from simulator.modulation import Modulation
from simulator.rendering import end_us, render, render_blocks
from simulator.schedule import BurstCount, BurstWindow, Ramp, Step
from simulator.train import Train

SECOND = 1_000_000


def make_train(**changes):
    """Two seconds of an asymmetric train with changes."""
    given_values = {
        "shape": "asymmetric-biphasic",
        "amplitude": 0.03,
        "width_us": 100,
        "interphase_us": 30,
        "recharge_ratio": Fraction(4),
        "pulse_rate": Fraction(77),
        "duration_us": 2 * SECOND,
    }
    return Train(**{**given_values, **changes})


def phase_spans(train, start, stop):
    """(begin, end, current) of each phase of each pulse that starts in a window, one by one."""
    pulses = train.window(start, stop)
    columns = (pulses.onset_us.tolist(), pulses.width_us.tolist(), pulses.gain.tolist())
    return [
        (onset + offset, onset + offset + length, train.amplitude * gain * relative)
        for onset, width, gain in zip(*columns, strict=True)
        for offset, length, relative in train.pulse(width).phases
    ]


def current_at(spans, time):
    """Current at a session time in us (a rational): that of the phase it lies in."""
    return next((current for begin, end, current in spans if begin <= time < end), 0.0)


@pytest.mark.parametrize("rate", [1_000_000, 44_100, Fraction(1_000_003, 7), 3_000_000], ids=str)
@pytest.mark.parametrize(
    ("start", "stop"), [(0, 14_000), (519_530, 523_000)], ids=["from-zero", "from-inside-a-pulse"]
)
def test_each_sample_is_the_current_at_its_instant(rate, start, stop):
    """Every sample equals the definition; sample n lies at n / rate of session time."""
    train = make_train(ramp=Ramp(10_000, 0))
    samples = render(train, rate, start, stop)
    first = -(-start * Fraction(rate) // SECOND)
    spans = phase_spans(train, max(0, start - 9_530), stop)
    instants = (Fraction(int(first) + n) * SECOND / rate for n in range(samples.size))
    expected = [current_at(spans, instant) for instant in instants]
    assert samples.size in (int((stop - start) * rate / SECOND) + d for d in (0, 1))
    assert samples.tolist() == expected
    assert np.count_nonzero(samples) > 0


CONFIGURATIONS = {
    "plain": {},
    "burst": {"burst": BurstCount(Fraction(3), 7)},
    "window": {"burst": BurstWindow(100_000, 77_777)},
    "ramp": {"ramp": Ramp(SECOND, 300_000)},
    "last-pulse-runs-over": {"pulse_rate": Fraction(100), "duration_us": 990_001},
    "steps": {
        "pulse_rate": None,
        "steps": (Step(Fraction(90), 60, 300_000, 100_000), Step(Fraction(9), None, 400_000)),
    },
    "sweep": {
        "pulse_rate": None,
        "modulations": (Modulation("pulse_rate", 40, 100, "sine", period_us=SECOND),),
    },
    "random-width": {
        "width_us": None,
        "modulations": (Modulation("pulse_width", 20, 200, "random", period_us=SECOND, seed=2),),
    },
    "monophasic": {
        "shape": "monophasic",
        "interphase_us": 0,
        "recharge_ratio": Fraction(1),
    },
}


@pytest.mark.parametrize("changes", CONFIGURATIONS.values(), ids=CONFIGURATIONS)
def test_sums_over_samples_equal_the_integrals_of_the_pulses(changes):
    """At 1 MHz, where every phase holds whole samples, sums equal integrals.

    rel 1e-12: sums of some 10^5 floats of one size; the net of a balanced pulse is compared on
    the scale of the absolute charge.
    """
    train = make_train(**changes)
    samples = np.concatenate(list(render_blocks(train, SECOND, block_s=0.3)))
    integrals = PulseIntegrals(train)(train.window(0, train.duration_us))
    absolute = integrals.absolute.sum()
    assert np.abs(samples).sum() * 1e-6 == pytest.approx(absolute, rel=1e-12)
    assert (samples**2).sum() * 1e-6 == pytest.approx(integrals.square.sum(), rel=1e-12)
    assert samples.sum() * 1e-6 == pytest.approx(integrals.net.sum(), abs=1e-12 * absolute)
    assert samples.max() == integrals.peak.max()


def test_blocks_are_the_whole_in_pieces():
    """Blocks of any length, also not whole samples, join to the whole."""
    train = make_train()
    whole = render(train, 44_100, 0, end_us(train))
    pieces = list(render_blocks(train, 44_100, block_s=0.033_333))
    assert np.array_equal(np.concatenate(pieces), whole)
    assert max(piece.size for piece in pieces) < 1500


def test_end_waits_for_the_last_pulse():
    """The last pulse starts inside the session and may end after it."""
    assert end_us(make_train(pulse_rate=Fraction(100), duration_us=990_001)) == 990_000 + 530
    assert end_us(make_train(pulse_rate=Fraction(100), duration_us=999_000)) == 999_000


def test_given_array_is_filled_and_old_values_are_gone():
    """`out` is zeroed, filled and returned."""
    train = make_train()
    out = np.full(1000, 9.0)
    assert render(train, SECOND, 500, 1500, out) is out
    assert np.array_equal(out, render(train, SECOND, 500, 1500))


def test_scaled_widths_are_rendered_when_whole():
    """A width tolerance of 20 % on 100 us is 120 us, and is rendered."""
    train = make_train(shape="monophasic", interphase_us=0, recharge_ratio=Fraction(1))
    samples = render(train.scaled(width=1.2), SECOND, 0, 1000)
    assert np.count_nonzero(samples) == 120


def test_scaled_widths_that_are_not_whole_are_refused():
    """A sample at 1.234 times the width would be a guess."""
    with pytest.raises(ValueError, match=r"scaled by 1\.234 must stay whole microseconds"):
        render(make_train().scaled(width=1.234), SECOND, 0, 1000)


def test_overlapping_scaled_train_is_not_rendered():
    """Samples of overlapping pulses are not defined, so none are given."""
    train = make_train(
        shape="monophasic", interphase_us=0, recharge_ratio=Fraction(1), width_us=12_500
    )
    with pytest.raises(ValueError, match="pulses must not overlap"):
        render(train.scaled(width=1.2), SECOND, 0, 100_000)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: render(t, SECOND, 5, 4), "window must run forward"),
        (lambda t: render(t, SECOND, -1, 4), "window must run forward"),
        (lambda t: render(t, 0, 0, 4), "sample_rate must be above 0 Hz"),
        (lambda t: render(t, SECOND, 0, 4, np.zeros(5)), r"out must be float64 of shape \(4,\)"),
        (lambda t: render(t, SECOND, 0, 4, np.zeros(4, np.float32)), "out must be float64"),
        (lambda t: next(render_blocks(t, SECOND, 0.0)), "block_s must be above 0 s"),
        (lambda t: next(render_blocks(t, SECOND, float("nan"))), "block_s must be above 0 s"),
    ],
)
def test_impossible_request_is_refused(call, message):
    """Windows, rates and arrays that do not fit are refused."""
    with pytest.raises(ValueError, match=message):
        call(make_train())
