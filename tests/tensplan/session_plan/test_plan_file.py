"""plan.json on disk: written only when allowed, read only when whole and canonical."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from builders import make_protocol, program_data

from tensplan.errors import BlockedPlanError
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.session_plan.compose import compose
from tensplan.session_plan.plan import Plan
from tensplan.session_plan.plan_file import (
    PlanFileError,
    older_plan,
    read_plan,
    write_plan,
    write_refusal,
)
from tensplan.session_plan.whole_file import WriteError, write_together

DAY = "2026-11-22"


@cache
def allowed() -> Plan:
    """Return a plan that may be written."""
    return compose(make_protocol(), on=DAY)


@cache
def blocked() -> Plan:
    """Return a plan that a limit blocks."""
    return compose(make_protocol(program_data(amplitude_cap_ma=500)), on=DAY)


def names(folder: Path) -> list[str]:
    """Return every name in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    """A plan is read back as the same data, and its digest is the plan's."""
    plan = allowed()
    path = write_plan(plan, tmp_path / "new" / "folder")
    assert read_plan(path) == plan.as_json()
    assert path.read_bytes() == plan.to_bytes()
    assert older_plan(path.parent) == plan.as_json()["digest"]
    assert names(path.parent) == ["plan.json", "report.html"]


def test_a_blocked_plan_is_not_written(tmp_path: Path) -> None:
    """The writer refuses a blocked plan and leaves no file."""
    with pytest.raises(BlockedPlanError, match="blocked and is not written"):
        write_plan(blocked(), tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("verdict", ["blocked", "stop"])
def test_neither_blocked_nor_stopped_is_written(verdict: Any, tmp_path: Path) -> None:
    """Both verdicts that forbid a plan stop its writer."""
    plan = replace(allowed(), verdict=verdict)
    with pytest.raises(BlockedPlanError, match=verdict):
        write_plan(plan, tmp_path)


def test_a_refusal_leaves_an_older_plan_byte_for_byte(tmp_path: Path) -> None:
    """Older files stay as they are, and the refusal names the older plan's digest."""
    write_plan(allowed(), tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    page = write_refusal(blocked(), tmp_path).read_text(encoding="utf-8")
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert older_plan(tmp_path)[:19] in page


def test_a_new_plan_removes_an_older_refusal(tmp_path: Path) -> None:
    """A folder never holds a plan beside the refusal that it replaces."""
    write_refusal(blocked(), tmp_path)
    write_plan(allowed(), tmp_path)
    assert names(tmp_path) == ["plan.json", "report.html"]


def test_an_allowed_plan_is_not_refused(tmp_path: Path) -> None:
    """The refusal page is for blocked plans only."""
    with pytest.raises(ValueError, match="only a blocked plan"):
        write_refusal(allowed(), tmp_path)


@pytest.mark.parametrize("name", ["plan.json", "report.html", "refused.html"])
def test_a_folder_with_the_name_of_a_file_stops_the_writer(name: str, tmp_path: Path) -> None:
    """Nothing is written when one of the names is taken by a folder; the message says which."""
    (tmp_path / name).mkdir()
    with pytest.raises(WriteError, match=f"nothing was written: {name} is a folder"):
        write_plan(allowed(), tmp_path)
    assert names(tmp_path) == [name]


def test_a_name_that_is_too_long_is_said_in_one_line(tmp_path: Path) -> None:
    """A folder name beyond the file system's length is no crash."""
    folder = tmp_path / ("a" * 300)
    assert older_plan(folder) == ""
    with pytest.raises(WriteError, match="file name too long"):
        write_plan(allowed(), folder)


def test_a_plan_that_cannot_be_read_is_named_so(tmp_path: Path) -> None:
    """Whatever lies under the plan's name is never taken for a plan, nor does it crash."""
    assert older_plan(tmp_path) == ""
    (tmp_path / "plan.json").write_text("{}")
    assert older_plan(tmp_path) == "unreadable"
    (tmp_path / "plan.json").unlink()
    (tmp_path / "plan.json").mkdir()
    assert older_plan(tmp_path) == "unreadable"


def spaced(data: dict[str, Any]) -> bytes:
    """Write the same data with spaces."""
    return json.dumps(data, indent=1, sort_keys=True).encode()


def edited(data: dict[str, Any]) -> bytes:
    """Change one number and keep the digest."""
    data["exposure"][0]["worst_case"] = 0.001
    return canonical_bytes(data)


def forged(data: dict[str, Any]) -> bytes:
    """Leave the digest out."""
    del data["digest"]
    return canonical_bytes(data)


def twice(data: dict[str, Any]) -> bytes:
    """Say the verdict twice, so that two readers could read two plans."""
    return canonical_bytes(data).replace(b'{"channels"', b'{"verdict":"pass","channels"', 1)


def long_number(data: dict[str, Any]) -> bytes:
    """Give a number more digits than a plan keeps."""
    data["exposure"][0]["worst_case"] = 1.23456789012
    data["digest"] = digest(data)
    text = canonical_bytes(data).decode()
    return text.replace("1.23456789", "1.23456789012").encode()


def not_a_number(data: dict[str, Any]) -> bytes:
    """Write NaN, which Python's reader takes."""
    return canonical_bytes(data).replace(b'"value":null', b'"value":NaN', 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (spaced, "not in canonical form"),
        (edited, "the digest does not hold"),
        (forged, "the digest does not hold"),
        (twice, "not in canonical form"),
        (long_number, "not in canonical form"),
        (not_a_number, "out of range"),
        (lambda _: b"not json", "not JSON"),
        (lambda _: b"[" * 100_000, "not JSON"),
        (lambda _: b"[]", "not a tensplan/plan/1"),
        (lambda _: b"{}", "not a tensplan/plan/1"),
        (lambda data: canonical_bytes(data) + b"\n", "not in canonical form"),
        (lambda data: b"\xef\xbb\xbf" + canonical_bytes(data), "not JSON|canonical"),
    ],
    ids=[
        "spaced", "edited", "no-digest", "key-twice", "long-number", "nan", "no-json",
        "deep", "list", "empty", "newline", "byte-order-mark",
    ],
)  # fmt: skip
def test_a_changed_file_is_refused(change: Any, message: str, tmp_path: Path) -> None:
    """Bytes that are not the canonical bytes of their own digest are no plan."""
    path = tmp_path / "plan.json"
    path.write_bytes(change(allowed().as_json()))
    with pytest.raises(PlanFileError, match=message):
        read_plan(path)


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    """While one writer holds the folder, another one writes nothing; then it writes everything."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    writer = threading.Thread(target=write_together, args=(tmp_path, {"a": b"1", "b": b"2"}))
    writer.start()
    writer.join(0.3)  # a writer that does not wait is done in a few milliseconds
    before = names(tmp_path)
    os.close(descriptor)
    writer.join(10)
    assert before == []
    assert names(tmp_path) == ["a", "b"]
