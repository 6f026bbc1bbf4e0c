"""The host side: it waits for its own answer, and never takes another one for it."""

from __future__ import annotations

import pytest

from simulator.sciencemode4.codes import Command, Result
from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.host import DeviceRefused, Host, NoAnswer


class Script:
    """A line on which the device says what was written down before."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)
        self.sent = b""

    def write(self, data: bytes) -> None:
        self.sent += data

    def read(self, wait_us: int) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


ID = encode(Packet(0, 53, b"\x00SIM0000001"))


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param((ID,), id="whole"),
        pytest.param(tuple(bytes((byte,)) for byte in ID), id="byte-by-byte"),
        pytest.param((b"\x00\xf0noise", ID, ID), id="noise"),
        pytest.param((encode(Packet(7, 53, b"\x00SIM9999999")) + ID,), id="another-number"),
        pytest.param((encode(Packet(0, 63, b"\x00\x00\x01")) + ID,), id="another-command"),
    ],
)
def test_the_answer_is_found(pieces):
    """In pieces, behind noise, behind what is not meant."""
    assert Host(Script(*pieces)).device_id() == "SIM0000001"


@pytest.mark.parametrize(
    ("piece", "error", "says"),
    [
        pytest.param(b"", NoAnswer, "DEVICE_ID: no answer in 1000000 us", id="silence"),
        pytest.param(ID[:-2] + b"\x32\x0f", NoAnswer, "no answer", id="broken"),
        pytest.param(encode(Packet(0, 53)), NoAnswer, "the answer is empty", id="empty"),
        pytest.param(
            encode(Packet(0, 53, b"\x15")), DeviceRefused, "answered with BUSY", id="refused"
        ),
        pytest.param(
            encode(Packet(0, 66, b"\x01")), DeviceRefused, "TRANSFER_ERROR", id="general-error"
        ),
        pytest.param(
            encode(Packet(0, 67, b"\x0b")), DeviceRefused, "UNKNOWN_COMMAND", id="unknown"
        ),
        pytest.param(encode(Packet(0, 53, b"\x63")), DeviceRefused, "result 99", id="result-99"),
    ],
)
def test_no_answer_and_no_ok_are_told(piece, error, says):
    """Each with what was asked for."""
    with pytest.raises(error, match=says):
        Host(Script(piece)).device_id()


def test_numbers_count_to_63_and_begin_again():
    """Six bits."""
    host = Host(Script())
    assert [host.send(Command.STIM_STATUS) for _ in range(66)] == [*range(64), 0, 1]


def test_a_refusal_carries_its_result():
    """For whoever has to react to it."""
    with pytest.raises(DeviceRefused) as refusal:
        Host(Script(encode(Packet(0, 35, b"\x07")))).mid_level_stop()
    assert refusal.value.result == Result.NOT_INITIALISED
