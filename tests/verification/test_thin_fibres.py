"""Verification of the A-delta fibre and of the second C fibre against runs of another simulator.

Reference values are computed, see `published/nerve_thin.json`.
"""

import json
from pathlib import Path

import pytest

from simulator.nerve import Phase, conduction_velocity, point_source, rattay, sundt, thin, threshold
from simulator.nerve import thresholds as search

TABLE = json.loads((Path(__file__).parent / "published/nerve_thin.json").read_text("utf-8"))
THIN = [case for case in TABLE["cases"] if case["model"] == "PENA"]
BARE = [case for case in TABLE["cases"] if case["model"] == "RATTAY"]


def name(case):
    """Short name of a case."""
    return "-".join(str(case[key]) for key in ("diameter_um", "r_mm", "pulse", "pw_ms"))


@pytest.mark.parametrize("case", THIN, ids=name)
def test_threshold_of_a_thin_fibre_is_that_of_neuron(case):
    """At equal step, each threshold lies within the two brackets of NEURON's."""
    # NEURON's bracket is 1e-4 wide and ours a quarter of it; half as much again for the gate tables
    assert threshold(case) == pytest.approx(case["threshold_mA"], rel=1.5e-4)


@pytest.mark.parametrize("case", BARE[:1], ids=name)
def test_threshold_of_the_second_c_fibre_is_that_of_neuron(case):
    """At equal step, a threshold lies as near to NEURON's as its coarse gate tables let it."""
    # its bracket is 5e-4; its gates come from a table of 1 mV, which alone moves ours by 0.10 to
    # 0.22 %: with such a table we are within 5e-4
    assert threshold(case) == pytest.approx(case["threshold_mA"], rel=2.5e-3)


@pytest.mark.long
@pytest.mark.parametrize("case", BARE, ids=name)
def test_threshold_of_every_second_c_fibre_is_that_of_neuron(case):
    """All four cases, among them the long pulse and the far source."""
    # as above
    assert threshold(case) == pytest.approx(case["threshold_mA"], rel=2.5e-3)


@pytest.mark.long
def test_conduction_velocity_of_the_second_c_fibre_is_that_of_neuron():
    """0.626 m/s at 1 um."""
    # one step in 4 ms, other sections, and the coarse table
    assert conduction_velocity(rattay(1e-6, 481)) == pytest.approx(0.62595, rel=3e-3)


@pytest.mark.parametrize(("size", "speed"), [(2.0, 5.3), (5.0, 16.8)])
def test_a_thin_fibre_conducts_as_an_a_delta_fibre(size, speed):
    """A-delta fibres conduct at some 3 to 30 m/s, faster the thicker."""
    velocity = conduction_velocity(thin(size * 1e-6, 41))
    # 1 %: what this model gives at 5 us, within the range of textbooks
    assert velocity == pytest.approx(speed, rel=0.01)
    assert 3 < velocity < 30


def test_two_c_fibres_differ_by_less_than_two_times():
    """The pair says how much a C fibre's threshold depends on the choice of the model."""
    found = []
    for build in (sundt, rattay):
        fibre = build(1e-6, 241)
        field = point_source(fibre, distance=0.25e-3, conductivity=0.25)
        found += search([fibre], [field], [Phase(0.0, 5e-4, -1.0)], wait=6e-3)
    # 0.118 and 0.099 mA
    assert 1.1 < found[0].current / found[1].current < 1.3
