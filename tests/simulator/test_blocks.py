"""A session in blocks: what repeats comes once, what does not in bounded pieces."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest

from simulator.blocks import CHUNK_PULSES
from simulator.modulation import Modulation
from simulator.schedule import Ramp, Step
from simulator.train import Train

SECOND = 1_000_000
HOUR = 3600 * SECOND


def make_train(**changes):
    """An hour of a conventional train with changes."""
    given_values = {
        "shape": "symmetric-biphasic",
        "amplitude": 0.03,
        "width_us": 100,
        "pulse_rate": Fraction(100),
        "duration_us": HOUR,
    }
    return Train(**{**given_values, **changes})


def test_hour_with_ramps_is_head_body_and_tail():
    """The ramps come pulse by pulse, the hour between as one repeated pulse."""
    train = make_train(ramp=Ramp(3 * SECOND, SECOND))
    found = [(len(b.pulses), b.start_us, b.period_us, b.repeats) for b in train.blocks()]
    assert found == [
        (300, 0, 3 * SECOND, 1),
        (1, 3 * SECOND, 10_000, 359_600),
        (100, 3_599 * SECOND, SECOND, 1),
    ]


def test_blocks_cover_the_session_without_gap():
    """Each block begins where the one before ends, and the last ends with the session."""
    steps = (Step(Fraction(7), None, 3 * SECOND, SECOND), Step(Fraction(90), None, 2 * SECOND))
    train = make_train(pulse_rate=None, steps=steps, ramp=Ramp(5 * SECOND, 2 * SECOND))
    moment = 0
    for block in train.blocks():
        assert block.start_us == moment
        moment += block.period_us * block.repeats
    assert moment == HOUR


def test_train_without_pattern_comes_in_bounded_chunks():
    """An hour that never repeats is cut into pieces of bounded size, and loses no pulse."""
    drift = Modulation("amplitude", 0.5, 1, "exponential", time_constant_us=60 * SECOND)
    sizes = [len(block.pulses) for block in make_train(modulations=(drift,)).blocks()]
    assert len(sizes) > 5
    assert max(sizes) <= CHUNK_PULSES
    assert sum(sizes) == 360_000


def test_long_pattern_is_not_held_at_once():
    """A pattern of more pulses than a chunk comes in chunks too, and repeats all the same."""
    wave = Modulation("amplitude", 0.5, 1, "triangle", period_us=1200 * SECOND)
    train = make_train(modulations=(wave,))
    assert train.pattern_us == 1200 * SECOND
    assert max(len(block.pulses) for block in train.blocks()) <= CHUNK_PULSES


def test_overlap_at_the_seam_of_the_pattern_is_found():
    """A pulse that only meets the next repeat of its pattern is refused."""
    steps = (Step(Fraction(100), 100, 9_950, 0), Step(Fraction(100), 100, 10_050, 0))
    train = make_train(pulse_rate=None, width_us=None, steps=steps)
    with pytest.raises(ValueError, match=r"pulse at 19950 us lasts 200 us.*starts 50 us after"):
        list(train.blocks())


def test_overlap_across_chunks_is_found(monkeypatch):
    """A pulse cut from its successor by a chunk's end is refused, with chunks of one pulse."""
    monkeypatch.setattr("simulator.blocks.CHUNK_PULSES", 1)
    train = make_train(width_us=5001)
    assert len(train.window(0, 10_000)) == 1
    with pytest.raises(ValueError, match="next pulse starts 10000 us after it"):
        list(train.chunks(0, 1_000_000))


def test_memory_does_not_grow_with_the_session():
    """Six times the session takes no more memory, even when nothing repeats."""
    peaks = []
    for duration in (HOUR, 6 * HOUR):
        drift = Modulation("amplitude", 0.5, 1, "exponential", time_constant_us=60 * SECOND)
        train = make_train(modulations=(drift,), duration_us=duration)
        tracemalloc.start()
        total = sum(float(np.sum(block.pulses.gain)) for block in train.blocks())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total > 0
    # 5 %: what the interpreter itself allocates between the two runs
    assert peaks[1] <= 1.05 * peaks[0]
