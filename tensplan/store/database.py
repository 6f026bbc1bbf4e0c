"""The one SQLite file: where it lies, how it is opened, how it grows."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from tensplan.errors import UnreadableError
from tensplan.session_plan.whole_file import write_new

FILE_NAME: Final = "tensplan.sqlite"
WAIT_S: Final = 30.0
"""How long a writer waits for others before it gives up."""
PAUSE_S: Final = 0.02
"""How long it waits between two attempts where SQLite does not wait by itself."""
LEAST_ROOM_BYTES: Final = 128 * 1024
"""The write-ahead log and its index need this much beside the store."""
ROOM: Final = "make room on the disk; nothing of this was kept, and what was there before still is"


class StoreError(UnreadableError):
    """A store that cannot be opened, read or written."""

    ref = "store/not-usable"


def default_folder() -> Path:
    """Return the folder for data of this program in the user's own place.

    Examples
    --------
    >>> default_folder().name
    'tensplan'
    """
    if sys.platform == "win32":  # pragma: no cover
        base = os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":  # pragma: no cover
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME", "") or str(Path.home() / ".local" / "share")
    return Path(base) / "tensplan"


@contextmanager
def opened(folder: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """Open the store in a folder, bring it to the newest form, and close it.

    Folder and file are made for their owner alone. Every write is on the disk before it returns
    (write-ahead log, full synchronisation), and a killed process leaves whole entries only.

    Parameters
    ----------
    folder : path-like
        Made when it does not exist.

    Raises
    ------
    StoreError
        If the folder or file cannot be used, is no store, or was made by a newer program.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, opened(folder) as store:
    ...     store.execute("PRAGMA user_version").fetchone()
    (5,)
    """
    path = Path(folder) / FILE_NAME
    try:
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make(path)
        _require_bytes(path)
        with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as connection:
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection, path)
            yield connection
    except (sqlite3.Error, OSError) as error:
        full = _is_full(error, path)
        raise StoreError(
            f"the store cannot be used: {'the disk is full' if full else str(error).lower()}",
            where=str(path),
            hint=ROOM if full else _way_out(error),
        ) from error


def _make(path: Path) -> None:
    """Put a new store there, whole at once: an empty file is never one that was just begun."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _migrate(connection, path)
        write_new(path, connection.serialize())


def _require_bytes(path: Path) -> None:
    """Stop at a file that lost everything: SQLite would begin anew, and forget what was taken back."""
    if path.stat().st_size == 0:
        lost = sqlite3.DatabaseError("the file is empty, what was in it is lost")
        lost.sqlite_errorcode = sqlite3.SQLITE_NOTADB
        raise lost


def is_damage(error: BaseException | None) -> bool:
    """Say whether a file is no database any more; a full disk or a lock is no damage."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _is_full(error: Exception, path: Path) -> bool:
    """Say whether there was no room; SQLite calls some of these cases an I/O error."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", 0) == errno.ENOSPC:
        return True
    return code == sqlite3.SQLITE_IOERR and shutil.disk_usage(path.parent).free < LEAST_ROOM_BYTES


def _way_out(error: Exception) -> str:
    """Return what to do about a store that cannot be used."""
    if is_damage(error):
        return "put a copy back with tensplan store restore; the damaged file is kept beside it"
    return "choose another folder with --store"


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Do several things as one: all of them are kept, or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def migrations() -> tuple[Path, ...]:
    """Return the steps by which the store grew, in order.

    Examples
    --------
    >>> migrations()[0].name
    '0001-sessions.sql'
    """
    return tuple(sorted((Path(__file__).parent / "migrations").glob("*.sql")))


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; SQLite itself does not wait for others here, so this does."""
    until = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(PAUSE_S)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps that this file has not taken, one at a time and under the writer's lock."""
    steps = migrations()
    if _version(connection) == len(steps):
        return
    for number, step in enumerate(steps, start=1):
        with writing(connection):
            if _version(connection) < number:
                for statement in _statements(step.read_text(encoding="utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
    found = _version(connection)
    if found > len(steps):
        raise StoreError(
            f"the store has form {found}, this program knows forms up to {len(steps)}",
            where=str(path),
            hint="use the newer tensplan that wrote it",
        )


def _version(connection: sqlite3.Connection) -> int:
    """Return how many steps a file has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one, so that they share one transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
