"""The gate before delivery: what passes, and what stops each plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from clinics import NOW, Clinic, make_clinic

from tensplan.approval.gate import NotForDeliveryError, judge_delivery, require_delivery
from tensplan.approval.subject import read_subject
from tensplan.approval.trust import TRUST_NAME, revoking, write_trust
from tensplan.errors import UnreadableError
from tensplan.safety.limits import own_limits
from tensplan.store.approvals import add_approval, withdraw

LIMITS = own_limits().digest


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Return a clinic with a reviewer."""
    return make_clinic(tmp_path)


def test_an_approved_plan_passes(clinic: Clinic) -> None:
    """Who signed comes back, and that nobody approved the protocol itself."""
    plan = clinic.approve(clinic.plan())
    found = require_delivery(plan, store=clinic.store, limits_digest=LIMITS, at=NOW)
    assert found.is_allowed
    assert found.approval.reviewer == clinic.trusted.reviewers[0]
    assert [finding.rule for finding in found.protocol.findings] == ["approval/missing"]


def test_the_refusal_has_a_name_and_lists_every_reason(clinic: Clinic) -> None:
    """What is raised carries the findings, each of which is printed under its own rule."""
    with pytest.raises(NotForDeliveryError) as raised:
        require_delivery(clinic.plan(), store=clinic.store, limits_digest=LIMITS, at=NOW)
    assert raised.value.ref == "approval/not-for-delivery"
    assert [finding.rule for finding in raised.value.findings] == ["approval/missing"]
    assert "error[approval/missing]" in str(raised.value)


def test_an_approval_in_the_store_counts(clinic: Clinic) -> None:
    """A plan without a file beside it finds the signature over its bytes in the store."""
    plan = clinic.plan()
    subject = read_subject(plan)
    signed = clinic.envelope(subject)
    assert not judge_delivery(plan, store=clinic.store, limits_digest=LIMITS, at=NOW).is_allowed
    add_approval(clinic.store, subject, signed, recorded_at=NOW.isoformat())
    assert judge_delivery(plan, store=clinic.store, limits_digest=LIMITS, at=NOW).is_allowed


def test_the_approval_of_the_protocol_is_shown(clinic: Clinic) -> None:
    """A protocol that was approved by itself is named with its plan."""
    from tensplan.approval.subject import protocol_in

    plan = clinic.approve(clinic.plan())
    protocol = protocol_in(read_subject(plan))
    signed = clinic.envelope(protocol, reason="read against the literature")
    add_approval(clinic.store, protocol, signed, recorded_at=NOW.isoformat())
    found = judge_delivery(plan, store=clinic.store, limits_digest=LIMITS, at=NOW)
    assert found.protocol.approval is not None
    assert found.protocol.approval.reason == "read against the literature"


def nobody(clinic: Clinic) -> Path:
    return clinic.plan()


def too_late(clinic: Clinic) -> Path:
    return clinic.approve(
        clinic.plan(), at=NOW - timedelta(days=1), expires_on=NOW.date() - timedelta(days=1)
    )


def exchanged(clinic: Clinic) -> Path:
    clinic.approve(clinic.plan())
    return clinic.plan(amplitude_cap_ma=45)


def for_nobody(clinic: Clinic) -> Path:
    return clinic.approve(clinic.plan(code=None))


def revoked(clinic: Clinic) -> Path:
    listed = revoking(clinic.trusted, clinic.keyid, on=NOW.date(), because="laptop lost")
    plan = clinic.approve(clinic.plan())
    write_trust(clinic.store / TRUST_NAME, listed)
    return plan


def taken_back(clinic: Clinic) -> Path:
    plan = clinic.approve(clinic.plan())
    subject = read_subject(plan)
    add_approval(clinic.store, subject, clinic.envelope(subject), recorded_at=NOW.isoformat())
    withdraw(clinic.store, subject.line, recorded_at=NOW.isoformat(), reason="refused: RF_DVT")
    return plan


STOPPED: dict[str, tuple[Callable[[Clinic], Path], str]] = {
    "nobody approved": (nobody, "approval/missing"),
    "ended": (too_late, "approval/expired"),
    "changed": (exchanged, "approval/other-file"),
    "specimen": (for_nobody, "approval/specimen"),
    "revoked": (revoked, "approval/revoked-key"),
    "withdrawn": (taken_back, "approval/withdrawn"),
}


@pytest.mark.parametrize("name", STOPPED)
def test_what_may_not_be_delivered(name: str, clinic: Clinic) -> None:
    """Each plan is stopped by its own rule, with a hint."""
    make, rule = STOPPED[name]
    plan = make(clinic)
    with pytest.raises(NotForDeliveryError, match=rule) as raised:
        require_delivery(plan, store=clinic.store, limits_digest=LIMITS, at=NOW)
    assert raised.value.exit_code == 1
    assert [finding.rule for finding in raised.value.findings] == [rule]
    assert raised.value.findings[0].hint in str(raised.value)


def test_other_limits_stop_a_plan(clinic: Clinic) -> None:
    """A plan that was judged by other limits than those in force is not delivered."""
    plan = clinic.approve(clinic.plan())
    found = judge_delivery(plan, store=clinic.store, limits_digest="sha256:1", at=NOW)
    assert [finding.rule for finding in found.approval.findings] == ["approval/limits-changed"]


def test_another_patient_file_stops_a_plan(clinic: Clinic) -> None:
    """A plan for an older state of the person is not delivered."""
    plan = clinic.approve(clinic.plan())
    found = judge_delivery(
        plan, store=clinic.store, limits_digest=LIMITS, at=NOW, patient_digest="sha256:1"
    )
    assert [finding.rule for finding in found.approval.findings] == ["approval/patient-changed"]


def test_bits_of_the_file_through_the_gate(clinic: Clinic) -> None:
    """A plan on the disk with one bit turned is unreadable or not approved, wherever the bit is."""
    plan = clinic.approve(clinic.plan())
    data = bytearray(plan.read_bytes())
    random = Random(1)
    for bit in random.sample(range(8 * len(data)), 150):
        turned = bytearray(data)
        turned[bit // 8] ^= 1 << bit % 8
        plan.write_bytes(turned)
        with pytest.raises((NotForDeliveryError, UnreadableError)):
            require_delivery(plan, store=clinic.store, limits_digest=LIMITS, at=NOW)


def test_an_exchanged_approval_is_of_another_file(clinic: Clinic) -> None:
    """The approval of one plan beside another one, and behind a link, opens nothing."""
    plan, other = clinic.approve(clinic.plan()), clinic.plan("other", amplitude_cap_ma=30)
    beside = other.with_name("other.approval.json")
    for exchange in (beside.write_bytes, lambda _: beside.symlink_to("plan.approval.json")):
        beside.unlink(missing_ok=True)
        exchange(plan.with_name("plan.approval.json").read_bytes())
        with pytest.raises(NotForDeliveryError, match="approval/other-file"):
            require_delivery(other, store=clinic.store, limits_digest=LIMITS, at=NOW)
