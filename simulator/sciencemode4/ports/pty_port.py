"""A pseudo-terminal: what a serial port is to a client, with a link that keeps its name."""

from __future__ import annotations

import os
import select
import tty
from pathlib import Path

from simulator.sciencemode4.ports.port import Outbox

AT_ONCE = 65_536
PSEUDO_TERMINALS = ("/dev/pts/", "/dev/ttys")
"""How their names begin, on Linux and on macOS."""


class PtyPort:
    """A serial port without a wire.

    Only the host holds the terminal open, so that its going is seen.

    Parameters
    ----------
    link : Path, optional
        A symbolic link to the terminal, whose own name changes each time.

    Raises
    ------
    FileExistsError
        If something other than a link to a pseudo-terminal stands where the link shall be. One
        that leads nowhere is what a killed device left, and is replaced.

    Examples
    --------
    >>> port = PtyPort()
    >>> port.receive(0) is None
    True
    >>> port.close()
    """

    def __init__(self, link: Path | None = None) -> None:
        if link is not None and not _is_free(link):
            raise FileExistsError(f"{link} exists and is no link of a virtual device")
        self._device, terminal = os.openpty()
        tty.setraw(terminal)
        self.path = os.ttyname(terminal)
        os.close(terminal)
        os.set_blocking(self._device, False)
        self._outbox = Outbox()
        self._link = link
        if link is not None:
            _point(link, self.path)

    @property
    def name(self) -> str:
        """What a host opens."""
        return self.path if self._link is None else str(self._link)

    @property
    def dropped(self) -> int:
        """How many answers nobody read."""
        return self._outbox.dropped

    def receive(self, wait_us: int) -> bytes | None:
        """Return what the host sent, waiting at most so long; None when no host is there."""
        wait = max(0, wait_us) / 1e6
        self._flush()
        ready, _, _ = select.select([self._device], [], [], wait)
        if not ready:
            return b""
        try:
            return os.read(self._device, AT_ONCE) or None
        except BlockingIOError:
            return b""
        except OSError:  # the terminal is closed at its other end
            self._outbox.clear()
            select.select([], [], [], wait)
            return None

    def send(self, data: bytes) -> None:
        """Send to the host without ever waiting for it."""
        self._outbox.add(data)
        self._flush()

    def _flush(self) -> None:
        """Send what the terminal takes."""
        try:
            self._outbox.flush(lambda data: os.write(self._device, data))
        except OSError:
            self._outbox.clear()

    def close(self) -> None:
        """Give the terminal back, and the link if it is still ours."""
        os.close(self._device)
        link = self._link
        if link is not None and link.is_symlink() and str(link.readlink()) == self.path:
            link.unlink()


def _is_free(link: Path) -> bool:
    """Whether nothing is lost when a link is put there."""
    if link.is_symlink():
        return not link.exists() or str(link.resolve()).startswith(PSEUDO_TERMINALS)
    return not link.exists()


def _point(link: Path, target: str) -> None:
    """Let a link point to a terminal; at no moment is there none."""
    new = link.with_name(f".{link.name}.{os.getpid()}")
    new.symlink_to(target)
    new.replace(link)
