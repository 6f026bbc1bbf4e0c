"""Approvals in the store: what was signed, with its signature; added and read, never changed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tensplan.store.contents import keep_plan, keep_protocol
from tensplan.store.database import FILE_NAME, opened, writing

if TYPE_CHECKING:
    from tensplan.approval.subject import Subject


@dataclass(frozen=True, slots=True)
class Approved:
    """One approval as it lies in the store.

    Parameters
    ----------
    sha256 : str
        Of the approved bytes.
    recorded_at : str
        When it was added, in universal time.
    content : dict
        What was approved.
    envelope : bytes
        Its signature.
    """

    sha256: str
    recorded_at: str
    content: dict[str, Any]
    envelope: bytes


def add_approval(
    folder: str | os.PathLike[str], subject: Subject, envelope: bytes, *, recorded_at: str
) -> None:
    """Add an approval; it is on the disk when this returns.

    Raises
    ------
    StoreError
        If the store cannot be used.
    """
    from tensplan.approval.statement import sha256

    row = (
        subject.kind,
        subject.line,
        sha256(subject.data),
        recorded_at,
        subject.data,
        envelope,
    )
    keep = keep_plan if subject.kind == "plan" else keep_protocol
    with opened(folder) as store, writing(store):
        keep(store, subject.content)
        store.execute(
            "INSERT INTO approval (kind, about, sha256, recorded_at, content, envelope)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )


def last_approved(folder: str | os.PathLike[str], subject: Subject) -> Approved | None:
    """Return the newest approval of the same protocol, or of a plan of it for the same person.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.
    """
    if not (Path(folder) / FILE_NAME).exists():
        return None
    with opened(folder) as store:
        row = store.execute(
            "SELECT sha256, recorded_at, content, envelope FROM approval"
            " WHERE kind = ? AND about = ? ORDER BY id DESC LIMIT 1",
            (subject.kind, subject.line),
        ).fetchone()
    return None if row is None else Approved(row[0], row[1], json.loads(row[2]), row[3])


def newest_envelope(folder: str | os.PathLike[str], subject: Subject) -> bytes | None:
    """Return the newest signature over exactly these bytes; None where there is none.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.
    """
    from tensplan.approval.statement import sha256

    if not (Path(folder) / FILE_NAME).exists():
        return None
    with opened(folder) as store:
        row = store.execute(
            "SELECT envelope FROM approval WHERE kind = ? AND sha256 = ? ORDER BY id DESC LIMIT 1",
            (subject.kind, sha256(subject.data)),
        ).fetchone()
    return None if row is None else bytes(row[0])


def withdraw(folder: str | os.PathLike[str], about: str, *, recorded_at: str, reason: str) -> int:
    """Take back every approval so far of a plan's line, because it would be refused now.

    Parameters
    ----------
    folder : path-like
        Folder of the store; nothing happens where there is none.
    about : str
        Protocol and person, as `Subject.line` names them.
    recorded_at : str
        Time of writing.
    reason : str
        Why, for whoever reads it later.

    Returns
    -------
    count : int
        How many approvals were taken back.

    Raises
    ------
    StoreError
        If there is a store that cannot be used.
    """
    if not (Path(folder) / FILE_NAME).exists():
        return 0
    with opened(folder) as store, writing(store):
        count, last = store.execute(
            "SELECT count(*), max(id) FROM approval WHERE kind = 'plan' AND about = ?"
            " AND id > (SELECT coalesce(max(up_to), 0) FROM withdrawal WHERE about = ?)",
            (about, about),
        ).fetchone()
        if count:
            store.execute(
                "INSERT INTO withdrawal (about, up_to, recorded_at, reason) VALUES (?, ?, ?, ?)",
                (about, last, recorded_at, reason),
            )
    return int(count)


def take_back(
    folder: str | os.PathLike[str], plan: Subject, *, recorded_at: str, reason: str
) -> None:
    """Take back every approval of a plan that the store knows, and the older ones of its line.

    Parameters
    ----------
    folder : path-like
        Folder of the store.
    plan : Subject
        What must not be followed any more; what was approved after it stays as it is.
    recorded_at : str
        Time of writing.
    reason : str
        Why, for whoever reads it later.

    Raises
    ------
    StoreError
        If the store cannot be used.
    """
    from tensplan.approval.statement import sha256

    with opened(folder) as store, writing(store):
        (last,) = store.execute(
            "SELECT max(id) FROM approval WHERE kind = 'plan' AND sha256 = ?", (sha256(plan.data),)
        ).fetchone()
        if last is not None:
            store.execute(
                "INSERT INTO withdrawal (about, up_to, recorded_at, reason) VALUES (?, ?, ?, ?)",
                (plan.line, last, recorded_at, reason),
            )


def withdrawn(folder: str | os.PathLike[str], subject: Subject) -> str:
    """Return why the approval of a plan was taken back; an empty text when it was not.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.
    """
    from tensplan.approval.statement import sha256

    if not (Path(folder) / FILE_NAME).exists():
        return ""
    with opened(folder) as store:
        row = store.execute(
            "SELECT w.recorded_at, w.reason FROM withdrawal w"
            " JOIN approval a ON a.about = w.about AND a.id <= w.up_to"
            " WHERE a.sha256 = ? AND a.kind = 'plan'"
            " AND NOT EXISTS (SELECT 1 FROM approval b WHERE b.sha256 = a.sha256 AND b.id > w.up_to)"
            " ORDER BY w.id DESC LIMIT 1",
            (sha256(subject.data),),
        ).fetchone()
    return "" if row is None else f"on {row[0][:10]}: {row[1]}"
