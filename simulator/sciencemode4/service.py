"""A device at work on a line: whoever owns the clock turns it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.ports.port import Port
from simulator.sciencemode4.transcript import Speaker, Transcript

TICK_US = 5_000
"""Longest wait; within it a host that went is noticed [us]."""


class Record(Protocol):
    """What takes every byte: a `Transcript`, or a file of one."""

    def add(self, at_us: int, speaker: Speaker, data: bytes = b"") -> None:
        """Take what was said."""


class Service:
    """Carries bytes between a line and a device.

    Parameters
    ----------
    port : Port
        The line.
    device : Firmware
        The device.
    clock_us : callable
        Returns the time since the start, in whole microseconds. [us]
    transcript : Record, optional
        Takes every byte.
    speed : float
        Device time that passes in a second of waiting. [s/s]

    Examples
    --------
    >>> from simulator.sciencemode4.ports.tcp_port import TcpPort
    >>> port = TcpPort()
    >>> service = Service(port, Firmware(None), lambda: 0)
    >>> service.step(), service.host_there
    (None, False)
    >>> port.close()
    """

    def __init__(
        self,
        port: Port,
        device: Firmware,
        clock_us: Callable[[], int],
        transcript: Record | None = None,
        *,
        speed: float = 1.0,
    ) -> None:
        self.port = port
        self.device = device
        self.transcript = Transcript() if transcript is None else transcript
        self.host_there = False
        self._speed = speed
        self._clock_us = clock_us

    def step(self) -> None:
        """Wait for the host or for what the device does by itself, and carry on."""
        data = self.port.receive(self._wait_us())
        if data is None:
            self._absent(self._clock_us())
            return
        self.host_there = True
        self.catch_up(data)

    def catch_up(self, data: bytes = b"") -> None:
        """Bring the device to the present, with what the host sent, and send what it says."""
        now = self._clock_us()
        self.transcript.add(now, "host", data)
        said = self.device.receive(data, now) if data else self.device.advance(now)
        self.transcript.add(now, "device", said)
        if said:
            self.port.send(said)

    def _wait_us(self) -> int:
        """How long nothing is due, at most a tick [us]."""
        due = self.device.next_us
        if due is None:
            return TICK_US
        return max(0, min(TICK_US, int((due - self._clock_us()) / self._speed)))

    def _absent(self, now_us: int) -> None:
        """Go on without a host; tell the device when it has just gone."""
        if self.host_there:
            self.host_there = False
            self.device.host_lost(now_us)
            self.transcript.add(now_us, "host-lost")
        else:
            self.device.advance(now_us)

    def run(self, over: Callable[[], bool]) -> None:
        """Work until it is over; then close."""
        try:
            while not over():
                self.step()
        finally:
            self.close()

    def close(self) -> None:
        """Let the host be gone for the device, and give the line back."""
        self._absent(self._clock_us())
        self.port.close()
