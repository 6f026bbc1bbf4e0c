"""What was planned for whom: kept once, never changed, and what a later planning voids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import plan_for

from tensplan.errors import UsageError
from tensplan.session_plan.canonical import digest
from tensplan.store.database import StoreError, opened
from tensplan.store.plannings import add_planning, latest, refused_since
from tensplan.store.upkeep import export, inventory

NOW = "2026-11-22T10:00:00+00:00"


def plan(patient: str = "0", **changes: Any) -> dict[str, Any]:
    """Return a plan for P-014, from a patient file with this digest."""
    data = plan_for("P-014", **changes)
    data["patient"] = {"code": "P-014", "digest": "sha256:" + patient * 64}
    return {**data, "digest": digest(data)}


def add(folder: Path, content: dict[str, Any], **more: Any) -> None:
    """Add a planning from the catalogue."""
    add_planning(folder, content, **{"origin": "catalogue", "recorded_at": NOW, **more})


def test_each_content_is_kept_once_and_each_planning(tmp_path: Path) -> None:
    """Three plannings of two plans with one protocol version, and a second version."""
    for content in (plan(), plan(), plan("1"), plan(amplitude_cap_ma=30)):
        add(tmp_path, content)
    counts = inventory(tmp_path).counts
    assert (counts["planning"], counts["plan"], counts["protocol"]) == (4, 3, 2)
    assert inventory(tmp_path).faults == ()


def test_the_last_files_are_known(tmp_path: Path) -> None:
    """The person's newest file counts for every protocol, the protocol's for this person."""
    assert latest(tmp_path, plan()).patient_digest is None
    add(tmp_path, plan("1"), origin="file")
    found = latest(tmp_path, plan("0"))
    assert found.patient_digest == "sha256:" + "1" * 64
    assert (found.protocol_digest, found.origin) == (plan()["protocol"]["digest"], "file")


def test_a_refusal_counts_against_older_plans_only(tmp_path: Path) -> None:
    """What was planned before the refusal is void; what was planned after it is not."""
    old, new = plan("0"), plan("2")
    add(tmp_path, old)
    assert refused_since(tmp_path, old) == ""
    add(tmp_path, plan("1"), refused_because="RF_DVT")
    add(tmp_path, new)
    assert refused_since(tmp_path, old) == "on 2026-11-22: refused: RF_DVT"
    assert refused_since(tmp_path, new) == ""


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        pytest.param("2026-11-19", True, id="older-day"),
        pytest.param("2026-11-20", True, id="same-day"),
        pytest.param("2026-11-21", False, id="later-day"),
    ],
)
def test_a_plan_from_elsewhere_is_judged_by_its_day(on: str, refused: bool, tmp_path: Path) -> None:
    """A plan that this store never saw is older than a refusal unless its day is later."""
    add(tmp_path, plan(), refused_because="RF_DVT")
    assert bool(refused_since(tmp_path, plan_for("P-014", on=on))) == refused


def test_a_refusal_keeps_no_plan(tmp_path: Path) -> None:
    """What was refused is an event with its reason, and the protocol; there is no plan."""
    add(tmp_path, plan(), refused_because="RF_DVT")
    counts = inventory(tmp_path).counts
    assert (counts["planning"], counts["plan"], counts["protocol"]) == (1, 0, 1)


def test_plannings_and_protocols_come_out_as_files(tmp_path: Path) -> None:
    """Both are readable without this program."""
    add(tmp_path / "store", plan())
    export(tmp_path / "store", tmp_path / "out")
    (protocol,) = (tmp_path / "out" / "protocols").glob("*.json")
    assert json.loads(protocol.read_text())["id"] == "example"
    (line,) = (tmp_path / "out" / "plannings.jsonl").read_text().splitlines()
    assert json.loads(line)["plan_digest"] == plan()["digest"]


@pytest.mark.parametrize("table", ["protocol", "planning"])
@pytest.mark.parametrize("change", ["UPDATE {} SET content = x'00'", "DELETE FROM {}"])
def test_rows_are_never_changed_or_removed(table: str, change: str, tmp_path: Path) -> None:
    """The file itself refuses to change or remove what lies in it."""
    add(tmp_path, plan())
    statement = change.format(table)
    if table == "planning":
        statement = statement.replace("content = x'00'", "about = 'x'")
    with (
        pytest.raises(StoreError, match=r"is never (changed|removed)"),
        opened(tmp_path) as store,
    ):
        store.execute(statement)


def test_a_specimen_is_not_kept(tmp_path: Path) -> None:
    """A plan for no person makes no store."""
    with pytest.raises(UsageError, match="a specimen is for no person"):
        add(tmp_path / "s", plan_for(None))
    assert not (tmp_path / "s").exists()
