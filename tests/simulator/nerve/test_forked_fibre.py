"""Forked fibres: what is refused."""

import numpy as np
import pytest

from simulator.nerve import Phase, forked, gaines, mrg, respond, thresholds

MAIN, ARM = gaines(10e-6, 31, "sensory"), gaines(8e-6, 11, "sensory")
FORK = forked(MAIN, ARM, 5, internodes=2)
PULSE = [Phase(0.0, 1e-4, -1.0)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param((mrg(10e-6, 31), ARM, 5, 2), "solved whole, got MRG_INTERPOLATION", id="mrg"),
        pytest.param((MAIN, gaines(8e-6, 11, "motor"), 5, 2), "of one model", id="kinds"),
        pytest.param((FORK, ARM, 5, 2), "without a fork", id="twice"),
        pytest.param((MAIN, ARM, 0, 2), "node must be within 1 to 29, got 0", id="ending"),
        pytest.param((MAIN, ARM, 30, 2), "node must be within 1 to 29, got 30", id="cut"),
        pytest.param((MAIN, ARM, 5, 0), "internodes must be within 1 to 10, got 0", id="no-arm"),
        pytest.param((MAIN, ARM, 5, 11), "within 1 to 10, got 11", id="long-arm"),
    ],
)
def test_what_cannot_fork_is_refused(arguments, words):
    """Both parts are of one model, the fork lies between the ends, and the arm is long enough."""
    *fibres, internodes = arguments
    with pytest.raises(ValueError, match=words):
        forked(*fibres, internodes=internodes)


def test_a_fork_has_endings_and_a_field_for_both():
    """Cut ends, a field of the main fibre alone, and runs are refused."""
    field = np.exp(-np.arange(FORK.compartments) / 20)
    with pytest.raises(ValueError, match="ends of a forked fibre must be terminal, got 'refuse'"):
        thresholds([FORK], [field], PULSE)
    with pytest.raises(ValueError, match=r"field must have shape \(353,\), got \(331,\)"):
        thresholds([FORK], [field[:331]], PULSE, ends="terminal")
    with pytest.raises(ValueError, match="without a fork"):
        respond(FORK, field, PULSE, 1e-3, ends="terminal")


def test_fibres_of_one_call_fork_alike():
    """A fork at another node is another tree."""
    field = np.exp(-np.arange(FORK.compartments) / 20)
    other = forked(MAIN, ARM, 6, internodes=2)
    with pytest.raises(ValueError, match="must fork at the same node"):
        thresholds([FORK, other], [field, field], PULSE, ends="terminal")
