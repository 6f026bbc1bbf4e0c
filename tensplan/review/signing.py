"""Signing a plan from the page: with the reviewer's own key, which stays where it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tensplan.approval.envelope import LARGEST_ENVELOPE_BYTES
from tensplan.approval.gate import NotForDeliveryError
from tensplan.approval.signing import Signer, sign
from tensplan.approval.signing import signers as own_signers
from tensplan.approval.trust import TRUST_NAME, read_trust
from tensplan.errors import UsageError
from tensplan.protocol.source_file import read_source
from tensplan.review.desk import Desk, Entry
from tensplan.store.approvals import add_approval, newest_envelope, take_back
from tensplan.store.reviews import send_back

NOBODY = "somebody at this machine, without a key"


def signers(store: str) -> list[Signer]:
    """Return who can sign on this machine: own key, trusted, in force, in a role that may approve.

    Raises
    ------
    TensplanError
        If the list of reviewers or a key file cannot be used.
    """
    allowed = read_trust(Path(store) / TRUST_NAME).may_approve
    return [one for one in own_signers(store) if one.reviewer.role in allowed]


def approve(
    desk: Desk, entry: Entry, *, keyid: str, passphrase: str, reason: str, expires_on: date | None
) -> None:
    """Sign a plan, keep the approval in the store, and write it beside the plan.

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
    NotForDeliveryError
        If the plan does not say what its own content gives.
    KeyFileError
        If the key cannot be opened.
    """
    signer = next((one for one in signers(desk.store) if one.reviewer.keyid == keyid), None)
    if signer is None or not entry.can_be_signed:
        raise UsageError(
            "this plan cannot be signed here",
            hint="make the plan again" if signer else "make a key with tensplan key new",
        )
    doubts = desk.doubts(entry)
    if doubts:
        raise NotForDeliveryError(doubts, where=entry.place)
    sign(
        entry.plan,
        store=desk.store,
        reviewer=signer.reviewer,
        passphrase=passphrase,
        reason=reason,
        at=desk.now(),
        expires_on=expires_on,
    )


def object_to(desk: Desk, entry: Entry, *, reason: str) -> None:
    """Send a plan back with a reason; an approval of it is taken back with it.

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
    _keep_approval(desk, entry, at)
    why = f"sent back: {' '.join(reason.split())}"
    take_back(desk.store, entry.plan, recorded_at=at, reason=why)


def _is_of_it(entry: Entry) -> bool:
    """Say whether a trusted reviewer signed this very plan, whether or not that counts today."""
    faults = {finding.rule for finding in entry.verification.findings}
    return entry.verification.approval is not None and "approval/other-file" not in faults


def _keep_approval(desk: Desk, entry: Entry, at: str) -> None:
    """Keep an approval that came with its plan: only what the store knows can be taken back.

    Whether it holds today does not matter: limits, a list or a clock may be others tomorrow.
    """
    if _is_of_it(entry) and newest_envelope(desk.store, entry.plan) is None:
        beside = read_source(entry.plan.envelope_path(desk.store), limit=LARGEST_ENVELOPE_BYTES)
        add_approval(desk.store, entry.plan, beside, recorded_at=at)
