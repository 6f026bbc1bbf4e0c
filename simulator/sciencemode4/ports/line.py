"""The host's end of a line: a terminal by its path, or a socket by address and number."""

from __future__ import annotations

import os
import select
import socket

AT_ONCE = 65_536
HIGHEST_PORT = 65_535
SEND_S = 1.0
"""How long a device may take to take bytes [s]."""


class LinkLost(OSError):  # noqa: N818 (what happened, not that something broke)
    """The device's end is gone, or takes nothing more."""


class TerminalLine:
    """A serial port, or a pseudo-terminal that stands for one.

    Parameters
    ----------
    path : str
        Of the terminal or of a link to it.

    Raises
    ------
    OSError
        If it cannot be opened, is no terminal, or another host that claims its terminals has it.
    """

    def __init__(self, path: str) -> None:
        import tty  # where there are no terminals, sockets still work

        self._file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            if not os.isatty(self._file):
                raise OSError(f"{path} is no terminal")
            _claim(self._file)
            tty.setraw(self._file)
        except BaseException:
            os.close(self._file)
            raise

    def write(self, data: bytes) -> None:
        """Send bytes to the device.

        Raises
        ------
        LinkLost
            If the other end is gone, or takes nothing for a second.
        """
        while data:
            _, ready, _ = select.select([], [self._file], [], SEND_S)
            if not ready:
                raise LinkLost(f"the device has taken nothing for {SEND_S} s")
            try:
                data = data[os.write(self._file, data) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise LinkLost("the device is gone") from error

    def read(self, wait_us: int) -> bytes:
        """Return what has come, waiting at most so long for it.

        Raises
        ------
        LinkLost
            If the other end is gone.
        """
        ready, _, _ = select.select([self._file], [], [], max(0, wait_us) / 1e6)
        if not ready:
            return b""
        try:
            data = os.read(self._file, AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost("the device is gone") from error
        if not data:
            raise LinkLost("the device is gone")
        return data

    def fileno(self) -> int:
        """Return what can be waited on."""
        return self._file

    def close(self) -> None:
        """Leave the device."""
        os.close(self._file)


def _claim(file: int) -> None:
    """Keep other hosts from a terminal, as far as they ask."""
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OSError("it is in use by another host") from None


class SocketLine:
    """A device on a TCP port.

    Parameters
    ----------
    address : str
        Such as 127.0.0.1.
    number : int
        Port number.

    Raises
    ------
    OSError
        If nobody listens there, or there is no such number.
    """

    def __init__(self, address: str, number: int) -> None:
        if number > HIGHEST_PORT:
            raise OSError(f"a port number is at most {HIGHEST_PORT}")
        self._line = socket.create_connection((address, number), timeout=SEND_S)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        """Send bytes to the device.

        Raises
        ------
        LinkLost
            If the other end is gone, or takes nothing for a second.
        """
        try:
            self._line.settimeout(SEND_S)
            self._line.sendall(data)
        except OSError as error:
            raise LinkLost("the device is gone") from error

    def read(self, wait_us: int) -> bytes:
        """Return what has come, waiting at most so long for it.

        Raises
        ------
        LinkLost
            If the other end is gone.
        """
        ready, _, _ = select.select([self._line], [], [], max(0, wait_us) / 1e6)
        if not ready:
            return b""
        try:
            data = self._line.recv(AT_ONCE)
        except OSError as error:
            raise LinkLost("the device is gone") from error
        if not data:
            raise LinkLost("the device is gone")
        return data

    def fileno(self) -> int:
        """Return what can be waited on."""
        return self._line.fileno()

    def close(self) -> None:
        """Leave the device."""
        self._line.close()


def open_line(port: str) -> TerminalLine | SocketLine:
    """Open a device by the name that its port has.

    Parameters
    ----------
    port : str
        Path of a terminal, or address and number with a colon between them.

    Returns
    -------
    TerminalLine or SocketLine
        Open.

    Raises
    ------
    OSError
        If there is none.

    Examples
    --------
    >>> from simulator.sciencemode4.ports.tcp_port import TcpPort
    >>> port = TcpPort()
    >>> open_line(port.name).close()
    >>> port.close()
    """
    address, colon, number = port.rpartition(":")
    if colon and number.isdecimal() and "/" not in port:
        return SocketLine(address, int(number))
    return TerminalLine(port)
