"""Motor and sensory fibres: sizes, channels, where the numbers come from, and refusals."""

import numpy as np
import pytest

from simulator.nerve import Phase, gaines, point_source, thresholds
from simulator.nerve.gaines_fibre import gaines_geometry
from simulator.nerve.membrane import gate_table
from simulator.nerve.mrg_fibre import discrete_geometry
from simulator.properties import CONFIDENCES
from simulator.properties.table import read_json


def test_the_table_says_where_it_comes_from():
    """The model names its paper with a DOI, its confidence, and the unit of each number."""
    data = read_json("nerve_gaines")
    assert data["confidence"] in CONFIDENCES
    assert "doi 10.1007/s10827-018-0689-5" in data["sources"][data["source"]]
    kinds = [data[kind][part] for kind in ("motor", "sensory") for part in ("channels", "gates")]
    assert all(part["unit"] for part in [*data["numbers"].values(), data["geometry"], *kinds])


@pytest.mark.parametrize("size", [5.7, 10.0, 16.0])
def test_lines_pass_near_the_printed_sizes(size):
    """The lines were drawn through the printed sizes of the MRG fibre: within 15 % of each."""
    printed, fitted = discrete_geometry(size * 1e-6), gaines_geometry(size * 1e-6)
    for name in ("internode_length", "flut_length", "axon_diameter", "node_diameter", "lamellae"):
        # the smallest size misses most: 9 % of its internode, 8 % of its axon
        assert getattr(fitted, name) == pytest.approx(getattr(printed, name), rel=0.15)


@pytest.mark.parametrize("kind", ["motor", "sensory"])
def test_gate_tables_are_shares(kind):
    """Steady states and kept shares of the six gates lie in 0 to 1 over the whole table."""
    table = gate_table(gaines(10e-6, 11, kind).channels, 1e-5)
    assert table.shape[1] == 12
    assert ((table >= 0) & (table <= 1)).all()


def test_a_cut_has_no_membrane_and_a_terminal_keeps_it():
    """The last node is a cut always, the first unless it is a terminal; nothing else changes."""
    cable = gaines(10e-6, 11, "motor").cable
    cut, living = cable.sealed(110, terminal=False), cable.sealed(110, terminal=True)
    assert (cut.area[0], cut.area[-1], living.area[-1]) == (0, 0, 0)
    assert living.area[0] == cable.area[0] > 0
    np.testing.assert_array_equal(cut.area[1:-1], cable.area[1:-1])


def test_lanes_do_not_know_each_other():
    """Twenty fibres together, more than run side by side, have the thresholds that they have alone."""
    fibres = [gaines(d * 1e-6, 21, "sensory") for d in np.linspace(6.0, 15.0, 20)]
    fields = [point_source(fibre, distance=1e-3, conductivity=0.25) for fibre in fibres]
    pulse = [Phase(0.0, 1e-4, -1.0)]
    together = [found.current for found in thresholds(fibres, fields, pulse)]
    alone = [thresholds([fibres[j]], [fields[j]], pulse)[0].current for j in (0, 17)]
    # the same numbers in the same order; only fused sums may differ
    assert [together[0], together[17]] == pytest.approx(alone, rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param((5e-6, 21, "motor"), "GAINES_MOTOR must be within 5.7 to 16 um", id="thin"),
        pytest.param((float("nan"), 21, "sensory"), "to 16 um, got nan um", id="nan"),
        pytest.param(
            (10e-6, 10, "motor"), "nodes must be at least 11, at most 20000, got 10", id="nodes"
        ),
        pytest.param((10e-6, 21, "mixed"), "motor or sensory, got 'mixed'", id="kind"),
    ],
)
def test_what_the_model_does_not_describe_is_refused(arguments, words):
    """Sizes and kinds outside the publication are named."""
    with pytest.raises(ValueError, match=words):
        gaines(*arguments)


def test_a_fibre_without_time_to_answer_is_refused():
    """No action potential arrives in two steps, at any current."""
    fibre = gaines(10e-6, 21, "motor")
    field = point_source(fibre, distance=1e-3, conductivity=0.25)
    with pytest.raises(ValueError, match=r"40 doublings|stay within 500 mV"):
        thresholds([fibre], [field], [Phase(0.0, 1e-5, -1.0)], wait=1e-5)
