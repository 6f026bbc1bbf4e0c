"""The compiled sum over wavenumbers: points in any order, more nodes than a block, many layers."""

import numpy as np
import pytest
import scipy.special

from simulator.volume_conductor.hankel import disc_potential, integrate
from simulator.volume_conductor.layers import Layer, Layers

SKIN = Layer(conductivity=0.005, thickness=1.5e-3)
FAT = Layer(conductivity=0.03, thickness=8.5e-3)
MUSCLE = Layer(conductivity=0.25)
THREE = Layers((SKIN, FAT, MUSCLE))
RADIUS = 0.016


@pytest.mark.parametrize("weighting", ["uniform", "isopotential"])
def test_points_may_come_in_any_order(weighting):
    """Of a grid through all layers each point has what it has alone, whatever comes before it."""
    grid = np.meshgrid([0.0, 0.01, 0.04], [5e-4, 6e-4, 4e-3, 0.012, 0.014])
    r, z = (part.ravel() for part in grid)
    alone = [
        disc_potential(r[i : i + 1], z[i : i + 1], RADIUS, THREE, weighting)[0]
        for i in range(r.size)
    ]
    orders = (np.arange(r.size), np.argsort(r, kind="stable"), np.arange(r.size)[::-1])
    for order in orders:
        found = disc_potential(r[order], z[order], RADIUS, THREE, weighting)
        # the nodes differ, and both leave out 1e-8 of the scale
        np.testing.assert_allclose(found, np.array(alone)[order], rtol=1e-7, atol=0)


@pytest.mark.parametrize("radius", [np.float64(1.0), np.float32(1.0), 1], ids=["f8", "f4", "int"])
def test_a_radius_may_be_any_number(radius):
    """A size out of an array, or a whole one, is a size, and costs no compiling."""
    r, z = np.array([0.0, 0.5]), np.array([0.02, 0.03])
    expected = disc_potential(r, z, 1.0, THREE, "uniform")
    kinds = len(integrate._loaded)
    found = disc_potential(r, z, radius, THREE, "uniform")
    np.testing.assert_array_equal(found, expected)
    assert len(integrate._loaded) == kinds


@pytest.mark.parametrize("away", [0.5, 5.0, 50.0], ids=["blocks-2", "blocks-20", "blocks-200"])
def test_an_integral_may_take_more_nodes_than_a_block(away):
    """Far from a tiny pad in equal layers there is one over the distance."""
    same = Layers(tuple(Layer(conductivity=0.2, thickness=h) for h in (2e-3, 6e-3, np.inf)))
    r, z = np.array([away]), np.array([0.02])
    expected = 1 / (2 * np.pi * 0.2 * np.hypot(away, 0.02))
    found = disc_potential(r, z, 1e-4, same, "isopotential")
    # what is cut off is 1e-8 of the potential under the pad, which is nearer by this factor
    assert found[0] == pytest.approx(expected, rel=1e-8 * away / 0.02, abs=0)


def test_many_thin_layers_are_the_thick_one_that_they_make():
    """A hundred slices of the fat change nothing but rounding."""
    slices = [Layer(conductivity=0.03, thickness=8.5e-5)] * 100
    r, z = np.linspace(0.0, 0.08, 9), np.linspace(2e-3, 0.03, 9)
    cut = disc_potential(r, z, RADIUS, Layers((SKIN, *slices, MUSCLE)), "uniform")
    whole = disc_potential(r, z, RADIUS, THREE, "uniform")
    np.testing.assert_allclose(cut, whole, rtol=1e-11, atol=0)  # a hundred times rounding, and sums


def test_two_layers_are_the_integral_as_it_is_written():
    """The sum over a fine even grid of wavenumbers, with J0 and J1 of another library."""
    k = np.arange(0.05, 1500.0, 0.1)
    factor = (0.1 - 0.3) / (0.1 + 0.3)
    down = (1 + factor) / (0.1 * (1 - factor * np.exp(-2 * 0.008 * k)))
    flux = 2 * scipy.special.j1(k * RADIUS) / (k * RADIUS)
    wave = scipy.special.j0(k * 0.03) * flux * down * np.exp(-0.02 * k)
    layers = Layers((Layer(conductivity=0.1, thickness=0.008), Layer(conductivity=0.3)))
    found = disc_potential(np.array([0.03]), np.array([0.02]), RADIUS, layers, "uniform")
    # steps of 0.1 beside waves of 120 and a cut at exp(-30)
    assert found[0] == pytest.approx(0.1 * wave.sum() / (2 * np.pi), rel=1e-6, abs=0)
