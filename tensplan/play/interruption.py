"""Signals that end a session: noticed at once, acted on between two messages."""

from __future__ import annotations

import os
import signal
from types import TracebackType
from typing import Any

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Interruption:
    """Notices that the program is asked to end, without breaking off what it is doing.

    Examples
    --------
    >>> with Interruption() as interruption:
    ...     interruption.name
    ''
    """

    def __init__(self) -> None:
        self.name = ""
        self._before: dict[int, Any] = {}
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def __enter__(self) -> Interruption:
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None:
                self._before[number] = signal.signal(number, self._note)
        return self

    def _note(self, number: int, frame: object) -> None:
        """Remember the first signal, and wake who waits."""
        self.name = self.name or signal.Signals(number).name
        try:
            os.write(self._write, b".")
        except BlockingIOError:  # it is awake already
            return

    def ask(self, name: str) -> None:
        """End for a reason that is no signal of its own, if none came before."""
        self.name = self.name or name

    def fileno(self) -> int:
        """Return what becomes readable with the first signal."""
        return self._read

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._read)
        os.close(self._write)
