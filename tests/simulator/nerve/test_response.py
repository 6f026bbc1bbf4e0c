"""Responses to trains: refusals, ends, and phases of a train."""

from fractions import Fraction

import numpy as np
import pytest

from simulator.nerve import Phase, gaines, mrg, phases_of, point_source, recovery, respond
from simulator.schedule import Ramp
from simulator.train import Train

PULSE = [Phase(0.0, 1e-4, -1.0)]
FIBRE = mrg(10e-6, 21)
FIELD = point_source(FIBRE, distance=1e-3, conductivity=0.25)


def test_no_current_no_answer():
    """A fibre at rest stays there."""
    assert respond(FIBRE, FIELD, PULSE, 0.0) == []


def test_a_terminal_is_a_site():
    """A fibre that ends in a field begins to fire at its first node, which a cut never is."""
    field = 100 * np.minimum(FIBRE.positions, 0.6 * FIBRE.length)
    pulse = [Phase(0.0, 2e-4, 1.0)]
    (firing,) = respond(FIBRE, field, pulse, 1.0, ends="terminal")
    assert firing.site == 0
    (cut,) = respond(FIBRE, field, pulse, 1.0)
    assert cut.site == 1


def test_a_ramp_makes_the_first_pulses_smaller():
    """Phases carry the gain of their pulse; pulses of no height are left out."""
    train = Train(
        shape="monophasic", amplitude=0.01, width_us=50, pulse_rate=Fraction(4),
        duration_us=2_000_000, ramp=Ramp(1_000_000, 0),
    )  # fmt: skip
    phases = phases_of(train, 0, 1_000_000)
    assert [(each.start, each.relative) for each in phases] == [
        (0.25, -0.25), (0.5, -0.5), (0.75, -0.75)
    ]  # fmt: skip


def test_time_runs_from_the_start_of_the_window():
    """A window that begins at a pulse gives it time 0."""
    train = Train(
        shape="monophasic", amplitude=0.01, width_us=50, pulse_rate=Fraction(4),
        duration_us=2_000_000,
    )  # fmt: skip
    assert phases_of(train, 500_000, 600_000) == [Phase(0.0, 50e-6, -1.0)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"current": -1.0}, "at least 0 A and finite, got -1.0 A", id="negative"),
        pytest.param({"current": float("nan")}, "finite, got nan A", id="nan"),
        pytest.param({"current": 1.0}, "must stay within 500 mV", id="huge"),
        pytest.param({"wait": 0.0}, "wait must be above 0", id="wait"),
        pytest.param({"ends": "open"}, "refuse or terminal, got 'open'", id="ends"),
        pytest.param({"phases": []}, "phases must be at least 1", id="no-pulse"),
        pytest.param({"detect_node": 20}, "within 1 to 19, got 20", id="node"),
        pytest.param({"field": FIELD * np.nan}, "field must be finite", id="field"),
    ],
)
def test_what_cannot_be_answered_is_refused(change, words):
    """Each refusal names the quantity and what is allowed."""
    asked = {"fibre": FIBRE, "field": FIELD, "phases": PULSE, "current": 2e-4}
    with pytest.raises(ValueError, match=words):
        respond(**{**asked, **change})


@pytest.mark.parametrize("fibre", [FIBRE, gaines(10e-6, 21, "motor")], ids=["mrg", "gaines"])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"intervals": [5e-5]}, "length of the pulse, 100 us, to 1 s", id="overlap"),
        pytest.param({"intervals": [float("nan")]}, "got nan us", id="nan"),
        pytest.param({"intervals": []}, "intervals must be at least 1, got 0", id="none"),
        pytest.param({"first": 1e-5}, "fire the fibre once, got 0", id="too-weak"),
        pytest.param({"tolerance": 0.0}, "tolerance must be within", id="tolerance"),
    ],
)
def test_a_recovery_needs_a_first_pulse_that_fires(fibre, change, words):
    """Intervals, tolerance and the first current are checked."""
    field = point_source(fibre, distance=1e-3, conductivity=0.25)
    asked = {"intervals": [2e-3], "first": 4e-4, **change}
    with pytest.raises(ValueError, match=words):
        recovery(fibre, field, PULSE, **asked)
