"""One packet as bytes on the wire: stuffing, length and checksum.

A frame is a start byte, the length of the frame and the checksum of the stuffed body, each as two
bytes that are always stuffed, the stuffed body, and a stop byte. The body is the packet number and
the command in 16 bits, then the data.
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from dataclasses import dataclass

START, STOP, ESCAPE, KEY = 0xF0, 0x0F, 0x81, 0x55
SHORTEST, LONGEST = 12, 1200
"""Length of a frame on the wire [bytes]."""

HEADER = 9
"""Bytes before the body: start, and four stuffed bytes."""

NUMBERS, COMMANDS = 64, 1024
"""How many packet numbers and commands there are."""

_SPECIAL = re.compile(rb"[\xf0\x0f\x81]")
_STUFFED = re.compile(rb"\x81(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet without its frame.

    Parameters
    ----------
    number : int
        0 to 63, echoed by the answer.
    command : int
        0 to 1023.
    data : bytes
        What comes after number and command.

    Raises
    ------
    ValueError
        If number or command leaves its range.

    Examples
    --------
    >>> Packet(1, 62)
    Packet(number=1, command=62, data=b'')
    """

    number: int
    command: int
    data: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.number < NUMBERS:
            raise ValueError(f"packet number must be 0 to {NUMBERS - 1}, got {self.number}")
        if not 0 <= self.command < COMMANDS:
            raise ValueError(f"command must be 0 to {COMMANDS - 1}, got {self.command}")


def checksum(stuffed: bytes) -> int:
    """CRC-16 of the stuffed body: polynomial 0x1021, start 0 (known as XMODEM).

    Examples
    --------
    >>> hex(checksum(b"123456789"))
    '0x31c3'
    """
    return crc_hqx(stuffed, 0)


def stuff(data: bytes) -> bytes:
    r"""Return data without start, stop and escape bytes.

    Examples
    --------
    >>> stuff(b"\xf0\x00").hex(" ")
    '81 a5 00'
    """
    return _SPECIAL.sub(lambda found: bytes((ESCAPE, found[0][0] ^ KEY)), data)


def unstuff(stuffed: bytes) -> bytes:
    """Return what was stuffed; a byte after an escape byte counts, whichever it is.

    Examples
    --------
    >>> unstuff(bytes.fromhex("81 a5 00")).hex(" ")
    'f0 00'
    """
    return _STUFFED.sub(lambda found: bytes((found[1][0] ^ KEY,)), stuffed)


def encode(packet: Packet) -> bytes:
    """Return the frame of a packet.

    Parameters
    ----------
    packet : Packet
        Anything that fits into one frame.

    Returns
    -------
    bytes
        Its frame.

    Raises
    ------
    ValueError
        If the frame would be longer than 1200 bytes.

    Examples
    --------
    >>> encode(Packet(1, 62)).hex(" ")
    'f0 81 55 81 59 81 4e 81 0c 04 3e 0f'
    """
    prefix = (packet.number << 10 | packet.command).to_bytes(2, "big")
    body = stuff(prefix + packet.data)
    length = HEADER + len(body) + 1
    if length > LONGEST:
        raise ValueError(f"a frame has at most {LONGEST} bytes, this one would have {length}")
    return b"%c%b%b%b%c" % (START, _always(length), _always(checksum(body)), body, STOP)


def _always(value: int) -> bytes:
    """Two bytes, each stuffed whatever it is."""
    return bytes((ESCAPE, value >> 8 ^ KEY, ESCAPE, value & 0xFF ^ KEY))
