"""``tensplan faults``: a table for people, for programs and for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from builders import plan_for
from clinics import Clinic, make_clinic
from playing import rotating_plan

from tensplan.cli.run import run
from tensplan.session_plan.canonical import canonical_bytes, digest


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Write a plan that nobody has approved, of few pulses."""
    clinic: Clinic = make_clinic(tmp_path)
    return clinic.plan(pulse_rate_hz=10)


def test_the_json_says_that_no_hazard_went_unnoticed(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With careful protections the exit code is 0, and every row says so."""
    assert run(["faults", str(plan), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["protections"], len(answer["rows"])) == ("careful", 106)
    assert not any(row["undetected_hazard"] for row in answer["rows"])
    assert answer["plan"] == json.loads(plan.read_bytes())["digest"]


def test_text_and_csv_hold_the_same_rows(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fault and moment stands in both; without protections hazards go unnoticed, exit code 1."""
    assert run(["faults", str(plan), "--protections", "none", "--format", "csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert run(["faults", str(plan)]) == 0
    text = capsys.readouterr().out
    assert len(rows) == 106
    assert {row["undetected_hazard"] for row in rows} == {"True", "False"}
    assert all(any(line.startswith(row["fault"]) for line in text.splitlines()) for row in rows)
    assert "nothing is delivered to anybody" in text
    assert "106 runs: no hazard went unnoticed." in text


@pytest.mark.parametrize(
    "course",
    [
        pytest.param(None, id="none"),
        pytest.param([], id="empty"),
        pytest.param(5, id="number"),
        pytest.param([{}], id="no-programs"),
    ],
)
def test_a_plan_without_days_is_no_plan(
    course: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan that was written by hand is refused with what it lacks, not with a fault of ours."""
    content = plan_for("P-014", duration_min=1)
    content["course"] = course
    content["digest"] = digest(content)
    (tmp_path / "plan.json").write_bytes(canonical_bytes(content))
    assert run(["faults", str(tmp_path / "plan.json")]) == 3
    assert "the plan lacks a part" in capsys.readouterr().err


def test_the_program_of_a_day_is_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where programs take turns the other one can be asked for, and a day that is none is refused."""
    plan = str(rotating_plan(tmp_path, minutes=1))
    assert run(["faults", plan, "--day", "21"]) == 2
    assert "--day must be 1 to 20, the days of the course, got 21" in capsys.readouterr().err
    assert run(["faults", plan, "--day", "2", "--format", "json"]) == 0
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert answer["programs"] == {"A": "other"}
    lost = [
        r for r in answer["rows"] if (r["fault"], r["moment"]) == ("host-loss", "on the plateau")
    ]
    assert (
        60 < lost[0]["charge_uc"] < 120
    )  # a second of 10 pulses of 8 uC; the other one has 80 of 4
    assert "programs take turns by day; on day 2 A plays other" in told.err


def test_a_changed_plan_is_not_read(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The device's own reader refuses it."""
    plan.write_bytes(plan.read_bytes().replace(b'"home"', b'"supervised"'))
    assert run(["faults", str(plan)]) == 3
    assert "the plan was changed after it was made" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "needs a PLAN or --client COMMAND, and not both"),
        (["p.json", "--client", "x"], "needs a PLAN or --client COMMAND, and not both"),
        (["--client", " "], "--client needs a command to run"),
        (["--client", f"{sys.executable} -c pass"], "the client never stimulated; exit code 0"),
    ],
    ids=["nothing", "both", "blank", "idle"],
)
def test_wrong_use(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, and exit code 2."""
    assert run(["faults", *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.long
def test_a_client_that_ends_early_is_tried_with_everything(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every fault has its row; the careful client leaves no hazard."""
    client = Path(__file__).parents[2] / "trial_client.py"
    assert run(["faults", "--client", f"{sys.executable} {client} careful"]) == 0
    assert "12 runs: no hazard went unnoticed." in capsys.readouterr().out
