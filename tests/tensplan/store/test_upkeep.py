"""Copies of the store, its checks, its files, and what is taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders import make_record, plan_for

from tensplan.approval.envelope import sealed
from tensplan.approval.reviewer_key import load_key, new_key, public_bytes
from tensplan.approval.statement import statement
from tensplan.approval.subject import Subject, read_subject
from tensplan.approval.trust import card, read_trust, trusting
from tensplan.errors import UsageError
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.store.approvals import add_approval, last_approved, withdraw, withdrawn
from tensplan.store.database import FILE_NAME, StoreError, opened
from tensplan.store.sessions import add_session, sessions_of
from tensplan.store.upkeep import Inventory, backup, export, inventory, restore

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def approve(folder: Path, **changes: object) -> Subject:
    """Approve a plan and keep the approval in a store."""
    path = folder.parent / "plan.json"
    path.write_bytes(canonical_bytes(plan_for("P-014", **changes)))
    subject = read_subject(path)
    keyid = new_key(folder.parent / "keys")
    key = load_key(folder.parent / "keys", keyid)
    own = card(keyid, public_bytes(key), name="Dr A", role="physician", clinic="")
    (reviewer,) = trusting(read_trust(folder / "none"), own, on=date(2026, 11, 1)).reviewers
    signed = statement(
        subject.data, kind="plan", about=subject.about, reviewer=reviewer, reason="fits", at=NOW
    )
    add_approval(folder, subject, sealed(signed, key), recorded_at=NOW.isoformat())
    return subject


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store with one approved plan and two sessions of it."""
    folder = tmp_path / "store"
    approve(folder)
    for minutes in (20.0, 30.0):
        record = make_record(minutes=minutes)
        add_session(folder, plan_for("P-014"), record, recorded_at=NOW.isoformat())
    return folder


COUNTS = {
    "plan": 1,
    "protocol": 1,
    "planning": 0,
    "session": 2,
    "approval": 1,
    "withdrawal": 0,
    "objection": 0,
}


def test_a_whole_store_is_whole(store: Path) -> None:
    """Every row counts and nothing is wrong."""
    assert inventory(store) == Inventory(counts=COUNTS, faults=())


def test_a_copy_can_be_put_back(store: Path, tmp_path: Path) -> None:
    """What was there at the time of the copy comes back; what came since is kept beside it."""
    backup(store, tmp_path / "copy.sqlite")
    add_session(store, plan_for("P-014"), make_record(), recorded_at=NOW.isoformat())
    kept = restore(store, tmp_path / "copy.sqlite")
    assert inventory(store).counts == COUNTS
    assert len(sessions_of(store, "P-014")) == 2
    (store / FILE_NAME).write_bytes((store / kept).read_bytes())
    assert inventory(store).counts["session"] == 3


def test_a_copy_can_be_put_where_no_store_was(store: Path, tmp_path: Path) -> None:
    """A new machine begins from a copy."""
    backup(store, tmp_path / "copy.sqlite")
    assert restore(tmp_path / "new", tmp_path / "copy.sqlite") == ""
    assert inventory(tmp_path / "new").counts == COUNTS


def test_a_damaged_store_is_put_aside(store: Path, tmp_path: Path) -> None:
    """A copy replaces a file that is no database any more, which is kept beside it."""
    backup(store, tmp_path / "copy.sqlite")
    (store / FILE_NAME).write_bytes(b"x" * 8192)
    with pytest.raises(StoreError, match="not a database") as raised:
        inventory(store)
    assert "tensplan store restore" in raised.value.hint
    kept = restore(store, tmp_path / "copy.sqlite")
    assert inventory(store) == Inventory(counts=COUNTS, faults=())
    assert (store / kept).read_bytes() == b"x" * 8192


def test_others_go_on_while_a_copy_is_put_back(store: Path, tmp_path: Path) -> None:
    """Who has the store open reads the restored rows, and what they add then is not lost."""
    backup(store, tmp_path / "copy.sqlite")
    add_session(store, plan_for("P-014"), make_record(), recorded_at=NOW.isoformat())
    with opened(store) as other:
        assert other.execute("SELECT count(*) FROM session").fetchone() == (3,)
        restore(store, tmp_path / "copy.sqlite")
        assert other.execute("SELECT count(*) FROM session").fetchone() == (2,)
    add_session(store, plan_for("P-014"), make_record(), recorded_at=NOW.isoformat())
    assert inventory(store).counts["session"] == 3


def cut_short(path: Path) -> None:
    """Lose the end of a file."""
    path.write_bytes(path.read_bytes()[:-6000])


def other_plan(path: Path) -> None:
    """Change a plan behind the program's back."""
    tampered(path, "plan", "UPDATE plan SET content = replace(content, '2026-11-20', '2026-11-19')")


def other_approval(path: Path) -> None:
    """Change what was approved behind the program's back."""
    tampered(path, "approval", "UPDATE approval SET content = CAST(content || ' ' AS BLOB)")


def tampered(path: Path, table: str, change: str) -> None:
    """Change rows that the store itself would not let anybody change."""
    with sqlite3.connect(path) as raw:
        raw.execute(f"DROP TRIGGER {table}_stays_1")
        raw.execute(
            change.replace("replace(content", "CAST(replace(CAST(content AS TEXT)").replace(
                "'2026-11-19')", "'2026-11-19') AS BLOB)"
            )
        )
    raw.close()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(other_plan, "is not what its digest says", id="plan"),
        pytest.param(other_approval, "is not of the content beside it", id="approval"),
    ],
)
def test_what_was_changed_is_found(harm: Callable[[Path], None], words: str, store: Path) -> None:
    """A changed plan or approval is named."""
    harm(store / FILE_NAME)
    assert [fault for fault in inventory(store).faults if words in fault]


@pytest.mark.parametrize("harm", [cut_short, other_plan], ids=["cut-short", "changed"])
def test_a_damaged_copy_is_not_put_back(
    harm: Callable[[Path], None], store: Path, tmp_path: Path
) -> None:
    """The store stays as it was."""
    copy = tmp_path / "copy.sqlite"
    backup(store, copy)
    harm(copy)
    with pytest.raises(StoreError):
        restore(store, copy)
    assert inventory(store) == Inventory(counts=COUNTS, faults=())
    assert [path.name for path in store.glob("before-*")] == []


def test_everything_comes_out_as_files(store: Path, tmp_path: Path) -> None:
    """Plans, approvals and sessions are readable without this program."""
    assert export(store, tmp_path / "out") == COUNTS
    names = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*"))
    (plan,) = (tmp_path / "out" / "plans").glob("*.json")
    assert json.loads(plan.read_text()) == plan_for("P-014")
    lines = (tmp_path / "out" / "sessions.jsonl").read_text().splitlines()
    assert [json.loads(json.loads(line)["content"])["minutes"] for line in lines] == [20.0, 30.0]
    assert [name for name in names if name.startswith("approvals/")] == [
        "approvals/00001-plan.approval.json",
        "approvals/00001-plan.json",
    ]
    with pytest.raises(UsageError, match="is not empty"):
        export(store, tmp_path / "out")


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(inventory, id="verify"),
        pytest.param(lambda folder: backup(folder, folder / "copy"), id="backup"),
        pytest.param(lambda folder: export(folder, folder / "out"), id="export"),
    ],
)
def test_without_a_store_nothing_is_made(work: Callable[[Path], object], tmp_path: Path) -> None:
    """A wrong folder is named, not filled."""
    with pytest.raises(StoreError, match="there is no store yet"):
        work(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_what_would_be_refused_now_is_taken_back(store: Path) -> None:
    """Every approval of the line so far is withdrawn, once; a later one of another plan holds."""
    old = approve(store)
    assert withdraw(store, old.line, recorded_at=NOW.isoformat(), reason="refused: RF_DVT") == 2
    assert withdraw(store, old.line, recorded_at=NOW.isoformat(), reason="again") == 0
    assert withdrawn(store, old) == "on 2026-11-22: refused: RF_DVT"
    new = approve(store, amplitude_cap_ma=30)
    assert withdrawn(store, new) == ""
    last = last_approved(store, new)
    assert last is not None
    assert last.content["protocol"]["content"]["programs"]["main"]["amplitude_cap_ma"] == 30


def test_nothing_is_taken_back_where_there_is_no_store(tmp_path: Path) -> None:
    """A refusal makes no store."""
    assert withdraw(tmp_path, "a/P-014", recorded_at="", reason="") == 0
    assert list(tmp_path.iterdir()) == []
