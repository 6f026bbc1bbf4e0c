"""The line on which a host finds the virtual device."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tensplan.errors import UsageError

if TYPE_CHECKING:
    from simulator.sciencemode4.ports.port import Port

HIGHEST_PORT = 65_535


def line_of(link: str | None, address: str | None) -> Callable[[], Port]:
    """Return what opens the line.

    Parameters
    ----------
    link : str, optional
        Where a link to the pseudo-terminal shall be.
    address : str, optional
        ``HOST:PORT`` on this machine; 0 lets the system choose the port.

    Returns
    -------
    callable
        Without either, a pseudo-terminal, or a port of its own choice where there are none.

    Raises
    ------
    UsageError
        If both are given, or the address is not one of this machine alone.
    """
    if link is not None and address is not None:
        raise UsageError(
            "a device has one line: --pty or --tcp, not both", hint="start a second device"
        )
    if address is not None:
        return _socket(address)
    if hasattr(os, "openpty"):
        return _terminal(link)
    if link is not None:
        raise UsageError(
            "this system has no pseudo-terminals", hint="use --tcp 127.0.0.1:0 instead"
        )
    return _socket("127.0.0.1:0")


def _terminal(link: str | None) -> Callable[[], Port]:
    """Return what opens a pseudo-terminal."""
    from simulator.sciencemode4.ports.pty_port import PtyPort

    place = None if link is None else Path(link).absolute()
    return lambda: PtyPort(place)


def _socket(address: str) -> Callable[[], Port]:
    """Return what listens on a port of this machine; the same one whenever it is opened again."""
    from simulator.sciencemode4.ports.tcp_port import TcpPort

    host, number = _parts(address)
    chosen = [number]

    def open_port() -> Port:
        port = TcpPort(host, chosen[0])
        chosen[0] = int(port.name.rpartition(":")[2])
        return port

    return open_port


def _parts(address: str) -> tuple[str, int]:
    """Read ``HOST:PORT``."""
    host, _, number = address.rpartition(":")
    host = {"localhost": "127.0.0.1"}.get(host, host.strip("[]"))
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback or not number.isascii() or not number.isdecimal():
        raise UsageError(
            f"--tcp must be a loopback address and a port, such as 127.0.0.1:4040, got {address!r}",
            hint="no other machine may reach a virtual device",
        )
    if int(number) > HIGHEST_PORT:
        raise UsageError(f"the port of --tcp must be 0 to {HIGHEST_PORT}, got {number}")
    return host, int(number)
