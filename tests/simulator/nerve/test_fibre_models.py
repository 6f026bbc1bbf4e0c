"""Geometry, membranes and internodes of the fibre models, and where their numbers come from."""

import numpy as np
import pytest

from simulator.nerve import mrg, sundt, thin
from simulator.nerve.internode import condense
from simulator.nerve.membrane import gate_table, membrane
from simulator.nerve.mrg_fibre import discrete_geometry, interpolated_geometry
from simulator.nerve.thin_fibre import thin_geometry
from simulator.properties import CONFIDENCES
from simulator.properties.table import read_json


@pytest.mark.parametrize("name", ["nerve_mrg", "nerve_sundt", "nerve_rattay"])
def test_every_table_says_where_it_comes_from(name):
    """A model names its paper with a DOI, its confidence, and the unit of each number."""
    data = read_json(name)
    assert data["confidence"] in CONFIDENCES
    assert data["source"] in data["sources"]
    assert all("doi 10." in text for text in data["sources"].values())
    parts = [*data["numbers"].values(), *data["channels"].values(), data["gates"]]
    assert all(part["unit"] for part in parts)


@pytest.mark.parametrize("size", [5.7, 10.0, 16.0])
def test_interpolated_sizes_pass_near_the_printed_ones(size):
    """The polynomials are fits of the printed table: within 15 % of each."""
    printed, fitted = discrete_geometry(size * 1e-6), interpolated_geometry(size * 1e-6)
    for name in ("internode_length", "flut_length", "axon_diameter", "node_diameter", "lamellae"):
        # the printed FLUT lengths jump where the fit is smooth: 13 % at 5.7 um, 10 % at most elsewhere
        assert getattr(fitted, name) == pytest.approx(getattr(printed, name), rel=0.15)


def test_compartments_fill_the_internode():
    """Centres rise, and the same distance lies before and after the middle of an internode."""
    fibre = mrg(10e-6, 21, sizes="discrete")
    inside = fibre.offsets
    assert fibre.positions.shape == (221,)
    # picometres beside micrometres
    np.testing.assert_allclose(inside + inside[::-1], 1150e-6, rtol=1e-9)
    assert (np.diff(fibre.positions) > 0).all()


def test_modes_of_an_internode_decay():
    """Every decay rate of a passive network is positive; there are ten of each kind."""
    internode = mrg(10e-6, 21).internode
    assert internode.decay.shape == (20,)
    assert internode.decay.min() > 0


def test_modes_solve_the_network_they_come_from():
    """A uniform potential outside drives no mode."""
    internode = mrg(10e-6, 21).internode
    drive = internode.drive(np.full(12, 5.0))
    scale = np.abs(internode.drive(np.linspace(0, 5, 12))).max()
    assert np.abs(drive).max() < 1e-12 * scale


def test_an_internode_that_differs_at_its_ends_is_refused():
    """The solver rests on the mirror."""
    ten, eleven = np.ones(10), np.ones(11)
    with pytest.raises(ValueError, match="same from both ends"):
        condense(
            axial=eleven,
            periaxonal=eleven,
            capacitance=np.arange(1.0, 11.0),
            leak=ten,
            myelin=(ten, ten),
        )


@pytest.mark.parametrize("name", ["nerve_mrg", "nerve_sundt", "nerve_rattay"])
def test_gate_tables_are_shares(name):
    """Steady states and kept shares lie in 0 to 1 over the whole table, and a step keeps less."""
    channels = membrane(name, 37.0)
    short, long = gate_table(channels, 1e-6), gate_table(channels, 1e-5)
    assert ((short >= 0) & (short <= 1)).all()
    assert (long[:, 4:] <= short[:, 4:]).all()


def test_thin_sizes_meet_the_thick_ones_where_both_hold():
    """At 5.7 um, where the thin fibre ends, its internode and axon are near the printed ones."""
    printed, fitted = discrete_geometry(5.7e-6), thin_geometry(5.7e-6)
    # fitted to smaller fibres: the internode is 22 % longer and the axon 8 % thinner
    assert fitted.internode_length == pytest.approx(printed.internode_length, rel=0.25)
    assert fitted.axon_diameter == pytest.approx(printed.axon_diameter, rel=0.1)


@pytest.mark.parametrize("size", [1.0, 5.8, float("nan")])
def test_a_thin_fibre_is_refused_outside_its_sizes(size):
    """The polynomials hold from 1.011 to 5.7 um."""
    with pytest.raises(ValueError, match=r"MRG_THIN must be within 1.011 to 5.7 um"):
        thin(size * 1e-6, 21)


@pytest.mark.parametrize("degrees", [14.0, 43.0, float("nan")])
def test_temperature_outside_its_range_is_refused(degrees):
    """The kinetics are scaled over the range of living tissue only."""
    with pytest.raises(ValueError, match="within 15 to 42 degC"):
        sundt(1e-6, 481, temperature=degrees)
