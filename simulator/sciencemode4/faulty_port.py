"""A line that spoils what the device says, so that hosts can be tried on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulator.device import LinkFault, pass_on
from simulator.sciencemode4.deframer import Deframer
from simulator.sciencemode4.frame import NUMBERS, Packet, encode
from simulator.sciencemode4.ports.port import Port


class FaultyPort:
    """A port with a fault that can be set at any time.

    A fault spoils the next message only, but `silence`, which stays until it is taken back. While
    it is `frozen`, nothing passes in either direction.

    Parameters
    ----------
    port : Port
        The line.
    clock_us : callable
        Returns the time since the start, for what comes late. [us]
    speed : float
        Device time that passes in a second of waiting. [s/s]

    Examples
    --------
    >>> from simulator.sciencemode4.ports.tcp_port import TcpPort
    >>> port = FaultyPort(TcpPort(), lambda: 0)
    >>> port.fault = LinkFault(kind="drop")
    >>> port.send(b"ab"), port.fault
    (None, None)
    >>> port.close()
    """

    def __init__(self, port: Port, clock_us: Callable[[], int], *, speed: float = 1.0) -> None:
        self.fault: LinkFault | None = None
        self.frozen = False
        self._speed = speed
        self._port = port
        self._clock_us = clock_us
        self._late: list[tuple[int, bytes]] = []

    @property
    def name(self) -> str:
        """What a host opens."""
        return self._port.name

    def receive(self, wait_us: int) -> bytes | None:
        """Return what the host sent; send meanwhile what comes late."""
        now = self._clock_us()
        due = [part for part in self._late if part[0] <= now]
        self._late = [part for part in self._late if part[0] > now]
        for _, part in due:
            self._port.send(part)
        waits = [int((at_us - now) / self._speed) for at_us, _ in self._late]
        data = self._port.receive(min([wait_us, *waits]))
        if data is None:  # what comes late is for nobody
            self._late.clear()
        return b"" if data and self.frozen else data

    def mend(self) -> None:
        """Spoil nothing more; what was to come late does not come."""
        self.fault = None
        self._late.clear()

    def send(self, data: bytes) -> None:
        """Send to the host, as the fault lets it."""
        fault = self.fault
        if self.frozen:
            return
        if fault is None:
            self._port.send(data)
            return
        if fault.kind != "silence":
            self.fault = None
        for delay_us, part in pass_on(data, fault, renumber):
            if delay_us:
                self._late.append((self._clock_us() + delay_us, part))
            else:
                self._port.send(part)

    def close(self) -> None:
        """Give the line back."""
        self._port.close()


def renumber(message: bytes) -> bytes:
    """Return the same packets, each with the number after its own.

    Examples
    --------
    >>> renumber(encode(Packet(63, 62))) == encode(Packet(0, 62))
    True
    """
    packets = (found for found in Deframer().feed(message) if isinstance(found, Packet))
    return b"".join(encode(replace(p, number=(p.number + 1) % NUMBERS)) for p in packets)
