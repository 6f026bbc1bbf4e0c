"""The log of sessions: records are added and read, never changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tensplan.errors import UsageError
from tensplan.session_plan.session_record import SessionRecord
from tensplan.store.contents import keep_plan
from tensplan.store.database import FILE_NAME, StoreError, opened, writing


@dataclass(frozen=True, slots=True)
class Logged:
    """A record as it lies in the store.

    Parameters
    ----------
    plan_digest : str
        Digest of the plan that was followed.
    number : int
        Which session of its day it was.
    recorded_at : str
        When it was written down, in universal time.
    record : SessionRecord
        How it went.
    """

    plan_digest: str
    number: int
    recorded_at: str
    record: SessionRecord


def add_session(
    folder: str | os.PathLike[str],
    plan: Mapping[str, Any],
    record: SessionRecord,
    *,
    recorded_at: str,
) -> Logged:
    """Add how a session of a plan went; it is on the disk when this returns.

    Parameters
    ----------
    folder : path-like
        Folder of the store.
    plan : mapping
        A whole plan.json for a person; it is kept beside its first record.
    record : SessionRecord
        How it went.
    recorded_at : str
        Time of writing; no clock is read here.

    Raises
    ------
    UsageError
        If the plan is a specimen, for no person, or the record names a channel it has not, or a
        day before the plan.
    StoreError
        If the store cannot be used.
    """
    if plan["patient"] is None:
        raise UsageError(
            "this plan is a specimen, for no person: it has no sessions to log",
            hint="make the plan with --patient",
        )
    _require_channels(plan, record)
    if record.on < plan["provenance"]["on"]:
        made = plan["provenance"]["on"]
        raise UsageError(
            f"the session is of {record.on}, the plan was made on {made}, after it",
            hint="give the day of the session with --on, or the plan that was followed",
        )
    code = plan["patient"]["code"]
    with opened(folder) as store, writing(store):
        digest = keep_plan(store, plan)
        number = store.execute(
            "SELECT 1 + count(*) FROM session WHERE plan_digest = ? AND on_day = ?",
            (digest, record.on),
        ).fetchone()[0]
        store.execute(
            "INSERT INTO session (plan_digest, patient_code, on_day, number, recorded_at, content)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (digest, code, record.on, number, recorded_at, record.to_text()),
        )
    return Logged(digest, number, recorded_at, record)


def sessions_of(folder: str | os.PathLike[str], patient_code: str) -> tuple[Logged, ...]:
    """Return every logged session of a person, by day and number; none without a store.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.

    Examples
    --------
    >>> sessions_of("no-such-folder", "P-014")
    ()
    """
    if not (Path(folder) / FILE_NAME).exists():
        return ()
    with opened(folder) as store:
        rows = store.execute(
            "SELECT plan_digest, number, recorded_at, content FROM session"
            " WHERE patient_code = ? ORDER BY on_day, number, id",
            (patient_code,),
        ).fetchall()
    return tuple(_logged(row) for row in rows)


def plan_of(folder: str | os.PathLike[str], digest: str) -> dict[str, Any]:
    """Return a plan that lies in the store.

    Raises
    ------
    StoreError
        If it does not.
    """
    import json

    with opened(folder) as store:
        row = store.execute("SELECT content FROM plan WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        raise StoreError(f"the store has no plan {digest}", where=str(Path(folder) / FILE_NAME))
    plan: dict[str, Any] = json.loads(row[0])
    return plan


def _logged(row: sqlite3.Row | tuple[Any, ...]) -> Logged:
    """Build a logged session from its row."""
    digest, number, recorded_at, content = row
    return Logged(digest, number, recorded_at, SessionRecord.from_text(content))


def _require_channels(plan: Mapping[str, Any], record: SessionRecord) -> None:
    """Refuse an amplitude for a channel that the plan has not."""
    known = [channel["id"] for channel in plan["channels"]]
    for name, _ in record.amplitude_ma:
        if name not in known:
            raise UsageError(f'the plan has no channel "{name}"', hint=f"use {' or '.join(known)}")
