"""TCP on this machine: for hosts without terminals, one at a time."""

from __future__ import annotations

import contextlib
import ipaddress
import select
import socket

from simulator.sciencemode4.ports.port import Outbox

AT_ONCE = 65_536


class TcpPort:
    """A serial port as a socket; it listens on loopback only.

    Parameters
    ----------
    address : str
        A loopback address.
    number : int
        Port number; 0 lets the system choose.

    Raises
    ------
    ValueError
        If the address is not one of this machine alone.
    OSError
        If the port is in use.

    Examples
    --------
    >>> port = TcpPort()
    >>> port.name.startswith("127.0.0.1:"), port.receive(0) is None
    (True, True)
    >>> port.close()
    """

    def __init__(self, address: str = "127.0.0.1", number: int = 0) -> None:
        if not ipaddress.ip_address(address).is_loopback:
            raise ValueError(f"address must be a loopback address such as 127.0.0.1, got {address}")
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, number), family=family, backlog=1)
        self._listener.setblocking(False)
        self._address = address
        self._host: socket.socket | None = None
        self._outbox = Outbox()

    @property
    def name(self) -> str:
        """Address and port number."""
        return f"{self._address}:{self._listener.getsockname()[1]}"

    def receive(self, wait_us: int) -> bytes | None:
        """Return what the host sent, waiting at most so long; None when no host is there."""
        self._flush()
        lines = [self._listener] if self._host is None else [self._listener, self._host]
        ready, _, _ = select.select(lines, [], [], max(0, wait_us) / 1e6)
        if self._listener in ready:
            self._accept()
        if self._host is None:
            return None
        return self._read() if self._host in ready else b""

    def _accept(self) -> None:
        """Take a host; a second one is turned away."""
        with contextlib.suppress(BlockingIOError, ConnectionError):
            line, _ = self._listener.accept()
            if self._host is not None:
                line.close()
                return
            line.setblocking(False)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._host = line

    def _read(self) -> bytes | None:
        """Read what has come; None when the host has gone."""
        if self._host is None:
            return None
        try:
            data = self._host.recv(AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._leave()
        return data or None

    def _leave(self) -> None:
        """Let the host go."""
        if self._host is not None:
            self._host.close()
        self._host = None
        self._outbox.clear()

    def send(self, data: bytes) -> None:
        """Send to the host without ever waiting for it."""
        if self._host is not None:
            self._outbox.add(data)
            self._flush()

    def _flush(self) -> None:
        """Send what the line takes."""
        if self._host is not None:
            try:
                self._outbox.flush(self._host.send)
            except OSError:
                self._leave()

    def close(self) -> None:
        """Let the host go and stop listening."""
        self._leave()
        self._listener.close()
