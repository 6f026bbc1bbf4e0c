"""A plan for a person from judging to approval, and back when it would be refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensplan.cli.run import run
from tensplan.patient.file import find_patient

PROTOCOL = "sciatic-path-conventional"


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a patient file, and a reviewer in a store of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TENSPLAN_PASSPHRASE", "four quiet words")
    person = find_patient("example-intact").read_text(encoding="utf-8")
    (tmp_path / "person.yaml").write_text(person, encoding="utf-8")
    own = ["--name", "Dr A. Reviewer", "--role", "physician", "--no-passphrase"]
    assert run(["key", "new", *own]) == 0
    (made,) = tmp_path.glob("reviewer-*.json")
    assert run(["key", "trust", made.name]) == 0
    return tmp_path


def plan(clinic: Path) -> int:
    """Plan for the person."""
    return run(["plan", PROTOCOL, "--patient", str(clinic / "person.yaml"), "--out", "out"])


def test_from_plan_to_approval_and_back(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An approved plan verifies until the same person would be refused."""
    assert plan(clinic) == 0
    assert run(["approve", "out/plan.json", "--reason", "fits", "--yes"]) == 0
    assert run(["verify", "out/plan.json"]) == 0
    path = clinic / "person.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("red_flags: []", "red_flags: [RF_DVT]"), encoding="utf-8")
    assert plan(clinic) == 1
    assert "1 earlier approval(s) of this plan were taken back" in capsys.readouterr().err
    assert run(["verify", "out/plan.json"]) == 1
    assert "the approval was taken back on" in capsys.readouterr().out


def test_a_changed_patient_file_voids_the_older_plan(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once the changed file was planned with, the plan from the old one is not delivered."""
    assert plan(clinic) == 0
    assert run(["approve", "out/plan.json", "--reason", "fits", "--yes"]) == 0
    (clinic / "out").rename(clinic / "old")
    path = clinic / "person.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("nprs: 6", "nprs: 5"), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert plan(clinic) == 0
    assert run(["export", "old/plan.json", "--format", "ics"]) == 1
    assert "error[approval/patient-changed]" in capsys.readouterr().err


def test_a_refusal_counts_in_the_store_that_is_named(clinic: Path) -> None:
    """With a clinic's folder the approval there is taken back, not one in the user's own."""
    own = ["--store", str(clinic / "clinic-folder")]
    (clinic / "data" / "tensplan").rename(clinic / "clinic-folder")
    asked = ["plan", PROTOCOL, "--patient", str(clinic / "person.yaml"), "--out", "out", *own]
    assert run(asked) == 0
    assert run(["approve", "out/plan.json", "--reason", "fits", "--yes", *own]) == 0
    assert run(["verify", "out/plan.json", *own]) == 0
    path = clinic / "person.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("red_flags: []", "red_flags: [RF_DVT]"), encoding="utf-8")
    assert run(asked) == 1
    assert run(["verify", "out/plan.json", *own]) == 1
    assert not (clinic / "data" / "tensplan").exists()


def test_a_specimen_is_not_approved(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was made for no person cannot be approved for delivery."""
    assert run(["plan", PROTOCOL, "--out", "specimen"]) == 0
    assert run(["approve", "specimen/plan.json", "--reason", "fits", "--yes"]) == 2
    assert "is a specimen, for no person" in capsys.readouterr().err
