"""The main job from a shell: the same plan from every folder, and two writers at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tensplan.session_plan.plan_file import read_plan

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tensplan", "plan"]
NAMES = ("sciatic-path-conventional", "sciatic-path-burst")


def start(name: str, out: Path, cwd: Path, **surroundings: str) -> subprocess.Popen[bytes]:
    """Start the main job in a folder and an environment of its own."""
    return subprocess.Popen(
        [*COMMAND, name, "--on", "2026-11-22", "--out", str(out)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(runs: list[subprocess.Popen[bytes]]) -> None:
    """Wait for every run; each must end well."""
    printed = [process.communicate() for process in runs]
    assert [process.returncode for process in runs] == [0] * len(runs), printed


def test_the_same_plan_from_every_folder_and_language(tmp_path: Path) -> None:
    """Folder, language, time zone and hash seed change no byte of plan or report."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    runs = [
        start(NAMES[0], tmp_path / "one", tmp_path, LC_ALL="C", TZ="UTC", PYTHONHASHSEED="1"),
        start(NAMES[0], tmp_path / "two", elsewhere, LC_ALL="C.UTF-8", TZ="Asia/Tokyo"),
    ]
    finish(runs)
    for name in ("plan.json", "report.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_two_writers_into_one_folder_leave_one_whole_plan(tmp_path: Path) -> None:
    """Report and plan are of one and the same writer, and no partial file is left."""
    out = tmp_path / "out"
    runs = [start(name, out, tmp_path) for name in NAMES * 2]
    finish(runs)
    assert sorted(path.name for path in out.iterdir()) == ["plan.json", "report.html"]
    plan = read_plan(out / "plan.json")
    assert plan["protocol"]["id"] in NAMES
    assert plan["protocol"]["content"]["title"] in (out / "report.html").read_text("utf-8")
