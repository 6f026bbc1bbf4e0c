"""Closed forms on a half space, at their corners and edges."""

import math

import numpy as np
import pytest

from simulator.volume_conductor import half_space


@pytest.mark.parametrize("r", [0.0, 0.5, 1.0], ids=["middle", "half", "edge"])
def test_isopotential_disc_is_one_potential_on_the_skin(r):
    """Up to its edge the disc is at 1 / (4 a)."""
    found = half_space.isopotential_disc(np.array([r]), np.zeros(1), 1.0)
    np.testing.assert_allclose(found, 0.25, rtol=1e-13, atol=0)


@pytest.mark.parametrize("depth", [1e-6, 1e-3, 0.1, 10.0], ids=str)
def test_uniform_disc_on_its_axis(depth):
    """On the axis the potential is a difference of two distances."""
    found = half_space.uniform_disc(np.zeros(1), np.array([depth]), 1.0)
    expected = (math.hypot(1.0, depth) - depth) / math.pi
    # at ten radii the difference itself keeps only thirteen digits
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=0)


@pytest.mark.parametrize("corner", [(1.0, 1.0), (1.0, 0.0), (-1.0, -1.0)], ids=str)
def test_rectangle_is_finite_at_its_corners_and_edges(corner):
    """At a corner of a square on the skin the potential is half of that of a point inside."""
    x, y = (np.array([part]) for part in corner)
    found = half_space.rectangle(x, y, np.zeros(1), (-1.0, 1.0), (-1.0, 1.0))
    sides = [(u, v) for u in (1 - corner[0], 1 + corner[0]) for v in (1 - corner[1], 1 + corner[1])]
    expected = sum(
        u * math.asinh(v / u) + v * math.asinh(u / v) for u, v in sides if u > 0 and v > 0
    )
    np.testing.assert_allclose(found, expected / (2 * math.pi), rtol=1e-13, atol=0)


def test_cells_of_a_grid_are_their_rectangles():
    """A flux of 3 in one cell and 1 in its neighbour is the sum of two rectangles."""
    point = np.array([0.3]), np.array([0.2]), np.array([0.1])
    change = np.diff(np.diff(np.pad(np.array([[3.0], [1.0]]), 1), axis=0), axis=1)
    edges = np.array([-1.0, 0.0, 2.0]), np.array([-1.0, 1.0])
    found = half_space.steps(*point, *edges, change)
    three = half_space.rectangle(*point, (-1.0, 0.0), (-1.0, 1.0))
    one = half_space.rectangle(*point, (0.0, 2.0), (-1.0, 1.0))
    np.testing.assert_allclose(found, 3 * three + one, rtol=1e-12, atol=0)
