"""The device: what is unknown is a warning, and the limit shown is the one that applies."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import make_program, waveform

from simulator.properties import device
from tensplan.safety.clinic_limits import load_limits
from tensplan.safety.judge_device import judge_device, judge_fit
from tensplan.safety.limits import own_limits

CLINIC = "schema: tensplan/limits/1\nlimits:\n  - {id: iec-60601-2-10/open-circuit-voltage, error: 300}\n"


def test_an_unknown_voltage_is_a_warning_with_its_limit_and_source() -> None:
    """Nothing is assumed of a device that does not state its open-circuit voltage."""
    (found,) = judge_device(device("generic-tens"), own_limits())
    assert found.severity == "warning"
    assert found.message.endswith("is not known; limit at most 500 V")
    assert (found.limit, found.unit) == (500, "V")
    assert "IEC 60601-2-10:1987" in found.source


def test_an_unknown_voltage_names_the_clinics_limit(tmp_path: Path) -> None:
    """The warning shows the tightened limit, not the project's."""
    (tmp_path / "clinic.yaml").write_text(CLINIC)
    (found,) = judge_device(device("generic-tens"), load_limits(tmp_path / "clinic.yaml"))
    assert found.message.endswith("limit at most 300 V")
    assert found.limit == 300


@pytest.mark.parametrize(
    ("rate", "width", "rules"),
    [
        (1, 50, []),
        (150, 300, []),
        (150.1, 300, ["device/range"]),
        (0.9, 300, ["device/range"]),
        (150, 301, ["device/range"]),
        (150, 49, ["device/range"]),
        (151, 301, ["device/range", "device/range"]),
    ],
)
def test_a_program_leaves_the_devices_range(rate: float, width: int, rules: list[str]) -> None:
    """Both ends of a range belong to it; beyond them is an error with the value and the bound."""
    program = make_program(pulse_rate_hz=rate, waveform=waveform(pulse_width_us=width))
    found = list(judge_fit("main", program, device("generic-tens")))
    assert [(f.rule, f.severity) for f in found] == [(rule, "error") for rule in rules]
    assert all("; generic-tens gives at " in f.message for f in found)


@pytest.mark.parametrize(("cap", "count"), [(80, 0), (80.1, 1)])
def test_a_cap_that_the_device_cannot_give(cap: float, count: int) -> None:
    """A cap above the device's largest amplitude is a warning: it is never reached."""
    found = list(judge_fit("main", make_program(amplitude_cap_ma=cap), device("generic-tens")))
    assert [(f.rule, f.severity) for f in found] == [("device/amplitude", "warning")] * count
