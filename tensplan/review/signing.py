"""Signing a plan from the page: with the reviewer's own key, which stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tensplan.approval.envelope import sealed
from tensplan.approval.reviewer_key import is_encrypted, key_ids, load_key
from tensplan.approval.statement import statement
from tensplan.approval.trust import TRUST_NAME, Reviewer, read_trust
from tensplan.errors import UsageError
from tensplan.review.desk import Desk, Entry
from tensplan.session_plan.whole_file import write_together
from tensplan.store.approvals import add_approval, withdraw
from tensplan.store.reviews import send_back

NOBODY = "somebody at this machine, without a key"


@dataclass(frozen=True, slots=True)
class Signer:
    """A reviewer whose key is on this machine and on the list."""

    reviewer: Reviewer
    needs_passphrase: bool

    @property
    def words(self) -> str:
        """Name and role."""
        return f"{self.reviewer.name}, {self.reviewer.role}"


def signers(store: str) -> list[Signer]:
    """Return who can sign on this machine: own key, trusted, in force, in a role that may approve.

    Raises
    ------
    TensplanError
        If the list of reviewers or a key file cannot be used.
    """
    trusted = read_trust(Path(store) / TRUST_NAME)
    own = key_ids(Path(store) / "keys")
    return [
        Signer(one, is_encrypted(Path(store) / "keys", one.keyid))
        for one in trusted.reviewers
        if one.keyid in own and one.revoked_on is None and one.until_on is None
        if one.role in trusted.may_approve
    ]


def approve(
    desk: Desk, entry: Entry, *, keyid: str, passphrase: str, reason: str, expires_on: date | None
) -> None:
    """Sign a plan, write the approval beside it, and keep it in the store.

    Parameters
    ----------
    desk : Desk
        Where it lies.
    entry : Entry
        The plan, as it was shown.
    keyid : str
        Key of the signer.
    passphrase : str
        Opens the key; used here and kept nowhere.
    reason : str
        Why it is approved.
    expires_on : date or None
        Last day; the policy's when None.

    Raises
    ------
    UsageError
        If it cannot be signed, the key is nobody's here, there is no reason or the day is too late.
    KeyFileError
        If the key cannot be opened.
    """
    signer = next((one for one in signers(desk.store) if one.reviewer.keyid == keyid), None)
    if signer is None or not entry.can_be_signed:
        raise UsageError(
            "this plan cannot be signed here",
            hint="make the plan again" if signer else "make a key with tensplan key new",
        )
    at, subject = desk.now(), entry.plan
    signed = statement(
        subject.data,
        kind=subject.kind,
        about=subject.about,
        reviewer=signer.reviewer,
        reason=reason,
        at=at,
        expires_on=expires_on,
    )
    envelope = sealed(signed, load_key(Path(desk.store) / "keys", keyid, passphrase=passphrase))
    path = subject.envelope_path(desk.store)
    write_together(path.parent, {path.name: envelope})
    add_approval(desk.store, subject, envelope, recorded_at=at.isoformat(timespec="seconds"))


def object_to(desk: Desk, entry: Entry, *, reason: str) -> None:
    """Send a plan back with a reason; an approval of it that holds is taken back with it.

    No passphrase is asked: sending back allows nothing.

    Raises
    ------
    UsageError
        If there is no reason, or the plan is for no person.
    """
    here = signers(desk.store)
    by = here[0].words if len(here) == 1 else NOBODY
    at = desk.now().isoformat(timespec="seconds")
    send_back(desk.store, entry.content, by=by, reason=reason, recorded_at=at)
    if entry.verification.is_valid:
        why = f"sent back: {' '.join(reason.split())}"
        withdraw(desk.store, entry.plan.line, recorded_at=at, reason=why)
