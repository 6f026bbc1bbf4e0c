"""Faults from code and from a file."""

from __future__ import annotations

import math

import pytest

from simulator.device import Fault, fault_kinds, parse_fault, read_faults
from simulator.device.detector import detectors
from simulator.device.injection import _DEVICE, HARDWARE, PADS
from simulator.properties import CONFIDENCES


def test_a_line_is_a_fault() -> None:
    """Every field of a line arrives."""
    line = '{"fault": "output-gain", "at_us": 5, "until_us": 9, "channel": "B", "value": 1.5}'
    assert parse_fault(line) == Fault(
        kind="output-gain", at_us=5, until_us=9, channel="B", value=1.5
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "one line of JSON"),
        ("[1]", "must be an object"),
        ('{"fault": "fire", "at_us": 5}', "fault must be one of blocking-capacitor-short"),
        ('{"at_us": 5}', r"misses \['fault'\]"),
        ('{"fault": "host-loss", "at_us": 5, "when": 3}', r"unknown keys \['when'\]"),
        ('{"fault": "host-loss", "at_us": -1}', "at_us must be 0"),
        ('{"fault": "host-loss", "at_us": 5, "until_us": 5}', "until_us must be 6"),
        ('{"fault": "host-loss", "at_us": 5, "value": 2}', "host-loss has no value"),
        ('{"fault": "output-gain", "at_us": 5, "value": NaN}', r"must be 0\.1 to 10\.0 1, got nan"),
        ('{"fault": "output-gain", "at_us": 5, "value": "2"}', "got '2'"),
        ('{"fault": "output-gain", "at_us": 5, "channel": 1}', "channel of a fault must be text"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_no_fault_is_refused(line: str, message: str) -> None:
    """Each wrong line is refused with what is wrong, and its number."""
    with pytest.raises(ValueError, match=message):
        parse_fault(line)
    with pytest.raises(ValueError, match="line 2: "):
        read_faults(["", line])


def test_every_kind_is_one_that_can_be_injected() -> None:
    """Data and code know the same eighteen kinds."""
    coded = {*HARDWARE, *PADS, *_DEVICE, "wrong-channel", "relay-welded"}
    assert coded == set(fault_kinds())
    assert len(coded) == 18


@pytest.mark.parametrize("kind", fault_kinds().values(), ids=fault_kinds())
def test_every_kind_says_who_notices_it(kind: object) -> None:
    """The detectors named exist, and a size has a source and lies in its range."""
    known = {*detectors(), "lead-off", "host-timeout"}
    assert set(kind.seen_by) <= known  # type: ignore[attr-defined]
    assert kind.seen_by  # type: ignore[attr-defined]
    size = kind.value  # type: ignore[attr-defined]
    assert size is None or kind.low <= size.value <= kind.high  # type: ignore[attr-defined]
    assert size is None or size.confidence in CONFIDENCES


def test_the_size_of_a_kind_is_used_when_none_is_given() -> None:
    """Given or stated, there is one number; a kind without one has 0."""
    assert Fault(kind="output-gain", at_us=0, value=3.0).size == 3.0
    assert Fault(kind="output-gain", at_us=0).size == 2.0
    assert Fault(kind="host-loss", at_us=0).size == 0.0
    assert not math.isnan(Fault(kind="stuck-button", at_us=0).size)
