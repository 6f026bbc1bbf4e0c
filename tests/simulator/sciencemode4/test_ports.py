"""Real lines: a terminal whose link stays, a socket on loopback, a host that goes and comes."""

from __future__ import annotations

import os
import socket
import tty

import pytest
from virtual_p24 import VirtualP24

from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import LinkLost, open_line
from simulator.sciencemode4.ports.port import MOST_WAITING, Outbox
from simulator.sciencemode4.ports.pty_port import PtyPort
from simulator.sciencemode4.ports.tcp_port import TcpPort

PATTERN = Pattern((Point(200, 20), Point(100, 0), Point(200, -20)), 20_000)
STATUS = encode(Packet(1, 62))
PORTS = pytest.mark.parametrize("make", [PtyPort, TcpPort], ids=["pty", "tcp"])


@PORTS
def test_a_host_goes_and_comes_back(make):
    """A session runs; when the host goes, output ends; the next one finds a fresh device."""
    with VirtualP24(make()) as p24:
        line = open_line(p24.port.name)
        host = Host(line)
        host.mid_level_init()
        host.update({0: PATTERN})
        assert host.current_data().active == {0}
        line.close()
        p24.wait_until(lambda: not p24.service.host_there)
        given = len(p24.bench.given)
        assert not p24.bench.on
        line = open_line(p24.port.name)
        assert Host(line).status().encode() == b"\x00\x00\x01"
        assert len(p24.bench.given) == given
        line.close()
        p24.wait_until(lambda: not p24.service.host_there)
    assert [saying.speaker for saying in p24.service.transcript.sayings].count("host-lost") == 2


@PORTS
def test_what_is_special_to_a_terminal_passes(make):
    """All 256 bytes reach the device as they are: no line ends, no signals, no flow control."""
    with VirtualP24(make(), broken_frame="silent") as p24:
        line = open_line(p24.port.name)
        line.write(bytes(range(256)) + b"\xf0" + STATUS)
        assert Host(line).status().encode() == b"\x00\x00\x01"
        line.close()
        said = p24.service.transcript.sayings
    heard = b"".join(saying.data for saying in said if saying.speaker == "host")
    assert heard.startswith(bytes(range(256)) + b"\xf0" + STATUS)


@PORTS
def test_a_host_that_does_not_read_blocks_nothing(make):
    """Answers that nobody takes are dropped whole; the device goes on, and its time with it."""
    with VirtualP24(make()) as p24:
        line = open_line(p24.port.name)
        host = Host(line)
        host.mid_level_init()
        host.update({0: PATTERN})
        for _ in range(200):
            line.write(STATUS * 50)
        p24.wait_until(lambda: p24.device.status.status.value == 2)
        line.close()
    assert len(p24.bench.given) == 100


def test_a_link_keeps_its_name(tmp_path):
    """The link shows the terminal of the device that runs now, and goes with it."""
    link = tmp_path / "p24"
    link.symlink_to("gone")
    port = PtyPort(link)
    assert (str(link.readlink()), port.name) == (port.path, str(link))
    file = os.open(link, os.O_RDWR | os.O_NOCTTY)
    assert os.isatty(file)
    os.close(file)
    port.close()
    assert not link.is_symlink()


def test_a_link_of_a_newer_device_stays(tmp_path):
    """Who comes later has the name; who goes does not take it away."""
    older = PtyPort(tmp_path / "p24")
    newer = PtyPort(tmp_path / "p24")
    older.close()
    assert str((tmp_path / "p24").readlink()) == newer.path
    newer.close()


def test_a_file_is_not_overwritten_by_a_link(tmp_path):
    """What is no link is left alone."""
    (tmp_path / "p24").write_text("mine")
    with pytest.raises(FileExistsError, match="exists and is no link of a virtual device"):
        PtyPort(tmp_path / "p24")


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1", "::"], ids=str)
def test_the_network_is_not_offered(address):
    """Nobody outside this machine reaches a virtual device."""
    with pytest.raises(ValueError, match="must be a loopback address"):
        TcpPort(address)


def test_a_port_in_use_is_told():
    """The second device does not start."""
    port = TcpPort()
    with pytest.raises(OSError, match="in use"):
        TcpPort(number=int(port.name.split(":")[1]))
    port.close()


def test_a_second_host_is_turned_away():
    """One host at a time; the first one does not notice."""
    with VirtualP24(TcpPort()) as p24:
        first = open_line(p24.port.name)
        host = Host(first)
        assert host.device_id() == "SIM0000001"
        address, number = p24.port.name.split(":")
        with socket.create_connection((address, int(number)), timeout=5) as second:
            assert second.recv(1) == b""
        assert host.device_id() == "SIM0000001"
        first.close()


@PORTS
def test_a_device_that_goes_is_noticed(make):
    """The host is told, not left waiting."""
    with VirtualP24(make()) as p24:
        line = open_line(p24.port.name)
        assert Host(line).device_id() == "SIM0000001"
    with pytest.raises(LinkLost, match="the device is gone"):
        for _ in range(3):  # a socket tells at the second write
            line.write(STATUS)
            line.read(1_000_000)
    line.close()


def test_a_file_is_no_device(tmp_path):
    """Only a terminal or a socket is opened."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="is no terminal"):
        open_line(str(tmp_path / "file"))


def test_an_outbox_drops_whole_answers():
    """What does not fit is counted; what is there stays whole."""
    box = Outbox()
    box.add(bytes(MOST_WAITING))
    box.add(b"ab")
    assert box.dropped == 1
    sent: list[int] = []
    box.flush(lambda data: sent.append(len(data)) or len(data))
    assert sent == [MOST_WAITING]


def test_a_terminal_is_raw_before_anybody_opens_it():
    """The first bytes are not sent back as an echo."""
    port = PtyPort()
    file = os.open(port.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    port.send(b"\x03\r\n")
    assert os.read(file, 10) == b"\x03\r\n"
    assert port.receive(10_000) == b""
    assert tty.tcgetattr(file)[3] & tty.ECHO == 0
    os.close(file)
    port.close()
