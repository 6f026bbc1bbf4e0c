"""Every time that somebody planned for a person: added and read, never changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tensplan.errors import UsageError
from tensplan.session_plan.plan_line import line_of
from tensplan.store.contents import keep_plan, keep_protocol
from tensplan.store.database import FILE_NAME, opened, writing

Origin = Literal["catalogue", "file"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Latest:
    """What a person was last planned with, as far as this store knows; None where it does not.

    Parameters
    ----------
    patient_digest : str or None
        Of the person's file, whatever the protocol.
    protocol_digest : str or None
        Of the protocol, for this person.
    origin : {"catalogue", "file"} or None
        Where that protocol came from.
    """

    patient_digest: str | None = None
    protocol_digest: str | None = None
    origin: Origin | None = None


def add_planning(
    folder: str | os.PathLike[str],
    plan: Mapping[str, Any],
    *,
    origin: Origin,
    recorded_at: str,
    refused_because: str = "",
) -> None:
    """Add that somebody was planned for; it is on the disk when this returns.

    Parameters
    ----------
    folder : path-like
        Folder of the store.
    plan : mapping
        A whole plan.json for a person, or what it would have held.
    origin : {"catalogue", "file"}
        Where its protocol came from.
    recorded_at : str
        Time of writing; no clock is read here.
    refused_because : str
        Why there is no plan; empty when there is one.

    Raises
    ------
    UsageError
        If the plan is for no person.
    StoreError
        If the store cannot be used.
    """
    person = plan["patient"]
    if person is None:
        raise UsageError("a specimen is for no person: it is not kept", hint="plan with --patient")
    with opened(folder) as store, writing(store):
        protocol = keep_protocol(store, plan["protocol"]["content"])
        row = (
            line_of(plan),
            person["code"],
            person["digest"],
            protocol,
            origin,
            None if refused_because else keep_plan(store, plan),
            refused_because or None,
            plan["provenance"]["on"],
            recorded_at,
        )
        store.execute(
            "INSERT INTO planning (about, patient_code, patient_digest, protocol_digest, origin,"
            " plan_digest, refused_because, on_day, recorded_at) VALUES (?,?,?,?,?,?,?,?,?)",
            row,
        )


def latest(folder: str | os.PathLike[str], plan: Mapping[str, Any]) -> Latest:
    """Return what the person of a plan was last planned with.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.

    Examples
    --------
    >>> latest("no-such-folder", {"patient": {"code": "P-014"}}).patient_digest is None
    True
    """
    person = plan["patient"]
    if person is None or not (Path(folder) / FILE_NAME).exists():
        return Latest()
    with opened(folder) as store:
        whom = store.execute(
            "SELECT patient_digest FROM planning WHERE patient_code = ? ORDER BY id DESC LIMIT 1",
            (person["code"],),
        ).fetchone()
        what = store.execute(
            "SELECT protocol_digest, origin FROM planning WHERE about = ? ORDER BY id DESC LIMIT 1",
            (line_of(plan),),
        ).fetchone()
    return Latest(
        patient_digest=whom and whom[0],
        protocol_digest=what and what[0],
        origin=what and what[1],
    )


def was_planned(folder: str | os.PathLike[str], plan_digest: str) -> bool:
    """Say whether a plan of this digest was made here and kept.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.

    Examples
    --------
    >>> was_planned("no-such-folder", "sha256:0")
    False
    """
    if not (Path(folder) / FILE_NAME).exists():
        return False
    with opened(folder) as store:
        found = store.execute(
            "SELECT 1 FROM planning WHERE plan_digest = ? LIMIT 1", (plan_digest,)
        ).fetchone()
    return found is not None


def refused_since(folder: str | os.PathLike[str], plan: Mapping[str, Any]) -> str:
    """Return when and why the person was refused this protocol after a plan; empty when not.

    A plan that this store never saw was made before a refusal of its own or a later day.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.

    Examples
    --------
    >>> refused_since("no-such-folder", {})
    ''
    """
    if not (Path(folder) / FILE_NAME).exists():
        return ""
    with opened(folder) as store:
        made = store.execute(
            "SELECT max(id) FROM planning WHERE plan_digest = ?", (plan["digest"],)
        ).fetchone()[0]
        after, known = (
            ("on_day >= ?", plan["provenance"]["on"]) if made is None else ("id > ?", made)
        )
        row = store.execute(
            "SELECT recorded_at, refused_because FROM planning WHERE about = ?"
            f" AND refused_because IS NOT NULL AND {after} ORDER BY id DESC LIMIT 1",
            (line_of(plan), known),
        ).fetchone()
    return "" if row is None else f"on {row[0][:10]}: refused: {row[1]}"
