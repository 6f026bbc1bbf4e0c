"""``tensplan log`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import plan_for

from tensplan.cli.run import run
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.store.sessions import sessions_of


def write(folder: Path, code: str | None = "P-014") -> list[str]:
    """Write a plan and return the arguments that log a session of it into a store beside it."""
    path = folder / "plan.json"
    path.write_bytes(canonical_bytes(plan_for(code)))
    return ["log", str(path), "--store", str(folder / "store"), "--on", "2026-11-22"]


WELL = ["--minutes", "30", "--amplitude", "A=18", "--pain", "6", "3", "4", "--skin", "normal"]


def test_a_session_is_recorded_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was typed lies in the store, and the answer says which session it was."""
    arguments = write(tmp_path)
    assert run([*arguments, *WELL]) == 0
    assert run([*arguments, *WELL]) == 0
    assert "recorded: session 2 of 2026-11-22, 30 min" in capsys.readouterr().out
    found = sessions_of(tmp_path / "store", "P-014")
    assert [entry.record.amplitude_ma for entry in found] == [(("A", 18.0),)] * 2
    assert found[0].record.pain_during == 3.0
    assert found[0].record.felt is None


def test_a_burn_is_recorded_and_stops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An event is written down first; the exit code then says that the rules stop."""
    arguments = [*write(tmp_path), "--minutes", "4", "--skin", "burn", "--format", "json"]
    assert run(arguments) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [finding["rule"] for finding in answer["findings"]] == ["log/stop"]
    assert answer["session"]["skin"] == "burn"
    assert len(sessions_of(tmp_path / "store", "P-014")) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["--minutes", "-3"], 2, "session length must be 0 to 1440 min", id="minutes"),
        pytest.param([], 2, "Missing option '--minutes'", id="no-minutes"),
        pytest.param(["--minutes", "3", "--amplitude", "18"], 2, "such as A=18", id="amplitude"),
        pytest.param(["--minutes", "3", "--amplitude", "B=1"], 2, 'no channel "B"', id="channel"),
    ],
)
def test_what_is_not_recorded(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    """A slip is named and nothing is written."""
    assert run([*write(tmp_path), *arguments]) == code
    assert words in capsys.readouterr().err
    assert sessions_of(tmp_path / "store", "P-014") == ()


def test_a_specimen_is_not_logged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan for no person has no sessions."""
    assert run([*write(tmp_path, None), *WELL]) == 2
    assert "specimen, for no person" in capsys.readouterr().err
