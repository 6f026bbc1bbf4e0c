"""Programs that would be endless work are refused before any pulse is made."""

from __future__ import annotations

import time
from typing import Any

import pytest
from builders import make_protocol, program_data, waveform

from simulator.properties import device
from tensplan.protocol.validation import draft_of
from tensplan.safety.judge import judge
from tensplan.safety.limits import own_limits

ONE = waveform(shape="monophasic", pulse_width_us=1, interphase_interval_us=None, cathode=1)
CLOSE = {"on_s": 1e-6, "off_s": 1e-6}
PATIENCE_S = 10.0
"""An hour's work before; a second now; the machine may be busy."""


@pytest.mark.parametrize(
    ("program", "refused"),
    [
        (program_data(waveform=ONE, pulse_rate_hz=9999.999999, duration_min=1440), True),
        (program_data(waveform=ONE, pulse_rate_hz=10000.0001, duration_min=1440), True),
        (
            program_data(
                waveform=ONE,
                pulse_rate_hz=None,
                steps=[{"pulse_rate_hz": 1e6, "duration_s": 1e-6}] * 100,
            ),
            True,
        ),
        (
            program_data(
                waveform=ONE,
                pulse_rate_hz=None,
                steps=[{"pulse_rate_hz": 100, "duration_s": 60}] * 100,
                burst=CLOSE,
            ),
            True,
        ),
        (program_data(waveform=ONE, burst=CLOSE, duration_min=1440), False),
        (program_data(burst={"on_s": 86_400, "off_s": 1}, duration_min=60), False),
        (program_data(pulse_rate_hz=149.999999, duration_min=60), False),
        (program_data(pulse_rate_hz=0.000001), False),
    ],
    ids=[
        "no-pattern", "long-pattern", "short-steps", "close-bursts-in-steps",
        "close-bursts", "long-burst", "hour-without-pattern", "one-pulse",
    ],
)  # fmt: skip
def test_endless_work_is_a_finding(program: dict[str, Any], refused: bool) -> None:
    """It takes seconds at most, and what is not computed is an error, never a skipped check."""
    begin = time.process_time()
    judgement = judge(
        draft_of(make_protocol(program)), limits=own_limits(), profile=device("generic-tens")
    )
    assert time.process_time() - begin < PATIENCE_S
    assert bool(judgement.rows) is not refused
    assert any(f.rule == "timing/too-much-work" for f in judgement.findings) is refused
