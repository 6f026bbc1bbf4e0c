"""The gate before delivery: whether a plan may leave for its person, or exactly why not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tensplan.approval.subject import Subject, digest_of_protocol, plan_subject, protocol_in
from tensplan.approval.verification import Present, Verification, verify
from tensplan.errors import FindingsError, told
from tensplan.finding import Finding

if TYPE_CHECKING:
    from tensplan.approval.trust import TrustList
    from tensplan.store.plannings import Latest


class NotForDeliveryError(FindingsError):
    """A plan that may not be delivered, with everything that is wrong.

    Parameters
    ----------
    findings : tuple of Finding
        At least one.
    where : str
        The plan's file.
    """

    ref = "approval/not-for-delivery"

    def __init__(self, findings: tuple[Finding, ...], *, where: str) -> None:
        super().__init__(findings[0].message, where=where, hint=findings[0].hint)
        self.findings = findings

    def __str__(self) -> str:
        """Return each finding with its hint, one after the other."""
        return "\n".join(
            told(self.where, one.rule, [one.message], one.hint) for one in self.findings
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """What came of asking whether a plan may be delivered.

    Parameters
    ----------
    plan : Subject
        The plan that was asked about.
    approval : Verification
        Of the plan; it decides.
    protocol : Verification
        Of the protocol that the plan was made from; shown, it does not decide.
    envelope : bytes or None
        Of the plan's approval; None where there is none.
    """

    plan: Subject
    approval: Verification
    protocol: Verification
    envelope: bytes | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether the plan may be delivered."""
        return self.approval.is_valid


def judge_delivery(
    plan: str | os.PathLike[str],
    *,
    store: str | os.PathLike[str],
    limits_digest: str,
    at: datetime,
    approval_file: str | os.PathLike[str] | None = None,
    patient_digest: str | None = None,
) -> Delivery:
    """Say whether a plan.json may be delivered.

    It may when an approval of exactly this plan holds: signed by a trusted reviewer in a role
    that may approve, in force, for a person, not taken back, and made under the limits, the
    protocol and the patient file as they are now.

    Parameters
    ----------
    plan : path-like
        A plan.json.
    store : path-like
        Folder of trusted reviewers, protocols' approvals and the store.
    limits_digest : str
        Of the limits in force.
    at : datetime
        Now, with its zone.
    approval_file : path-like or None
        The approval; the one beside the plan when left out.
    patient_digest : str or None
        Of the patient file as it is now; None when nobody gave it.

    Raises
    ------
    TensplanError
        If the plan, the approval file, the list of reviewers or the store cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import UTC
    >>> import tensplan
    >>> from tensplan.session_plan.plan_file import write_plan
    >>> made = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_plan(made, folder)
    ...     now = datetime(2026, 11, 22, tzinfo=UTC)
    ...     found = judge_delivery(path, store=folder, limits_digest="sha256:1", at=now)
    >>> found.is_allowed, found.approval.findings[0].rule
    (False, 'approval/specimen')
    """
    subject = plan_subject(plan)
    present = present_here(subject, store, limits_digest, patient_digest)
    envelope = _envelope(subject, store, approval_file)  # what is verified is what is passed on
    return Delivery(
        plan=subject,
        approval=verify(subject, envelope, _trusted(store), at=at, present=present),
        protocol=verify_here(protocol_in(subject), store, at=at),
        envelope=envelope,
    )


def require_delivery(
    plan: str | os.PathLike[str],
    *,
    store: str | os.PathLike[str],
    limits_digest: str,
    at: datetime,
) -> Delivery:
    """Return who approved a plan, or stop.

    Parameters
    ----------
    plan, store, limits_digest, at
        As for `judge_delivery`.

    Raises
    ------
    NotForDeliveryError
        If the plan may not be delivered.
    TensplanError
        If something cannot be read.
    """
    found = judge_delivery(plan, store=store, limits_digest=limits_digest, at=at)
    if not found.is_allowed:
        raise NotForDeliveryError(found.approval.findings, where=str(plan))
    return found


def verify_here(
    subject: Subject,
    store: str | os.PathLike[str],
    *,
    at: datetime,
    approval_file: str | os.PathLike[str] | None = None,
    present: Present | None = None,
) -> Verification:
    """Verify the approval of a plan or protocol with what lies on this machine.

    Parameters
    ----------
    subject : Subject
        What is said to be approved.
    store : path-like
        Folder with the list of trusted reviewers and the store.
    at : datetime
        Now, with its zone.
    approval_file : path-like or None
        The approval; when left out the one beside the file, or else the newest in the store.
    present : Present or None
        What a plan is compared with.

    Raises
    ------
    TensplanError
        If the approval file, the list of reviewers or the store cannot be read.
    """
    envelope = _envelope(subject, store, approval_file)
    return verify(subject, envelope, _trusted(store), at=at, present=present)


def _trusted(store: str | os.PathLike[str]) -> TrustList:
    """Return the list of trusted reviewers."""
    from tensplan.approval.trust import TRUST_NAME, read_trust

    return read_trust(Path(store) / TRUST_NAME)


def _envelope(
    subject: Subject,
    store: str | os.PathLike[str],
    approval_file: str | os.PathLike[str] | None,
) -> bytes | None:
    """Return the bytes of an approval; None where there is none."""
    from tensplan.approval.envelope import LARGEST_ENVELOPE_BYTES
    from tensplan.protocol.source_file import read_source
    from tensplan.store.approvals import newest_envelope

    path = subject.envelope_path(store) if approval_file is None else Path(approval_file)
    if approval_file is None and not os.path.lexists(path):
        return newest_envelope(store, subject)
    return read_source(path, limit=LARGEST_ENVELOPE_BYTES)


def present_here(
    plan: Subject,
    store: str | os.PathLike[str],
    limits_digest: str,
    patient_digest: str | None = None,
) -> Present:
    """Return what a plan is compared with: limits, protocol, person and store as they are now.

    Parameters
    ----------
    plan, store, limits_digest, patient_digest
        As for `judge_delivery`.

    Raises
    ------
    StoreError
        If there is a store that cannot be read.
    """
    from tensplan.store.approvals import withdrawn
    from tensplan.store.plannings import latest, refused_since

    last = latest(store, plan.content)
    return Present(
        limits_digest=limits_digest,
        protocol_digest=_protocol_now(plan, last),
        patient_digest=last.patient_digest if patient_digest is None else patient_digest,
        withdrawn=withdrawn(store, plan) or refused_since(store, plan.content),
    )


def _protocol_now(plan: Subject, last: Latest) -> str | None:
    """Return the digest of the protocol as it is now; None when nobody here knows it.

    A clinic's own file is known by the last plan that was made from it, the catalogue by itself.
    """
    from tensplan.protocol.catalogue import catalogue

    made_from, name = plan.content["protocol"]["digest"], plan.content["protocol"]["id"]
    if last.origin == "file" or last.protocol_digest not in (None, made_from):
        return last.protocol_digest
    return digest_of_protocol(name) if name in catalogue() else None
