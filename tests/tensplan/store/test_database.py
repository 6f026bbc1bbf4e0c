"""The file of the store: how older forms grow into the newest one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from builders import make_record, plan_for

from tensplan.session_plan.canonical import canonical_bytes
from tensplan.store import database
from tensplan.store.database import FILE_NAME, StoreError, migrations, opened
from tensplan.store.plannings import add_planning
from tensplan.store.sessions import add_session, sessions_of
from tensplan.store.upkeep import backup, inventory, restore

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


def test_a_store_that_was_cut_is_not_begun_anew(tmp_path: Path) -> None:
    """An empty file has lost what was taken back: it is refused, and a copy can be put back."""
    store, copy = tmp_path / "store", tmp_path / "copy.sqlite"
    add_session(store, PLAN, make_record(), recorded_at=NOW)
    backup(store, copy)
    (store / FILE_NAME).write_bytes(b"")
    for ask in (lambda: sessions_of(store, "P-014"), lambda: inventory(store)):
        with pytest.raises(StoreError, match="the file is empty, what was in it is lost") as told:
            ask()
        assert "tensplan store restore" in told.value.hint
    assert restore(store, copy) == "before-restore-1.sqlite"
    assert [entry.record for entry in sessions_of(store, "P-014")] == [make_record()]


def test_a_new_store_is_whole_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever begins it second, at the same moment, finds the first one's and leaves it."""
    own = database.write_new

    def later(path: Path, data: bytes) -> None:
        monkeypatch.setattr(database, "write_new", own)
        add_session(tmp_path, PLAN, make_record(), recorded_at=NOW)
        own(path, data)

    monkeypatch.setattr(database, "write_new", later)
    add_planning(tmp_path, PLAN, origin="file", recorded_at=NOW)
    found = inventory(tmp_path)
    assert (found.counts["session"], found.counts["planning"], found.faults) == (1, 1, ())
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600
