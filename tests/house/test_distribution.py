"""What is built from the repository: exactly two packages, with their data, that run elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from house.tree import PACKAGES, ROOT, text_files

import tensplan

BUILD = [sys.executable, "-m", "hatchling", "build"]
LARGEST_WHEEL = 3_000_000
"""Bytes; a new large data file should be a decision."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and source archive with the build backend alone, without any network."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run(
        [*BUILD, "-d", str(folder)], cwd=ROOT, check=True, capture_output=True, timeout=300
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """Return the wheel."""
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def shipped(wheel: Path) -> set[str]:
    """Return the names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel, as an installer does."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def sources(built: Path) -> set[str]:
    """Return the names of the files in the source archive, below its one folder."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_wheel_installs_exactly_two_packages(shipped: set[str]) -> None:
    """Nothing else appears beside them in a user's environment."""
    tops = {name.split("/")[0] for name in shipped}
    assert tops == {*PACKAGES, f"tensplan-{tensplan.__version__}.dist-info"}


@pytest.mark.parametrize("package", PACKAGES)
def test_wheel_has_every_file_of_a_package(shipped: set[str], package: str) -> None:
    """Code, JSON, YAML, templates and styles: what a checkout has, an install has."""
    assert set(text_files(package)) - shipped == set()
    assert f"{package}/py.typed" in shipped


def test_wheel_has_the_catalogue_and_the_schemas(shipped: set[str]) -> None:
    """Every protocol, device program and schema is shipped inside tensplan."""
    here = text_files("protocols")
    assert len(here) > 40
    assert {f"tensplan/_data/{name}" for name in here} - shipped == set()


@pytest.mark.parametrize("ending", [".pyc", ".log", ".db", "~", ".orig"])
def test_wheel_has_no_litter(shipped: set[str], ending: str) -> None:
    """No cache, log or backup slips in."""
    assert [name for name in shipped if name.endswith(ending)] == []


def test_wheel_is_small(wheel: Path) -> None:
    """The wheel has less than three megabytes."""
    assert wheel.stat().st_size < LARGEST_WHEEL


def test_metadata_names_licence_command_and_plugin(unpacked: Path) -> None:
    """The licence text, the command and the pytest plugin come with the wheel."""
    folder = unpacked / f"tensplan-{tensplan.__version__}.dist-info"
    metadata = message_from_string((folder / "METADATA").read_text(encoding="utf-8"))
    assert metadata["License-Expression"] == "Apache-2.0"
    assert (folder / "licenses" / "LICENSE").is_file()
    points = (folder / "entry_points.txt").read_text(encoding="utf-8")
    assert "tensplan = tensplan.__main__:main" in points
    assert "tensplan = tensplan.pytest_plugin" in points


def test_unpacked_wheel_makes_a_plan_elsewhere(unpacked: Path, tmp_path: Path) -> None:
    """Away from the checkout, the shipped example becomes a plan with the shipped data."""
    command = [
        sys.executable,
        "-m",
        "tensplan",
        "plan",
        "sciatic-path-conventional",
        "--out",
        "out",
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        timeout=300,  # the first plan of an installation compiles the heat solver
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {file.name for file in (tmp_path / "out").iterdir()} >= {"plan.json", "report.html"}


def test_unpacked_wheel_is_what_ran(unpacked: Path, tmp_path: Path) -> None:
    """The catalogue that was read lies in the wheel, not in the checkout."""
    code = "from tensplan.resources import protocols_folder as f; print(f())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert Path(done.stdout.strip()) == unpacked / "tensplan" / "_data" / "protocols"


@pytest.mark.parametrize("folder", ["tensplan", "simulator", "protocols", "tests", "docs"])
def test_source_archive_is_whole(sources: set[str], folder: str) -> None:
    """Who gets the source archive can read, build and test the project."""
    assert set(text_files(folder)) - sources == set()


def test_source_archive_has_what_a_build_needs_and_no_litter(sources: set[str]) -> None:
    """Build file, licence and README are in it; environments, caches and plans are not."""
    assert {"pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md"} <= sources
    litter = (".venv", ".git/", "my-plan", ".hypothesis", ".mypy_cache", ".ruff_cache", "dist/")
    assert [name for name in sources if name.startswith(litter) or "__pycache__" in name] == []
