"""Values beyond any session are refused as such, before anything is computed from them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from builders import program_data, protocol_data, waveform

from tensplan.checking import check_document
from tensplan.protocol.document import parse_document
from tensplan.safety.limits import own_limits

SWEEP = {
    "parameter": "pulse_rate", "form": "random", "low_hz": 60, "high_hz": 100, "period_s": 8,
    "seed": 1,
}  # fmt: skip
WIDTHS = {
    "parameter": "pulse_width", "form": "sine", "low_us": 60, "high_us": 100, "period_s": 8,
}  # fmt: skip
STEP = {"pulse_rate_hz": 80, "duration_s": 5}
COUNTED = {"bursts_per_s": 2, "pulses_per_burst": 5}
DAY = "at most 86400 s"


@pytest.mark.parametrize(
    ("program", "key", "bound"),
    [
        (program_data(ramp={"up_s": 1e308, "down_s": 1}), "up_s", DAY),
        (program_data(ramp={"up_s": 1, "down_s": 86_401}), "down_s", DAY),
        (program_data(burst={"on_s": 1e9, "off_s": 1}), "on_s", DAY),
        (program_data(burst={"on_s": 1, "off_s": 1e300}), "off_s", DAY),
        (program_data(burst={**COUNTED, "pulses_per_burst": 10**30}), "pulses_per_burst", "at most 1e+06"),
        (program_data(pulse_rate_hz=None, steps=[{**STEP, "duration_s": 1e9}]), "duration_s", DAY),
        (program_data(pulse_rate_hz=None, steps=[{**STEP, "off_s": 1e9}]), "off_s", DAY),
        (
            program_data(pulse_rate_hz=None, steps=[{**STEP, "pulse_width_us": 10**25}]),
            "pulse_width_us",
            "at most 100000 us",
        ),
        (program_data(pulse_rate_hz=None, modulation=[{**SWEEP, "seed": 2**53}]), "seed", "at most 9.0072e+15"),
        (program_data(pulse_rate_hz=None, modulation=[{**SWEEP, "period_s": 1e12}]), "period_s", DAY),
        (
            program_data(waveform=waveform(pulse_width_us=None), modulation=[{**WIDTHS, "high_us": 10**30}]),
            "high_us",
            "at most 100000 us",
        ),
    ],
    ids=["ramp-up", "ramp-down", "on", "off", "pulses", "step", "step-off", "step-width", "seed", "period", "width"],
)  # fmt: skip
def test_a_value_beyond_a_day_is_one_finding(program: dict[str, Any], key: str, bound: str) -> None:
    """Times beyond a day, and numbers that JSON cannot hold, are out of range where they stand."""
    text = yaml.safe_dump(protocol_data(program), sort_keys=False)
    checked = check_document(
        parse_document(text.encode(), name="f.yaml"), name="f.yaml", limits=own_limits()
    )
    found = [f for f in checked.findings if f.rule == "schema/range"]
    assert [(f.path[-1], f.severity) for f in found] == [(key, "error")]
    assert found[0].message.endswith(f"it must be {bound}")
