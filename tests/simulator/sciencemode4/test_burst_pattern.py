"""Bursts as one pattern of the wire: when they fit, and what their points are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from virtual_devices import make_train

from simulator.sciencemode4.burst_pattern import fit, points_of
from simulator.sciencemode4.cues import Cue
from simulator.sciencemode4.point import length_us

ASYMMETRIC = make_train(shape="asymmetric-biphasic", recharge_ratio=Fraction(4))


def burst(offset_us: int, period_us: int, width_us: int = 100) -> Cue:
    """Return a burst of two pulses."""
    return Cue(0, period_us, width_us, 1.0, more=((offset_us, width_us, 1.0),))


@pytest.mark.parametrize(
    ("offset_us", "period_us", "fits"),
    [
        pytest.param(210, 500_000, True, id="silence-of-10-us"),
        pytest.param(209, 500_000, False, id="silence-below-a-point"),
        pytest.param(200, 500_000, False, id="no-silence"),
        pytest.param(4_000, 4_500, True, id="room-for-the-last"),
        pytest.param(4_000, 4_250, False, id="no-room-for-the-last-and-60-us"),
        pytest.param(50_000, 500_000, False, id="13-points-of-silence"),
    ],
)
def test_a_burst_fits_when_its_silences_and_its_end_do(
    offset_us: int, period_us: int, fits: bool
) -> None:
    """A silence is a point of at least 10 us, and after the last pulse 60 us are left."""
    assert fit(make_train(), [burst(offset_us, period_us)], 80) is fits


@pytest.mark.parametrize("level", [0.0, 2.0, 12.5, 17.5, 24.5, 40.0])
def test_pulses_begin_where_they_are_asked_at_every_amplitude(level: float) -> None:
    """The second phase of an asymmetric pulse changes its length, and the silence after it makes up for it."""
    offsets = (0, 9_999, 20_000)
    cue = Cue(0, 500_000, 100, 1.0, more=tuple((offset, 100, 1.0) for offset in offsets[1:]))
    assert fit(ASYMMETRIC, [cue], 80)
    points, _ = points_of(ASYMMETRIC, cue, level, 80)
    single, _ = points_of(ASYMMETRIC, Cue(0, 500_000, 100, 1.0), level, 80)
    assert len(points) <= 16
    assert sum(point.duration_us * point.current_ma for point in points) == 0
    assert length_us(points) == offsets[-1] + length_us(single)
    begins = [
        length_us(points[:place]) for place in range(len(points)) if points[place] == single[0]
    ]
    assert begins == list(offsets)
