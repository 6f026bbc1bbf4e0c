"""Small faults that random inputs found, each kept as a case."""

from __future__ import annotations

import pytest

from tensplan.protocol.coherence_of_timing import check_timing
from tests.fuzz.strategies import model

PROGRAM = {
    "waveform": {"shape": "symmetric-biphasic", "pulse_width_us": 100, "interphase_interval_us": 0},
    "pulse_rate_hz": 100,
    "target": "sensory",
    "amplitude_cap_ma": 10,
    "ramp": {"up_s": 0, "down_s": 0},
}


@pytest.mark.parametrize(
    ("minutes", "rules"),
    [
        (0.0039, []),
        (0.0833, []),
        (20.35, []),
        (0.3333333333333333, ["timing/not-whole-microseconds"]),
    ],
    ids=str,
)
def test_minutes_are_taken_as_written(minutes: float, rules: list[str]) -> None:
    """A duration is whole microseconds or not as the decimal says, whatever binary makes of it."""
    program = model(PROGRAM | {"duration_min": minutes})
    assert [finding.rule for finding in check_timing(program, ())] == rules
