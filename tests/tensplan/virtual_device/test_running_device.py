"""A device beside a test: every fault of its line on a live terminal, and what comes of it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from simulator.sciencemode4.host import Host, NoAnswer
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import LinkLost, open_line
from tensplan.virtual_device.running_device import RunningDevice

PATTERN = Pattern((Point(200, 20), Point(200, -20)), 10_000, ramp=10)


@pytest.fixture(scope="module")
def stimulator() -> Iterator[RunningDevice]:
    """Share one device; each test leaves it whole."""
    with RunningDevice() as device:
        yield device


@pytest.fixture
def host(stimulator: RunningDevice) -> Iterator[Host]:
    """Open the line; mend everything and leave at the end."""
    line = open_line(stimulator.port)
    yield Host(line, answer_us=500_000)
    stimulator.clear()
    line.close()


@pytest.mark.parametrize(
    ("fault", "fields", "answered"),
    [
        pytest.param("drop", {}, False, id="drop"),
        pytest.param("delay", {"delay_us": 30_000}, True, id="late"),
        pytest.param("delay", {"delay_us": 900_000}, False, id="too-late"),
        pytest.param("split", {"place": 7, "delay_us": 20_000}, True, id="split"),
        pytest.param("corrupt", {"place": 12}, False, id="corrupt"),
        pytest.param("duplicate", {}, True, id="duplicate"),
        pytest.param("stray", {"stray_hex": "f0816e6f697365"}, True, id="stray"),
        pytest.param("wrong-number", {}, False, id="wrong-number"),
    ],
)
def test_one_answer_is_spoiled(
    fault: str,
    fields: dict[str, object],
    answered: bool,
    stimulator: RunningDevice,
    host: Host,
) -> None:
    """The answer after the request is spoiled as it says; the one after that is whole."""
    assert host.device_id() == "SIM0000001"
    stimulator.link_fault(fault, **fields)
    assert stimulator.status["link_fault"] == fault
    if answered:
        assert host.device_id() == "SIM0000001"
    else:
        with pytest.raises(NoAnswer):
            host.device_id()
    assert stimulator.status["link_fault"] is None
    assert host.device_id() == "SIM0000001"


def test_silence_stays_until_it_is_cleared(stimulator: RunningDevice, host: Host) -> None:
    """The device hears and plays on; the host hears nothing."""
    host.mid_level_init()
    stimulator.link_fault("silence")
    with pytest.raises(NoAnswer):
        host.update({0: PATTERN})
    assert stimulator.status["level"] == "mid-level-running"
    with pytest.raises(NoAnswer):
        host.current_data()
    stimulator.clear()
    assert host.current_data().active == frozenset({0})


def test_a_pulled_cable_stops_the_output(stimulator: RunningDevice, host: Host) -> None:
    """No pulse after it, the client's line is gone, and the next one is at work at once."""
    host.mid_level_init()
    host.update({0: PATTERN})
    time.sleep(0.1)
    stimulator.unplug()
    pulses = stimulator.ledger["1"]["delivered"]["pulses"]
    with pytest.raises((LinkLost, NoAnswer)):
        host.current_data()
    assert stimulator.ledger["1"]["delivered"]["pulses"] == pulses
    line = open_line(stimulator.plug())
    assert Host(line).device_id() == "SIM0000001"
    line.close()


def test_what_cannot_be_done_raises(stimulator: RunningDevice) -> None:
    """The sentence of the back door, as an error in the test."""
    with pytest.raises(ValueError, match="state must be on, off, short, or peel"):
        stimulator.electrode("1", "gone")
    with pytest.raises(ValueError, match="do must be one of"):
        stimulator.ask("dance")


def test_a_device_that_breaks_down_fails_the_test() -> None:
    """What goes wrong in the thread of the device comes out at the end."""
    device = RunningDevice("127.0.0.1:0")

    def broken() -> None:
        raise RuntimeError("no more")

    device._live.step = broken  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="no more"), device:
        pass
    with pytest.raises(OSError, match="refused"):
        open_line(device.port)
