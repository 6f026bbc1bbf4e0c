"""Finding plans in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import plan_for

from tensplan.review import shelf
from tensplan.review.shelf import Shelf
from tensplan.session_plan.canonical import canonical_bytes


@pytest.fixture(scope="module")
def data() -> bytes:
    """Return the bytes of a plan."""
    return canonical_bytes(plan_for("P-014"))


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a file and its folders."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("plan.json", True),
        ("a/b/c/d/plan-014.json", True),
        ("a/b/c/d/e/plan.json", False),
        (".hidden/plan.json", False),
        ("plan.txt", False),
        ("plan.approval.json", False),
    ],
)
def test_where_plans_are_found(name: str, is_found: bool, tmp_path: Path, data: bytes) -> None:
    """Up to four folders deep, by what is in the file; hidden folders and approvals are left out."""
    put(tmp_path, name, data)
    assert len(Shelf(tmp_path).look().plans) == is_found


def test_a_folder_behind_a_link_is_left_out(tmp_path: Path, data: bytes) -> None:
    """What lies outside is not read through a link to its folder."""
    put(tmp_path / "outside", "plan.json", data)
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "link").symlink_to(tmp_path / "outside")
    assert Shelf(tmp_path / "inside").look().plans == {}


def test_a_changed_file_is_read_again(tmp_path: Path, data: bytes) -> None:
    """A plan that was spoiled, or taken away, is not shown as it was."""
    path, own = put(tmp_path, "plan.json", data), Shelf(tmp_path)
    assert len(own.look().plans) == 1
    path.write_bytes(data.replace(b"P-014", b"P-0015"))
    found = own.look()
    assert (len(found.plans), [one.place for one in found.unread]) == (0, ["plan.json"])
    path.unlink()
    assert own.look().unread == ()


def test_too_many_files_are_said(
    tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not looked at is not passed over in silence."""
    monkeypatch.setattr(shelf, "MOST_FILES", 2)
    for number in range(3):
        put(tmp_path, f"{number}.json", b"{}")
    assert not Shelf(tmp_path).look().is_all
