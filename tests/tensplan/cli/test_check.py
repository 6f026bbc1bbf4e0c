"""``tensplan check``: one answer for all files, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import PROTOCOL, program_data, protocol_data

from tensplan.cli.run import run


def write(path: Path, program: dict[str, Any] | None = None, **changes: Any) -> str:
    """Write a protocol file and return its path as an argument."""
    path.write_text(yaml.safe_dump(protocol_data(program, **changes), sort_keys=False))
    return str(path)


def test_a_sound_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, nothing on stdout, the count on stderr."""
    assert run(["check", write(tmp_path / "a.yaml")]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.endswith("checked 1 file: 0 errors, 0 warnings, 0 notes\n")


def test_the_promised_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON answer holds the findings with their promised keys, and how many were checked."""
    sound = write(tmp_path / "a.yaml")
    faulty = write(tmp_path / "b.yaml", program_data(duration_min=61))
    assert run(["check", sound, faulty, "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["checked"] == 2
    (finding,) = data["findings"]
    assert finding["file"] == faulty
    assert (finding["rule"], finding["severity"]) == ("project/session-length", "error")
    assert (finding["value"], finding["limit"], finding["unit"]) == (61, 60, "min")
    assert finding["path"] == "programs.main.duration_min"
    text = Path(faulty).read_text().split("\n")[finding["line"] - 1]
    assert text[finding["column"] - 1 :] == "61"
    assert set(finding) >= {"message", "hint", "source"}


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_strict_counts_warnings(options: list[str], code: int, tmp_path: Path) -> None:
    """Six treatment days a week are a warning."""
    path = write(tmp_path / "a.yaml", course={**PROTOCOL["course"], "days_per_week": 6})
    assert run(["check", path, *options]) == code


def test_the_highest_code_wins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file beside a faulty one is 3, and the faulty one is still named."""
    faulty = write(tmp_path / "a.yaml", program_data(duration_min=61))
    assert run(["check", str(tmp_path / "missing.yaml"), faulty]) == 3
    assert "project/session-length" in capsys.readouterr().out


def test_a_clinics_limits_tighten_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the project allows a clinic may forbid; what it forbids a clinic may not allow."""
    path = write(tmp_path / "a.yaml")
    clinic = tmp_path / "clinic.yml"
    text = "schema: tensplan/limits/1\nlimits:\n  - {{id: project/session-length, error: {}}}\n"
    clinic.write_text(text.format(20))
    assert run(["check", path, "--limits", str(clinic)]) == 1
    assert "limit at most 20 min" in capsys.readouterr().out
    clinic.write_text(text.format(90))
    assert run(["check", path, "--limits", str(clinic)]) == 1
    assert "would be loosened" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_every_format_has_the_same_exit_code(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The form of the answer changes nothing about the verdict."""
    path = write(tmp_path / "a.yaml", program_data(duration_min=61))
    assert run(["check", path, "--format", form]) == 1
    assert "project/session-length" in capsys.readouterr().out
