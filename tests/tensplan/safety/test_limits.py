"""A clinic's limits: they tighten, they never loosen, and a file that cannot be used says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tensplan.errors import UnreadableError
from tensplan.safety.clinic_limits import LimitsError, load_limits
from tensplan.safety.limit import Limit
from tensplan.safety.limits import Limits, own_limits

LEVELS = ("none", "warning", "error")
IDS = [limit.id for limit in own_limits()]


def write(folder: Path, *entries: dict[str, Any], **more: Any) -> Path:
    """Write a clinic's file."""
    path = folder / "clinic.yaml"
    content = {"schema": "tensplan/limits/1", "limits": list(entries), **more}
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def named(limits: Limits, rule: str) -> Limit:
    """Return one limit."""
    found = limits.named(rule)
    assert found is not None
    return found


def test_without_a_file_the_projects_own_apply() -> None:
    """No file, no change."""
    assert load_limits(None) is own_limits()
    assert own_limits().tightened_by == ""


def test_a_stricter_bound_replaces_the_old_one(tmp_path: Path) -> None:
    """The named bound changes, the digest with it, and every other limit stays."""
    path = write(tmp_path, {"id": "project/current-density", "error": 1.5, "rationale": "Frail."})
    limits = load_limits(path)
    tightened = named(limits, "project/current-density")
    assert tightened.error == 1.5
    assert tightened.rationale.endswith("Tightened by the clinic: Frail.")
    assert limits.digest != own_limits().digest
    assert [limit.id for limit in limits] == IDS
    assert [limit for limit in limits if limit != tightened] == [
        limit for limit in own_limits() if limit.id != tightened.id
    ]


def test_a_warning_of_null_takes_no_warning_away(tmp_path: Path) -> None:
    """An empty value is a value left out: the limit keeps its warning."""
    path = write(tmp_path, {"id": "project/free-days", "warning": None, "error": 5})
    days = named(load_limits(path), "project/free-days")
    assert (days.warning, days.error) == (5, 5)


def test_the_name_does_not_depend_on_the_folder(tmp_path: Path) -> None:
    """The same file gives the same name from every folder, or the clinic's own name."""
    entry = {"id": "project/pad-gap", "error": 30}
    assert load_limits(write(tmp_path, entry)).tightened_by == "clinic.yaml"
    assert load_limits(write(tmp_path, entry, clinic="North")).tightened_by == "North"


@pytest.mark.parametrize(
    ("entry", "message", "hint"),
    [
        (
            {"id": "project/current-density", "error": 2.1},
            "3:7: project/current-density would be loosened; it is at most 2 mA/cm2 "
            "and may only become stricter",
            "tighten it or leave it out",
        ),
        ({"id": "project/pad-gap", "error": 20}, "would be loosened", "tighten it"),
        ({"id": "project/pulse-rate", "error": [1, 160]}, "would be loosened", "tighten it"),
        ({"id": "project/pulse-rate", "error": 100}, "its new bounds have another form", "give one"),
        ({"id": "project/free-days", "warning": 6}, "would be loosened", "tighten it"),
        ({"id": "project/current-density", "warning": 3}, "would be loosened", "tighten it"),
        ({"id": "project/curent-density", "error": 1}, "there is no limit", "did you mean project/current-density?"),
        ({"id": "project/pad-gap", "error": "30 mm"}, "error is \"30 mm\"; it must be a number", ""),
        ({"id": "project/pad-gap", "error": float("nan")}, "error is nan; it must be a finite", "write"),
        ({"id": "project/pulse-rate", "error": [2]}, "error has 1 entries; it must have at least 2", ""),
        ({"id": "project/pulse-rate", "error": [2, float("inf")]}, "finite number", "write a number"),
        ({"id": "project/pad-gap", "error": True}, "error is true; it must be a number", ""),
        ({"id": "project/pad-gap", "eror": 30}, "eror is not a key here", "did you mean error?"),
        ({"error": 30}, "id is missing", "add id"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used(
    entry: dict[str, Any], message: str, hint: str, tmp_path: Path
) -> None:
    """Each fault is named once, with its place and a way out."""
    with pytest.raises(LimitsError) as caught:
        load_limits(write(tmp_path, entry))
    assert message in caught.value.what
    assert caught.value.what.count("\n") == 0
    assert hint in caught.value.hint
    assert caught.value.exit_code == 1


def test_a_limit_given_twice_is_refused(tmp_path: Path) -> None:
    """Which of two bounds was meant is not guessed, even when both are stricter."""
    path = write(
        tmp_path, {"id": "project/pad-gap", "error": 30}, {"id": "project/pad-gap", "error": 35}
    )
    with pytest.raises(LimitsError, match=r"5:7: project/pad-gap is given twice"):
        load_limits(path)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """Two loosened limits and an unknown one are three lines."""
    path = write(
        tmp_path,
        {"id": "project/pad-gap", "error": 1},
        {"id": "project/nothing", "error": 1},
        {"id": "fda/power-density", "error": 1},
    )
    with pytest.raises(LimitsError) as caught:
        load_limits(path)
    assert [line.split(":")[1] for line in caught.value.what.split("\n")] == ["3", "5", "7"]


@pytest.mark.parametrize(
    "text",
    ["hello", "[]", "schema: tensplan/limits/1\nlimits: []\n", "schema: tensplan/limits/2\nlimits: []\n",
     "schema: tensplan/limits/1\nlimits: {}\n",
     "schema: tensplan/limits/1\nlimits:\n  - {id: project/pad-gap, error: 30}\nclinic: A\nclinic: B\n"],
    ids=["text", "list", "none", "other-version", "mapping", "duplicate-key"],
)  # fmt: skip
def test_a_malformed_file_is_refused(text: str, tmp_path: Path) -> None:
    """A file of another form never counts as a file that tightens nothing."""
    path = tmp_path / "clinic.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LimitsError, match=r"clinic\.yaml:"):
        load_limits(path)


def test_a_file_that_is_missing_or_no_yaml_is_unreadable(tmp_path: Path) -> None:
    """No limits file is ever silently left out."""
    with pytest.raises(UnreadableError, match="no such file"):
        load_limits(tmp_path / "clinic.yaml")
    (tmp_path / "clinic.yaml").write_text("limits: [", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"clinic\.yaml:"):
        load_limits(tmp_path / "clinic.yaml")


bounds = st.one_of(st.floats(-1000, 1000), st.lists(st.floats(-1000, 1000), min_size=2, max_size=2))


@settings(max_examples=60)
@given(
    rule=st.sampled_from(IDS),
    error=st.none() | bounds,
    warning=st.none() | bounds,
    value=st.floats(-2000, 2000),
)
def test_whatever_a_clinic_writes_nothing_is_judged_milder(
    tmp_path_factory: pytest.TempPathFactory, rule: str, error: Any, warning: Any, value: float
) -> None:
    """A file is refused, or every value is judged at least as strictly as before."""
    path = write(tmp_path_factory.getbasetemp(), {"id": rule, "error": error, "warning": warning})
    try:
        limits = load_limits(path)
    except LimitsError:
        return
    old, new = named(own_limits(), rule), named(limits, rule)
    assert LEVELS.index(new.level(value)) >= LEVELS.index(old.level(value))
    assert new.scope == old.scope
    assert new.bound_text("error" if new.error is not None else "warning").endswith(new.unit)
