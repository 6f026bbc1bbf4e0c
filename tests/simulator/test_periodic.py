"""Periodic steady state: what a blocking capacitor does to a train, and when there is none."""

import math

import pytest

from simulator.output_stage import OutputStage, respond
from simulator.periodic import steady_state
from simulator.skin_load import resistor, skin

MONO = [(0, 200, 1.0)]
PAIR = (25e-4, 25e-4)


@pytest.mark.parametrize("load", [resistor(500.0), skin(PAIR), skin(PAIR, "wet")], ids="rdw")
@pytest.mark.parametrize("compliance", [math.inf, 30.0], ids=["unlimited", "clips"])
def test_blocking_capacitor_removes_the_net_charge(load, compliance):
    """A monophasic train through a capacitor has no net charge once it has settled."""
    source = OutputStage(
        compliance_voltage=compliance, blocking_capacitance=10e-6, rest_resistance=0.0
    )
    first = respond(source, MONO, 0.02, load, duration_us=10_000)
    settled = steady_state(source, MONO, 0.02, load, 100.0)
    assert first.net_charge > 0.01 * first.phase_charges[0]
    assert abs(settled.net_charge) < 1e-9 * settled.phase_charges[0]


def test_without_capacitor_the_net_charge_stays():
    """Direct coupling passes the whole monophasic charge in every period."""
    settled = steady_state(OutputStage(), MONO, 0.02, resistor(500.0), 100.0)
    assert settled.net_charge == pytest.approx(0.02 * 200e-6, rel=1e-12, abs=0)


def test_a_balanced_train_starts_the_next_pulse_on_charged_skin():
    """Skin that has not discharged by the next pulse changes the voltage that it needs."""
    load = skin(PAIR)
    pulse = [(0, 200, 1.0), (200, 200, -1.0)]
    single = respond(OutputStage(), pulse, 0.02, load)
    settled = steady_state(OutputStage(), pulse, 0.02, load, 1500.0)
    assert settled.peak_voltage != pytest.approx(single.peak_voltage, rel=1e-6, abs=0)
    assert abs(settled.net_charge) < 1e-15


def test_no_way_back_for_the_charge_is_an_error():
    """Open terminals behind a capacitor never settle when the pulse is unbalanced."""
    source = OutputStage(blocking_capacitance=1e-6)
    with pytest.raises(ArithmeticError, match="the charge of a pulse finds no way back"):
        steady_state(source, MONO, 0.02, resistor(500.0), 100.0)


@pytest.mark.parametrize("rate", [0.0, -1.0, math.nan, math.inf], ids=str)
def test_rate_must_be_positive(rate):
    """A pulse rate that is no rate is refused."""
    with pytest.raises(ValueError, match="pulse_rate must be above 0 Hz"):
        steady_state(OutputStage(), MONO, 0.02, resistor(500.0), rate)


def test_pulse_must_fit_its_period():
    """A pulse longer than its period is refused."""
    with pytest.raises(ValueError, match="duration must be at least 200 us, got 100 us"):
        steady_state(OutputStage(), MONO, 0.02, resistor(500.0), 10_000.0)
