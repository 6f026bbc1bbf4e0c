"""Every way a command can end has its exit code and one clear line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest

from tensplan.cli import run as module
from tensplan.cli.run import run
from tensplan.errors import FindingsError, UnreadableError, UsageError


def ending_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a command that ends with an error."""

    def main(**_: Any) -> int:
        raise error

    monkeypatch.setattr(module.group, "main", main)
    return run(["check"])


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (FindingsError("f", where="x.yaml:1:2"), 1, "x.yaml:1:2: error[findings]: f"),
        (UsageError("u", hint="do it"), 2, "error[usage]: u\nhint: do it"),
        (UnreadableError("r"), 3, "error[unreadable]: r"),
        (click.UsageError("wrong"), 2, "wrong"),
        (click.Abort(), 130, "interrupted; nothing was left half written"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was left half written"),
    ],
    ids=["findings", "usage", "unreadable", "click", "abort", "interrupt"],
)
def test_each_fault_has_its_code(
    error: BaseException,
    code: int,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The code is the promised one; the text is on stderr and stdout stays empty."""
    assert ending_with(error, monkeypatch) == code
    printed = capsys.readouterr()
    assert text in printed.err
    assert printed.out == ""


def test_an_internal_error_is_one_line_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A message of many lines becomes one; the traceback is in the file that is named."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert ending_with(RuntimeError("one\n  two\nthree"), monkeypatch) == 4
    printed = capsys.readouterr().err
    assert printed.startswith("error[internal]: RuntimeError: one two three\n")
    (written,) = tmp_path.iterdir()
    assert str(written) in printed
    assert "Traceback" in written.read_text(encoding="utf-8")
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 0), (["--help"], 0), (["--version"], 0), (["plan", "--help"], 0), (["chek"], 2),
     (["plan"], 2), (["check"], 2), (["check", "--format", "xml", "x.yaml"], 2),
     (["check", "no-such.yaml"], 3), (["plan", "no-such", "--out", "x"], 2)],
    ids=str,
)  # fmt: skip
def test_real_commands(
    arguments: list[str],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Help and greeting are fine, a wrong word is wrong usage, a missing file is unreadable."""
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == code
    assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_another_simulator_in_the_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A foreign package of the same name stops every command, and its path is printed."""
    (tmp_path / "simulator.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(__import__("sys").modules, "simulator", raising=False)
    assert run([]) == 2
    assert str(tmp_path / "simulator.py") in capsys.readouterr().err
