"""Nodes over the wavenumber."""

import math

import numpy as np
import pytest

from simulator.volume_conductor.quadrature import MOST_PANELS, edges, nodes, octaves


@pytest.mark.parametrize(
    ("top", "width", "first", "expected"),
    [
        pytest.param(4.0, 2.0, math.inf, [0, 2, 4], id="even"),
        pytest.param(4.0, 2.0, 3.0, [0, 2, 4], id="first-is-wide"),
        pytest.param(3.0, 2.0, 0.6, [0, 0.5, 1, 2, 4], id="graded"),
    ],
)
def test_edges_reach_the_top_and_start_fine(top, width, first, expected):
    """Panels double from the first one, then keep their width until the top is covered."""
    assert edges(top, width, first).tolist() == expected


@pytest.mark.parametrize("top", [1.0 + MOST_PANELS, math.inf, math.nan], ids=str)
def test_edges_refuse_too_many_panels(top):
    """An endless sum is refused, and says what is out of proportion."""
    with pytest.raises(ValueError, match="panels, at most 100000: distance along the skin over"):
        edges(top, 1.0, 1.0)


def test_nodes_integrate_a_wave():
    """One panel of 24 rad integrates a wave to 1e-9 of its amplitude."""
    at, weight = nodes(np.array([0.0, 1.0]))
    wave = np.sum(weight * np.cos(24.0 * at))
    # absolute: the integral itself is 0.04
    assert wave == pytest.approx(math.sin(24.0) / 24.0, rel=0, abs=1e-8)


def test_octaves_hold_each_point_once_within_a_factor_of_two():
    """Every point is in one group, and no group spans more than an octave."""
    lengths = np.array([1e-3, 1.9e-3, 0.02, 0.021, 5.0])
    groups = list(octaves(lengths))
    assert sorted(np.concatenate(groups).tolist()) == [0, 1, 2, 3, 4]
    assert max(lengths[group].max() / lengths[group].min() for group in groups) < 2
