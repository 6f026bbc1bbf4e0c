"""Skin and resistor loads: scaling with area, fall with current, order of the interval."""

import math

import pytest

from simulator.circuit import Cell
from simulator.output_stage import OutputStage, respond
from simulator.properties import table
from simulator.skin_load import (
    Load,
    lowest_credible,
    reference_resistors,
    resistor,
    skin,
    skin_range,
)

PAIR = (25e-4, 25e-4)
PULSE = [(0, 250, 1.0), (250, 250, -1.0)]


def test_reference_resistors():
    """The four resistors of the device tables, in order."""
    assert [r.resistance for r in reference_resistors()] == [500.0, 1000.0, 2000.0, 10000.0]
    assert all(not r.cells for r in reference_resistors())


def test_lowest_credible_load_is_the_makers_lower_end():
    """Constant-voltage units are judged on 200 ohm."""
    assert lowest_credible().resistance == 200.0


def test_two_pads_are_in_series():
    """Two pads of the reference area have twice the table's values, one cell each."""
    rows = table("skin")
    load = skin(PAIR)
    assert load.series_resistance == 2 * rows["series_resistance"].value
    cell = Cell(rows["parallel_resistance_dry"].value, rows["parallel_capacitance_dry"].value)
    assert load.cells == (cell, cell)


@pytest.mark.parametrize("condition", ["dry", "wet"])
def test_resistance_falls_and_capacitance_rises_with_area(condition):
    """Half the area doubles the resistances, halves the capacitance and the halving current."""
    full, half = skin(PAIR, condition), skin((12.5e-4, 12.5e-4), condition)
    assert half.series_resistance == pytest.approx(2 * full.series_resistance, rel=1e-12, abs=0)
    for a, b in zip(full.cells, half.cells, strict=True):
        assert b.resistance == pytest.approx(2 * a.resistance, rel=1e-12, abs=0)
        assert b.capacitance == pytest.approx(a.capacitance / 2, rel=1e-12, abs=0)
        assert b.time_constant == pytest.approx(a.time_constant, rel=1e-12, abs=0)
    halving = [current / 2 for current in full.halving_currents]
    assert half.halving_currents == pytest.approx(halving, rel=1e-12, abs=0)


def test_unequal_pads_each_keep_their_own_cell():
    """The smaller pad has the larger resistance."""
    small, large = skin((12.5e-4, 50e-4)).cells
    assert small.resistance == pytest.approx(4 * large.resistance, rel=1e-12, abs=0)


def test_wet_skin_resists_less_than_dry():
    """Moisture lowers the parallel resistance and raises the capacitance."""
    wet, dry = skin(PAIR, "wet").cells[0], skin(PAIR, "dry").cells[0]
    assert wet.resistance < dry.resistance
    assert wet.capacitance > dry.capacitance


def test_parallel_resistance_halves_at_the_halving_current():
    """The stated density under the pad halves the parallel resistance; series stays."""
    load = skin(PAIR)
    current = table("skin")["halving_current_density"].value * PAIR[0]
    assert current == pytest.approx(0.005, rel=1e-12, abs=0)
    fallen = load.at(current)
    assert fallen.cells[0].resistance == pytest.approx(
        load.cells[0].resistance / 2, rel=1e-12, abs=0
    )
    assert fallen.series_resistance == load.series_resistance


def test_resistance_falls_monotonically_but_voltage_still_rises():
    """More current meets less resistance, yet never needs less voltage."""
    load = skin(PAIR)
    currents = [0.0, 1e-3, 5e-3, 1e-2, 5e-2, 0.1]
    resistances = [load.at(i).resistance for i in currents]
    assert resistances == sorted(resistances, reverse=True)
    volts = [respond(OutputStage(), PULSE, i, load).peak_voltage for i in currents]
    assert volts == sorted(volts)


def test_linear_bound_does_not_fall():
    """Without the fall the load is the same at every current."""
    load = skin(PAIR, falling=False)
    assert load.is_linear
    assert load.at(0.05) is load
    assert not skin(PAIR).is_linear


def test_range_runs_from_least_to_most_demanding():
    """Each load of the interval needs more voltage than the one before."""
    volts = [respond(OutputStage(), PULSE, 0.02, load).peak_voltage for load in skin_range(PAIR)]
    assert volts == sorted(volts)
    assert len(set(volts)) == 5


def test_range_holds_the_measured_electrode_impedances():
    """Peak voltage over current covers 1.0 to 7.8 kohm, Nolan's range over 25 electrode types."""
    row = table("skin")["electrode_to_electrode"]
    volts = [respond(OutputStage(), PULSE, 0.02, load).peak_voltage for load in skin_range(PAIR)]
    assert volts[0] / 0.02 <= row.low
    assert volts[-1] / 0.02 >= row.high


@pytest.mark.parametrize("load", [skin(PAIR), skin(PAIR, "wet")], ids=["dry", "wet"])
def test_skin_load_admits_that_its_numbers_are_weak(load):
    """The chosen halving density keeps its tag on the load and on what is made from it."""
    assert load.confidence == "project-default"
    assert load.at(0.01).confidence == "project-default"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(((0.0, 25e-4),), "areas must be above 0 m2", id="no-area"),
        pytest.param(((math.nan, 25e-4),), "areas must be above 0 m2", id="nan-area"),
        pytest.param((PAIR, "damp"), "no skin load for condition 'damp'", id="condition"),
    ],
)
def test_skin_refuses(arguments, message):
    """An area that is no area and an unknown condition are refused."""
    with pytest.raises(ValueError, match=message):
        skin(*arguments)


@pytest.mark.parametrize("ohm", [0.0, -1.0, math.nan, math.inf], ids=str)
def test_resistor_refuses(ohm):
    """A resistor must be a positive finite number of ohm."""
    with pytest.raises(ValueError, match="series_resistance must be above 0 ohm"):
        resistor(ohm)


@pytest.mark.parametrize("amplitude", [-0.01, math.nan, math.inf], ids=str)
def test_load_refuses_an_impossible_amplitude(amplitude):
    """The current that sets the resistance is at least 0 and finite."""
    with pytest.raises(ValueError, match="amplitude must be at least 0 A"):
        skin(PAIR).at(amplitude)


@pytest.mark.parametrize(
    ("halving", "message"),
    [
        pytest.param((0.0,), "halving_currents must be above 0 A", id="zero"),
        pytest.param((0.1, 0.1), "one value for each cell", id="too-many"),
    ],
)
def test_load_refuses_halving_currents(halving, message):
    """Each cell has its own positive halving current."""
    with pytest.raises(ValueError, match=message):
        Load(name="x", series_resistance=1.0, cells=(Cell(1.0, 1.0),), halving_currents=halving)
