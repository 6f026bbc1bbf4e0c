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

    Never holds more than one frame of the greatest length, and looks at no byte more often than a
    few times. A start byte that is not stuffed begins a new frame wherever it stands; inside a
    frame that proves broken, start bytes that were taken for stuffed ones are tried too, so that
    a frame behind a cut one is not lost with it. All of these would end at the same stop byte,
    since what follows each of them is read in the same way.

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
        self._scanned = 1
        self._told = False

    def feed(self, data: bytes) -> Iterator[Packet | Broken]:
        """Take bytes; yield what they complete.

        Parameters
        ----------
        data : bytes
            The next bytes of the stream.

        Yields
        ------
        Packet or Broken
            One for each frame; a frame behind a cut one comes with a `Broken` before it.
        """
        self._buffer += data
        while self._seek():
            end = self._end()
            if end is None and len(self._buffer) <= LONGEST:
                return
            for found in self._too_long() if end is None else self._ended(end):
                if isinstance(found, Packet) or not self._told:
                    yield found
            self._told = end is None

    def _seek(self) -> bool:
        """Drop what is before the next start byte; tell whether there is one."""
        begin = self._buffer.find(START)
        if begin:
            del self._buffer[: len(self._buffer) if begin < 0 else begin]
            self._scanned, self._told = 1, False
        return begin >= 0

    def _end(self) -> int | None:
        """Index of the first start or stop byte after the front that is not stuffed."""
        for mark in _MARK.finditer(self._buffer, self._scanned):
            self._scanned = mark.end()
            if mark.end() - mark.start() == 1:
                return mark.start()
        half = self._buffer[self._scanned :].endswith(b"\x81")
        self._scanned = len(self._buffer) - half
        return None

    def _too_long(self) -> Iterator[Broken]:
        """Go on with the first start byte whose frame may still end in time."""
        begin = self._buffer.find(START, max(1, len(self._buffer) - LONGEST))
        gone = len(self._buffer) if begin < 0 else begin
        del self._buffer[:gone]
        self._scanned = max(1, self._scanned - gone)
        yield Broken("too long")

    def _ended(self, end: int) -> Iterator[Packet | Broken]:
        """Take what ends here."""
        frame = bytes(self._buffer[: end + 1])
        cut = frame[end] == START
        del self._buffer[: end if cut else end + 1]
        self._scanned = 1
        found = Broken("cut off") if cut else decode(frame)
        yield found
        if isinstance(found, Broken) and not cut:
            yield from _inside(frame)


def _inside(frame: bytes) -> Iterator[Packet]:
    """First packet that begins at a later start byte of a broken frame, if there is one."""
    begin = frame.find(START, max(1, len(frame) - LONGEST))
    while 0 < begin <= len(frame) - SHORTEST:
        if _word(frame, begin + 2) == len(frame) - begin:
            found = decode(frame[begin:])
            if isinstance(found, Packet):
                yield found
                return
        begin = frame.find(START, begin + 1)


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
