"""Packets out of any stream of bytes: frames are found again after noise, cuts and losses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.sciencemode4.frame import (
    ESCAPE,
    HEADER,
    KEY,
    LONGEST,
    SHORTEST,
    START,
    STOP,
    Packet,
    checksum,
    unstuff,
)

Reason = Literal["cut off", "header", "too long", "too short", "length", "checksum"]

_MARK = re.compile(rb"\x81.|[\xf0\x0f]", re.DOTALL)
"""A stuffed byte, whatever it is, or a start or stop byte that is none."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A frame that began and is none.

    Parameters
    ----------
    reason : str
        What is wrong with it.
    packet : Packet or None
        What it would have been, if it can be read at all; not to be acted upon.

    Examples
    --------
    >>> Broken("checksum").packet is None
    True
    """

    reason: Reason
    packet: Packet | None = None


class Deframer:
    """Takes bytes in pieces of any size, gives packets and broken frames in their order.

    Never holds more than one frame of the greatest length. A start byte that is not stuffed
    begins a new frame wherever it stands; inside a frame that proves broken, a later start byte
    is tried too, so that a frame behind a cut one is not lost with it.

    Examples
    --------
    >>> deframer = Deframer()
    >>> list(deframer.feed(b"noise" + bytes.fromhex("f0 81 55 81 59 81 4e 81 0c 04")))
    []
    >>> list(deframer.feed(bytes.fromhex("3e 0f")))
    [Packet(number=1, command=62, data=b'')]
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._told = 0

    def feed(self, data: bytes) -> Iterator[Packet | Broken]:
        """Take bytes; yield what they complete.

        Parameters
        ----------
        data : bytes
            The next bytes of the stream.

        Yields
        ------
        Packet or Broken
            One for each frame; one `Broken` for bytes that were already found broken.
        """
        self._buffer += data
        while self._seek():
            end = self._end()
            if end is None and len(self._buffer) <= LONGEST:
                return
            found, length = self._judge(end)
            new = self._told == 0
            if isinstance(found, Packet):
                self._drop(length)
            else:
                self._told = max(self._told, length)
                self._drop(1)
            if new or isinstance(found, Packet):
                yield found

    def _seek(self) -> bool:
        """Drop what is before the next start byte; tell whether there is one."""
        begin = self._buffer.find(START)
        self._drop(len(self._buffer) if begin < 0 else begin)
        return begin >= 0

    def _drop(self, count: int) -> None:
        """Forget the first bytes."""
        del self._buffer[:count]
        self._told = max(0, self._told - count)

    def _end(self) -> int | None:
        """Index of the first start or stop byte after the front that is not stuffed."""
        for mark in _MARK.finditer(self._buffer, 1):
            if mark.end() - mark.start() == 1:
                return mark.start()
        return None

    def _judge(self, end: int | None) -> tuple[Packet | Broken, int]:
        """Read the frame at the front; give it with its length."""
        if end is None:
            return Broken("too long"), LONGEST
        if self._buffer[end] == START:
            return Broken("cut off"), end
        return decode(bytes(self._buffer[: end + 1])), end + 1


def decode(frame: bytes) -> Packet | Broken:
    """Read one frame, from its start byte to its stop byte.

    Parameters
    ----------
    frame : bytes
        What is thought to be one.

    Returns
    -------
    Packet or Broken
        The packet, if header, length and checksum hold.

    Examples
    --------
    >>> decode(bytes.fromhex("f0 81 55 81 59 81 4e 81 0c 04 3f 0f"))
    Broken(reason='checksum', packet=Packet(number=1, command=63, data=b''))
    """
    if len(frame) < SHORTEST:
        return Broken("too short")
    if len(frame) > LONGEST:
        return Broken("too long")
    if any(byte != ESCAPE for byte in frame[1:HEADER:2]) or frame[0] != START or frame[-1] != STOP:
        return Broken("header")
    length, crc = _word(frame, 2), _word(frame, 6)
    body = frame[HEADER:-1]
    plain = unstuff(body)
    if len(plain) < 2:
        return Broken("too short")
    prefix = int.from_bytes(plain[:2], "big")
    packet = Packet(prefix >> 10, prefix & 0x3FF, plain[2:])
    if crc != checksum(body):
        return Broken("checksum", packet)
    return packet if length == len(frame) else Broken("length", packet)


def _word(frame: bytes, at: int) -> int:
    """Sixteen bits of the header."""
    return (frame[at] ^ KEY) << 8 | frame[at + 2] ^ KEY
