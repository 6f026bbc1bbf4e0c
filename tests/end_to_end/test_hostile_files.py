"""Hostile files on the command line: one clear refusal, exit code 3, never a traceback or a hang."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree

import pytest

ROOT = Path(__file__).parents[2]
REAL = ROOT / "protocols/sciatic-path/sciatic-path-conventional.yaml"
PATIENCE_S = 20
"""A refusal takes well under a second; the rest is for a busy machine. [s]"""
NOBODY = 65534

UNPRIVILEGED = f"""
import os, sys
from tensplan.cli.run import run
run(["check", {str(REAL)!r}])  # everything is imported while it may still be read
print("unprivileged from here", flush=True)
print("unprivileged from here", file=sys.stderr, flush=True)
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid({NOBODY}, {NOBODY}, {NOBODY})
    os.setresuid({NOBODY}, {NOBODY}, {NOBODY})
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that every user may enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="hostile-"))
    path.chmod(0o755)
    yield path
    for inside in [path, *path.rglob("*")]:
        if inside.is_dir() and not inside.is_symlink():
            inside.chmod(0o755)
    rmtree(path)


def check(path: Path | str, *, program: tuple[str, ...] = ("-m", "tensplan")) -> tuple[int, str]:
    """Run ``tensplan check`` in its own process; return exit code and all that it said."""
    done = subprocess.run(
        [sys.executable, *program, "check", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        stdin=subprocess.DEVNULL,
        check=False,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
    )
    mark = "unprivileged from here\n"
    return done.returncode, "\n".join(
        text.rpartition(mark)[2] for text in (done.stdout, done.stderr)
    )


def refusals(said: str) -> list[str]:
    """Return the lines that name an error."""
    return [line for line in said.splitlines() if "error[" in line]


def _laughs() -> bytes:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, letter in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{letter}: &{letter} [{', '.join([f'*{before}'] * 10)}]")
    return "\n".join(lines).encode()


CONTENTS: dict[str, tuple[bytes, str]] = {
    "too-large": (REAL.read_bytes() + b"#" * 256 * 1024, "file/too-large"),
    "aliases": (b"a: [1]\nb: *a\n", "yaml/forbidden"),
    "anchors": (b"a: &here [1]\n", "yaml/forbidden"),
    "billion-laughs": (_laughs(), "yaml/forbidden"),
    "deep-flow": (b"a: " + b"[" * 100_000, "yaml/forbidden"),
    "deep-mapping": (b"{a: " * 50_000, "yaml/forbidden"),
    "deep-block": (b"".join(b" " * n + b"a:\n" for n in range(600)), "yaml/forbidden"),
    "tag": (b"a: !!python/object/apply:os.system [date]\n", "yaml/forbidden"),
    "own-tag": (b"!x {a: 1}\n", "yaml/forbidden"),
    "merge": (b"a: {<<: *b}\n", "yaml/forbidden"),
    "two-documents": (b"a: 1\n---\nb: 2\n", "yaml/forbidden"),
    "complex-key": (b"? [a, b]\n: 1\n", "yaml/forbidden"),
    "digits": (b"a: " + b"9" * 5000 + b"\n", "yaml/forbidden"),
    "nul": (b"schema: tensplan/protocol/1\nid: a\0b\n", "file/not-text"),
    "utf-16": ("schema: tensplan/protocol/1".encode("utf-16"), "file/not-text"),
    "utf-32": ("schema: tensplan/protocol/1".encode("utf-32"), "file/not-text"),
    "latin-1": ("title: Fuß".encode("latin-1"), "file/not-text"),
    "surrogate": (b"title: \xed\xa0\x80\n", "file/not-text"),
    "control": (b"title: \x1b[31mred\x1b[0m\n", "yaml/syntax"),
    "empty": (b"", "yaml/syntax"),
    "only-comments": (b"# nothing\n", "yaml/syntax"),
    "unclosed": (b"a: {b: [1, 2\n", "yaml/syntax"),
    "tab": (b"a:\n\tb: 1\n", "yaml/syntax"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_hostile_contents_are_refused(name: str, folder: Path) -> None:
    """A file that is too large, not text or not plain YAML is refused in one line with exit 3."""
    data, ref = CONTENTS[name]
    path = folder / f"{name}.yaml"
    path.write_bytes(data)
    code, said = check(path)
    assert code == 3, said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert [ref in line for line in refusals(said)] == [True], said


def _missing(folder: Path) -> str:
    return str(folder / "missing.yaml")


def _fifo(folder: Path) -> str:
    os.mkfifo(folder / "pipe.yaml")
    return str(folder / "pipe.yaml")


def _socket(folder: Path) -> str:
    here = str(folder / "s.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(here)
    return here


def _loop(folder: Path) -> str:
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    return str(folder / "loop.yaml")


def _dangling(folder: Path) -> str:
    (folder / "dangling.yaml").symlink_to(folder / "nowhere.yaml")
    return str(folder / "dangling.yaml")


def _link_to_device(folder: Path) -> str:
    (folder / "zero.yaml").symlink_to("/dev/zero")
    return str(folder / "zero.yaml")


def _below_a_file(folder: Path) -> str:
    (folder / "file").write_text("x")
    return str(folder / "file" / "a.yaml")


def _long_name(folder: Path) -> str:
    return str(folder / ("a" * 5000 + ".yaml"))


PLACES: dict[str, Callable[[Path], str]] = {
    "missing": _missing,
    "fifo": _fifo,
    "socket": _socket,
    "symlink-loop": _loop,
    "dangling-symlink": _dangling,
    "dev-zero": lambda _: "/dev/zero",
    "dev-full": lambda _: "/dev/full",
    "symlink-to-dev-zero": _link_to_device,
    "below-a-file": _below_a_file,
    "long-name": _long_name,
    "proc-mem": lambda _: "/proc/self/mem",
}


@pytest.mark.parametrize("name", PLACES)
def test_hostile_places_are_refused(name: str, folder: Path) -> None:
    """What is not a regular file that can be read is refused in one line with exit 3, at once."""
    code, said = check(PLACES[name](folder))
    assert code == 3, said
    assert "Traceback" not in said
    assert ["file/not-readable" in line for line in refusals(said)] == [True], said


def test_a_special_file_inside_a_folder_hides_no_other(folder: Path) -> None:
    """A pipe among the files of a folder is refused, and its neighbour is still checked."""
    _fifo(folder)
    (folder / "real.yaml").write_bytes(REAL.read_bytes())
    code, said = check(folder)
    assert code == 3
    assert "checked 2 files" in said
    assert len([line for line in refusals(said) if "file/not-readable" in line]) == 1


@pytest.mark.parametrize("kind", ["file", "folder", "folder-inside"])
def test_forbidden_places_are_refused(kind: str, folder: Path) -> None:
    """An unprivileged user is told in one line what may not be read; as root we become one."""
    inside = folder / "inside"
    inside.mkdir()
    (inside / "real.yaml").write_bytes(REAL.read_bytes())
    (folder / "open.yaml").write_bytes(REAL.read_bytes())
    asked = {"file": inside / "real.yaml", "folder": inside, "folder-inside": folder}[kind]
    (inside / "real.yaml" if kind == "file" else inside).chmod(0)
    code, said = check(asked, program=("-c", UNPRIVILEGED))
    assert code == 3, said
    assert "Traceback" not in said
    assert ["permission denied" in line for line in refusals(said)] == [True], said
    assert f"checked {2 if kind == 'folder-inside' else 1} file" in said
