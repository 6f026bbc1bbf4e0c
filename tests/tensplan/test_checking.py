"""Checking files: every file is checked whatever the others hold, and every fault has its place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import placement, program_data, protocol_data
from rights import as_nobody, open_the_way

from tensplan.checking import CheckResult, check_files


def write(path: Path, data: Any) -> Path:
    """Write data as YAML, or text as it is."""
    text = data if isinstance(data, str) else yaml.safe_dump(data, sort_keys=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def rules(result: CheckResult) -> list[str]:
    """Return the rules that were found."""
    return [finding.rule for finding in result.findings]


def test_a_sound_file_has_no_findings(tmp_path: Path) -> None:
    """The factory's protocol passes, also strictly."""
    result = check_files([write(tmp_path / "a.yaml", protocol_data())])
    assert (rules(result), result.exit_code(strict=True)) == ([], 0)


@pytest.mark.parametrize(
    ("bad", "code"),
    [("id: [", 3), ("", 3), ("a: &b c\n", 3), ("hello", 1), ("schema: x\n", 1)],
    ids=["syntax", "empty", "anchor", "text", "unknown-schema"],
)
def test_the_highest_code_wins_and_the_rest_is_checked(bad: str, code: int, tmp_path: Path) -> None:
    """A file that cannot be read hides no fault of another one."""
    write(tmp_path / "a.yaml", bad)
    write(tmp_path / "b.yaml", protocol_data(program_data(duration_min=90)))
    result = check_files([tmp_path])
    assert result.exit_code() == code
    assert [Path(file.name).name for file in result.files] == ["a.yaml", "b.yaml"]
    assert "project/session-length" in rules(result)


@pytest.mark.parametrize("strict", [False, True])
def test_a_warning_counts_only_when_strict(strict: bool, tmp_path: Path) -> None:
    """Six days a week are a warning: exit 0, or 1 with --strict."""
    course = {"sessions_per_day": 2, "days_per_week": 6, "weeks": 4, "minimum_gap_h": 2}
    result = check_files([write(tmp_path / "a.yaml", protocol_data(course=course))])
    assert [finding.severity for finding in result.findings] == ["warning"]
    assert result.exit_code(strict=strict) == int(strict)


def test_a_folder_is_searched_and_each_file_taken_once(tmp_path: Path) -> None:
    """YAML files below a folder, hidden folders left out, no file twice."""
    one = write(tmp_path / "sub" / "one.yaml", protocol_data())
    write(tmp_path / "two.yml", protocol_data())
    write(tmp_path / ".hidden" / "three.yaml", "x")
    write(tmp_path / "notes.txt", "x")
    result = check_files([tmp_path, one, tmp_path / "sub"])
    assert [Path(file.name).name for file in result.files] == ["one.yaml", "two.yml"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing.yaml", "no such file"), ("a" * 300 + ".yaml", "file name too long"),
     ("\0.yaml", "not a path"), ("/dev/zero", "device"), ("/dev/null", "device")],
    ids=["missing", "too-long", "nul", "endless", "null"],
)  # fmt: skip
def test_what_is_no_file_is_one_finding(name: str, reason: str) -> None:
    """Whatever a name stands for, the answer is one line and code 3."""
    result = check_files([name])
    assert result.exit_code() == 3
    assert len(result.findings) == 1
    assert reason in result.findings[0].message


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    """A pipe that nobody writes to does not hang the check."""
    os.mkfifo(tmp_path / "pipe.yaml")
    result = check_files([tmp_path])
    assert result.exit_code() == 3
    assert "pipe" in result.findings[0].message


def test_a_removed_working_folder_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Absolute paths are checked although the folder one stands in is gone."""
    path = write(tmp_path / "a.yaml", protocol_data())
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert check_files([path]).exit_code() == 0


def test_a_folder_that_may_not_be_read_hides_no_other(tmp_path: Path) -> None:
    """An unreadable folder is one finding; files beside it are still checked."""
    write(tmp_path / "a.yaml", "hello")
    locked = write(tmp_path / "locked" / "b.yaml", protocol_data()).parent
    open_the_way(tmp_path)
    locked.chmod(0)
    with as_nobody():
        result = check_files([tmp_path, locked / "b.yaml"])
    locked.chmod(0o700)
    assert result.exit_code() == 3
    assert [(finding.rule, finding.message.split(": ")[0]) for finding in result.findings] == [
        ("schema/type", "the file is not a mapping of keys to values"),
        ("file/not-readable", "the file cannot be read"),
        ("file/not-readable", "the file cannot be read"),
    ]


def place_of(data: dict[str, Any], rule: str, tmp_path: Path) -> str:
    """Return the text that a finding underlines."""
    path = write(tmp_path / "a.yaml", data)
    result = check_files([path])
    found = next(finding for finding in result.findings if finding.rule == rule)
    line = result.files[0].text.split("\n")[found.line - 1]
    return line[found.column - 1 : found.column - 1 + found.length]


PADS = [
    {"site": "popliteal-upper", "size_mm": [50, 50], "conductive_area_cm2": 1},
    {"site": "tibial-ankle", "diameter_mm": 30},
]


@pytest.mark.parametrize(
    ("data", "rule", "text"),
    [
        (protocol_data(program_data(duration_min=61)), "project/session-length", "61"),
        (protocol_data(program_data(pulse_rate_hz=151)), "project/pulse-rate", "151"),
        (
            protocol_data(program_data(amplitude_cap_ma=90), placement=placement(*PADS)),
            "project/current-density",
            "size_mm",
        ),
        (protocol_data(placement=placement(*PADS)), "project/pad-area", "30"),
        (protocol_data(programs={}), "program/missing", "main"),
        (protocol_data(course={}), "schema/missing-key", "course"),
        (
            protocol_data(programs={**protocol_data()["programs"], "spare": program_data()}),
            "program/unused",
            "spare",
        ),
    ],
    ids=["minutes", "rate", "density", "area", "program", "missing-key", "unused"],
)
def test_a_finding_underlines_what_it_is_about(
    data: dict[str, Any], rule: str, text: str, tmp_path: Path
) -> None:
    """Line, column and length point at the value, or at the start of the part."""
    assert place_of(data, rule, tmp_path) == text


def test_a_check_leaves_the_device_to_the_plan(tmp_path: Path) -> None:
    """A file is checked without a device, so no finding is about one."""
    path = write(tmp_path / "a.yaml", protocol_data(program_data(amplitude_cap_ma=90)))
    assert not any(rule.startswith("device/") for rule in rules(check_files([path])))
