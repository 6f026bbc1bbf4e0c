"""A session whose player died is entered by the next verb that writes sessions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import plan_for

from tensplan.cli.run import run
from tensplan.play.play_log import FORM, PLAYING
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.store.sessions import sessions_of


def test_log_enters_what_a_dead_player_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both sessions are in the store, and the line says which one was cut off."""
    plan = plan_for("P-014")
    (tmp_path / "plan.json").write_bytes(canonical_bytes(plan))
    store = tmp_path / "store"
    (store / PLAYING).mkdir(parents=True)
    head = {"kind": "plan", "log": FORM, "at": "2026-11-22T08:00:00+00:00", "on": "2026-11-22"}
    last = {"kind": "progress", "stimulated_s": 600.0, "highest_ma": {"A": 15.0}}
    lines = [json.dumps(line) + "\n" for line in (head | {"plan": plan}, last)]
    (store / PLAYING / "one.jsonl").write_text("".join(lines))
    (store / PLAYING / "two.jsonl").write_text("{}\n")
    typed = ["log", str(tmp_path / "plan.json"), "--store", str(store), "--on", "2026-11-22"]
    assert run([*typed, "--minutes", "30", "--amplitude", "A=18"]) == 0
    err = capsys.readouterr().err
    assert "a session of 2026-11-22 that was cut off after 10.0 min with stimulation was" in err
    assert f"two.jsonl: warning: not entered: this is no {FORM}" in err
    found = sessions_of(store, "P-014")
    assert [entry.record.minutes for entry in found] == [10.0, 30.0]
    assert (store / PLAYING / "two.jsonl").exists()
