"""The series circuit: what it refuses, and the digits of its closed forms."""

import math

import numpy as np
import pytest

from simulator.circuit import Cell, Segment


@pytest.mark.parametrize(
    ("resistance", "capacitance", "message"),
    [
        pytest.param(0.0, 1e-7, "resistance must be above 0 ohm, got 0.0", id="no-resistance"),
        pytest.param(math.nan, 1e-7, "resistance must be above 0 ohm, got nan", id="nan"),
        pytest.param(1e3, 0.0, "capacitance must be above 0 F", id="no-capacitance"),
        pytest.param(1e3, math.inf, "capacitance must be above 0 F and finite", id="infinite"),
        pytest.param(1e3, math.nan, "capacitance must be above 0 F", id="capacitance-nan"),
    ],
)
def test_cell_refuses(resistance, capacitance, message):
    """A cell without a positive resistance and capacitance is refused."""
    with pytest.raises(ValueError, match=message):
        Cell(resistance, capacitance)


def test_bare_capacitor_integrates_the_current():
    """A cell of infinite resistance charges by current times time over capacitance."""
    piece = Segment(0.0, 1e-3, "current", 0.02, 500.0, 0.0, (Cell(math.inf, 1e-6),), np.zeros(1))
    np.testing.assert_allclose(piece.final_state(), [20.0], rtol=1e-13)


@pytest.mark.parametrize("duration", [1e-9, 1e-7, 4.5e-6, 1e-5, 1e-3], ids=lambda d: f"{d:g}s")
def test_charge_keeps_its_digits_on_slow_cells(duration):
    """Charge into a slow cell is right to rounding on both sides of the series' border."""
    tau = 500.0 * 100e-6
    piece = Segment(0.0, duration, "voltage", 10.0, 500.0, 0.0, (Cell(math.inf, 1e-4),), np.ones(1))
    expected = 9.0 * 100e-6 * -math.expm1(-duration / tau)
    assert piece.charge() == pytest.approx(expected, rel=1e-12, abs=0)


def test_charge_until_a_moment_is_part_of_the_whole():
    """Charge counts from the start of the segment up to the moment asked for."""
    piece = Segment(0.0, 1e-4, "current", 0.02, 500.0, 0.0, (), np.zeros(0))
    assert piece.charge(2.5e-5) == pytest.approx(0.25 * piece.charge(), rel=1e-13, abs=0)


def test_source_resistance_takes_its_share():
    """With resistance inside the source the terminals show the divided voltage."""
    piece = Segment(0.0, 1e-4, "voltage", 12.0, 500.0, 100.0, (), np.zeros(0))
    np.testing.assert_allclose(piece.terminal_voltage(np.array([0.0])), [10.0], rtol=1e-13)
