"""Keeping the store: a copy of it, putting a copy back, whether it is whole, and all of it as files."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from tensplan.errors import UsageError
from tensplan.session_plan.canonical import digest
from tensplan.session_plan.whole_file import write_together
from tensplan.store.database import FILE_NAME, StoreError, is_damage, opened

TABLES = ("plan", "protocol", "planning", "session", "approval", "withdrawal", "objection")
BEFORE = "before-restore-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Inventory:
    """What lies in a store, and what is wrong with it.

    Parameters
    ----------
    counts : dict
        Rows of each table.
    faults : tuple of str
        What is not as it was written; empty when the store is whole.
    """

    counts: dict[str, int]
    faults: tuple[str, ...]


def inventory(folder: str | os.PathLike[str]) -> Inventory:
    """Read every row of a store and say whether it is whole.

    The file's own structure is checked, every plan's digest, every approved content against the
    digest under which it lies, and every reference.

    Parameters
    ----------
    folder : path-like
        Folder of the store.

    Raises
    ------
    StoreError
        If there is no store, or it cannot be read at all.
    """
    _require_store(folder)
    with opened(folder) as store:
        counts = {
            name: int(store.execute(f"SELECT count(*) FROM {name}").fetchone()[0])
            for name in TABLES
        }
        return Inventory(counts=counts, faults=tuple(_faults(store)))


def backup(folder: str | os.PathLike[str], copy: str | os.PathLike[str]) -> None:
    """Copy a store while others may write to it; the copy is whole or absent.

    Parameters
    ----------
    folder : path-like
        Folder of the store.
    copy : path-like
        File of the copy; replaced when it is there.

    Raises
    ------
    StoreError
        If there is no store, or the copy cannot be written.
    """
    _require_store(folder)
    with opened(folder) as store:
        _copied(store, Path(copy))


def restore(folder: str | os.PathLike[str], copy: str | os.PathLike[str]) -> str:
    """Put a copy in the place of a store; the old one stays beside it under another name.

    Parameters
    ----------
    folder : path-like
        Folder of the store; made when it does not exist.
    copy : path-like
        What `backup` wrote.

    Returns
    -------
    kept : str
        Name of the file in which the old store was kept; empty when there was none.

    Raises
    ------
    StoreError
        If the copy is missing, no store, or not whole; nothing was changed then.
    """
    whole = Path(copy)
    if not whole.is_file():
        raise StoreError("there is no such copy", where=str(whole), hint="name a file of a backup")
    with tempfile.TemporaryDirectory(prefix="tensplan-restore-") as trial:
        place = Path(trial) / FILE_NAME
        place.write_bytes(whole.read_bytes())
        found = inventory(trial)
        if found.faults:
            raise StoreError(
                f"the copy is not whole: {found.faults[0]}",
                where=str(whole),
                hint="use an older copy; the store is as it was",
            )
        return _put(Path(folder), place)


def export(folder: str | os.PathLike[str], out: str | os.PathLike[str]) -> dict[str, int]:
    """Write everything in a store as files that need no tensplan to be read.

    Parameters
    ----------
    folder : path-like
        Folder of the store.
    out : path-like
        Folder for the files; it must not exist or be empty.

    Returns
    -------
    counts : dict
        Rows of each table.

    Raises
    ------
    UsageError
        If the folder is not empty.
    StoreError
        If there is no store.
    """
    target = Path(out)
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"the folder {target} is not empty", hint="name a new folder with --out")
    counts = inventory(folder).counts
    with opened(folder) as store:
        for place, files in _files(store):
            write_together(target / place, files)
    return counts


def _require_store(folder: str | os.PathLike[str]) -> None:
    path = Path(folder) / FILE_NAME
    if not path.exists():
        raise StoreError(
            "there is no store yet", where=str(path), hint="name its folder with --store"
        )


def _faults(store: sqlite3.Connection) -> Iterator[str]:
    """Yield what is not as it was written."""
    for (line,) in store.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file is damaged: {line}"
    for table, row, *_ in store.execute("PRAGMA foreign_key_check"):
        yield f"{table} {row} names something that is not there"
    for name, content in store.execute("SELECT digest, content FROM plan"):
        if not _holds(name, content):
            yield f"plan {name} is not what its digest says"
    for name, content in store.execute("SELECT digest, content FROM protocol"):
        if f"sha256:{hashlib.sha256(content).hexdigest()}" != name:
            yield f"protocol {name} is not what its digest says"
    yield from _faults_of_approvals(store)


def _holds(name: str, content: bytes) -> bool:
    """Say whether the bytes of a plan have the digest they are kept under."""
    try:
        return digest(json.loads(content)) == name
    except (ValueError, TypeError, AttributeError):
        return False


def _faults_of_approvals(store: sqlite3.Connection) -> Iterator[str]:
    """Yield approvals whose content is not what was signed."""
    from tensplan.approval.envelope import EnvelopeError
    from tensplan.approval.envelope import opened as unsealed
    from tensplan.approval.statement import sha256
    from tensplan.approval.verification import names

    for number, kind, name, content, envelope in store.execute(
        "SELECT id, kind, sha256, content, envelope FROM approval"
    ):
        try:
            whole = names(unsealed(envelope)[1], kind, content) and sha256(content) == name
        except EnvelopeError:
            whole = False
        if not whole:
            yield f"approval {number} is not of the content beside it"


def _copied(store: sqlite3.Connection, copy: Path) -> None:
    """Copy a database into a file that appears when it is whole."""
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".tensplan-", suffix=".partial", dir=copy.parent)
        os.close(descriptor)
        try:
            with closing(sqlite3.connect(name)) as target:
                store.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
            Path(name).replace(copy)
        finally:
            Path(name).unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"the copy cannot be written: {str(error).lower()}",
            where=str(copy),
            hint="name another file, or make room",
        ) from error


def _put(folder: Path, place: Path) -> str:
    """Put a checked file in the place of the store, and keep the old one."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = folder / FILE_NAME
    with closing(sqlite3.connect(place)) as source:
        if not own.exists():
            _copied(source, own)
            return ""
        kept = f"{BEFORE}{1 + sum(1 for _ in folder.glob(f'{BEFORE}*.sqlite'))}.sqlite"
        try:
            backup(folder, folder / kept)
            with opened(folder) as store:
                source.backup(store)  # one transaction: others see the old store or the new one
        except StoreError as error:
            if not is_damage(error.__cause__):
                raise
            _set_aside(own, folder / kept, source)
    return kept


def _set_aside(own: Path, kept: Path, source: sqlite3.Connection) -> None:
    """Rename a file that is no database any more, with its journal, and put a copy there."""
    ready = own.with_name(f".{FILE_NAME}.partial")
    _copied(source, ready)
    for tail in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{own}{tail}").rename(f"{kept}{tail}")
    ready.replace(own)


def _files(store: sqlite3.Connection) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield every row as a file, by folder."""
    for table in ("plan", "protocol"):
        for name, content in store.execute(f"SELECT digest, content FROM {table}"):
            yield f"{table}s", {f"{name.removeprefix('sha256:')[:16]}.json": content}
    for number, kind, content, envelope in store.execute(
        "SELECT id, kind, content, envelope FROM approval"
    ):
        stem = f"{number:05d}-{kind}"
        yield "approvals", {f"{stem}.json": content, f"{stem}.approval.json": envelope}
    for table, columns in (
        (
            "planning",
            "about, patient_code, patient_digest, protocol_digest, origin, plan_digest,"
            " refused_because, on_day, recorded_at",
        ),
        ("session", "plan_digest, patient_code, on_day, number, recorded_at, content"),
        ("withdrawal", "about, up_to, recorded_at, reason"),
        ("objection", "plan_digest, recorded_at, by_whom, reason"),
    ):
        yield "", {f"{table}s.jsonl": _lines(store, table, columns.split(", "))}


def _lines(store: sqlite3.Connection, table: str, columns: list[str]) -> bytes:
    """Return the rows of a table, one JSON object a line."""
    rows = store.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")
    lines = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()
