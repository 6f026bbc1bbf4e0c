"""``tensplan export`` in pages: the report, and the pads on the foot at true size."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from clinics import Clinic, make_clinic

import tensplan
from tensplan.cli.run import run
from tensplan.session_plan.plan_file import write_plan

FORMS = ["pdf", "pad-sheet"]
DRAFT = "DRAFT, not approved, not for delivery"


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Return a clinic with a reviewer."""
    return make_clinic(tmp_path)


@pytest.fixture
def foot(tmp_path: Path) -> Path:
    """Return a plan with pads on the top of the foot, for an invented person."""
    protocol = tensplan.load_protocol("foot-bracket-dorsum")
    person = tensplan.load_patient("example-intact")
    return write_plan(tensplan.plan(protocol, patient=person, on="2026-11-22"), tmp_path / "plan")


def export(clinic: Clinic, plan: Path, *more: str) -> int:
    """Run the verb in the clinic's store."""
    return run(["export", str(plan), "--store", str(clinic.store), *more])


def text(data: bytes) -> str:
    """Return the words of a PDF with single spaces."""
    pages = list(pypdfium2.PdfDocument(data))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.mark.parametrize("form", FORMS)
def test_approved_pages_say_who_signed(
    clinic: Clinic, foot: Path, tmp_path: Path, form: str
) -> None:
    """With an approval that holds it is written, unstamped, with the reviewer's name."""
    clinic.approve(foot, at=datetime.now(UTC))
    out = tmp_path / "pads.pdf"
    assert export(clinic, foot, "--format", form, "-o", str(out)) == 0
    words = text(out.read_bytes())
    assert "pproved by Dr A. Reviewer" in words
    assert DRAFT not in words


@pytest.mark.parametrize("form", FORMS)
def test_without_an_approval_only_a_draft(
    clinic: Clinic, foot: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written until somebody approves or a draft is asked for."""
    out = tmp_path / "pads.pdf"
    arguments = ("--format", form, "--out", str(out))
    assert export(clinic, foot, *arguments) == 1
    assert "--draft writes one that says so" in capsys.readouterr().err
    assert not out.exists()
    assert export(clinic, foot, *arguments, "--draft") == 0
    assert DRAFT in text(out.read_bytes())


def test_bytes_go_to_a_pipe_but_to_no_terminal(
    clinic: Clinic,
    foot: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A PDF on stdout is for another program."""
    assert export(clinic, foot, "--format", "pad-sheet", "--draft") == 0
    assert capfdbinary.readouterr().out.startswith(b"%PDF-")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert export(clinic, foot, "--format", "pad-sheet", "--draft") == 2
    assert b"hint: use --out FILE" in capfdbinary.readouterr().err


def test_a_plan_without_pads_on_the_foot_is_wrong_usage(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer says why there is nothing to draw, and nothing is written."""
    out = tmp_path / "pads.pdf"
    arguments = ("--format", "pad-sheet", "--draft", "--out", str(out))
    assert export(clinic, clinic.plan(), *arguments) == 2
    assert "no pad of this plan lies on the top or the sole of a foot" in capsys.readouterr().err
    assert not out.exists()
