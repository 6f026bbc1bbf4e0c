"""A plan is read only when every part of it is there."""

import copy

import pytest
from builders import make_protocol, program_data

import tensplan
from tensplan.cli.run import run
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.session_plan.plan_file import PlanFileError
from tensplan.session_plan.plan_reader import read_whole_plan


@pytest.fixture(scope="module")
def plan():
    """Return a real plan."""
    return tensplan.plan(make_protocol(program_data()), on="2026-11-22").as_json()


def written(content, folder):
    """Write content as a canonical file with a digest that holds."""
    content["digest"] = digest(content)
    path = folder / "plan.json"
    path.write_bytes(canonical_bytes(content))
    return path


def test_whole_plan_is_read(plan, tmp_path):
    """What was written comes back."""
    assert read_whole_plan(written(copy.deepcopy(plan), tmp_path)) == plan


@pytest.mark.parametrize(
    "path",
    [
        ("exposure",),
        ("modalities", "heat"),
        ("protocol", "content", "course"),
        ("provenance", "on"),
    ],
    ids=["exposure", "heat", "course", "day"],
)
@pytest.mark.parametrize("verb", ["show", "explain", "diff"])
def test_plan_with_a_hole_is_refused(plan, tmp_path, capsys, path, verb):
    """A plan that lacks a part ends in one clear line and exit code 3, whatever reads it."""
    content = copy.deepcopy(plan)
    here = content
    for part in path[:-1]:
        here = here[part]
    del here[path[-1]]
    file = str(written(content, tmp_path))
    arguments = {"show": [file], "explain": ["phase_charge_uc", file], "diff": [file, file]}
    assert run([verb, *arguments[verb]]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"this is no whole plan: {'.'.join(path)}: field required" in captured.err


def test_all_holes_are_counted(plan, tmp_path):
    """The first hole is named and the others are counted."""
    content = {key: plan[key] for key in ("schema", "digest", "verdict")}
    with pytest.raises(PlanFileError, match=r"modalities: field required, and \d\d more"):
        read_whole_plan(written(content, tmp_path))


@pytest.mark.parametrize(
    "day",
    [
        {"programs": {"A": "another"}},
        {"programs": {"B": "main"}},
        {"programs": ["main"]},
        {},
    ],
    ids=["program", "channel", "list", "nothing"],
)
@pytest.mark.parametrize("verb", ["show", "export"])
def test_course_of_something_else_is_refused(plan, tmp_path, capsys, day, verb):
    """A day of a program or channel that the plan does not have is no internal error of a later step."""
    content = copy.deepcopy(plan)
    content["course"][2] = {**content["course"][2], "programs": None, **day}
    file = str(written(content, tmp_path))
    more = ["--format", "csv", "--table", "course"] if verb == "export" else []
    assert run([verb, file, *more]) == 3
    assert "day 3 of the course plays what the plan does not have" in capsys.readouterr().err
