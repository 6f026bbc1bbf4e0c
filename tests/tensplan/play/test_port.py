"""The line to the device: an answer that is here is taken, however late; noise is not waited for for ever."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rights import as_nobody, open_the_way

from simulator.sciencemode4.ports.line import SocketLine
from tensplan.play import port
from tensplan.play.port import Line, PortError, open_device

WAIT_US = 20_000


class Halted(SocketLine):
    """A line whose program is held up just before a request leaves."""

    def write(self, data: bytes) -> None:
        """Send bytes, late."""
        time.sleep(2 * WAIT_US / 1e6)
        super().write(data)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Line, socket.socket]]:
    """Return a line that waits 20 ms for an answer, and the device's end of it."""
    monkeypatch.setattr(port, "ANSWER_US", WAIT_US)
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = Line(Halted(*server.getsockname()))
        device, _ = server.accept()
        with device:
            yield line, device
        line.close()


def test_an_answer_that_came_while_the_program_was_held_up_is_taken(
    ends: tuple[Line, socket.socket],
) -> None:
    """The device answered in time; this program was not there to read it."""
    line, device = ends
    line.write(b"?")
    device.sendall(b"!")
    time.sleep(2 * WAIT_US / 1e6)
    assert line.read(WAIT_US) == b"!"


def test_the_time_of_an_answer_begins_when_the_request_has_left(
    ends: tuple[Line, socket.socket],
) -> None:
    """A program that is held up before it asks gives the device its whole time all the same."""
    line, _ = ends
    began = time.monotonic()
    line.write(b"?")  # held up for twice that time
    assert line.read(WAIT_US) == b""
    assert time.monotonic() - began >= 2.9 * WAIT_US / 1e6


def test_a_device_that_raves_is_not_read_for_ever(ends: tuple[Line, socket.socket]) -> None:
    """After the time of an answer there is one look and no second, whatever is there."""
    line, device = ends
    line.write(b"?")
    time.sleep(2 * WAIT_US / 1e6)
    device.sendall(b"x" * 200_000)
    time.sleep(WAIT_US / 1e6)
    assert line.read(WAIT_US) != b""
    assert line.read(WAIT_US) == b""


def test_silence_ends_with_the_time_of_an_answer(ends: tuple[Line, socket.socket]) -> None:
    """However long one read may take, all of them together take no longer than one answer."""
    line, _ = ends
    began = time.monotonic()
    line.write(b"?")
    assert line.read(10_000_000) == b""
    assert line.read(10_000_000) == b""
    assert time.monotonic() - began >= 0.9 * WAIT_US / 1e6


def test_a_terminal_of_somebody_else_is_one_line(tmp_path: Path) -> None:
    """Without permission nothing is sent; the message names port and reason."""
    port_file = tmp_path / "p24"
    port_file.touch(0o000)
    open_the_way(tmp_path)
    with (
        as_nobody(),
        pytest.raises(PortError, match="cannot be opened: permission denied") as caught,
    ):
        open_device(str(port_file), speed=1.0)
    assert str(port_file) in caught.value.what
    assert caught.value.exit_code == 2
