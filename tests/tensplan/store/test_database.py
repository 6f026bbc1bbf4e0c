"""The file of the store: how older forms grow into the newest one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from builders import make_record, plan_for

from tensplan.session_plan.canonical import canonical_bytes
from tensplan.store.database import FILE_NAME, migrations, opened
from tensplan.store.plannings import add_planning
from tensplan.store.sessions import add_session, sessions_of
from tensplan.store.upkeep import inventory

NOW = "2026-11-22T10:00:00+00:00"
PLAN = plan_for("P-014")


def older_store(folder: Path, form: int) -> Path:
    """Make a store of an older form with one session, as that form's own program would."""
    with sqlite3.connect(folder / FILE_NAME) as raw:
        for step in migrations()[:form]:
            raw.executescript(step.read_text(encoding="utf-8"))
        raw.execute(f"PRAGMA user_version = {form}")
        row = (PLAN["digest"], "P-014", canonical_bytes(PLAN))
        raw.execute("INSERT INTO plan VALUES (?, ?, ?)", row)
        raw.execute(
            "INSERT INTO session (plan_digest, patient_code, on_day, number, recorded_at, content)"
            " VALUES (?, 'P-014', '2026-11-22', 1, ?, ?)",
            (PLAN["digest"], NOW, make_record().to_text()),
        )
    raw.close()
    return folder


@pytest.mark.parametrize("form", range(1, len(migrations())))
def test_an_older_store_grows_and_keeps_what_it_has(form: int, tmp_path: Path) -> None:
    """From every older form: the session is there, and the newest kinds of rows can be added."""
    older_store(tmp_path, form)
    assert [entry.record for entry in sessions_of(tmp_path, "P-014")] == [make_record()]
    add_session(tmp_path, PLAN, make_record(), recorded_at=NOW)
    add_planning(tmp_path, PLAN, origin="file", recorded_at=NOW)
    found = inventory(tmp_path)
    assert found.faults == ()
    assert (found.counts["session"], found.counts["planning"]) == (2, 1)
    with opened(tmp_path) as store:
        assert store.execute("PRAGMA user_version").fetchone() == (len(migrations()),)


def test_a_step_that_fails_is_taken_back(tmp_path: Path) -> None:
    """A store in which a step cannot be taken stays in its old form with its rows."""
    older_store(tmp_path, 3)
    with sqlite3.connect(tmp_path / FILE_NAME) as raw:
        raw.execute("CREATE TABLE planning_stays_1 (x)")
        raw.execute("CREATE TRIGGER planning_stays_2 BEFORE DELETE ON session BEGIN SELECT 1; END")
    raw.close()
    with pytest.raises(Exception, match="already exists"):
        sessions_of(tmp_path, "P-014")
    with sqlite3.connect(tmp_path / FILE_NAME) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (3,)
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
        assert "planning" not in tables
        assert raw.execute("SELECT count(*) FROM session").fetchone() == (1,)
    raw.close()
