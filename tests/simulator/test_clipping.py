"""Reach of a device over an interval of loads."""

import math

import pytest

from simulator.clipping import reach
from simulator.output_stage import respond, stage
from simulator.properties import device
from simulator.skin_load import (
    lowest_credible,
    reference_resistors,
    resistor,
    skin,
    skin_range,
)

PULSE = [(0, 100, 1.0), (100, 100, -1.0)]
PAIR = (25e-4, 25e-4)
OHM_500, OHM_1000, OHM_2000, OHM_10000 = reference_resistors()


@pytest.mark.parametrize(
    ("loads", "amplitude", "verdict"),
    [
        pytest.param([OHM_500, OHM_1000], 0.04, "reaches-cap", id="both"),
        pytest.param([OHM_1000, OHM_2000], 0.04, "may-clip", id="one"),
        pytest.param([OHM_2000, OHM_10000], 0.04, "clips", id="none"),
        pytest.param([OHM_1000], 0.06, "reaches-cap", id="exactly"),
    ],
)
def test_verdict_of_the_generic_unit(loads, amplitude, verdict):
    """60 V reach 40 mA into 1 kohm and not into 2 kohm."""
    assert reach(device("generic-tens"), PULSE, amplitude, loads).verdict == verdict


def test_p24_reaches_full_current_up_to_its_computed_load():
    """150 V drive 130 mA into 1150 ohm and no longer into 1160 ohm."""
    p24 = device("p24")
    assert reach(p24, PULSE, 0.13, [resistor(1150.0)]).verdict == "reaches-cap"
    assert reach(p24, PULSE, 0.13, [resistor(1160.0)]).verdict == "clips"


def test_numbers_of_a_resistor_interval():
    """Voltage, lowest deliverable amplitude and currents follow Ohm's law."""
    answer = reach(device("generic-tens"), PULSE, 0.04, [OHM_500, OHM_2000])
    assert answer.needed_voltage_low == pytest.approx(20.0, rel=1e-12, abs=0)
    assert answer.needed_voltage_high == pytest.approx(80.0, rel=1e-12, abs=0)
    assert answer.unclipped_amplitude == pytest.approx(0.03, rel=1e-12, abs=0)
    assert answer.lowest_current == pytest.approx(0.03, rel=1e-12, abs=0)
    assert answer.highest_current == pytest.approx(0.04, rel=1e-12, abs=0)
    assert answer.limited_by == ("compliance voltage",)
    assert answer.worst_net_charge == pytest.approx(0.0, abs=1e-18)  # of 3 uC


def test_beyond_the_device_maximum_is_said_not_clipped_silently():
    """A device that cannot be set so high does not reach it, and the rows are for its maximum."""
    answer = reach(device("geko-t1"), PULSE, 0.04, [OHM_500])
    assert (answer.verdict, answer.limited_by) == ("clips", ("device maximum",))
    assert (answer.amplitude, answer.settable_amplitude) == (0.04, 0.027)
    assert answer.rows[0].highest_current == pytest.approx(0.027, rel=1e-12, abs=0)


def test_unstated_compliance_gives_no_verdict():
    """Without a compliance voltage the answer is unknown, the needed voltage is still given."""
    answer = reach(device("wl-2407"), PULSE, 0.04, [OHM_1000])
    assert answer.verdict == "unknown"
    assert answer.compliance_voltage is None
    assert answer.needed_voltage_high == pytest.approx(40.0, rel=1e-12, abs=0)


def test_constant_voltage_unit_shows_its_highest_current():
    """Into the lowest credible load a voltage source drives 2.5 times the named current."""
    answer = reach(device("auvon-as8016"), PULSE, 0.04, [lowest_credible(), OHM_500])
    assert answer.highest_current == pytest.approx(0.1, rel=1e-12, abs=0)
    assert answer.lowest_current == pytest.approx(0.04, rel=1e-12, abs=0)


def test_skin_interval_names_its_weakest_number():
    """An answer built on chosen values says so."""
    answer = reach(device("p24"), PULSE, 0.03, skin_range(PAIR))
    assert answer.confidence == "project-default"
    assert [row.load for row in answer.rows] == [load.name for load in skin_range(PAIR)]
    assert reach(device("p24"), PULSE, 0.03, [OHM_500]).confidence == "quoted"


def test_clipping_on_skin_unbalances_and_is_reported():
    """The worst net charge and its fraction are those of the response itself."""
    unit, load = device("generic-tens"), skin(PAIR, end="high", falling=False)
    answer = reach(unit, PULSE, 0.05, [load])
    response = respond(stage(unit), PULSE, 0.05, load)
    assert answer.rows[0].clip_start == response.clip_start
    assert answer.worst_net_charge == response.net_charge
    assert answer.worst_net_charge < 0
    expected = -response.net_charge / response.phase_charges[0]
    assert answer.worst_net_fraction == pytest.approx(expected, rel=1e-12, abs=0)
    assert answer.lowest_current < 0.05


def test_worst_charge_balance_is_over_all_loads():
    """The reported imbalance is the largest one, wherever it stands in the interval."""
    loads = [skin(PAIR, falling=False), OHM_2000, skin(PAIR, "wet")]
    answer = reach(device("generic-tens"), PULSE, 0.05, loads)
    sizes = [abs(row.net_charge) for row in answer.rows]
    assert sizes[0] > max(sizes[1:])
    assert answer.worst_net_charge == answer.rows[0].net_charge
    assert answer.worst_net_fraction == answer.rows[0].net_fraction


@pytest.mark.parametrize(
    "load",
    [skin(PAIR), skin(PAIR, "wet", falling=False), skin(PAIR, falling=False)],
    ids=["falling", "wet-linear", "dry-linear"],
)
def test_unclipped_amplitude_just_reaches_the_compliance(load):
    """At the reported amplitude the needed voltage is the compliance voltage."""
    unit = device("neurotrac")
    answer = reach(unit, PULSE, 0.05, [load])
    assert 0 < answer.unclipped_amplitude < 0.05
    again = respond(stage(unit), PULSE, answer.unclipped_amplitude, load)
    assert again.peak_voltage == pytest.approx(unit.compliance_voltage.value, rel=1e-10, abs=0)


@pytest.mark.parametrize("amplitude", [0.0, -0.01, math.nan, math.inf], ids=str)
def test_reach_refuses_the_amplitude(amplitude):
    """An amplitude must be above 0 and finite."""
    with pytest.raises(ValueError, match="amplitude must be above 0 A"):
        reach(device("p24"), PULSE, amplitude, [OHM_500])


def test_reach_needs_a_load():
    """An interval over nothing is refused."""
    with pytest.raises(ValueError, match="loads must hold at least one load"):
        reach(device("p24"), PULSE, 0.01, [])
