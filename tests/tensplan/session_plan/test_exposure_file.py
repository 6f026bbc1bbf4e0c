"""The exposure of a plan as a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from builders import plan_for
from clinics import make_clinic

from tensplan.cli.run import run
from tensplan.session_plan.exposure_file import COLUMNS, exposure_csv


def test_every_row_of_the_plan_is_there_as_it_stands() -> None:
    """Numbers are those of plan.json, and an empty cell is a null."""
    plan = plan_for(None)
    rows = list(csv.DictReader(io.StringIO(exposure_csv(plan))))
    assert len(rows) == len(plan["exposure"]) > 0
    for row, stated in zip(rows, plan["exposure"], strict=True):
        assert row == {key: "" if stated[key] is None else str(stated[key]) for key in COLUMNS}


def test_no_key_of_a_row_is_left_out() -> None:
    """The columns are the keys of plan.json."""
    assert set(plan_for(None)["exposure"][0]) == set(COLUMNS)


def test_export_prints_it_without_an_approval(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is numbers, not a delivery."""
    clinic = make_clinic(tmp_path)
    code = run(["export", str(clinic.plan()), "--format", "csv", "--table", "exposure"])
    assert code == 0
    assert capsys.readouterr().out.startswith(",".join(COLUMNS))


def test_only_a_csv_holds_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Elsewhere the option is wrong use."""
    plan = make_clinic(tmp_path).plan()
    assert run(["export", str(plan), "--format", "ics", "--table", "exposure"]) == 2
    assert "use --table with --format csv" in capsys.readouterr().err
