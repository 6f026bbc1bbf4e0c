"""Bursts, steps, pauses and ramps, without pulses."""

from fractions import Fraction

import pytest

from simulator.schedule import (
    BurstCount,
    BurstWindow,
    Ramp,
    Segment,
    Step,
    segments,
    settled_us,
)

SECOND = 1_000_000
RATE = Fraction(10)


def test_segments_loop_and_stop_at_the_session_end():
    """Steps repeat in a loop, and the last is cut by the session."""
    first, second = Step(RATE, None, 2 * SECOND, 500_000), Step(RATE, None, SECOND)
    found = list(segments((first, second), 6 * SECOND, 0, 6 * SECOND))
    assert found == [
        Segment(0, 2 * SECOND, 0, first),
        Segment(2_500_000, 3_500_000, 0, second),
        Segment(3_500_000, 5_500_000, 0, first),
    ]


def test_window_yields_only_the_segments_it_touches():
    """Reading may begin anywhere; a segment that has ended is left out."""
    steps = (Step(RATE, None, SECOND), Step(RATE, None, SECOND))
    starts = [s.start_us for s in segments(steps, 100 * SECOND, 41 * SECOND, 43 * SECOND)]
    assert starts == [41 * SECOND, 42 * SECOND]


@pytest.mark.parametrize(
    ("off_us", "resumed"),
    [(999_999, [0, 0, 0, 0]), (SECOND, [0, 2 * SECOND, 2 * SECOND, 5 * SECOND])],
    ids=["no-pause", "pause"],
)
def test_off_time_of_a_second_is_a_pause(off_us, resumed):
    """The ramp starts again after an off-time of one second or more, not below."""
    steps = (Step(RATE, None, SECOND, off_us), Step(RATE, None, SECOND))
    found = [s.resumed_us for s in segments(steps, 60 * SECOND, 0, 6 * SECOND)]
    assert found[:4] == resumed


@pytest.mark.parametrize(
    ("offs", "ramp", "expected"),
    [
        ((0, 0), Ramp(3 * SECOND, 0), 3 * SECOND),
        ((0, 0), Ramp(0, SECOND), 0),
        ((0, SECOND), Ramp(3 * SECOND, 0), 0),
        ((SECOND, 0), Ramp(3 * SECOND, 0), 2 * SECOND),
    ],
    ids=["ramp", "no-ramp", "pause-last", "pause-first"],
)
def test_settled_is_where_the_loop_begins_to_repeat(offs, ramp, expected):
    """The loop repeats with its ramps from the first ramp's end or from the first pause on."""
    steps = tuple(Step(RATE, None, SECOND, off) for off in offs)
    assert settled_us(steps, ramp) == expected


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: BurstCount(Fraction(0), 3), "bursts_per_s must be above 0"),
        (lambda: BurstCount(Fraction(2), 0), "pulses_per_burst must be 1 to"),
        (lambda: BurstWindow(0, 5), "on_us must be 1 to"),
        (lambda: BurstWindow(5, -1), "off_us must be 0 to"),
        (lambda: Step(RATE, None, 0), "step duration_us must be 1 to"),
        (lambda: Step(RATE, 0, 5), "step width_us must be 1 to"),
        (lambda: Step(Fraction(-1), None, 5), "step pulse_rate must be above 0"),
        (lambda: Ramp(-1, 0), "ramp up_us must be 0 to"),
    ],
)
def test_impossible_schedule_is_refused(build, message):
    """Rates and times out of range are refused."""
    with pytest.raises(ValueError, match=message):
        build()


def test_burst_starts_repeat_after_the_numerator_of_the_interval():
    """Bursts at 3/s start at floors of thirds and repeat each second."""
    assert BurstCount(Fraction(3), 1).period_us == SECOND
    assert BurstWindow(250_000, 250_000).interval_us == 500_000
