"""The pytest plugin in somebody else's project."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from foreign_project import (
    BROKEN,
    CHECK,
    GOOD,
    REAL,
    ROOT,
    SMALL_PAD,
    ForeignProject,
    broken_text,
    foreign_project,
    line_of,
)

# an installed tensplan is found by its entry point, a checkout is named
PLUGIN = (
    [] if "tensplan" in entry_points(group="pytest11").names else ["-p", "tensplan.pytest_plugin"]
)
PYTEST = [sys.executable, "-m", "pytest", *PLUGIN, "-p", "no:cacheprovider"]
OPTION = "[pytest]\ntensplan_files = protocols/**/*.yaml\n"


@pytest.fixture
def project(tmp_path: Path) -> ForeignProject:
    return foreign_project(tmp_path)


def test_plugin_is_declared_and_light() -> None:
    """The entry point names the module, and loading it imports nothing but pytest's own."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert declared["project"]["entry-points"]["pytest11"] == {"tensplan": "tensplan.pytest_plugin"}
    code = "import sys, pytest; import tensplan.pytest_plugin; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name for name in done.stdout.split() if name.startswith(("tensplan", "simulator"))}
    assert loaded == {"tensplan", "tensplan.pytest_plugin"}
    assert not {"numpy", "pydantic", "yaml", "click"} & set(done.stdout.split())


def test_plugin_fails_the_broken_and_passes_the_real(project: ForeignProject) -> None:
    """One item a file; the failure reads like the command line."""
    project.write("pytest.ini", OPTION)
    done = project.run(*PYTEST, "-v")
    assert done.returncode == 1
    assert f"{GOOD}::check PASSED" in done.stdout
    assert f"{BROKEN}::check FAILED" in done.stdout
    for block in project.run(*CHECK, BROKEN).stdout.strip().split("\n\n"):
        assert block in done.stdout
    assert "Traceback" not in done.stdout


def test_junit_of_pytest_has_file_and_line(project: ForeignProject) -> None:
    """The case of the broken file is at its first fault, counted from 0 as pytest does."""
    project.write("pytest.ini", OPTION)
    project.run(*PYTEST, "--junitxml=report.xml", "-o", "junit_family=xunit1")
    cases = {
        case.get("file"): case for case in ET.parse(project.folder / "report.xml").iter("testcase")
    }
    assert set(cases) == {GOOD, BROKEN}
    assert cases[BROKEN].get("line") == str(line_of(broken_text(), SMALL_PAD) - 1)
    assert [child.tag for child in cases[BROKEN]] == ["failure"]
    assert list(cases[GOOD]) == []


def test_plugin_sleeps_without_its_option(project: ForeignProject) -> None:
    """Without tensplan_files no file is collected and nothing of tensplan is imported."""
    project.write("pytest.ini", "[pytest]\n")
    project.write(
        "test_own.py",
        "import sys\n"
        "def test_own():\n"
        "    loaded = {m for m in sys.modules if m.startswith(('tensplan', 'simulator'))}\n"
        "    assert loaded == {'tensplan', 'tensplan.pytest_plugin'}\n",
    )
    done = project.run(*PYTEST, "-v")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    assert "::check" not in done.stdout


@pytest.mark.parametrize(
    ("globs", "collected"),
    [
        pytest.param("protocols/**/*.yaml", {GOOD, BROKEN}, id="any-depth"),
        pytest.param("protocols/*.yaml", {GOOD}, id="one-folder"),
        pytest.param("good.yaml", {GOOD}, id="name"),
        pytest.param("\n  nothing.yml\n  protocols/f?ot/*.yaml", {BROKEN}, id="two-lines"),
        pytest.param("*.txt", set(), id="none"),
    ],
)
def test_globs_choose_the_files(globs: str, collected: set[str], project: ForeignProject) -> None:
    """A glob is seen from the root folder; without a slash it is a file name."""
    project.write("pytest.ini", f"[pytest]\ntensplan_files = {globs}\n")
    done = project.run(*PYTEST, "--collect-only", "-q")
    lines = done.stdout.splitlines()
    assert {line.removesuffix("::check") for line in lines if line.endswith("::check")} == collected


def test_plugin_reports_an_unreadable_file(project: ForeignProject) -> None:
    """A file that is no YAML fails with one clear line and its place."""
    project.write("pytest.ini", OPTION)
    project.write(GOOD, "a: 1\nb: [\n")
    done = project.run(*PYTEST, GOOD)
    assert done.returncode == 1
    assert re.search(rf"^{GOOD}:\d+:\d+: error\[yaml/syntax\]: ", done.stdout, re.MULTILINE)
    assert "Traceback" not in done.stdout


CLINIC = """schema: tensplan/limits/1
limits:
  - {id: project/pad-area, error: 26}
"""


@pytest.mark.parametrize(
    ("clinic", "code", "said"),
    [
        pytest.param(CLINIC, 1, "error[project/pad-area]", id="tighter"),
        pytest.param(CLINIC.replace("26", "1"), 1, "project/pad-area", id="loosened"),
        pytest.param(None, 1, "clinic.yaml", id="missing"),
    ],
)
def test_plugin_judges_by_the_clinics_limits(
    clinic: str | None, code: int, said: str, project: ForeignProject
) -> None:
    """A clinic's file tightens; one that cannot be used fails in one line."""
    project.write("pytest.ini", OPTION + "tensplan_limits = clinic.yaml\n")
    if clinic is not None:
        project.write("clinic.yaml", clinic)
    done = project.run(*PYTEST, GOOD)
    assert done.returncode == code, done.stdout
    assert said in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(("strict", "code"), [("false", 0), ("true", 1)])
def test_plugin_can_fail_on_warnings(strict: str, code: int, project: ForeignProject) -> None:
    """Warnings are shown with -rP, and fail only where tensplan_strict says so."""
    project.write("pytest.ini", OPTION + f"tensplan_strict = {strict}\n")
    project.write(GOOD, warned_text())
    done = project.run(*PYTEST, GOOD, "-rP")
    assert done.returncode == code, done.stdout
    assert "warning[" in done.stdout


def warned_text() -> str:
    """Return the real protocol with one day off a week, which is a warning."""
    text = REAL.read_text(encoding="utf-8")
    return text.replace("days_per_week: 5", "days_per_week: 6", 1)


def test_configuration_of_the_page_collects_both(project: ForeignProject) -> None:
    """The configuration in docs/ci.md collects tests and protocols."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```ini\n(# pytest.ini\n.*?)^```", page, re.MULTILINE | re.DOTALL)
    project.write("pytest.ini", block)
    project.write("tests/test_own.py", "def test_own():\n    pass\n")
    assert "1 failed, 2 passed" in project.run(*PYTEST, "-q").stdout
