"""``tensplan store`` on the command line, and what a refusal takes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import make_record, plan_for

from tensplan.cli.run import run
from tensplan.store.sessions import add_session


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    """Return the arguments of a store with one session."""
    folder = tmp_path / "store"
    add_session(folder, plan_for("P-014"), make_record(), recorded_at="2026-11-22T10:00:00+00:00")
    return ["--store", str(folder)]


def test_a_round_of_upkeep(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Copy, verify, put back, write out: each says what it did."""
    copy, out = str(tmp_path / "copy.sqlite"), str(tmp_path / "out")
    assert run(["store", "backup", copy, *store]) == 0
    assert run(["store", "restore", copy, *store]) == 0
    assert run(["store", "verify", "--format", "json", *store]) == 0
    assert run(["store", "export", "--out", out, *store]) == 0
    lines = capsys.readouterr().out
    assert "the old store is before-restore-1.sqlite" in lines
    assert "wrote 1 plan, 1 protocol, 0 plannings, 1 session" in lines
    assert "0 approvals, 0 withdrawals, 0 objections" in lines
    assert json.loads(lines[lines.index("{") : lines.rindex("}") + 1])["faults"] == []


def test_a_damaged_store_is_an_error(
    tmp_path: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no store any more ends with exit code 3 and its name."""
    path = tmp_path / "store" / "tensplan.sqlite"
    path.write_bytes(b"x" * 4096)
    assert run(["store", "verify", *store]) == 3
    assert "tensplan.sqlite: error[store/not-usable]" in capsys.readouterr().err
