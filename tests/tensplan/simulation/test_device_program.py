"""Programs of real devices: simulated only when nothing that is needed is unstated."""

import pytest

from tensplan.protocol.catalogue import device_programs
from tensplan.protocol.device_program import DeviceProgram
from tensplan.protocol.device_program_timing import needed_but_unstated
from tensplan.protocol.document import read_document
from tensplan.simulation.device_program import UnstatedError, simulate_device_program

COMPLETE = {
    "schema": "tensplan/device-program/1",
    "id": "example",
    "device": "Example",
    "title": "All stated",
    "source": "invented for a test",
    "confidence": "invented",
    "waveform": {"shape": "symmetric-biphasic", "pulse_width_us": 100, "interphase_interval_us": 0},
    "pulse_rate_hz": 80,
    "duration_min": 30,
    "unstated": [],
}


def program(**changes):
    """Return a complete program with changed keys; None removes one."""
    content = {**COMPLETE, **changes}
    return DeviceProgram.model_validate({k: v for k, v in content.items() if v is not None})


@pytest.mark.parametrize("name", list(device_programs()))
def test_shipped_programs_name_what_is_missing(name):
    """A maker's gap is named in full and never filled."""
    found = DeviceProgram.model_validate(read_document(device_programs()[name]).value)
    missing = needed_but_unstated(found)
    assert missing
    with pytest.raises(UnstatedError, match="is not simulated") as caught:
        simulate_device_program(found)
    for path in missing:
        assert path in caught.value.what


def test_complete_program_is_simulated():
    """With all stated, the counts are exact and the charge is that of 1 mA."""
    _, data = simulate_device_program(program())
    assert data["timing"]["pulses"] == 80 * 1800
    assert data["phase_charge_uc"] == pytest.approx(0.1, rel=1e-12)
    assert data["net_charge_uc"] == 0


@pytest.mark.parametrize(
    ("changes", "pulses"),
    [
        (
            {
                "pulse_rate_hz": None,
                "modulation": [
                    {
                        "parameter": "pulse_rate",
                        "form": "step",
                        "low_hz": 2,
                        "high_hz": 100,
                        "period_s": 6,
                    }
                ],
            },
            306 * 300,
        ),
        ({"burst": {"bursts_per_s": 2, "pulses_per_burst": 9}}, 18 * 1800),
        (
            {
                "pulse_rate_hz": None,
                "steps": [
                    {"pulse_rate_hz": 100, "duration_s": 3},
                    {"pulse_rate_hz": 4, "duration_s": 3},
                ],
            },
            312 * 300,
        ),
    ],
    ids=["dense-disperse", "burst", "steps"],
)
def test_modulated_burst_and_stepped_programs_are_simulated(changes, pulses):
    """The maker's timing is played as a protocol's would be."""
    _, data = simulate_device_program(program(**changes))
    assert data["timing"]["pulses"] == pulses


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"duration_min": None}, "duration_min"),
        ({"pulse_rate_hz": None}, "pulse_rate_hz"),
        ({"waveform": {"shape": "monophasic", "cathode": 1}}, "waveform.pulse_width_us"),
    ],
    ids=["duration", "rate", "width"],
)
def test_each_gap_stops_the_simulation(changes, path):
    """Any one gap is enough."""
    with pytest.raises(UnstatedError, match=f"leaves open {path}"):
        simulate_device_program(program(**changes))
