"""Frames byte by byte: golden ones that two clients sent or took, and every one there can be."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.sciencemode4.deframer import Broken, Deframer, decode
from simulator.sciencemode4.frame import LONGEST, Packet, encode, stuff, unstuff

GOLDEN = {
    "status": (1, 62, "", "f0 81 55 81 59 81 4e 81 0c 04 3e 0f"),
    "status-ack": (1, 63, "00 00 01", "f0 81 55 81 5a 81 34 81 75 04 3f 00 00 01 0f"),
    "id": (2, 52, "", "f0 81 55 81 59 81 aa 81 2b 08 34 0f"),
    "id-ack": (
        2,
        53,
        "00 53 49 4d 30 30 30 30 30 30 31",
        "f0 81 55 81 42 81 d3 81 e8 08 35 00 53 49 4d 30 30 30 30 30 30 31 0f",
    ),
    "version": (3, 68, "", "f0 81 55 81 59 81 18 81 78 0c 44 0f"),
    "version-ack": (
        3,
        69,
        "00 01 02 03 04 00 00 de ad be ef 01 01",
        "f0 81 55 81 4c 81 19 81 ad 0c 45 00 01 02 03 04 00 00 de ad be ef 01 01 0f",
    ),
    "mid-init": (4, 30, "01", "f0 81 55 81 58 81 26 81 6b 10 1e 01 0f"),
    "mid-init-ack": (4, 31, "00", "f0 81 55 81 58 81 05 81 7b 10 1f 00 0f"),
    "update": (
        5,
        32,
        "01 23 00 50 0c 85 50 00 06 44 b0 00 0c 84 10 00",
        "f0 81 55 81 49 81 cd 81 bc 14 20 01 23 00 50 0c 85 50 00 06 44 b0 00 0c 84 10 00 0f",
    ),
    "update-ack": (5, 33, "00", "f0 81 55 81 58 81 ff 81 21 14 21 00 0f"),
    "current-data": (6, 36, "04", "f0 81 55 81 58 81 35 81 31 18 24 04 0f"),
    "current-data-ack": (
        6,
        37,
        "00 04 01 00 00 00 00",
        "f0 81 55 81 46 81 b0 81 72 18 25 00 04 01 00 00 00 00 0f",
    ),
    "electrode-error": (
        6,
        37,
        "00 04 00 01 00 00 00",
        "f0 81 55 81 46 81 6c 81 97 18 25 00 04 00 01 00 00 00 0f",
    ),
    "mid-stop": (7, 34, "", "f0 81 55 81 59 81 17 81 6b 1c 22 0f"),
    "mid-stop-ack": (7, 35, "00", "f0 81 55 81 58 81 30 81 e2 1c 23 00 0f"),
    "general-error": (0, 66, "01", "f0 81 55 81 58 81 2e 81 da 00 42 01 0f"),
    "unknown-command": (9, 67, "0b", "f0 81 55 81 58 81 e6 81 a7 24 43 0b 0f"),
}
"""Number, command, data, frame: measured between a client from PyPI and a C library."""

CASES = pytest.mark.parametrize(
    ("number", "command", "data", "frame"), GOLDEN.values(), ids=GOLDEN.keys()
)
PACKETS = st.builds(
    Packet, st.integers(0, 63), st.integers(0, 1023), st.binary(max_size=560)
).filter(lambda packet: len(stuff(packet.data)) < 1100)
STATUS = bytes.fromhex(GOLDEN["status"][3])


def packets(data: bytes) -> list[Packet]:
    """Whole packets of a stream."""
    return [found for found in Deframer().feed(data) if isinstance(found, Packet)]


@CASES
def test_golden_frame_is_written(number, command, data, frame):
    """Every measured frame comes out byte for byte."""
    assert encode(Packet(number, command, bytes.fromhex(data))).hex(" ") == frame


@CASES
def test_golden_frame_is_read(number, command, data, frame):
    """Every measured frame is understood."""
    assert decode(bytes.fromhex(frame)) == Packet(number, command, bytes.fromhex(data))


@given(PACKETS)
def test_a_packet_comes_back(packet):
    """What is written is read, and between its ends stands no raw start or stop byte."""
    frame = encode(packet)
    assert decode(frame) == packet
    body = frame[9:-1]
    assert not {0xF0, 0x0F} & set(body)


@given(st.binary())
def test_stuffing_is_undone(data):
    """Any bytes survive."""
    assert unstuff(stuff(data)) == data


def test_more_than_needed_may_be_stuffed():
    """A client that stuffs other bytes too is understood."""
    assert unstuff(bytes.fromhex("81 00 81 5f 81 f0")) == bytes.fromhex("55 0a a5")


@given(st.lists(PACKETS, min_size=1, max_size=5), st.data())
def test_pieces_do_not_matter(sent, data):
    """However a stream is cut, the same packets come out."""
    stream = b"".join(map(encode, sent))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    deframer = Deframer()
    edges = [0, *cuts, len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(edges)]
    assert [found for piece in pieces for found in deframer.feed(piece)] == sent


@given(st.binary(max_size=40), PACKETS)
def test_a_frame_after_noise_is_found(noise, packet):
    """Behind any noise, the second of two equal frames is found at the latest."""
    assert packet in packets(noise + encode(packet) + encode(packet))


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_frame_behind_a_cut_one_is_found(cut):
    """The rest of a frame that broke off takes nothing with it."""
    assert packets(STATUS[:cut] + STATUS) == [Packet(1, 62)]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        pytest.param("f0 81 55 81 59 81 4e 81 0d 04 3e 0f", "checksum", id="checksum"),
        pytest.param("f0 81 55 81 58 81 4e 81 0c 04 3e 0f", "length", id="length"),
        pytest.param("f0 80 55 81 59 81 4e 81 0c 04 3e 0f", "header", id="header"),
        pytest.param("f0 81 55 81 59 81 4e 81 0c 04 0f", "too short", id="too-short"),
        pytest.param("f0 81 55 81 59 81 4e 81 0c 81 6b 0f", "too short", id="half-a-prefix"),
    ],
)
def test_a_broken_frame_says_what_is_wrong(frame, reason):
    """Each way to be broken has its word."""
    (found,) = Deframer().feed(bytes.fromhex(frame))
    assert isinstance(found, Broken)
    assert found.reason == reason


def test_a_frame_that_never_ends_is_given_up():
    """More than the longest frame without a stop byte is broken, told once, and not kept."""
    deframer = Deframer()
    found = list(deframer.feed(b"\xf0" + bytes(5 * LONGEST)))
    assert found == [Broken("too long")]
    assert list(deframer.feed(STATUS)) == [Packet(1, 62)]


def test_a_cut_frame_is_told_once():
    """A start byte inside a frame ends it."""
    assert list(Deframer().feed(STATUS[:9] + STATUS)) == [Broken("cut off"), Packet(1, 62)]


def test_a_frame_has_a_longest_length():
    """Data that need more than 1200 bytes on the wire are refused."""
    with pytest.raises(ValueError, match="at most 1200 bytes, this one would have 1212"):
        encode(Packet(0, 0, bytes([0xF0] * 600)))


@pytest.mark.parametrize(
    ("number", "command", "says"),
    [
        pytest.param(64, 0, "packet number must be 0 to 63, got 64", id="number"),
        pytest.param(0, 1024, "command must be 0 to 1023, got 1024", id="command"),
    ],
)
def test_a_packet_fits_its_prefix(number, command, says):
    """Six bits and ten bits."""
    with pytest.raises(ValueError, match=says):
        Packet(number, command)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xf0" + b"\x81\xf0" * 100_000, id="never-ends"),
        pytest.param((b"\xf0" + b"\x81\xf0" * 590 + b"\x0f") * 170, id="hundreds-of-starts"),
        pytest.param(b"\xf0" * 200_000, id="starts-only"),
    ],
)
def test_a_flood_is_read_in_time(data):
    """No bytes make the reader slow: it looks at each a few times only. [processor seconds]"""
    begin = time.process_time()
    for _ in Deframer().feed(data):
        pass
    assert time.process_time() - begin < 5.0  # 0.2 s; each start read anew took minutes


def test_a_frame_inside_a_broken_one_is_found():
    """A start byte that a lost byte made look stuffed is tried when the frame around it breaks."""
    assert list(Deframer().feed(STATUS[:8] + STATUS)) == [
        Broken("checksum", Packet(0, 12, bytes.fromhex("1b 59 04 3e"))),
        Packet(1, 62),
    ]
