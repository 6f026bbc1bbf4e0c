"""Bessel functions against another library, against their integrals, and the transforms at 0."""

from math import gamma

import numpy as np
import pytest
import scipy.special
from numpy.polynomial import chebyshev, hermite

from simulator.properties.table import read_json
from simulator.volume_conductor.bessel import isopotential_disc, j0, uniform_disc

ARGUMENTS = np.concatenate([np.linspace(0, 8, 2001), np.geomspace(8, 1e4, 20001)])


def small(order, x):
    """Bessel's integral by the midpoint rule, exact to rounding up to 8."""
    angles = np.pi * (np.arange(32) + 0.5) / 32
    return np.cos(order * angles - np.multiply.outer(x, np.sin(angles))).mean(axis=-1)


def large(order, x):
    """Hankel's integral: amplitude in phase and out of it, from 8 on."""
    s, weight = hermite.hermgauss(200)
    spread = (1 + 1j * np.multiply.outer(1 / (2 * x), s**2)) ** (order - 0.5)
    return (weight * s ** (2 * order) * spread).sum(axis=-1) / gamma(order + 0.5)


def fitted(values, degree):
    """Least squares in Chebyshev polynomials on -1 to 1, as a function."""
    nodes = chebyshev.chebpts1(2 * degree)
    return lambda u: chebyshev.chebval(u, chebyshev.chebfit(nodes, values(nodes), degree))


def test_order_0_is_that_of_scipy():
    """At small, middle and large arguments, and across the border of the two forms."""
    # an amplitude of at most 1 in doubles, through 25 operations
    np.testing.assert_allclose(j0(ARGUMENTS), scipy.special.j0(ARGUMENTS), rtol=0, atol=2e-14)


def test_the_disc_is_that_of_scipy():
    """Order 1 over its argument."""
    x = ARGUMENTS[1:]
    # as above, over the argument
    np.testing.assert_allclose(uniform_disc(x) * x / 2, scipy.special.j1(x), rtol=0, atol=2e-14)


def test_forms_meet_at_the_border():
    """No jump is seen where the polynomial of small arguments ends."""
    below, at = j0(np.array([np.nextafter(8.0, 0.0), 8.0]))
    assert below == pytest.approx(at, abs=1e-14)  # both forms are good to that


@pytest.mark.parametrize("order", [0, 1])
def test_coefficients_are_fits_to_the_integrals(order):
    """The shipped numbers come out again from the definitions."""
    rows = read_json("bessel", "volume_conductor")[f"order_{order}"]
    u = np.linspace(-1, 1, 41)

    def near(u):
        x = 8 * np.sqrt((1 + u) / 2)
        return small(order, x) / x**order

    def ratio(u):
        return np.sqrt((1 + u) / 2)

    degree = len(rows["near"]) - 1
    # the compiled functions take three powers at a time
    assert [(len(row) - 1) % 3 for row in (rows["near"], *rows["far"])] == [0, 0, 0]
    # a tenth of what the functions are good to
    assert np.polyval(rows["near"], u) == pytest.approx(fitted(near, degree)(u), abs=1e-15 * 8)
    for row, part in zip(rows["far"], (np.real, np.imag), strict=True):
        values = fitted(
            lambda u, part=part: part(large(order, 8 / ratio(u))) / ratio(u) ** (part is np.imag),
            len(row) - 1,
        )
        assert np.polyval(row, u) == pytest.approx(values(u), abs=1e-14)


@pytest.mark.parametrize("transform", [uniform_disc, isopotential_disc], ids=["even", "metal"])
def test_a_disc_seen_from_far_away_is_one_ampere(transform):
    """At wavenumber 0 both transforms are 1, and shapes are kept."""
    assert transform(np.zeros((2, 1))).tolist() == [[1.0], [1.0]]


def test_rows_that_do_not_lie_in_order_are_taken():
    """A turned array gives the turned answer."""
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(j0(x.T), j0(x).T)


def test_what_is_no_number_stays_none():
    """Beside good arguments on either side of the border, NaN is not filled with anything."""
    for beside in (1.0, 20.0):
        found = j0(np.array([beside, np.nan, beside]))
        assert np.isnan(found).tolist() == [False, True, False]


def test_more_than_a_block_is_filled():
    """Blocks of arguments that lie on both sides of the border, in any order, and a rest."""
    x = np.random.default_rng(3).uniform(0, 20, 1500)
    np.testing.assert_allclose(j0(x), scipy.special.j0(x), rtol=0, atol=2e-14)  # as above
