"""A line to a device as its host sees it, and one without any wire."""

from __future__ import annotations

from typing import Protocol

from simulator.sciencemode4.firmware import Firmware


class Link(Protocol):
    """Anything that carries bytes both ways."""

    def write(self, data: bytes) -> None:
        """Send bytes to the device."""

    def read(self, wait_us: int) -> bytes:
        """Return what has come, waiting at most so long for it; nothing when nothing came."""


class InProcess:
    """A device in the same process, whose clock only this link moves.

    Parameters
    ----------
    device : Firmware
        What is at the other end.
    now_us : int
        Device time at the start. [us]

    Examples
    --------
    >>> link = InProcess(Firmware(None))
    >>> link.write(bytes.fromhex("f0 81 55 81 59 81 4e 81 0c 04 3e 0f"))
    >>> link.read(0).hex(" "), link.now_us
    ('f0 81 55 81 5a 81 34 81 75 04 3f 00 00 01 0f', 0)
    """

    def __init__(self, device: Firmware, now_us: int = 0) -> None:
        self.device = device
        self.now_us = now_us
        self._said = b""

    def write(self, data: bytes) -> None:
        """Send bytes now."""
        self._said += self.device.receive(data, self.now_us)

    def read(self, wait_us: int) -> bytes:
        """Return what was said; if nothing, jump to where something is, at most so far."""
        until = self.now_us + wait_us
        while not self._said and self.now_us < until:
            due = self.device.next_us
            self.wait(until - self.now_us if due is None else min(until, due) - self.now_us)
        said, self._said = self._said, b""
        return said

    def wait(self, wait_us: int) -> None:
        """Let time pass.

        Raises
        ------
        ValueError
            If the time is below 0.
        """
        self.now_us += wait_us
        self._said += self.device.advance(self.now_us)

    def drop(self) -> None:
        """Pull the cable; what was not read is lost."""
        self.device.host_lost(self.now_us)
        self._said = b""
