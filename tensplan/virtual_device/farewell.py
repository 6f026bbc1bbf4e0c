"""Signals that ask a device to end, from before its line is open until all is put away."""

from __future__ import annotations

import signal
from typing import Any

from tensplan.virtual_device.client import Client

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Farewell:
    """Hears the signals; the first is passed on to a command, a further one ends it.

    Examples
    --------
    >>> with Farewell() as farewell:
    ...     farewell.is_asked
    False
    """

    def __init__(self) -> None:
        self.is_asked = False
        self._client: Client | None = None
        self._before: dict[int, Any] = {}

    def accompany(self, client: Client) -> None:
        """Pass on what is heard to a command."""
        self._client = client

    def __enter__(self) -> Farewell:
        known = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, self._hear) for number in known}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, number: int, _: object) -> None:
        """Remember a signal, and pass it on."""
        again, self.is_asked = self.is_asked, True
        if self._client is not None:
            if again:
                self._client.kill()
            else:
                self._client.signal(number)
