"""Rectangles: how the flux spreads over them."""

import numpy as np
import pytest

from simulator.volume_conductor import half_space, plate


@pytest.mark.parametrize(("length", "width"), [(0.05, 0.05), (0.1, 0.04)], ids=["square", "long"])
def test_isopotential_plate_is_at_one_potential(length, width):
    """Inside the pad the potential on the half space varies by less than half a percent."""
    along, across = np.linspace(0, 0.96, 25) * length / 2, np.linspace(0, 0.96, 25) * width / 2
    x, y = (part.ravel() for part in np.meshgrid(along, across))
    under = plate.isopotential(length, width).half_space(x, y, np.zeros_like(x))
    # bands of even flux ripple near the corner, where the true flux has no bound
    assert np.ptp(under) / under.mean() < 5e-3


@pytest.mark.parametrize(
    "spread", [plate.uniform, plate.isopotential], ids=["even", "isopotential"]
)
def test_transform_starts_at_one_and_falls(spread):
    """At wavenumber 0 the transform is the whole current; it falls with the second moment."""
    whole, near = spread(0.05, 0.05).transform(np.array([0.0, 10.0]), np.zeros(2))
    assert whole == pytest.approx(1.0, rel=1e-12, abs=0)
    assert near < whole


def test_even_plate_is_a_rectangle():
    """One patch gives the rectangle's closed form over its area."""
    points = np.array([0.0, 0.03]), np.array([0.01, 0.0]), np.array([0.0, 0.02])
    expected = half_space.rectangle(*points, (-0.025, 0.025), (-0.02, 0.02)) / 0.002
    found = plate.uniform(0.05, 0.04).half_space(*points)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=0)


def test_plate_turned_is_the_plate():
    """A pad turned by a quarter has its sides and its flux turned."""
    one, turned = plate.isopotential(0.08, 0.04), plate.isopotential(0.04, 0.08)
    assert (one.x[-1], one.y[-1], turned.x[-1], turned.y[-1]) == (0.04, 0.02, 0.02, 0.04)
    np.testing.assert_allclose(turned.share, one.share.T, rtol=1e-9, atol=0)
