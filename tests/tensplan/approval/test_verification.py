"""Approvals: what holds, and every way in which one does not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from builders import make_protocol, plan_for
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tensplan.approval.envelope import opened, sealed
from tensplan.approval.reviewer_key import KeyFileError, load_key, new_key, public_bytes
from tensplan.approval.statement import statement
from tensplan.approval.subject import Subject, read_subject
from tensplan.approval.trust import TrustList, card, read_trust, replacing, revoking, trusting
from tensplan.approval.verification import Present, Verification, names, verify
from tensplan.errors import UsageError
from tensplan.session_plan.canonical import canonical_bytes

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TRUSTED_ON = date(2026, 11, 1)
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of Ed25519 (RFC 8032): a signature's second half is below it."""


@dataclass(frozen=True)
class Clinic:
    """A reviewer with a key, a list that trusts them, and an approved plan."""

    folder: Path
    keyid: str
    key: Ed25519PrivateKey
    trusted: TrustList
    subject: Subject
    envelope: bytes

    def verified(self, **changes: Any) -> Verification:
        """Verify the approval with one thing changed."""
        usual: dict[str, Any] = {"at": NOW, "present": None}
        found = {"subject": self.subject, "envelope": self.envelope, "trusted": self.trusted}
        asked = {**found, **usual, **changes}
        return verify(asked.pop("subject"), asked.pop("envelope"), asked.pop("trusted"), **asked)

    def signed(self, subject: Subject | None = None, **changes: Any) -> bytes:
        """Sign a subject with the reviewer's key."""
        one = self.subject if subject is None else subject
        usual: dict[str, Any] = {
            "kind": one.kind,
            "about": one.about,
            "reviewer": self.trusted.reviewers[0],
            "reason": "pads and cap fit",
            "at": NOW,
        }
        return sealed(statement(one.data, **{**usual, **changes}), self.key)


def plan_file(folder: Path, code: str | None = "P-014", **changes: Any) -> Subject:
    """Write a plan and read it as what is to be approved."""
    path = folder / f"{code}-{len(changes)}.json"
    path.write_bytes(canonical_bytes(plan_for(code, **changes)))
    return read_subject(path)


def trusting_card(trusted: TrustList, key: Ed25519PrivateKey, keyid: str, role: str) -> TrustList:
    """Put one key on a list."""
    own = card(keyid, public_bytes(key), name="Dr A. Reviewer", role=role, clinic="Back clinic")
    return trusting(trusted, own, on=TRUSTED_ON)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Return a clinic that has approved one plan."""
    keyid = new_key(tmp_path / "keys")
    key = load_key(tmp_path / "keys", keyid)
    trusted = trusting_card(read_trust(tmp_path / "none.json"), key, keyid, "physician")
    bare = Clinic(tmp_path, keyid, key, trusted, plan_file(tmp_path), b"")
    return replace(bare, envelope=bare.signed())


def rules(result: Verification) -> list[str]:
    """Return the rules of what is wrong."""
    return [finding.rule for finding in result.findings]


def test_an_approval_holds_and_names_who_signed(clinic: Clinic) -> None:
    """Nothing is wrong, and the signed reason comes back."""
    result = clinic.verified()
    assert result.is_valid
    assert result.approval is not None
    assert (result.approval.reviewer.name, result.approval.reason) == (
        "Dr A. Reviewer",
        "pads and cap fit",
    )
    assert result.approval.expires_on == date(2026, 12, 27)


def test_another_reader_of_the_format_verifies_it(clinic: Clinic) -> None:
    """The envelope is DSSE by its text: the signature is over the pre-authentication encoding."""
    data = json.loads(clinic.envelope)
    payload = base64.b64decode(data["payload"])
    kind = data["payloadType"].encode()
    encoded = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    signature = base64.b64decode(data["signatures"][0]["sig"])
    clinic.key.public_key().verify(signature, encoded)
    named = json.loads(payload)["subject"][0]["digest"]["sha256"]
    import hashlib

    assert named == hashlib.sha256(clinic.subject.data).hexdigest()


def test_every_single_bit_of_a_plan_counts(clinic: Clinic) -> None:
    """Whichever bit of the plan is turned, the signed statement is about other bytes."""
    _, signed = opened(clinic.envelope)
    data = bytearray(clinic.subject.data)
    assert names(signed, "plan", bytes(data))
    assert 10_000 < len(data) <= 64 * 1024
    missed = []
    for bit in range(8 * len(data)):
        data[bit // 8] ^= 1 << bit % 8
        if names(signed, "plan", bytes(data)):
            missed.append(bit)
        data[bit // 8] ^= 1 << bit % 8
    assert missed == []


def test_every_single_bit_of_an_approval_counts(clinic: Clinic) -> None:
    """Whichever bit of the envelope is turned, it does not hold."""
    data = bytearray(clinic.envelope)
    held = []
    for bit in range(8 * len(data)):
        data[bit // 8] ^= 1 << bit % 8
        if clinic.verified(envelope=bytes(data)).is_valid:
            held.append(bit)
        data[bit // 8] ^= 1 << bit % 8
    assert held == []


def another(clinic: Clinic, role: str = "physician") -> tuple[Ed25519PrivateKey, str]:
    """Make a second key."""
    keyid = new_key(clinic.folder / "others")
    return load_key(clinic.folder / "others", keyid), keyid


def by_unknown_key(clinic: Clinic) -> Verification:
    key, _ = another(clinic)
    return clinic.verified(envelope=replace(clinic, key=key).signed())


def under_a_false_name(clinic: Clinic) -> Verification:
    key, _ = another(clinic)
    forged = json.loads(replace(clinic, key=key).signed())
    forged["signatures"][0]["keyid"] = clinic.keyid
    return clinic.verified(envelope=rfc8785.dumps(forged))


def of_another_plan(clinic: Clinic) -> Verification:
    other = plan_file(clinic.folder, "P-015")
    return clinic.verified(envelope=clinic.signed(other))


def as_a_protocol(clinic: Clinic) -> Verification:
    return clinic.verified(envelope=clinic.signed(kind="protocol"))


def of_another_canonical_form(clinic: Clinic) -> Verification:
    pretty = json.dumps(clinic.subject.content, indent=1).encode()
    return clinic.verified(envelope=clinic.signed(replace(clinic.subject, data=pretty)))


def by_an_engineer(clinic: Clinic) -> Verification:
    key, keyid = another(clinic)
    trusted = trusting_card(read_trust(clinic.folder / "none.json"), key, keyid, "engineer")
    signed = replace(clinic, key=key, trusted=trusted).signed()
    return clinic.verified(envelope=signed, trusted=trusted)


def by_a_role_the_clinic_left_out(clinic: Clinic) -> Verification:
    fewer = clinic.trusted.model_copy(update={"may_approve": ("podiatrist",)})
    return clinic.verified(trusted=fewer)


def before_it_was_trusted(clinic: Clinic) -> Verification:
    return clinic.verified(envelope=clinic.signed(at=NOW - timedelta(days=30)))


def after_it_was_replaced(clinic: Clinic) -> Verification:
    return clinic.verified(trusted=replacing(clinic.trusted, clinic.keyid, on=date(2026, 11, 21)))


def with_a_revoked_key(clinic: Clinic) -> Verification:
    listed = revoking(clinic.trusted, clinic.keyid, on=NOW.date(), because="laptop lost")
    return clinic.verified(trusted=listed)


def not_canonical(clinic: Clinic) -> Verification:
    return clinic.verified(envelope=json.dumps(json.loads(clinic.envelope)).encode() + b" ")


def without_a_zone(clinic: Clinic) -> Verification:
    signed = clinic_statement(clinic)
    signed["predicate"]["at"] = "2026-11-22T12:00:00"
    return clinic.verified(envelope=sealed(signed, clinic.key))


def clinic_statement(clinic: Clinic) -> dict[str, Any]:
    """Return what the reviewer signed, to be changed."""
    return statement(
        clinic.subject.data,
        kind="plan",
        about=clinic.subject.about,
        reviewer=clinic.trusted.reviewers[0],
        reason="x",
        at=NOW,
    )


def of_a_specimen(clinic: Clinic) -> Verification:
    specimen = plan_file(clinic.folder, None)
    return clinic.verified(subject=specimen, envelope=clinic.signed(specimen))


def of_two_plans(clinic: Clinic) -> Verification:
    signed = clinic_statement(clinic)
    signed["subject"].append({"name": "plan", "digest": {"sha256": "0" * 64}})
    return clinic.verified(envelope=sealed(signed, clinic.key))


def of_another_decision(clinic: Clinic) -> Verification:
    signed = clinic_statement(clinic)
    signed["predicate"]["decision"] = "sent back"
    return clinic.verified(envelope=sealed(signed, clinic.key))


def with_a_second_signature(clinic: Clinic) -> Verification:
    data = json.loads(clinic.envelope)
    data["signatures"].append({**data["signatures"][0], "keyid": "0" * 64})
    return clinic.verified(envelope=rfc8785.dumps(data))


def with_a_shifted_signature(clinic: Clinic) -> Verification:
    data = json.loads(clinic.envelope)
    raw = base64.b64decode(data["signatures"][0]["sig"])
    shifted = int.from_bytes(raw[32:], "little") + GROUP_ORDER
    data["signatures"][0]["sig"] = base64.b64encode(
        raw[:32] + shifted.to_bytes(32, "little")
    ).decode()
    return clinic.verified(envelope=rfc8785.dumps(data))


def under_the_same_name(clinic: Clinic) -> Verification:
    key, keyid = another(clinic)
    same_name = trusting_card(read_trust(clinic.folder / "none.json"), key, keyid, "physician")
    return clinic.verified(envelope=replace(clinic, key=key, trusted=same_name).signed())


ATTACKS: dict[str, tuple[Callable[[Clinic], Verification], str]] = {
    "no approval": (lambda c: c.verified(envelope=None), "approval/missing"),
    "empty file": (lambda c: c.verified(envelope=b""), "approval/not-an-approval"),
    "other json": (lambda c: c.verified(envelope=b"{}"), "approval/not-an-approval"),
    "huge": (lambda c: c.verified(envelope=b" " * 65537), "approval/not-an-approval"),
    "deep": (lambda c: c.verified(envelope=b"[" * 60000), "approval/not-an-approval"),
    "not canonical": (not_canonical, "approval/not-an-approval"),
    "no zone": (without_a_zone, "approval/not-an-approval"),
    "another decision": (of_another_decision, "approval/not-an-approval"),
    "second signature": (with_a_second_signature, "approval/not-an-approval"),
    "shifted signature": (with_a_shifted_signature, "approval/bad-signature"),
    "two plans under one signature": (of_two_plans, "approval/other-file"),
    "another key under the same name": (under_the_same_name, "approval/unknown-key"),
    "unknown key": (by_unknown_key, "approval/unknown-key"),
    "wrong key under a trusted id": (under_a_false_name, "approval/bad-signature"),
    "signature of another plan": (of_another_plan, "approval/other-file"),
    "plan signed as a protocol": (as_a_protocol, "approval/other-file"),
    "digest of another form": (of_another_canonical_form, "approval/other-file"),
    "engineer": (by_an_engineer, "approval/role-may-not"),
    "role left out": (by_a_role_the_clinic_left_out, "approval/role-may-not"),
    "before trust": (before_it_was_trusted, "approval/key-out-of-time"),
    "after replacement": (after_it_was_replaced, "approval/key-out-of-time"),
    "revoked": (with_a_revoked_key, "approval/revoked-key"),
    "expired": (lambda c: c.verified(at=NOW + timedelta(days=36)), "approval/expired"),
    "clock behind": (
        lambda c: c.verified(at=NOW - timedelta(seconds=301)),
        "approval/from-the-future",
    ),
    "specimen": (of_a_specimen, "approval/specimen"),
    "limits": (
        lambda c: c.verified(present=Present(limits_digest="sha256:1")),
        "approval/limits-changed",
    ),
    "protocol": (
        lambda c: c.verified(present=Present(protocol_digest="sha256:1")),
        "approval/protocol-changed",
    ),
    "withdrawn": (
        lambda c: c.verified(present=Present(withdrawn="on 2026-11-22: refused")),
        "approval/withdrawn",
    ),
    "patient": (
        lambda c: c.verified(present=Present(patient_digest="sha256:1")),
        "approval/patient-changed",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_voids_an_approval(name: str, clinic: Clinic) -> None:
    """Each attack is found, by exactly its own rule."""
    attack, rule = ATTACKS[name]
    assert set(rules(attack(clinic))) == {rule}


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(timedelta(seconds=-300), id="skew-forgiven"),
        pytest.param(timedelta(days=35), id="last-day"),
    ],
)
def test_the_bounds_of_time_hold(later: timedelta, clinic: Clinic) -> None:
    """Five minutes of skew and the whole last day are within."""
    assert rules(clinic.verified(at=NOW + later)) == []


def test_a_replaced_key_still_counts_for_what_it_signed_before(clinic: Clinic) -> None:
    """Rotation is no revocation."""
    listed = replacing(clinic.trusted, clinic.keyid, on=NOW.date())
    assert rules(clinic.verified(trusted=listed)) == []


def test_a_protocol_is_approved_by_its_content(clinic: Clinic, tmp_path: Path) -> None:
    """The same content in another file or with other comments is the same protocol."""
    content = make_protocol().model_dump(mode="json", by_alias=True, exclude_none=True)
    subject = Subject(kind="protocol", data=canonical_bytes(content), content=content, beside=None)
    assert clinic.verified(subject=subject, envelope=clinic.signed(subject)).is_valid


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"reason": "  "}, "a reason of 1 to 500", id="no-reason"),
        pytest.param({"expires_on": date(2027, 1, 1)}, "not 2027-01-01", id="too-late"),
        pytest.param({"expires_on": date(2026, 11, 21)}, "not 2026-11-21", id="past"),
    ],
)
def test_what_is_not_signed(changes: dict[str, Any], words: str, clinic: Clinic) -> None:
    """A signature needs a reason and an end that the policy allows."""
    with pytest.raises(UsageError, match=words):
        clinic.signed(**changes)


def test_a_key_that_others_can_read_is_refused(clinic: Clinic) -> None:
    """It may have been copied."""
    path = clinic.folder / "keys" / f"{clinic.keyid}.pem"
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="others can read the key file"):
        load_key(clinic.folder / "keys", clinic.keyid)


def test_a_key_behind_a_link_is_refused(clinic: Clinic) -> None:
    """A link may lead to a key of somebody else."""
    path = clinic.folder / "keys" / f"{clinic.keyid}.pem"
    path.rename(clinic.folder / "real.pem")
    path.symlink_to(clinic.folder / "real.pem")
    with pytest.raises(KeyFileError, match="is a link"):
        load_key(clinic.folder / "keys", clinic.keyid)


def test_a_key_under_another_name_is_refused(clinic: Clinic) -> None:
    """A file that was exchanged for another key does not sign under the first one's name."""
    _, keyid = another(clinic)
    path = clinic.folder / "keys" / f"{clinic.keyid}.pem"
    path.write_bytes((clinic.folder / "others" / f"{keyid}.pem").read_bytes())
    with pytest.raises(KeyFileError, match="another key than its name"):
        load_key(clinic.folder / "keys", clinic.keyid)


def test_a_folder_that_others_write_to_is_refused(tmp_path: Path) -> None:
    """Others could put keys of theirs there."""
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(KeyFileError, match="others can write"):
        new_key(folder)


def test_a_passphrase_locks_a_key(tmp_path: Path) -> None:
    """The right one opens the key; another one and none do not."""
    keyid = new_key(tmp_path / "keys", passphrase="four quiet words")
    assert load_key(tmp_path / "keys", keyid, passphrase="four quiet words")
    for wrong in ("", "other"):
        with pytest.raises(KeyFileError, match="cannot be opened"):
            load_key(tmp_path / "keys", keyid, passphrase=wrong)
    assert (tmp_path / "keys" / f"{keyid}.pem").stat().st_mode & 0o777 == 0o600
