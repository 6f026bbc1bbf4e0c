"""Simulated protocols: counts, both routes, the device into its loads."""

import math
from itertools import pairwise

import pytest
from builders import make_protocol, program_data, waveform

import tensplan
from simulator.properties import device
from tensplan.protocol.catalogue import catalogue
from tensplan.safety.exposure import QUANTITIES
from tensplan.simulation.simulation import simulate_protocol


def simulated(**changes):
    """Return the one entry of a protocol on the generic unit."""
    profile = device(changes.pop("device", "generic-tens"))
    (found,) = simulate_protocol(make_protocol(program_data(**changes)), profile)
    return found


@pytest.mark.parametrize(
    ("changes", "pulses", "pattern_s", "in_pattern", "worst"),
    [
        ({}, 80 * 1800, 0.0125, 1, 80),
        ({"pulse_rate_hz": 150}, 150 * 1800, 0.02, 3, 150),
        ({"burst": {"bursts_per_s": 2, "pulses_per_burst": 7}}, 14 * 1800, 0.5, 7, 14),
        ({"burst": {"on_s": 1, "off_s": 3}}, 80 * 450, 4.0, 80, 80),
    ],
    ids=["constant", "thirds of a hundredth", "counted burst", "windowed burst"],
)
def test_counts_are_exact(changes, pulses, pattern_s, in_pattern, worst):
    """Pulses, pattern and worst second are whole numbers that follow from the program."""
    timing = simulated(**changes).data["timing"]
    assert timing["pulses"] == pulses
    assert timing["pattern_s"] == pattern_s
    assert timing["pulses_in_pattern"] == in_pattern
    assert timing["pulses_in_worst_second"] == worst


def test_onsets_follow_the_floor_rule():
    """Onset k is the floor of k over the rate, in microseconds."""
    onsets = simulated(pulse_rate_hz=150).data["timing"]["onsets_us"]
    assert onsets == [k * 1_000_000 // 150 for k in range(50)]


@pytest.mark.parametrize("name", list(catalogue()))
def test_routes_stand_side_by_side_for_the_catalogue(name):
    """Each shipped protocol is simulated; the routes agree, or the bound holds."""
    for found in simulate_protocol(tensplan.load_protocol(name), device("generic-tens")):
        rows = found.data["exposure"]
        assert [row["quantity"] for row in rows] == list(QUANTITIES)
        for row in rows:
            # 1e-6: what the two routes owe each other; a bound is never passed
            if row["kind"] == "exact":
                assert row["simulated"] == pytest.approx(row["closed_form"], rel=1e-6)
            else:
                assert row["simulated"] <= row["closed_form"] * (1 + 1e-9)


def test_loads_are_the_resistors_and_the_skin():
    """The resistors of the standards come first, then skin from easy to hard."""
    names = [row["load"] for row in simulated().data["output"]["loads"]]
    assert names[:4] == ["500 ohm", "1000 ohm", "2000 ohm", "10000 ohm"]
    assert names[4:6] == ["wet skin, low end", "wet skin"]
    assert len(names) == 9


@pytest.mark.parametrize(
    ("index", "volts", "clips", "amplitude"),
    [(0, 20, False, 40), (1, 40, False, 40), (2, 80, True, 30), (3, 400, True, 6)],
    ids=["500 ohm", "1000 ohm", "2000 ohm", "10000 ohm"],
)
def test_resistors_obey_ohm(index, volts, clips, amplitude):
    """40 mA asks for R times 40 mA; a unit with 60 V gives 60 V over R."""
    row = simulated().data["output"]["loads"][index]
    # one multiplication of doubles
    assert row["needed_voltage_v"] == pytest.approx(volts, rel=1e-12)
    assert row["clips"] is clips
    assert row["unclipped_amplitude_ma"] == pytest.approx(amplitude, rel=1e-9)


def test_unclipped_pulse_is_balanced():
    """What does not clip carries as much back as forth: 4 uC each."""
    row = simulated().data["output"]["loads"][0]
    assert row["phase_charges_uc"] == pytest.approx([4.0, -4.0], rel=1e-12)
    assert row["net_charge_uc"] == pytest.approx(0.0, abs=1e-12)  # rounding of 4 uC


def test_waveform_shows_the_clipping():
    """The drawn voltage never passes the compliance voltage, and reaches it where it clips."""
    for row in simulated().data["output"]["loads"]:
        peak = max(map(abs, row["waveform"]["voltage_v"]))
        # the waveform is rounded to 6 digits
        assert peak <= 60 * (1 + 1e-6)
        assert row["clips"] == (peak == pytest.approx(60, rel=1e-6))


def test_waveform_integrates_to_the_charge():
    """The drawn current into a resistor encloses the charge of each phase."""
    wave = simulated().data["output"]["loads"][0]["waveform"]
    points = list(zip(wave["time_us"], wave["current_ma"], strict=True))
    charge = math.fsum(abs(i) * (t2 - t1) / 1000 for (t1, i), (t2, _) in pairwise(points))
    assert charge == pytest.approx(8.0, rel=1e-6)  # 6 digits in the data


def test_device_maximum_limits_the_cap():
    """A cap above what the device can be set to is not reached, whatever the load."""
    output = simulated(amplitude_cap_ma=100).data["output"]
    assert output["answer"] == "clips"
    assert "device maximum" in output["limited_by"]
    assert output["settable_amplitude_ma"] == pytest.approx(80, rel=1e-12)


def test_widest_pulse_is_the_one_that_is_driven():
    """A modulated width is driven at its widest."""
    entry = {
        "parameter": "pulse_width",
        "form": "sine",
        "low_us": 50,
        "high_us": 200,
        "period_s": 4,
    }
    output = simulated(waveform=waveform(pulse_width_us=None), modulation=[entry]).data["output"]
    assert output["pulse_width_us"] == 200


def test_rotation_is_simulated_program_by_program():
    """Each program of a rotation is simulated on its channel."""
    found = simulate_protocol(tensplan.load_protocol("sciatic-path-rotation"), device("p24"))
    assert [(entry.channel, entry.program) for entry in found] == [
        ("A", "high-rate"),
        ("A", "low-rate"),
    ]


def test_train_that_repeats_too_late_is_refused():
    """A day of pulses that never repeat is not expanded: it would take long and prove nothing."""
    entry = {"parameter": "pulse_width", "form": "sine", "low_us": 50, "high_us": 60}
    entry |= {"period_s": 86_400}
    with pytest.raises(ValueError, match="its pattern repeats too late"):
        simulated(
            waveform=waveform(pulse_width_us=None),
            pulse_rate_hz=150,
            modulation=[entry],
            duration_min=1440,
        )
