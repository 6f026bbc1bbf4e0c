"""What the device side asks of a line, and what waits to be sent on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

MOST_WAITING = 65_536
"""Bytes that wait for a host that does not read, after which further answers are dropped."""


class Port(Protocol):
    """A line on which one host at a time can be."""

    @property
    def name(self) -> str:
        """What a host opens."""

    def receive(self, wait_us: int) -> bytes | None:
        """Return what the host sent, waiting at most so long; None when no host is there."""

    def send(self, data: bytes) -> None:
        """Send to the host without ever waiting for it."""

    def close(self) -> None:
        """Give the line back."""


class Outbox:
    """Bytes on their way to a host that may not read; whole answers are dropped, never parts.

    Examples
    --------
    >>> box = Outbox()
    >>> box.add(b"abc")
    >>> box.flush(lambda data: 2)
    >>> box.flush(lambda data: len(data))
    >>> box.dropped
    0
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self.dropped = 0

    def add(self, data: bytes) -> None:
        """Let an answer wait, or count it as dropped when too much waits."""
        if len(self._waiting) + len(data) > MOST_WAITING:
            self.dropped += 1
        else:
            self._waiting += data

    def flush(self, write: Callable[[bytes], int]) -> None:
        """Send what the line takes now; `write` returns how much that was, or raises."""
        while self._waiting:
            try:
                taken = write(bytes(self._waiting))
            except BlockingIOError:
                return
            del self._waiting[:taken]

    def clear(self) -> None:
        """Forget what nobody will read."""
        self._waiting.clear()
