"""Verification of the motor and sensory fibres against runs of the published model code.

Reference values are computed (NEURON with the published MOD files, equal step), see
`published/nerve_gaines.json`; it knows no lanes and no gate tables.
"""

import json
from pathlib import Path
from statistics import median

import pytest

from simulator.nerve import (
    Phase,
    conduction_velocity,
    gaines,
    point_source,
    threshold,
    thresholds,
    weiss,
)
from simulator.nerve.cable_search import at_rest

TABLE = json.loads((Path(__file__).parent / "published/nerve_gaines.json").read_text("utf-8"))


def name(row):
    """Short name of a case."""
    keys = ("model", "diameter_um", "r_mm", "pulse", "pw_ms", "dt_ms")
    return "-".join(str(row[key]) for key in keys if key in row)


@pytest.fixture(scope="module")
def misses():
    """Relative difference of every case."""
    return {name(case): threshold(case) / case["threshold_mA"] - 1 for case in TABLE["cases"]}


@pytest.mark.parametrize("case", TABLE["cases"], ids=name)
def test_threshold_is_that_of_the_published_code(misses, case):
    """At equal step, each threshold lies within the two brackets of NEURON's."""
    # NEURON's bracket is 1e-4 wide and ours a quarter of it; half as much again for the gate tables
    assert misses[name(case)] == pytest.approx(0.0, abs=1.5e-4)


def test_median_miss_has_no_bias(misses):
    """All sixteen cases together."""
    # half of NEURON's bracket
    assert median(abs(value) for value in misses.values()) < 5e-5


@pytest.mark.parametrize("row", TABLE["conduction_velocity"], ids=name)
def test_conduction_velocity_is_that_of_the_published_code(row):
    """Motor and sensory fibres conduct as fast as NEURON's."""
    kind = row["model"].removeprefix("GAINES_").lower()
    fibre = gaines(row["diameter_um"] * 1e-6, row["n_nodes"], kind)
    steps = 0.4 * fibre.length / row["cv_m_s"] / (row["dt_ms"] * 1e-3)
    # NEURON's times are whole steps: one step in its travel time; ours are between the steps
    assert conduction_velocity(fibre) == pytest.approx(row["cv_m_s"], rel=1.05 / steps)


@pytest.mark.parametrize(("kind", "rest"), [("motor", -85.9411), ("sensory", -79.3565)])
def test_rest_is_the_published_one(kind, rest):
    """Left alone, the middle node settles where the publication starts it."""
    fibre = gaines(10e-6, 21, kind)
    state = at_rest([fibre], terminal=False)
    middle = 11 * 10
    voltage = 1e3 * float(state.inside[middle, 0] - state.around[middle, 0])
    # mV: the publication does not say for which diameter its start is the rest
    assert voltage == pytest.approx(rest, abs=0.03)


def test_sensory_fibres_answer_first_and_to_longer_pulses_than_motor_fibres():
    """At 10 mm: lower rheobase, chronaxie 1.7 times as long; people show 665 against 459 us."""
    widths = [2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3]
    fits = {}
    for kind in ("sensory", "motor"):
        fibre = gaines(10e-6, 61, kind)
        field = point_source(fibre, distance=1e-2, conductivity=0.25)
        found = thresholds([fibre] * 6, [field] * 6, [[Phase(0.0, w, -1.0)] for w in widths])
        fits[kind] = weiss(widths, [each.current for each in found])
    assert fits["sensory"].rheobase < fits["motor"].rheobase
    ratio = fits["sensory"].chronaxie / fits["motor"].chronaxie
    # 1.45 with standard deviations of 182 and 126 us (doi 10.1093/brain/119.2.439): 0.6 of a ratio.
    # Both chronaxies fall short of the human ones, which the page on nerve fibres says.
    assert ratio == pytest.approx(665 / 459, abs=0.6)
    assert ratio > 1.2
