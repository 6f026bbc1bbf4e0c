"""Signing: who can, what stops a plan from being signed, and the one way in which it is done."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import tensplan
from tensplan.approval.envelope import sealed
from tensplan.approval.gate import present_here
from tensplan.approval.reviewer_key import is_encrypted, key_ids, load_key
from tensplan.approval.statement import statement
from tensplan.approval.subject import Subject
from tensplan.approval.trust import TRUST_NAME, Reviewer, read_trust
from tensplan.approval.verification import voids
from tensplan.finding import Finding
from tensplan.session_plan.whole_file import WriteError, write_together

if TYPE_CHECKING:
    from tensplan.patient.model import Patient
    from tensplan.safety.limits import Limits


@dataclass(frozen=True, slots=True)
class Signer:
    """A reviewer whose key is on this machine and on the list."""

    reviewer: Reviewer
    needs_passphrase: bool

    @property
    def words(self) -> str:
        """Name and role."""
        return f"{self.reviewer.name}, {self.reviewer.role}"


def signers(store: str | os.PathLike[str]) -> list[Signer]:
    """Return whose key is on this machine, trusted and in force, whatever the role.

    Raises
    ------
    TensplanError
        If the list of reviewers or a key file cannot be used.

    Examples
    --------
    >>> signers("no-such-folder")
    []
    """
    keys = Path(store) / "keys"
    own = key_ids(keys)
    return [
        Signer(one, is_encrypted(keys, one.keyid))
        for one in read_trust(Path(store) / TRUST_NAME).reviewers
        if one.keyid in own and one.revoked_on is None and one.until_on is None
    ]


def why_not_signed(
    plan: Subject,
    *,
    store: str | os.PathLike[str],
    limits: Limits,
    person: Patient | None,
) -> tuple[Finding, ...]:
    """Return why no signature would make a plan deliverable, or why it must not be signed.

    Parameters
    ----------
    plan : Subject
        A plan.
    store : path-like
        Folder of the store.
    limits : Limits
        In force.
    person : Patient or None
        Whose file has the digest that the plan names; None where nobody has it.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.
    """
    void = tuple(voids(plan, present_here(plan, store, limits.digest)))
    return void or doubts(plan, store=store, limits=limits, person=person)


def doubts(
    plan: Subject,
    *,
    store: str | os.PathLike[str],
    limits: Limits,
    person: Patient | None,
) -> tuple[Finding, ...]:
    """Return what a plan says that its own content does not give; nothing when it is sound.

    A plan whose very bytes this version of the program made and kept in the store is sound. Any
    other is made again and compared: it may have been written by hand.

    Parameters
    ----------
    plan, store, limits, person
        As for `why_not_signed`.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.
    """
    from tensplan.approval.remaking import remade
    from tensplan.store.past import history_of
    from tensplan.store.plannings import was_planned

    made = plan.content["provenance"]
    if made["tensplan"] == tensplan.__version__ and was_planned(store, plan.content["digest"]):
        return ()
    if person is None:
        return (_nobody_at_hand(plan.content["patient"]["code"]),)
    history = history_of(store, person.code, on=date.fromisoformat(made["on"]))
    return remade(plan, person=person, history=history, limits=limits)


def _nobody_at_hand(code: str) -> Finding:
    return Finding(
        rule="approval/person-not-at-hand",
        severity="error",
        message=f"this plan was not made here by this version, and the patient file of {code} is not "
        "at hand, so it cannot be made again and compared",
        hint="put the patient file beside the plan, or name it with --patient",
    )


def sign(
    subject: Subject,
    *,
    store: str | os.PathLike[str],
    reviewer: Reviewer,
    passphrase: str,
    reason: str,
    at: datetime,
    expires_on: date | None = None,
) -> date:
    """Sign a plan or a protocol, keep the approval in the store, and write it beside the file.

    The store comes first: what lies beside a plan can be taken back there.

    Parameters
    ----------
    subject : Subject
        What was read.
    store : path-like
        Folder of keys and the store.
    reviewer : Reviewer
        Who signs.
    passphrase : str
        Opens the key; used here and kept nowhere.
    reason : str
        Why it is approved.
    at : datetime
        Now, with its zone.
    expires_on : date or None
        Last day; the policy's when None.

    Returns
    -------
    date
        Last day of the approval.

    Raises
    ------
    UsageError
        If there is no reason or the day is too late.
    KeyFileError
        If the key cannot be opened.
    StoreError, WriteError
        If the store or the folder cannot be written to.
    """
    from tensplan.store.approvals import add_approval

    signed = statement(
        subject.data,
        kind=subject.kind,
        about=subject.about,
        reviewer=reviewer,
        reason=reason,
        at=at,
        expires_on=expires_on,
    )
    key = load_key(Path(store) / "keys", reviewer.keyid, passphrase=passphrase)
    envelope = sealed(signed, key)
    path = subject.envelope_path(store)
    add_approval(store, subject, envelope, recorded_at=at.isoformat(timespec="seconds"))
    try:
        write_together(path.parent, {path.name: envelope})
    except WriteError as error:
        raise WriteError(
            f"the approval is signed and kept in the store, but does not lie beside its file: "
            f"{error.what.removeprefix('nothing was written: ')}",
            where=error.where,
            hint="mend the folder, then approve again",
        ) from error
    return date.fromisoformat(signed["predicate"]["expires_on"])
