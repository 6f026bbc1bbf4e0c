"""Whether an approval holds, and if not, exactly what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tensplan.approval.envelope import EnvelopeError, opened, signed_by, signer_of
from tensplan.approval.policy import Kind, own_policy
from tensplan.approval.statement import Approval, approval_in, sha256
from tensplan.approval.trust import Reviewer, TrustList
from tensplan.finding import Finding

if TYPE_CHECKING:
    from tensplan.approval.subject import Subject


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What came of verifying one approval.

    Parameters
    ----------
    findings : tuple of Finding
        Everything that is wrong; empty when the approval holds.
    reviewer : Reviewer or None
        Who signed, once the signature is theirs.
    approval : Approval or None
        What was signed; None when nothing signed can be believed.
    """

    findings: tuple[Finding, ...]
    reviewer: Reviewer | None = None
    approval: Approval | None = None

    @property
    def is_valid(self) -> bool:
        """Whether the approval holds."""
        return not self.findings


@dataclass(frozen=True, kw_only=True, slots=True)
class Present:
    """What a plan is compared with at the time of verifying; None for what nobody gave.

    Parameters
    ----------
    limits_digest : str or None
        Of the limits in force.
    protocol_digest, patient_digest : str or None
        Of the files as they are now.
    withdrawn : str
        Why the store says that the approval was taken back; empty when it does not.
    """

    limits_digest: str | None = None
    protocol_digest: str | None = None
    patient_digest: str | None = None
    withdrawn: str = ""


def verify(
    subject: Subject,
    envelope: bytes | None,
    trusted: TrustList,
    *,
    at: datetime,
    present: Present | None = None,
) -> Verification:
    """Verify the approval of a plan or a protocol.

    Parameters
    ----------
    subject : Subject
        What is said to be approved.
    envelope : bytes or None
        Of its approval; None where there is none.
    trusted : TrustList
        Reviewers that the clinic trusts.
    at : datetime
        Now, with its zone.
    present : Present
        Limits, protocol and patient as they are now.
    """
    void = tuple(voids(subject, Present() if present is None else present))
    if envelope is None:
        return Verification(findings=(*void, _missing(subject)))
    try:
        sealed, statement = opened(envelope)
        approval = approval_in(statement)
    except EnvelopeError as error:
        fault = _fault("approval/not-an-approval", error.what, error.hint)
        return Verification(findings=(*void, fault))
    reviewer = trusted.reviewer(signer_of(sealed))
    if reviewer is None:
        return Verification(findings=(*void, _unknown(signer_of(sealed))))
    if not signed_by(sealed, reviewer.public):
        what = f"the signature is not by the key of {reviewer.name}: key or content was exchanged"
        forged = _fault("approval/bad-signature", what, "do not use it; ask the reviewer")
        return Verification(findings=(*void, forged))
    findings = (
        *_other_file(subject, statement),
        *_reviewer(reviewer, trusted, approval),
        *_time(approval, at),
        *void,
    )
    return Verification(findings=findings, reviewer=reviewer, approval=approval)


def names(statement: Mapping[str, Any], kind: Kind, data: bytes) -> bool:
    """Say whether a statement is about these very bytes and nothing else.

    Parameters
    ----------
    statement : mapping
        Of an envelope.
    kind : {"plan", "protocol"}
        What the bytes are.
    data : bytes
        Canonical bytes of the file.
    """
    return bool(statement["subject"] == [{"name": kind, "digest": {"sha256": sha256(data)}}])


def voids(subject: Subject, present: Present) -> Iterator[Finding]:
    """Yield what makes any approval of this file void, whoever signed it.

    Parameters
    ----------
    subject : Subject
        What is or shall be approved.
    present : Present
        What a plan is compared with.
    """
    if subject.kind == "protocol":
        return
    if subject.content["patient"] is None:
        yield _fault(
            "approval/specimen",
            "this plan is a specimen, for no person: it is not for delivery",
            "make the plan with --patient",
        )
    if present.withdrawn:
        yield _fault(
            "approval/withdrawn",
            f"the approval was taken back {present.withdrawn}",
            "make the plan again; when it passes, have it approved",
        )
    for what, rule, found, now in _pairs(subject.content, present):
        if now is not None and found != now:
            yield _fault(
                rule,
                f"the {what} changed after the plan was made ({_short(found)}, now {_short(now)})",
                "make the plan again and have it approved",
            )


def _pairs(content: Mapping[str, Any], present: Present) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield each thing a plan was made from: its digest then and now."""
    patient = content["patient"]
    digest = None if patient is None else patient["digest"]
    in_force = content["provenance"]["limits_digest"]
    yield "limits", "approval/limits-changed", in_force, present.limits_digest
    made_from = content["protocol"]["digest"]
    yield "protocol", "approval/protocol-changed", made_from, present.protocol_digest
    yield "patient", "approval/patient-changed", digest, present.patient_digest


def _other_file(subject: Subject, statement: Mapping[str, Any]) -> Iterator[Finding]:
    """Whether the signature is over this very file."""
    if not names(statement, subject.kind, subject.data):
        yield _fault(
            "approval/other-file",
            f"this approval is of another file, or the {subject.kind} changed after it was approved",
            "approve this very file with tensplan approve",
        )


def _reviewer(reviewer: Reviewer, trusted: TrustList, approval: Approval) -> Iterator[Finding]:
    """Whether the signer may approve, then and now."""
    name = reviewer.name
    signed = approval.at.astimezone(UTC).date().isoformat()
    if reviewer.revoked_on is not None:
        because = f": {reviewer.revoked_because}" if reviewer.revoked_because else ""
        yield _fault(
            "approval/revoked-key",
            f"the key of {name} was revoked on {reviewer.revoked_on}{because}",
            "have it approved again; no signature of a revoked key counts, whatever its date",
        )
    if signed < reviewer.since_on or signed > (reviewer.until_on or "9999-12-31"):
        until = f" to {reviewer.until_on}" if reviewer.until_on else ""
        yield _fault(
            "approval/key-out-of-time",
            f"the key of {name} counts from {reviewer.since_on}{until}; this was signed on {signed}",
            "have it approved again with the key in use",
        )
    if reviewer.role not in trusted.may_approve:
        yield _fault(
            "approval/role-may-not",
            f"{name} is {reviewer.role}; approvals are by {', '.join(trusted.may_approve)}",
            "ask a reviewer in one of these roles",
        )


def _time(approval: Approval, at: datetime) -> Iterator[Finding]:
    """Whether the approval is in force."""
    if approval.at > at + timedelta(seconds=own_policy().clock_skew):
        yield _fault(
            "approval/from-the-future",
            f"it was signed at {approval.at:%Y-%m-%d %H:%M} UTC, which is still to come by this clock",
            "set the clocks of both machines",
        )
    if at.astimezone(UTC).date() > approval.expires_on:
        yield _fault(
            "approval/expired",
            f"the approval ended on {approval.expires_on}",
            "review it again and approve it anew",
        )


def _missing(subject: Subject) -> Finding:
    return _fault(
        "approval/missing",
        f"nobody has approved this {subject.kind}",
        "have it reviewed and run tensplan approve",
    )


def _unknown(keyid: str) -> Finding:
    return _fault(
        "approval/unknown-key",
        f"the key {_short(keyid)} is not on the list of trusted reviewers",
        "ask who signed; add a reviewer with tensplan key trust",
    )


def _short(digest: str | None) -> str:
    """First digits of a digest."""
    return "none" if digest is None else digest.removeprefix("sha256:")[:12]


def _fault(rule: str, message: str, hint: str) -> Finding:
    return Finding(rule=rule, severity="error", message=message, hint=hint)
