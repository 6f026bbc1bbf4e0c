"""The log of a session while it is played: lines that only grow, on the disk within a second."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any, Final

from tensplan.errors import UnreadableError

FORM: Final = "tensplan/play-log/1"
PLAYING: Final = "playing"
PLAYED: Final = "played"
"""Folders of the store: logs of sessions that are not entered yet, and of those that are."""

SYNC_S: Final = 1.0
"""The disk has every line after this time at the latest. [s]"""


class LogError(UnreadableError):
    """A log that cannot be written."""

    ref = "play/log"


class PlayLog:
    """Writes lines of JSON; each is handed to the system at once and put on the disk soon after.

    The disk is waited for by a thread of its own, so that it never delays a pulse. The file is locked while
    it is written: a log without a lock belongs to a player that has died.

    Parameters
    ----------
    path : Path
        Must not exist.

    Raises
    ------
    LogError
        If it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise LogError(
                f"the log of the session cannot be written: {reason}",
                where=str(path),
                hint="choose another folder with --store; nothing is played without a log",
            ) from None
        _lock(self._file)
        self._news = threading.Event()
        self._over = False
        self.failed = ""
        self._syncing = threading.Thread(target=self._sync, daemon=True)
        self._syncing.start()

    def write(self, kind: str, **content: Any) -> None:
        """Add a line.

        Raises
        ------
        LogError
            If the disk took it not, or did not take one before.
        """
        line = json.dumps({"kind": kind, **content}, ensure_ascii=False, allow_nan=False) + "\n"
        data = line.encode()
        try:
            if self.failed:
                raise OSError(self.failed)
            if os.write(self._file, data) < len(data):
                raise OSError("no space left on device")
        except OSError as error:
            self.failed = (
                error.strerror or str(error)
            ).lower()  # what is half there stays the last
            raise LogError(
                f"the log of the session cannot be written: {self.failed}",
                where=str(self.path),
                hint="make room; the session was stopped",
            ) from None
        self._news.set()

    def _sync(self) -> None:
        """Put on the disk what is new."""
        while not self._over:
            self._news.wait(SYNC_S)
            self._news.clear()
            try:
                os.fsync(self._file)
            except OSError as error:
                self.failed = error.strerror or str(error)

    def close(self) -> None:
        """Wait for the disk and let the file go."""
        self._over = True
        self._news.set()
        self._syncing.join()
        os.close(self._file)


def _lock(file: int) -> None:
    """Say that somebody is writing."""
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_being_written(path: Path) -> bool:
    """Say whether a player is still writing a log."""
    import fcntl

    file = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def read_log(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines of a log; one that was cut off by a crash is left out.

    Parameters
    ----------
    path : Path
        Of the log.

    Raises
    ------
    LogError
        If the file cannot be read, or is no log.
    """
    try:
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        lines = [json.loads(line) for line in whole.splitlines()]
    except (OSError, ValueError, RecursionError) as error:
        raise LogError(
            f"this is no log of a session: {error}", where=str(path), hint="move it away"
        ) from None
    if lines and (not isinstance(lines[0], dict) or lines[0].get("log") != FORM):
        raise LogError(f"this is no {FORM}", where=str(path), hint="move it away")
    return lines
