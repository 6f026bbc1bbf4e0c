"""The output stage: what it refuses, how devices become stages, what a response offers."""

import math

import numpy as np
import pytest

from simulator.circuit import Cell
from simulator.output_stage import OutputStage, respond, stage
from simulator.properties import device, device_ids
from simulator.skin_load import Load, lowest_credible, resistor, skin

PULSE = [(0, 100, 1.0), (150, 100, -1.0)]
PAIR = (25e-4, 25e-4)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        pytest.param("output", "constant-power", "output must be", id="output"),
        pytest.param("compliance_voltage", 0.0, "compliance_voltage must be above 0 V", id="zero"),
        pytest.param("compliance_voltage", math.nan, "compliance_voltage must be", id="nan"),
        pytest.param("rest_resistance", -1.0, "rest_resistance must be at least 0", id="rest"),
        pytest.param("nominal_load", math.inf, "nominal_load must be above 0", id="nominal"),
    ],
)
def test_stage_refuses(field, value, message):
    """A stage with an impossible value names the field, the value and the unit."""
    with pytest.raises(ValueError, match=message):
        OutputStage(**{field: value})


@pytest.mark.parametrize(
    ("phases", "message"),
    [
        pytest.param([], "phases must not be empty", id="none"),
        pytest.param([(0, 0, 1.0)], "0 us wide, overlaps or is empty", id="empty"),
        pytest.param([(0, 100, 1.0), (99, 100, -1.0)], "phase at 99 us", id="overlap"),
        pytest.param([(-5, 100, 1.0)], "phase at -5 us", id="before-onset"),
        pytest.param([(0, 100, 0.0)], "relative amplitude must be finite and not 0", id="zero"),
        pytest.param([(0, 100, math.nan)], "relative amplitude must be", id="nan"),
    ],
)
def test_respond_refuses_phases(phases, message):
    """Empty, overlapping and early phases are errors."""
    with pytest.raises(ValueError, match=message):
        respond(OutputStage(), phases, 0.01, resistor(500.0))


def test_respond_refuses_a_duration_before_the_end_of_the_pulse():
    """A response must hold the whole pulse."""
    with pytest.raises(ValueError, match="duration must be at least 250 us, got 249 us"):
        respond(OutputStage(), PULSE, 0.01, resistor(500.0), duration_us=249)


@pytest.mark.parametrize("state", [np.zeros(3), np.array([0.0, math.nan])], ids=["too-many", "nan"])
def test_respond_refuses_a_state_that_is_none_of_this_load(state):
    """The start state has one finite voltage for each cell."""
    with pytest.raises(ValueError, match="state must hold 2 finite voltages"):
        respond(OutputStage(), PULSE, 0.01, skin(PAIR), state=state)


def test_amplitude_must_be_a_number():
    """NaN is refused, not passed through."""
    with pytest.raises(ValueError, match="amplitude must be at least 0 A"):
        respond(OutputStage(), PULSE, math.nan, skin(PAIR))


@pytest.mark.parametrize("id_", device_ids())
def test_every_device_becomes_a_stage(id_):
    """A stage takes output and compliance from the profile; unknown compliance is unlimited."""
    profile, made = device(id_), stage(device(id_))
    assert made.output == profile.output
    stated = profile.compliance_voltage
    assert made.compliance_voltage == (math.inf if stated is None else stated.value)
    assert made.blocking_capacitance is None
    assert made.nominal_load == 500.0


def test_constant_voltage_unit_drives_two_and_a_half_times_into_the_lowest_load():
    """A voltage named by its 500 ohm current drives 2.5 times that into 200 ohm."""
    response = respond(stage(device("auvon-as8016")), PULSE, 0.04, lowest_credible())
    assert response.phase_charges[0] == pytest.approx(2.5 * 0.04 * 100e-6, rel=1e-12, abs=0)
    assert response.peak_voltage == pytest.approx(20.0, rel=1e-12, abs=0)


def test_constant_voltage_unit_is_held_to_its_largest_voltage():
    """A voltage source that is asked for more than it has says that it clips."""
    limited = OutputStage(output="constant-voltage", compliance_voltage=15.0)
    response = respond(limited, PULSE, 0.04, resistor(500.0))
    assert response.peak_voltage == pytest.approx(15.0, rel=1e-12, abs=0)
    assert response.clip_start == 0.0
    assert response.clipped_time == pytest.approx(200e-6, rel=1e-12, abs=0)


def test_reaching_the_compliance_exactly_is_not_clipping():
    """60 V into 60 V fits."""
    response = respond(OutputStage(compliance_voltage=60.0), PULSE, 0.12, resistor(500.0))
    assert response.clip_start is None


def test_load_voltage_leaves_the_blocking_capacitor_out():
    """What the skin sees is current times its resistance, whatever the capacitor holds."""
    blocked = OutputStage(blocking_capacitance=1e-6)
    response = respond(blocked, PULSE, 0.02, resistor(500.0))
    _, voltage, current = response.waveform()
    np.testing.assert_allclose(voltage, 500.0 * current, rtol=1e-12, atol=1e-12)
    # at the end of the first phase the capacitor has 20 mA x 100 us / 1 uF = 2 V
    assert response.peak_voltage == pytest.approx(10.0 + 2.0, rel=1e-12, abs=0)


def test_gap_carries_no_current_when_open():
    """Between the phases nothing flows through open terminals."""
    _, current = respond(OutputStage(), PULSE, 0.02, skin(PAIR)).at(np.array([120e-6]))
    assert current[0] == 0


def test_shorted_gap_discharges_the_skin():
    """With connected terminals the charged skin drives current back."""
    shorted = OutputStage(rest_resistance=0.0)
    _, current = respond(shorted, PULSE, 0.02, skin(PAIR)).at(np.array([120e-6]))
    assert current[0] < 0


def test_a_jump_belongs_to_what_follows():
    """At the onset of the second phase the current is already reversed."""
    response = respond(OutputStage(), [(0, 100, 1.0), (100, 100, -1.0)], 0.02, resistor(500.0))
    _, current = response.at(np.array([0.0, 100e-6, 200e-6]))
    np.testing.assert_array_equal(current, [0.02, -0.02, -0.02])


@pytest.mark.parametrize("time", [-1e-9, 251e-6, math.nan], ids=["before", "after", "nan"])
def test_response_refuses_times_outside(time):
    """A time outside the response has no answer."""
    response = respond(OutputStage(), PULSE, 0.02, resistor(500.0))
    with pytest.raises(ValueError, match=r"times must be within 0 to 0\.00025 s"):
        response.at(np.array([time]))


def test_waveform_is_ready_for_a_figure():
    """Times never run backwards, jumps have both ends, and the ends are the pulse's."""
    time, voltage, current = respond(OutputStage(), PULSE, 0.02, skin(PAIR)).waveform(16)
    assert time.shape == voltage.shape == current.shape == (48,)
    assert np.all(np.diff(time) >= 0)
    assert (time[0], time[-1]) == (0.0, pytest.approx(250e-6, rel=1e-12, abs=0))
    assert set(current) == {0.02, 0.0, -0.02}


def test_waveform_refuses_a_single_point():
    """A segment needs two ends."""
    with pytest.raises(ValueError, match="points must be at least 2, got 1"):
        respond(OutputStage(), PULSE, 0.02, resistor(500.0)).waveform(1)


def test_clip_is_found_even_when_it_begins_in_the_last_instant():
    """A clip in the last thousandth of a phase is not lost between grid points."""
    load = Load(name="x", series_resistance=500.0, cells=(Cell(5000.0, 100e-9),))
    free = respond(OutputStage(), [(0, 400, 1.0)], 0.02, load)
    limit = float(free.at(np.array([399.9e-6]))[0][0])
    clipped = respond(OutputStage(compliance_voltage=limit), [(0, 400, 1.0)], 0.02, load)
    assert clipped.clip_start == pytest.approx(399.9e-6, rel=1e-9, abs=0)
