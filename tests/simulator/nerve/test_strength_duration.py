"""Fits of thresholds over pulse width, and refusals."""

import numpy as np
import pytest

from simulator.nerve import lapicque, weiss

WIDTHS = [2e-5, 1e-4, 1e-3]


@pytest.mark.parametrize("law", [weiss, lapicque])
@pytest.mark.parametrize(
    ("widths", "currents", "words"),
    [
        pytest.param([1e-4, 2e-4], [2e-3, 1e-3], "at least 3 different ones", id="two"),
        pytest.param([1e-4] * 3, [2e-3] * 3, "at least 3 different ones", id="alike"),
        pytest.param(WIDTHS, [2e-3, 1e-3], "got 3 widths and 2 currents", id="uneven"),
        pytest.param([0.0, 1e-4, 1e-3], [3e-3, 2e-3, 1e-3], "width must be above 0 s", id="zero"),
        pytest.param(WIDTHS, [np.nan, 2e-3, 1e-3], "current must be above 0 A", id="nan"),
    ],
)
def test_what_is_no_curve_is_refused(law, widths, currents, words):
    """A fit needs three different widths with one positive current each."""
    with pytest.raises(ValueError, match=words):
        law(widths, currents)


def test_thresholds_that_rise_with_the_width_are_refused():
    """Weiss's law has no such curve."""
    with pytest.raises(ValueError, match="do not fall with the pulse width"):
        weiss(WIDTHS, [1e-3, 2e-3, 3e-3])


def test_worst_miss_is_the_largest_relative_difference():
    """A curve of the other law misses by more than rounding, and the miss is reported."""
    widths = np.array([2e-5, 1e-4, 3e-4, 1e-3])
    currents = 2e-3 / -np.expm1(-widths / 3e-4)
    fit = weiss(widths, currents)
    by_hand = fit.rheobase * (1 + fit.chronaxie / widths) / currents - 1
    # rounding
    assert fit.worst_miss == pytest.approx(np.abs(by_hand).max(), rel=1e-9)
    assert lapicque(widths, currents).worst_miss < 1e-6 < fit.worst_miss
