"""Ctrl-C and a closed pipe: one line or none, never a traceback, nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tensplan.session_plan.plan_file import read_plan

ROOT = Path(__file__).parents[2]
REAL = ROOT / "protocols/sciatic-path/sciatic-path-conventional.yaml"
PATIENCE_S = 60
INTERRUPTED = 130
BROKEN_PIPE = 141


def interrupted(arguments: list[str], *, once_imported: str, delay_s: float) -> tuple[int, str]:
    """Send SIGINT some time after a module was imported; return exit code and what was said.

    Python itself tells when a module is imported, so no clock has to be guessed.
    """
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "tensplan", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.rstrip().endswith(f" {once_imported}"):
                break
        time.sleep(delay_s)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE_S)
    said = [line for line in errors.splitlines() if not line.startswith("import time:")]
    return process.returncode, output + "\n".join(said)


@pytest.mark.parametrize("delay_s", [0.0, 0.05, 0.3])
def test_interrupted_check(delay_s: float, tmp_path: Path) -> None:
    """Ctrl-C while many files are checked ends with 130 and one line."""
    for number in range(1500):
        (tmp_path / f"{number}.yaml").write_bytes(REAL.read_bytes())
    code, said = interrupted(
        ["check", str(tmp_path)], once_imported="tensplan.safety.judge", delay_s=delay_s
    )
    assert code == INTERRUPTED, said
    assert "Traceback" not in said
    assert "interrupted; nothing was left half written" in said


@pytest.mark.parametrize("delay_s", [0.0, 0.01, 0.03, 0.06, 0.1])
def test_interrupted_plan(delay_s: float, tmp_path: Path) -> None:
    """Ctrl-C while a plan is made leaves a whole plan with its report, or neither."""
    out = tmp_path / "plan"
    code, said = interrupted(
        ["plan", str(REAL), "--on", "2026-11-22", "--out", str(out)],
        once_imported="tensplan.report.html",
        delay_s=delay_s,
    )
    left = sorted(path.name for path in out.iterdir()) if out.exists() else []
    assert left in ([], ["report.html"], ["plan.json", "report.html"])
    if "plan.json" not in left:
        assert code == INTERRUPTED, said
        assert "Traceback" not in said
        return
    digest = read_plan(out / "plan.json")["digest"]
    assert digest in (out / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_reader_that_leaves(form: str, tmp_path: Path) -> None:
    """When the reader of a long answer closes the pipe, the writer ends without a word about it."""
    for number in range(200):
        (tmp_path / f"{number}.yaml").write_text("schema: tensplan/protocol/1\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "tensplan", "check", str(tmp_path), "--format", form],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read().decode()
        code = process.wait(timeout=PATIENCE_S)
    assert code in (1, BROKEN_PIPE)
    assert "Traceback" not in said
    assert "BrokenPipeError" not in said
