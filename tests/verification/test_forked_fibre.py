"""Verification of fibres that fork: limits, symmetry, and what separate lanes would have given."""

import numpy as np
import pytest

from simulator.nerve import Phase, forked, gaines, thresholds

PULSE = [Phase(0.0, 100e-6, -1.0)]
FADE = 2e-3
"""The field of an ending falls to 1/e over that. [m]"""
MAIN = gaines(10e-6, 31, "sensory")
WAIT = 2e-3


def ending(x):
    """Potential that is steep at an ending and fades from it. [V/A]"""
    return 0.2 * np.exp(-x / FADE)


def fork(node, internodes, *, near):
    """Fork with the field at its first ending, at the arm's, or at both."""
    arm = gaines(10e-6, 11, "sensory")
    fibre = forked(MAIN, arm, node, internodes=internodes)
    from_main = ending(MAIN.positions)
    along = arm.positions[1 : internodes * arm.per_node + 1]
    if near == "both":
        return fibre, np.concatenate([from_main, ending(internodes * arm.spacing - along)])
    away = ending(node * MAIN.spacing + along)
    field = np.concatenate([from_main, away])
    if near == "first":
        return fibre, field
    # the same fork seen from its other ending: the arm has the steep part, the first stretch leads away
    swapped = field.copy()
    bend = node * MAIN.per_node
    swapped[MAIN.positions.size :] = ending(internodes * arm.spacing - along)
    swapped[:bend] = ending(internodes * arm.spacing + node * MAIN.spacing - MAIN.positions[:bend])
    return fibre, swapped


def current(fibre, field):
    """Threshold, bracketed to 1e-5."""
    return thresholds([fibre], [field], PULSE, ends="terminal", tolerance=1e-5, wait=WAIT)[0]


def test_an_arm_far_from_the_ending_changes_nothing():
    """Fifteen internodes away, a quiet arm is not felt."""
    alone = current(MAIN, ending(MAIN.positions))
    fibre, field = fork(15, 3, near="first")
    # two brackets of 1e-5
    assert current(fibre, field).current == pytest.approx(alone.current, rel=2e-5)


def test_a_fork_does_not_know_which_of_its_endings_is_the_arm():
    """Two stretches alike: the threshold is the same, and each site is the ending with the field."""
    first, arm = (current(*fork(3, 3, near=near)) for near in ("first", "arm"))
    # two brackets of 1e-5
    assert arm.current == pytest.approx(first.current, rel=2e-5)
    assert (first.site, arm.site) == (0, MAIN.nodes + 2)
    assert first.at_terminal and arm.at_terminal


@pytest.mark.parametrize(
    ("internodes", "near", "error"),
    [
        (1, "both", 0.0947),
        (2, "both", 0.0773),
        (5, "both", 0.0061),
        (1, "first", 0.0392),
        (2, "first", -0.0411),
        (5, "first", -0.0055),
    ],
)
def test_separate_lanes_miss_a_fork_by_a_tenth_at_most(internodes, near, error):
    """What an unbranched fibre in place of a fork leaves out, by the length of the two stretches."""
    alone = current(MAIN, ending(MAIN.positions)).current
    found = current(*fork(internodes, internodes, near=near)).current / alone - 1
    # printed to a tenth of a per cent on the page on nerve fibres
    assert found == pytest.approx(error, abs=1e-3)
    assert abs(found) < 0.1
