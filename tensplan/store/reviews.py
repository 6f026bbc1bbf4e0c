"""Reviews in the store: plans that were sent back, and every decision in the order it was made."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from tensplan.errors import UsageError
from tensplan.session_plan.plan_line import line_of
from tensplan.store.contents import keep_plan
from tensplan.store.database import FILE_NAME, opened, writing

LONGEST_REASON: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """One decision as it lies in the store.

    Parameters
    ----------
    what : {"approved", "sent back", "taken back"}
        What was decided.
    about : str
        Protocol, and for a plan the person: what stays the same from version to version.
    plan_digest : str
        Of the plan; empty for a protocol and for what was taken back as a whole line.
    recorded_at : str
        When, in universal time.
    by : str
        Who; empty where the store does not know it.
    reason : str
        Why.
    until : str
        Last day of an approval; empty for others.
    """

    what: Literal["approved", "sent back", "taken back"]
    about: str
    plan_digest: str
    recorded_at: str
    by: str
    reason: str
    until: str = ""


def send_back(
    folder: str | os.PathLike[str],
    plan: Mapping[str, Any],
    *,
    by: str,
    reason: str,
    recorded_at: str,
) -> None:
    """Keep that a plan was sent back; it is on the disk when this returns.

    Parameters
    ----------
    folder : path-like
        Folder of the store.
    plan : mapping
        A whole plan.json for a person; it is kept beside its first record.
    by : str
        Who sends it back.
    reason : str
        Why; 1 to 500 characters.
    recorded_at : str
        Time of writing; no clock is read here.

    Raises
    ------
    UsageError
        If there is no reason, or the plan is for no person.
    StoreError
        If the store cannot be used.
    """
    text = " ".join(reason.split())
    if not 0 < len(text) <= LONGEST_REASON:
        raise UsageError(
            f"a reason of 1 to {LONGEST_REASON} characters is needed, got {len(text)}",
            hint="say in a sentence what must change",
        )
    if plan["patient"] is None:
        raise UsageError(
            "this plan is a specimen, for no person: it waits for nobody",
            hint="make the plan with --patient",
        )
    with opened(folder) as store, writing(store):
        digest = keep_plan(store, plan)
        store.execute(
            "INSERT INTO objection (plan_digest, recorded_at, by_whom, reason) VALUES (?, ?, ?, ?)",
            (digest, recorded_at, by, text),
        )


def decisions(folder: str | os.PathLike[str]) -> tuple[Decision, ...]:
    """Return every approval, every plan sent back and every approval taken back, newest first.

    Who approved and why is read from the signed text as it lies there; whether it holds is for
    `tensplan.approval.verification.verify` to say.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.

    Examples
    --------
    >>> decisions("no-such-folder")
    ()
    """
    if not (Path(folder) / FILE_NAME).exists():
        return ()
    with opened(folder) as store:
        approved = store.execute("SELECT about, recorded_at, kind, content, envelope FROM approval")
        found = [_approved(*row) for row in approved]
        returned = store.execute(
            "SELECT o.plan_digest, o.recorded_at, o.by_whom, o.reason, p.content"
            " FROM objection o JOIN plan p ON p.digest = o.plan_digest"
        )
        found += [_returned(*row) for row in returned]
        taken = store.execute("SELECT about, recorded_at, reason FROM withdrawal")
        found += [
            Decision(
                what="taken back", about=about, plan_digest="", recorded_at=at, by="", reason=why
            )
            for about, at, why in taken
        ]
    return tuple(sorted(found, key=lambda one: one.recorded_at, reverse=True))


def stored_plans(folder: str | os.PathLike[str]) -> tuple[dict[str, Any], ...]:
    """Return the plans for persons that the store holds, the one planned last at the end.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.

    Examples
    --------
    >>> stored_plans("no-such-folder")
    ()
    """
    if not (Path(folder) / FILE_NAME).exists():
        return ()
    with opened(folder) as store:
        rows = store.execute(
            "SELECT content FROM plan p ORDER BY coalesce("
            "(SELECT max(id) FROM planning n WHERE n.plan_digest = p.digest), 0), p.rowid"
        ).fetchall()
    return tuple(json.loads(content) for (content,) in rows)


def _approved(about: str, at: str, kind: str, content: bytes, envelope: bytes) -> Decision:
    """Return an approval in the words that were signed."""
    from tensplan.approval.envelope import EnvelopeError
    from tensplan.approval.envelope import opened as unsealed
    from tensplan.approval.statement import approval_in

    digest = json.loads(content)["digest"] if kind == "plan" else ""
    try:
        said = approval_in(unsealed(envelope)[1])
    except EnvelopeError as error:
        by, reason, until = "", error.what, ""
    else:
        by, reason = f"{said.reviewer.name}, {said.reviewer.role}", said.reason
        until = said.expires_on.isoformat()
    return Decision(
        what="approved",
        about=about,
        plan_digest=digest,
        recorded_at=at,
        by=by,
        reason=reason,
        until=until,
    )


def _returned(digest: str, at: str, by: str, reason: str, content: bytes) -> Decision:
    plan = json.loads(content)
    return Decision(
        what="sent back",
        about=line_of(plan),
        plan_digest=digest,
        recorded_at=at,
        by=by,
        reason=reason,
    )
