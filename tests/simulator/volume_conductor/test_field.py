"""The potential as it is asked for: bad input, routes, and what happens at extremes."""

import math

import numpy as np
import pytest

from simulator.volume_conductor import (
    Disc,
    Layer,
    Layers,
    Pad,
    Rectangle,
    both_weightings,
    limb,
    potential,
)

LAYERS = Layers((Layer(conductivity=0.03, thickness=0.01), Layer(conductivity=0.25)))
ALONG = Layer(conductivity=0.1, conductivity_along=0.4, name="muscle")
DISC = [Pad(outline=Disc(0.016), current=1e-3)]
SQUARE = [Pad(outline=Rectangle(0.05, 0.05), current=1e-3)]


@pytest.mark.parametrize(
    ("points", "message"),
    [
        pytest.param([(0, 0, -1e-3)], "depth of a point must be at least 0 m, got -0.001", id="up"),
        pytest.param([(0, math.nan, 1e-3)], "points must be finite", id="nan"),
        pytest.param([(0, 0, math.inf)], "points must be finite", id="infinite"),
        pytest.param([0, 0, 1e-3], r"points must have shape \(n, 3\)", id="one-point-flat"),
        pytest.param(np.zeros((0, 3)), "with n at least 1, got", id="none"),
        pytest.param([(0, 0)], r"got \(1, 2\)", id="two-coordinates"),
    ],
)
def test_points_are_refused(points, message):
    """A nerve above the skin, a hole or a wrong shape is named."""
    with pytest.raises(ValueError, match=message):
        potential(points, DISC, LAYERS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"pads": []}, "at least one pad, got none", id="no-pad"),
        pytest.param({"weighting": "gel"}, "one of uniform, isopotential, got 'gel'", id="gel"),
        pytest.param({"route": "fem"}, "one of auto, hankel, fourier, got 'fem'", id="route"),
        pytest.param({"route": "hankel", "pads": SQUARE}, "needs a disc", id="hankel-square"),
        pytest.param(
            {"route": "hankel", "layers": Layers((ALONG,))}, "without direction", id="hankel-along"
        ),
        pytest.param(
            {"layers": Layers((ALONG,)), "points": [(0, 0, 0)]},
            "depth must be above 0 m under a disc on a first layer with a direction",
            id="disc-on-stretched-skin",
        ),
        pytest.param(
            {"points": [(1e4, 0, 0.01)]}, "panels, at most 100000: distance along", id="hankel-far"
        ),
        pytest.param(
            {"points": [(1e3, 0, 0.01)], "pads": SQUARE}, "rad, at most 20000", id="fourier-far"
        ),
    ],
)
def test_potential_refuses(change, message):
    """What does not fit or would take minutes is named, with what is allowed."""
    good = {"points": [(0, 0, 0.02)], "pads": DISC, "layers": LAYERS}
    with pytest.raises(ValueError, match=message):
        potential(**(good | change))


def test_opposite_current_gives_opposite_potential():
    """The field is odd in the current."""
    away = [Pad(outline=Disc(0.016), current=-1e-3)]
    points = [(0.0, 0.0, 0.0), (0.02, 0.01, 0.015)]
    np.testing.assert_array_equal(potential(points, away, LAYERS), -potential(points, DISC, LAYERS))


def test_moving_pad_and_points_together_changes_nothing():
    """Only the place relative to the pad counts."""
    moved = [Pad(outline=Rectangle(0.05, 0.05), current=1e-3, x=0.03, y=-0.02)]
    here = potential([(0.01, 0.02, 0.015)], SQUARE, LAYERS)
    there = potential([(0.04, 0.0, 0.015)], moved, LAYERS)
    np.testing.assert_allclose(there, here, rtol=1e-12, atol=0)


def test_order_and_company_of_points_do_not_matter():
    """A point has its potential whatever other points are asked for with it."""
    points = [(0.0, 0.0, 0.0005), (0.01, 0.0, 0.02), (0.3, 0.1, 0.02), (0.0, 0.02, 0.2)]
    together = potential(points, DISC, LAYERS)
    alone = [potential([point], DISC, LAYERS)[0] for point in points]
    # each company has its own nodes; the cut at 1e-8 of the scale is what differs
    np.testing.assert_allclose(together, alone, rtol=1e-7, atol=0)


def test_many_points_are_taken_in_blocks():
    """A grid larger than one block has the potential of each of its points, in their order."""
    points = [(0.001 * i, 0.002 * j, 0.02) for i in range(20) for j in range(20)]
    whole = potential(points, SQUARE, LAYERS)
    np.testing.assert_allclose(
        whole[[3, 399]],
        [potential([points[i]], SQUARE, LAYERS)[0] for i in (3, 399)],
        rtol=1e-7,
        atol=0,
    )


@pytest.mark.parametrize("pads", [DISC, SQUARE], ids=["disc", "square"])
def test_weightings_differ_under_the_pad_and_meet_below(pads):
    """In the skin the spread of the flux matters, deep down it does not."""
    layers = limb(fat_thickness=0.005)
    even, one = both_weightings([(0, 0, 1e-3), (0, 0, 0.1)], pads, layers)
    gap = np.abs(even / one - 1)
    # second moments of the flux over depth squared, 10 cm down: (25 mm / 100 mm)^2 / 6
    assert gap[0] > 0.02
    assert gap[1] < 0.01


def test_thin_horn_costs_time_but_not_digits():
    """A horny layer of 20 um that conducts as the skin below it changes nothing."""
    horn, skin = Layer(conductivity=0.01, thickness=2e-5), Layer(conductivity=0.01, thickness=1e-3)
    whole = Layer(conductivity=0.01, thickness=1.02e-3)
    points = [(0.0, 0.0, 0.0), (0.02, 0.0, 5e-4), (0.01, 0.0, 0.01)]
    found = potential(points, DISC, Layers((horn, skin, *LAYERS.stack)))
    expected = potential(points, DISC, Layers((whole, *LAYERS.stack)))
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=0)
