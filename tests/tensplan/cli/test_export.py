"""``tensplan export``: what is delivered needs an approval, a table and a draft do not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import make_record
from clinics import Clinic, make_clinic

from tensplan.cli import export as verb
from tensplan.cli.run import run
from tensplan.session_plan.plan_file import read_plan
from tensplan.store.sessions import add_session

BEGINS = {
    "ics": b"BEGIN:VCALENDAR",
    "csv": b"on,at,week",
    "html": b"<!doctype html>",
    "fhir": b'{\n  "resourceType": "Bundle"',
}
DRAFT = "DRAFT, not approved, not for delivery"


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Return a clinic with a reviewer."""
    return make_clinic(tmp_path)


def export(clinic: Clinic, plan: Path, *more: str) -> int:
    """Run the verb in the clinic's store."""
    return run(["export", str(plan), "--store", str(clinic.store), *more])


@pytest.mark.parametrize("form", BEGINS)
def test_an_approved_plan_is_written_whole(clinic: Clinic, tmp_path: Path, form: str) -> None:
    """Each form goes to the file that is asked for."""
    plan = clinic.approve(clinic.plan(), at=datetime.now(UTC))
    out = tmp_path / "new" / f"course.{form}"
    assert export(clinic, plan, "--format", form, "--out", str(out)) == 0
    assert out.read_bytes()[: len(BEGINS[form])].lower() == BEGINS[form].lower()


def test_the_answer_is_alone_on_stdout(
    clinic: Clinic, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Without a file the bytes are printed and nothing else."""
    from tensplan.session_plan.calendar_file import as_ics

    plan = clinic.approve(clinic.plan(), at=datetime.now(UTC))
    assert export(clinic, plan, "--format", "ics") == 0
    assert capfdbinary.readouterr().out == as_ics(read_plan(plan))


@pytest.mark.parametrize("form", ["html", "fhir", "ics"])
def test_nothing_is_written_without_an_approval(
    clinic: Clinic, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer says what is wrong and what to do, and no file appears."""
    out = tmp_path / f"course.{form}"
    assert export(clinic, clinic.plan(), "--format", form, "--out", str(out)) == 1
    said = capsys.readouterr()
    assert "error[approval/missing]: nobody has approved this plan" in said.err
    assert "hint: have it reviewed and run tensplan approve" in said.err
    assert "nothing was written" in said.err
    assert ("--draft writes" in said.err) == (form != "ics")
    assert said.out == ""
    assert not out.exists()


def test_a_delivered_report_says_who_signed(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page names the reviewer and that the protocol itself was not approved."""
    plan = clinic.approve(clinic.plan(), at=datetime.now(UTC))
    assert export(clinic, plan, "--format", "html") == 0
    page = capsys.readouterr().out
    assert "Dr A. Reviewer" in page
    assert "nobody has approved this protocol" in page
    assert DRAFT not in page


def test_a_draft_is_stamped(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy to be read before needs no approval and says so on every page."""
    assert export(clinic, clinic.plan(), "--format", "html", "--draft") == 0
    page = capsys.readouterr().out
    assert f'@top-right {{ content: "{DRAFT}"' in page


@pytest.mark.parametrize("form", ["csv", "ics"])
def test_not_every_form_has_a_draft(
    clinic: Clinic, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table and a calendar have no pages to stamp."""
    assert export(clinic, clinic.plan(), "--format", form, "--draft") == 2
    assert f"there is no draft of {form}" in capsys.readouterr().err


def test_a_bundle_has_the_pain_of_its_own_sessions(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sessions of this very plan are in a bundle; those of another plan of the person are not."""
    plan, other = clinic.plan(), clinic.plan("other", amplitude_cap_ma=30)
    for path, pain in ((plan, 7.0), (other, 2.0)):
        record = make_record(pain_before=pain, pain_during=None, pain_after=None)
        add_session(clinic.store, read_plan(path), record, recorded_at="2026-11-22")
    assert export(clinic, plan, "--format", "fhir", "--draft") == 0
    found = json.loads(capsys.readouterr().out)
    pain_values = [
        entry["resource"]["valueQuantity"]["value"]
        for entry in found["entry"]
        if entry["resource"]["resourceType"] == "Observation"
    ]
    assert pain_values == [7]


@pytest.mark.parametrize("form", ["html", "fhir", "ics"])
def test_what_was_verified_is_what_is_written(
    form: str,
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """A file that is exchanged before and after the gate read it comes out as the gate read it."""
    plan = clinic.approve(clinic.plan(), at=datetime.now(UTC))
    approved, own = plan.read_bytes(), verb._delivery
    digest = str(read_plan(plan)["digest"])[7:23].encode()
    unread = clinic.plan("other", amplitude_cap_ma=45).read_bytes()

    def exchanged(*arguments: Any) -> Any:
        plan.write_bytes(approved)
        found = own(*arguments)
        plan.write_bytes(unread)
        return found

    monkeypatch.setattr(verb, "_delivery", exchanged)
    plan.write_bytes(unread)
    assert export(clinic, plan, "--format", form) == 0
    assert digest in capfdbinary.readouterr().out
