"""A line whose cable can be pulled and put back."""

from __future__ import annotations

import threading
from collections.abc import Callable

from simulator.sciencemode4.ports.port import Port


class PluggablePort:
    """A port that can be away for a while.

    Parameters
    ----------
    open_port : callable
        Opens the line; called again each time it is put back.

    Examples
    --------
    >>> from simulator.sciencemode4.ports.tcp_port import TcpPort
    >>> port = PluggablePort(TcpPort)
    >>> port.unplug()
    >>> port.plugged, port.receive(0) is None
    (False, True)
    """

    def __init__(self, open_port: Callable[[], Port]) -> None:
        self._open_port = open_port
        self._port: Port | None = open_port()
        self._name = self._port.name
        self._still = threading.Event()

    @property
    def name(self) -> str:
        """What a host opens, or opened before the cable was pulled."""
        return self._name

    @property
    def plugged(self) -> bool:
        """Whether the line is there."""
        return self._port is not None

    def unplug(self) -> None:
        """Pull the cable: the host finds its line gone."""
        if self._port is not None:
            self._port.close()
        self._port = None

    def plug_in(self) -> None:
        """Put it back; a terminal without a link may have another name then.

        Raises
        ------
        OSError
            If somebody else took the port meanwhile.
        """
        if self._port is None:
            self._port = self._open_port()
            self._name = self._port.name

    def receive(self, wait_us: int) -> bytes | None:
        """Return what the host sent, waiting at most so long; None when no host is there."""
        if self._port is not None:
            return self._port.receive(wait_us)
        self._still.wait(max(0, wait_us) / 1e6)
        return None

    def send(self, data: bytes) -> None:
        """Send to the host without ever waiting for it."""
        if self._port is not None:
            self._port.send(data)

    def close(self) -> None:
        """Give the line back."""
        self.unplug()
