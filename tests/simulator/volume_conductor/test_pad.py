"""Pads: what they refuse, their areas and reaches."""

import math

import pytest

from simulator.volume_conductor import Disc, Pad, Rectangle


@pytest.mark.parametrize("size", [0.0, -0.01, math.nan, math.inf], ids=str)
def test_outlines_refuse(size):
    """A pad has a positive finite size."""
    with pytest.raises(ValueError, match="radius of a pad must be above 0 m and finite, got"):
        Disc(size)
    with pytest.raises(ValueError, match="length of a pad must be above 0 m"):
        Rectangle(size, 0.05)
    with pytest.raises(ValueError, match="width of a pad must be above 0 m"):
        Rectangle(0.05, size)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"current": math.nan}, "current of a pad must be finite, got nan A", id="nan"),
        pytest.param({"x": math.inf}, "centre of a pad must be finite, got inf m, 0.0 m", id="x"),
        pytest.param({"y": math.nan}, "centre of a pad must be finite", id="y"),
    ],
)
def test_pad_refuses(change, message):
    """A pad has a finite current and lies somewhere."""
    with pytest.raises(ValueError, match=message):
        Pad(**({"outline": Disc(0.01), "current": 1e-3} | change))


def test_area_and_reach():
    """Area and the farthest point of both outlines."""
    assert Disc(2.0).area == pytest.approx(4 * math.pi, rel=1e-12, abs=0)
    assert (Rectangle(3.0, 4.0).area, Rectangle(3.0, 4.0).reach, Disc(2.0).reach) == (
        12.0,
        2.5,
        2.0,
    )
