"""Who signed, on the first sheet and at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from clinics import NOW, make_clinic

from tensplan.approval.gate import judge_delivery
from tensplan.approval.subject import protocol_in, read_subject
from tensplan.approval.wording import DRAFT_STAMP
from tensplan.report.blocks import Table
from tensplan.report.html import render_report
from tensplan.report.spans import words_of
from tensplan.report.view import report_view
from tensplan.safety.limits import own_limits
from tensplan.session_plan.plan_file import read_plan


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    return make_clinic(tmp_path_factory.mktemp("clinic"))


def judged(clinic, path, at=NOW):
    """Return the plan of a file and what the gate says of it."""
    digest = own_limits().digest
    return read_plan(path), judge_delivery(path, store=clinic.store, limits_digest=digest, at=at)


@pytest.fixture(scope="module")
def approved(clinic):
    return judged(clinic, clinic.approve(clinic.plan("approved")))


def heading(report):
    return [words_of(line) for line in report.notice]


def signatures(report):
    """Return the rows of the table of signatures as texts."""
    made = report.sections[-1]
    table = next(block for block in made.blocks if isinstance(block, Table))
    return [[words_of(cell.text) for cell in row] for row in table.rows]


def test_an_approved_plan_names_its_reviewer(approved):
    """Name, role, clinic, day, last day and reason stand at the head, and no stamp."""
    data, delivery = approved
    report = report_view(data, delivery=delivery)
    last = delivery.approval.approval.expires_on
    assert heading(report) == [
        "Approved by Dr A. Reviewer, physician, Back clinic, on 2026-11-22, "
        f"until {last}: pads and cap fit",
        "Its protocol is not approved by itself: nobody has approved this protocol.",
    ]
    assert (report.stamp, report.is_approved) == ("", True)
    received = words_of(report.rest[0].blocks[0].text)
    assert "signed by the reviewer named on the first sheet" in received
    assert "wants your judgement" not in received


def test_the_end_holds_the_signature_in_full(approved, clinic):
    """Minute, key and reason of the plan; the protocol's row says that nobody signed it."""
    data, delivery = approved
    plan, protocol = signatures(report_view(data, delivery=delivery))
    last = str(delivery.approval.approval.expires_on)
    signer = "Dr A. Reviewer, physician, Back clinic"
    at = "2026-11-22 12:00 UTC"
    assert plan == ["This plan", signer, at, last, "pads and cap fit", clinic.keyid]
    assert protocol[:2] == ["Its protocol", "nobody"]
    assert protocol[4] == "Nobody has approved this protocol"


def test_an_approved_protocol_is_said(clinic):
    """When the protocol was approved by itself, its reviewer stands below the plan's."""
    path = clinic.approve(clinic.plan("both"))
    protocol = protocol_in(read_subject(path))
    envelope = protocol.envelope_path(clinic.store)
    envelope.parent.mkdir(exist_ok=True)
    envelope.write_bytes(clinic.envelope(protocol, reason="read against the literature"))
    data, delivery = judged(clinic, path)
    envelope.unlink()
    report = report_view(data, delivery=delivery)
    assert heading(report)[1].startswith("Its protocol was approved by Dr A. Reviewer, physician")
    assert signatures(report)[1][4] == "read against the literature"


def test_an_approval_that_ended_is_no_approval(approved, clinic):
    """After its last day the page says so, is stamped, and shows no signature."""
    path = clinic.approve(clinic.plan("ended"))
    data, delivery = judged(clinic, path, NOW + timedelta(days=4000))
    report = report_view(data, delivery=delivery)
    assert heading(report)[0].startswith("Not approved: the approval ended on ")
    assert (report.stamp, report.is_approved) == (DRAFT_STAMP, False)
    assert signatures(report)[0][1] == "nobody"


def test_an_approval_of_another_plan_is_no_approval(clinic):
    """An envelope beside a plan that changed after it is told, the plan stays a draft."""
    path = clinic.approve(clinic.plan("changed"))
    clinic.plan("changed", amplitude_cap_ma=35)
    data, delivery = judged(clinic, path)
    report = report_view(data, delivery=delivery)
    assert "this approval is of another file" in heading(report)[0]
    assert report.stamp == DRAFT_STAMP


def test_nobody_has_signed(clinic):
    """Asked or not, a plan without an approval says that nobody has signed it."""
    path = clinic.plan("unsigned")
    data, delivery = judged(clinic, path)
    for found in (delivery, None):
        report = report_view(data, delivery=found)
        assert heading(report) == ["Not approved: nobody has signed this."]
        assert report.stamp == DRAFT_STAMP


def test_a_specimen_cannot_be_signed(clinic):
    """A plan for nobody carries both stamps and says why it has no signature."""
    data, delivery = judged(clinic, clinic.plan("specimen", code=None))
    report = report_view(data, delivery=delivery)
    assert heading(report)[0].startswith("Not approved: a specimen is for no person")
    assert report.stamp == f"SPECIMEN, for no person; {DRAFT_STAMP}"


def test_a_draft_of_an_approved_plan_is_still_a_draft(approved):
    """Asked for a draft, the page is stamped and claims no signature, though there is one."""
    data, delivery = approved
    report = report_view(data, delivery=delivery, draft=True)
    assert heading(report)[0].startswith("Not approved: this copy is a draft")
    assert (report.stamp, signatures(report)[0][1]) == (DRAFT_STAMP, "nobody")


def test_every_sheet_of_a_draft_is_stamped(approved, read_page):
    """The stamp is a running line of the print, behind the text, at the head and at the end."""
    data, delivery = approved
    draft = render_report(data, draft=True)
    assert f'@page {{ @top-right {{ content: "{DRAFT_STAMP}"' in draft
    assert read_page(draft).words.count(DRAFT_STAMP) == 2
    whole = render_report(data, delivery=delivery)
    assert "DRAFT" not in whole
    assert "@top-right { content" not in whole
