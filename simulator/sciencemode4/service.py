"""A device at work on a line: whoever owns the clock turns it."""

from __future__ import annotations

from collections.abc import Callable

from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.ports.port import Port
from simulator.sciencemode4.transcript import Transcript

TICK_US = 5_000
"""Longest wait; within it a host that went is noticed [us]."""


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
    transcript : Transcript, optional
        Takes every byte.

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
        transcript: Transcript | None = None,
    ) -> None:
        self.port = port
        self.device = device
        self.transcript = Transcript() if transcript is None else transcript
        self.host_there = False
        self._clock_us = clock_us

    def step(self) -> None:
        """Wait for the host or for what the device does by itself, and carry on."""
        due = self.device.next_us
        wait = TICK_US if due is None else min(TICK_US, due - self._clock_us())
        data = self.port.receive(max(0, wait))
        now = self._clock_us()
        if data is None:
            self._absent(now)
            return
        self.host_there = True
        self.transcript.add(now, "host", data)
        said = self.device.receive(data, now) if data else self.device.advance(now)
        self.transcript.add(now, "device", said)
        if said:
            self.port.send(said)

    def _absent(self, now_us: int) -> None:
        """Go on without a host; tell the device when it has just gone."""
        if self.host_there:
            self.host_there = False
            self.device.host_lost(now_us)
            self.transcript.add(now_us, "host-lost")
        else:
            self.device.advance(now_us)

    def run(self, over: Callable[[], bool]) -> None:
        """Work until it is over; then the host is gone for the device, and the line is closed."""
        try:
            while not over():
                self.step()
        finally:
            self._absent(self._clock_us())
            self.port.close()
