"""The command that ``tensplan device -- COMMAND`` runs: its signals and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tensplan.errors import UsageError

SIGNALLED = 128
"""What shells add to the number of the signal that ended a command."""


class Client:
    """A command that is given a device.

    Parameters
    ----------
    command : sequence of str
        Program and arguments.
    settings : mapping
        What its environment has in addition.

    Raises
    ------
    UsageError
        If it cannot be started.
    """

    def __init__(self, command: Sequence[str], settings: Mapping[str, str]) -> None:
        try:
            self._process = subprocess.Popen(command, env={**os.environ, **settings})
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise UsageError(
                f"the command {command[0]!r} cannot be started: {reason}",
                hint="name a program, after --",
            ) from None

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    @property
    def exit_code(self) -> int:
        """Its exit code, as a shell tells it."""
        code = self._process.wait()
        return code if code >= 0 else SIGNALLED - code

    def signal(self, number: int) -> None:
        """Pass a signal on, unless its terminal has already sent it."""
        if not (number == signal.SIGINT and _is_in_foreground()) and not self.is_over:
            self._process.send_signal(number)

    def kill(self) -> None:
        """End it, however busy it is."""
        if not self.is_over:
            self._process.kill()
        self._process.wait()


def _is_in_foreground() -> bool:
    """Whether Ctrl-C in a terminal reaches both of us."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False
