"""The log of sessions: what is added stays, whoever writes and whatever dies."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from builders import make_record, plan_for

from tensplan.errors import UsageError
from tensplan.store.database import FILE_NAME, StoreError, default_folder, migrations, opened
from tensplan.store.past import history_of
from tensplan.store.sessions import add_session, plan_of, sessions_of

NOW = "2026-11-22T10:00:00+00:00"
CODE = "P-014"
WRITER = """
import json, sys
from tensplan.session_plan.session_record import SessionRecord
from tensplan.store.sessions import add_session
folder, who, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
plan = json.load(open(sys.argv[4], encoding="utf-8"))
for turn in range(count):
    record = SessionRecord(on="2026-11-22", minutes=float(turn), amplitude_ma=(), pain_before=None,
        pain_during=None, pain_after=None, felt=None, skin=None, stop_reason="completed")
    logged = add_session(folder, plan, record, recorded_at=f"{who}-{turn}")
    print(f"{who}-{turn}", flush=True)
"""


def add(folder: Path, code: str = CODE, **changes: object) -> None:
    """Log a session of a plan."""
    add_session(folder, plan_for(code), make_record(**changes), recorded_at=NOW)


def writer(folder: Path, who: str, count: int) -> subprocess.Popen[str]:
    """Start a process that logs sessions and says each one that it has logged."""
    plan = folder / "plan.json"
    if not plan.exists():
        import json

        plan.write_text(json.dumps(plan_for(CODE)), encoding="utf-8")
    arguments = [sys.executable, "-c", WRITER, str(folder), who, str(count), str(plan)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_what_was_logged_is_read_back(tmp_path: Path) -> None:
    """A record, its number of the day and its plan come back as they were."""
    records = [make_record(), make_record(pain_after=None), make_record(on="2026-11-21")]
    for item in records:
        add_session(tmp_path, plan_for(CODE), item, recorded_at=NOW)
    found = sessions_of(tmp_path, CODE)
    assert [(entry.record, entry.number) for entry in found] == [
        (records[2], 1),
        (records[0], 1),
        (records[1], 2),
    ]
    assert {entry.recorded_at for entry in found} == {NOW}
    assert plan_of(tmp_path, found[0].plan_digest) == plan_for(CODE)


def test_people_are_kept_apart(tmp_path: Path) -> None:
    """The log of one code never shows another's."""
    add(tmp_path, "P-014")
    add(tmp_path, "P-015", on="2026-11-21")
    assert [entry.record.on for entry in sessions_of(tmp_path, "P-015")] == ["2026-11-21"]


def test_the_past_ends_on_the_day_of_the_plan(tmp_path: Path) -> None:
    """A plan of a day reads what was logged up to it, with the protocol that was followed."""
    for day in ("2026-11-21", "2026-11-22", "2026-11-23"):
        add(tmp_path, on=day)
    past = history_of(tmp_path, CODE, on=date(2026, 11, 22))
    assert [record.on for record in past.records] == ["2026-11-21", "2026-11-22"]
    assert past.entries[0][1].programs["main"].amplitude_cap_ma == 40


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE session SET content = '{}'",
        "DELETE FROM session",
        "UPDATE plan SET patient_code = 'P-099'",
        "DELETE FROM plan",
    ],
)
def test_rows_are_never_changed_or_removed(tmp_path: Path, statement: str) -> None:
    """The file itself refuses to change or remove what lies in it."""
    add(tmp_path)
    with (
        pytest.raises(StoreError, match=r"is never (changed|removed)"),
        opened(tmp_path) as store,
    ):
        store.execute(statement)
    assert len(sessions_of(tmp_path, CODE)) == 1


def test_concurrent_writers_lose_nothing(tmp_path: Path) -> None:
    """Four processes that begin with no store log ten sessions each: forty, numbered 1 to 40."""
    running = [writer(tmp_path, who, 10) for who in "abcd"]
    told = {line for process in running for line in process.communicate()[0].split()}
    assert [process.returncode for process in running] == [0, 0, 0, 0]
    found = sessions_of(tmp_path, CODE)
    assert {entry.recorded_at for entry in found} == told
    assert [entry.number for entry in found] == list(range(1, 41))


def test_a_killed_writer_loses_nothing_that_it_told(tmp_path: Path) -> None:
    """Whatever a writer said it had logged is there after it is killed, and the file is whole."""
    process = writer(tmp_path, "k", 10_000)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(15)]
    os.kill(process.pid, signal.SIGKILL)
    told += process.communicate()[0].split()
    assert process.returncode == -signal.SIGKILL
    found = [entry.recorded_at for entry in sessions_of(tmp_path, CODE)]
    assert found[: len(told)] == told
    assert len(found) - len(told) in (0, 1)  # killed between writing and telling
    with opened(tmp_path) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_failed_write_leaves_no_part(tmp_path: Path) -> None:
    """When the session cannot be added, its plan is not kept either."""
    with opened(tmp_path) as store:
        store.execute(
            "CREATE TRIGGER full BEFORE INSERT ON session BEGIN SELECT RAISE (ABORT, 'disk'); END"
        )
    with pytest.raises(StoreError, match="the store cannot be used: disk"):
        add(tmp_path)
    with opened(tmp_path) as store:
        assert store.execute("SELECT count(*) FROM plan").fetchone() == (0,)


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    """Nobody else may read the folder or the file."""
    add(tmp_path / "mine")
    modes = [(tmp_path / "mine"), (tmp_path / "mine" / FILE_NAME)]
    assert [stat.S_IMODE(path.stat().st_mode) & 0o077 for path in modes] == [0, 0]


def test_a_specimen_has_no_log(tmp_path: Path) -> None:
    """A plan for no person is refused before a store is made."""
    with pytest.raises(UsageError, match="specimen, for no person"):
        add_session(tmp_path / "s", plan_for(None), make_record(), recorded_at=NOW)
    assert not (tmp_path / "s").exists()


def test_a_channel_that_the_plan_has_not_is_refused(tmp_path: Path) -> None:
    """An amplitude for an unknown channel is a slip, and nothing is logged."""
    with pytest.raises(UsageError, match='the plan has no channel "B"'):
        add(tmp_path, amplitude_ma=(("B", 3.0),))


def test_a_session_before_its_plan_is_refused(tmp_path: Path) -> None:
    """A day before the plan was made is a slip, and nothing is logged."""
    with pytest.raises(UsageError, match="of 2026-11-19, the plan was made on 2026-11-20"):
        add(tmp_path, on="2026-11-19")
    assert sessions_of(tmp_path, CODE) == ()


def test_another_file_is_no_store(tmp_path: Path) -> None:
    """A file that is no database is refused and stays as it is."""
    path = tmp_path / FILE_NAME
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        add(tmp_path)
    assert path.read_bytes() == b"not a database" * 100


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    """A store that a newer program wrote is not touched."""
    add(tmp_path)
    newer = sqlite3.connect(tmp_path / FILE_NAME)
    newer.execute(f"PRAGMA user_version = {len(migrations()) + 1}")
    newer.close()
    with pytest.raises(StoreError, match=r"the store has form 6, this program knows forms up to 5"):
        sessions_of(tmp_path, CODE)


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    """Asking for a plan that was never stored is an error with its digest."""
    add(tmp_path)
    with pytest.raises(StoreError, match="the store has no plan sha256:none"):
        plan_of(tmp_path, "sha256:none")


def test_default_folder_follows_the_users_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user says that data lies, the store lies."""
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere/data")
    assert default_folder() == Path("/somewhere/data/tensplan")
