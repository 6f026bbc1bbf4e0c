"""A line that spoils one answer: what the host makes of it, and that the next one is whole."""

from __future__ import annotations

import time

import pytest
from virtual_p24 import VirtualP24

from simulator.device import LinkFault
from simulator.sciencemode4.faulty_port import FaultyPort
from simulator.sciencemode4.host import Host, NoAnswer
from simulator.sciencemode4.ports.line import open_line
from simulator.sciencemode4.ports.pty_port import PtyPort


def faulty() -> FaultyPort:
    """Build a terminal that can be spoiled."""
    return FaultyPort(PtyPort(), lambda: time.monotonic_ns() // 1000)


@pytest.mark.parametrize(
    ("fault", "answered"),
    [
        pytest.param(LinkFault(kind="drop"), False, id="drop"),
        pytest.param(LinkFault(kind="delay", delay_us=20_000), True, id="late"),
        pytest.param(LinkFault(kind="delay", delay_us=900_000), False, id="too-late"),
        pytest.param(LinkFault(kind="split", place=7, delay_us=20_000), True, id="split"),
        pytest.param(LinkFault(kind="corrupt", place=12), False, id="corrupt"),
        pytest.param(LinkFault(kind="duplicate"), True, id="duplicate"),
        pytest.param(LinkFault(kind="stray", stray=b"\xf0\x81noise"), True, id="stray"),
        pytest.param(LinkFault(kind="wrong-number"), False, id="wrong-number"),
    ],
)
def test_one_answer_is_spoiled(fault, answered):
    """The host takes what is whole and its own, waits in vain for the rest, and goes on."""
    port = faulty()
    with VirtualP24(port):
        line = open_line(port.name)
        host = Host(line, answer_us=300_000)
        assert host.device_id() == "SIM0000001"
        port.fault = fault
        if answered:
            assert host.device_id() == "SIM0000001"
        else:
            with pytest.raises(NoAnswer, match="DEVICE_ID: no answer in 300000 us"):
                host.device_id()
        assert host.device_id() == "SIM0000001"
        line.close()


def test_silence_stays_until_it_is_taken_back():
    """The device hears and acts; nobody hears the device."""
    port = faulty()
    with VirtualP24(port) as p24:
        line = open_line(port.name)
        host = Host(line, answer_us=100_000)
        port.fault = LinkFault(kind="silence")
        for act in (host.mid_level_init, host.status):
            with pytest.raises(NoAnswer, match="no answer"):
                act()
        assert p24.bench.on
        port.fault = None
        assert host.status().status.value == 2
        line.close()


def test_what_is_late_is_for_the_host_that_asked():
    """A host that comes after another does not get the answer that the other gave up."""
    port = faulty()
    with VirtualP24(port) as p24:
        line = open_line(port.name)
        port.fault = LinkFault(kind="delay", delay_us=200_000)
        with pytest.raises(NoAnswer):
            Host(line, answer_us=20_000).device_id()
        line.close()
        p24.wait_until(lambda: not p24.service.host_there)
        line = open_line(port.name)
        assert line.read(300_000) == b""
        line.close()
