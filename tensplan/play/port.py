"""The line to the device, and whom it leads to: a virtual stimulator, and nobody else."""

from __future__ import annotations

import time

from simulator.sciencemode4.general import announced_speed
from simulator.sciencemode4.host import ANSWER_US, DeviceRefused, Host, NoAnswer
from simulator.sciencemode4.ports.line import LinkLost, SocketLine, TerminalLine, open_line
from tensplan.errors import UsageError

VIRTUAL = "SIM"


class PortError(UsageError):
    """A port that cannot be opened, or nobody there who speaks the protocol."""

    ref = "play/port"


class NotVirtualError(UsageError):
    """A device that may be a real one."""

    ref = "play/not-virtual"


class Line:
    """An open line that waits for one answer no longer than it should, whatever comes instead.

    Parameters
    ----------
    line : TerminalLine or SocketLine
        Open.
    """

    def __init__(self, line: TerminalLine | SocketLine) -> None:
        self._line = line
        self._until = 0.0
        self._last_look = True

    def write(self, data: bytes) -> None:
        """Send a request; its answer is waited for from then on."""
        self._line.write(data)
        self._until = time.monotonic() + ANSWER_US / 1e6
        self._last_look = False

    def read(self, wait_us: int) -> bytes:
        """Return what has come, waiting at most so long, and not beyond the time of an answer.

        After that time it looks once more: if this program was held up, the answer may long be here.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            if self._last_look:
                return b""
            self._last_look = True
        return self._line.read(min(wait_us, max(0, int(left * 1e6))))

    def fileno(self) -> int:
        """Return what can be waited on."""
        return self._line.fileno()

    def close(self) -> None:
        """Leave the device."""
        self._line.close()


def open_device(port: str, *, speed: float) -> tuple[Line, Host, str]:
    """Open a port and make sure that a virtual stimulator is there.

    Parameters
    ----------
    port : str
        Path of a terminal, or address and number with a colon between them.
    speed : float
        How fast the device is expected to run. [1]

    Returns
    -------
    line : Line
        Open; the caller closes it.
    host : Host
        Speaks over it.
    device_id : str
        Begins with SIM.

    Raises
    ------
    PortError
        If the port cannot be opened, or nobody there answers as the protocol says.
    NotVirtualError
        If the device is not a virtual one.
    UsageError
        If it runs at another speed.
    """
    line = _opened(port)
    try:
        host = Host(line)
        device_id = _asked(host, port)
        _check(device_id, port, speed)
    except BaseException:
        line.close()
        raise
    return line, host, device_id


def _opened(port: str) -> Line:
    """Open a port, or say what is wrong with it."""
    try:
        return Line(open_line(port))
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PortError(
            f"the port {port} cannot be opened: {reason.lower()}",
            hint="start a virtual stimulator with tensplan device, and give the port it prints",
        ) from None


def _asked(host: Host, port: str) -> str:
    """Ask who is there."""
    try:
        return host.device_id()
    except (NoAnswer, DeviceRefused, LinkLost, ValueError, IndexError) as error:
        raise PortError(
            f"nobody on {port} answers as a stimulator does: {error}",
            hint="give the port that tensplan device prints; one host at a time can be on it",
        ) from None


def _check(device_id: str, port: str, speed: float) -> None:
    """Refuse a device that is not virtual, or that runs at another speed."""
    if not device_id.startswith(VIRTUAL):
        shown = "".join(c if c.isprintable() else "?" for c in device_id)
        raise NotVirtualError(
            f'the device on {port} calls itself "{shown}"; play speaks only to virtual stimulators, '
            f"whose id begins with {VIRTUAL}, and has sent nothing but this question",
            hint="use tensplan device: this program is no medical device, and no real output was ever tested",
        )
    try:
        running = announced_speed(device_id)
    except ValueError as error:
        raise PortError(f"the device on {port}: {error}") from None
    if running != speed:
        raise UsageError(
            f"the device on {port} runs at {running:g} times real time, not {speed:g}",
            hint=f"give --speed {running:g}, or start the device at {speed:g}",
        )
