"""Approvals in the store: what was signed, with its signature; added and read, never changed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    with opened(folder) as store, writing(store):
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
