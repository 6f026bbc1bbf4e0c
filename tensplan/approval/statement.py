"""What a reviewer signs: which file, in which version, for what reason, until when."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from importlib import metadata
from typing import Any, Literal

from pydantic import ValidationError

import tensplan
from tensplan.approval.envelope import PREDICATE_TYPE, STATEMENT_TYPE, EnvelopeError
from tensplan.approval.policy import Kind, own_policy
from tensplan.approval.trust import Reviewer
from tensplan.errors import UsageError
from tensplan.protocol.field import Model, key

LONGEST_REASON = 500


class SignedBy(Model):
    """Who signed, as they were known when they did."""

    name: str = key("name", "Name of the reviewer.")
    role: str = key("role", "Role of the reviewer.")
    clinic: str = key("clinic", "Where the reviewer works.")


class Approval(Model):
    """The signed part of an approval that people read."""

    decision: Literal["approved"] = key("decision", "What was decided.")
    kind: Kind = key("kind", "What was approved.")
    about: dict[str, str | None] = key("about", "Digests and versions, for the eye.")
    reviewer: SignedBy = key("reviewer", "Who signed.")
    reason: str = key("reason", "Why.")
    at: datetime = key("at", "When.")
    expires_on: date = key("expires", "Last day.")
    made_with: dict[str, str] = key("made with", "Versions of the program.")


def approval_in(statement: Mapping[str, Any]) -> Approval:
    """Read the signed part of a statement.

    Raises
    ------
    EnvelopeError
        If a part is missing, of another form, or has no zone in its time.
    """
    try:
        found = Approval.model_validate_json(json.dumps(statement["predicate"]))
    except (ValidationError, KeyError) as error:
        raise EnvelopeError(
            f"what was signed is no approval: {str(error).splitlines()[0]}"
        ) from None
    if found.at.tzinfo is None:
        raise EnvelopeError("what was signed is no approval: its time has no zone")
    return found


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits, as ``sha256sum`` prints it.

    Examples
    --------
    >>> sha256(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def statement(
    data: bytes,
    *,
    kind: Kind,
    about: Mapping[str, Any],
    reviewer: Reviewer,
    reason: str,
    at: datetime,
    expires_on: date | None = None,
) -> dict[str, Any]:
    """Return the statement of an approval.

    Parameters
    ----------
    data : bytes
        Of the canonical file that is approved.
    kind : {"plan", "protocol"}
        What it is.
    about : mapping
        Digests and versions of what the file was made from; for the eye, the bytes decide.
    reviewer : Reviewer
        Who signs.
    reason : str
        Why; 1 to 500 characters.
    at : datetime
        When, with its zone.
    expires_on : date
        Last day; the policy's when left out, and never later than it.

    Raises
    ------
    UsageError
        If there is no reason, or the last day is too late or past.
    """
    text = " ".join(reason.split())
    if not 0 < len(text) <= LONGEST_REASON:
        raise UsageError(
            f"a reason of 1 to {LONGEST_REASON} characters is needed, got {len(text)}",
            hint="say in a sentence with --reason why this is approved",
        )
    moment = at.astimezone(UTC).replace(microsecond=0)
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": kind, "digest": {"sha256": sha256(data)}}],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "decision": "approved",
            "kind": kind,
            "about": dict(about),
            "reviewer": {"name": reviewer.name, "role": reviewer.role, "clinic": reviewer.clinic},
            "reason": text,
            "at": moment.isoformat().replace("+00:00", "Z"),
            "expires_on": _last_day(kind, moment.date(), expires_on).isoformat(),
            "made_with": {"tensplan": tensplan.__version__, **_versions()},
        },
    }


def _versions() -> dict[str, str]:
    """Return the versions of what signs."""
    return {
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in ("cryptography", "securesystemslib")},
    }


def _last_day(kind: Kind, first: date, asked: date | None) -> date:
    """Return the last day of an approval."""
    latest = first + timedelta(days=own_policy().days(kind))
    if asked is None:
        return latest
    if not first <= asked <= latest:
        raise UsageError(
            f"an approval of a {kind} made on {first} may end from that day to {latest}, not {asked}",
            hint="name an earlier day with --expires, and approve again when it has passed",
        )
    return asked
