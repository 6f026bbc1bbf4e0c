"""What a channel plays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from virtual_devices import SECOND_US, make_train

from simulator.device import PointProgram, TrainProgram
from simulator.modulation import Modulation
from simulator.pulses import join
from simulator.schedule import Ramp

TRAINS = {
    "constant": make_train(pulse_rate=150),
    "ramped": make_train(ramp=Ramp(3 * SECOND_US, SECOND_US)),
    "swept": make_train(
        pulse_rate=None,
        modulations=(Modulation("pulse_rate", 60, 100, "triangle", period_us=8 * SECOND_US),),
    ),
}
WINDOWS = {"all": (0, 60), "middle": (11, 41), "end": (50, 70), "in-the-ramp": (1, 2)}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
@pytest.mark.parametrize("train", TRAINS.values(), ids=TRAINS)
def test_blocks_of_a_window_are_its_pulses(train: object, window: tuple[int, int]) -> None:
    """Compressed or not, the blocks of any window hold exactly the pulses that start in it."""
    start, stop = (1_234_567 * second for second in window)
    pulses = join([block.expand() for block in TrainProgram(train).blocks(start, stop)])  # type: ignore[arg-type]
    expected = train.window(start, stop)  # type: ignore[attr-defined]
    assert np.array_equal(pulses.onset_us, expected.onset_us)
    assert np.array_equal(pulses.gain, expected.gain)


def test_points_repeat_and_rise() -> None:
    """Three weaker patterns come first; then one block holds the others."""
    program = PointProgram(((200, 0.02), (200, -0.02)), 20_000, count=10, rise=3)
    blocks = list(program.blocks(0, SECOND_US))
    assert [float(block.pulses.gain[0]) for block in blocks] == [0.25, 0.5, 0.75, 1.0]
    assert [block.repeats for block in blocks] == [1, 1, 1, 7]
    assert program.duration_us == 200_000


PULSE = ((100, 0.02), (100, -0.02))
LESS = ((100, 0.01), (100, -0.01))
GAP = ((4_000, 0.0), (5_800, 0.0))


@pytest.mark.parametrize(
    ("points", "pulses"),
    [
        pytest.param((*PULSE, *GAP, *LESS), [(0, 200, 1.0), (10_000, 200, 0.5)], id="two"),
        pytest.param((*PULSE, *PULSE), [(0, 400, 1.0)], id="without-silence"),
        pytest.param((PULSE[0], *GAP, PULSE[1]), [(0, 10_000, 1.0)], id="interphase"),
        pytest.param((PULSE[0], *GAP, PULSE[0]), [(0, 10_000, 1.0)], id="unbalanced"),
        pytest.param((GAP[0], *PULSE, GAP[0]), [(0, 8_200, 1.0)], id="silence-around"),
        pytest.param(
            (*PULSE, *GAP, PULSE[1], PULSE[0]), [(0, 200, 1.0), (10_000, 201, 1.0)], id="two-forms"
        ),
    ],
)
def test_a_pattern_is_cut_where_a_pulse_is_over(
    points: tuple[tuple[int, float], ...], pulses: list[tuple[int, int, float]]
) -> None:
    """Charge back at 0, and silence: the next point that flows begins another pulse."""
    program = PointProgram(points, 50_000)
    (block,) = program.blocks(0, 50_000)
    rows = zip(block.pulses.onset_us, block.pulses.width_us, block.pulses.gain, strict=True)
    assert list(rows) == pulses
    assert all(program.phases(width) for _, width, _ in pulses)
    assert len(program.pattern_phases) == sum(current != 0 for _, current in points)


def test_points_begin_inside_the_window() -> None:
    """A pattern belongs to the window in which it starts, whole."""
    program = PointProgram(((200, 0.02),), 20_000)
    (block,) = program.blocks(1, 40_001)
    assert block.expand().onset_us.tolist() == [20_000, 40_000]


@pytest.mark.parametrize(
    ("points", "period", "message"),
    [
        (((200, 0.0),), 20_000, "a current other than 0 A"),
        (((200, math.nan),), 20_000, "must be finite, got nan A"),
        (((0, 0.02),), 20_000, "width of a point must be 1"),
        (((200, 0.02),), 199, "longer than their period of 199 us"),
    ],
    ids=["silent", "nan", "no-width", "too-long"],
)
def test_points_that_cannot_be_played_are_refused(
    points: tuple[tuple[int, float], ...], period: int, message: str
) -> None:
    """Points need a current, widths and room in their period."""
    with pytest.raises(ValueError, match=message):
        PointProgram(points, period)
