"""plan.json and report.html are whole or not there: killed, out of room, forbidden, two at once."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from shutil import copy, rmtree
from typing import IO

import pytest

from tensplan.cli.run import run
from tensplan.session_plan.plan_file import read_plan

ROOT = Path(__file__).parents[2]
PROTOCOL = "sciatic-path-conventional"
DAYS = ("2026-11-22", "2026-11-23")
PATIENCE_S = 60
NOBODY = 65534
LONGEST_AFTER_FIRST_WRITE_S = 0.003
"""About as long as the writer takes from its first write to its last rename. [s]"""

WRITER = f"""
import os, sys
import tensplan
from tensplan.session_plan.plan_file import write_plan
plans = [tensplan.plan(tensplan.load_protocol({PROTOCOL!r}), on=day) for day in {DAYS!r}]
plans[0].as_json()
import tensplan.report.html
for line in sys.stdin:
    which, folder = line.split(maxsplit=1)
    child = os.fork()
    if child == 0:
        write_plan(plans[int(which)], folder.strip())
        os._exit(0)
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""Forks a child for each line; the child runs the real writer on a plan made before.

The child is only reaped when asked, so that its number never names another process.
"""

LIMITED = """
import resource, sys
from tensplan.cli.run import run
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(run(sys.argv[1:]))
"""

UNPRIVILEGED = f"""
import os, sys, tempfile
from tensplan.cli.run import run
with tempfile.TemporaryDirectory() as elsewhere:
    run(["plan", {PROTOCOL!r}, "--on", {DAYS[0]!r}, "--out", elsewhere])
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid({NOBODY}, {NOBODY}, {NOBODY})
    os.setresuid({NOBODY}, {NOBODY}, {NOBODY})
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a folder with a plan of each day."""
    folders = {day: tmp_path_factory.mktemp("made") for day in DAYS}
    for day, folder in folders.items():
        assert run(["plan", PROTOCOL, "--on", day, "--out", str(folder)]) == 0
    return folders


@pytest.fixture(scope="module")
def wanted(made: dict[str, Path]) -> dict[str, set[bytes]]:
    """Return the bytes that each file may hold: the two plans and their reports."""
    found = {
        name: {(folder / name).read_bytes() for folder in made.values()}
        for name in ("plan.json", "report.html")
    }
    assert [len(contents) for contents in found.values()] == [2, 2]
    return found


def with_a_plan(made: dict[str, Path], folder: Path) -> dict[str, bytes]:
    """Put the plan of the first day into a folder; return what lies there."""
    for path in made[DAYS[0]].iterdir():
        copy(path, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def plan_into(
    folder: Path, day: str, program: tuple[str, ...] = ("-m", "tensplan")
) -> subprocess.CompletedProcess[str]:
    """Run ``tensplan plan`` in its own process."""
    return subprocess.run(
        [sys.executable, *program, "plan", PROTOCOL, "--on", day, "--out", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


class Writers:
    """Starts real writers one after the other, to be killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, which: int, folder: Path) -> int:
        """Start a writer; return its process number."""
        print(which, folder, file=self._pipe(self._process.stdin), flush=True)
        return int(self._pipe(self._process.stdout).readline())

    def ended(self) -> bool:
        """Wait until the writer is gone; say whether it was killed."""
        print("reap", file=self._pipe(self._process.stdin), flush=True)
        status = int(self._pipe(self._process.stdout).readline())
        assert status in (0, signal.SIGKILL)
        return status == signal.SIGKILL

    @staticmethod
    def _pipe(stream: IO[str] | None) -> IO[str]:
        assert stream is not None
        return stream


@pytest.fixture(scope="module")
def source() -> Iterator[Writers]:
    """Give a source of writers to every test."""
    with writers() as one:
        yield one


@contextmanager
def writers() -> Iterator[Writers]:
    """Give a source of writers, and end it."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Writers(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=PATIENCE_S)


def leftovers(folder: Path) -> list[Path]:
    """Return the hidden files of a writer at work or killed."""
    return list(folder.glob(".tensplan-*"))


def wait_for_first_write(folder: Path, known: set[Path], until: float) -> None:
    """Return as soon as a new hidden file appears, or after a time."""
    while time.perf_counter() < until:
        if set(leftovers(folder)) - known:
            return


def kill_writers(
    source: Writers, kills: int, folder: Path, wanted: dict[str, set[bytes]], seed: int
) -> Counter[str]:
    """Kill writers at random moments, and count in which phase each one was."""
    random = Random(seed)
    counts: Counter[str] = Counter()
    source.start(0, folder)
    source.ended()
    number = 0
    while counts.total() < kills:
        number += 1
        assert number < 10 * kills, "the writers end before they can be killed"
        before = {name: (folder / name).read_bytes() for name in wanted}
        known = set(leftovers(folder))
        child = source.start(1 - number % 2, folder)
        if number % 5:
            wait_for_first_write(folder, known, time.perf_counter() + 5)
            _spin(random.uniform(0, LONGEST_AFTER_FIRST_WRITE_S))
        else:
            _spin(random.uniform(0, 0.2))
        os.kill(child, signal.SIGKILL)
        killed = source.ended()
        after = {name: (folder / name).read_bytes() for name in wanted}
        for name, contents in wanted.items():
            assert after[name] in contents, f"{name} is neither the old nor the new one"
        read_plan(folder / "plan.json")
        if killed:
            counts[_phase(folder, known, before, after)] += 1
    source.start(0, folder)
    source.ended()
    assert leftovers(folder) == []
    return counts


def _spin(seconds: float) -> None:
    """Wait without giving up the processor: a sleep is too coarse."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def _phase(
    folder: Path, known: set[Path], before: dict[str, bytes], after: dict[str, bytes]
) -> str:
    """Say where a killed writer was: its hidden files live from first write to last rename."""
    if set(leftovers(folder)) - known:
        return "between the renames" if before != after else "first write to first rename"
    return "before the first write" if before == after else "after the last rename"


def judge_kills(counts: Counter[str], kills: int) -> None:
    """Print the phases, and demand that half of the kills hit the dangerous one."""
    print(f"\n{kills} kills: {dict(counts)}")
    inside = counts["first write to first rename"] + counts["between the renames"]
    assert inside >= kills / 2


def test_killed_writer(source: Writers, tmp_path: Path, wanted: dict[str, set[bytes]]) -> None:
    """After each of 20 kills both files are whole, old or new; the next writer tidies up."""
    judge_kills(kill_writers(source, 20, tmp_path, wanted, seed=1), 20)


@pytest.mark.long
def test_killed_writer_a_hundred_times(
    source: Writers, tmp_path: Path, wanted: dict[str, set[bytes]]
) -> None:
    """The same for 100 kills."""
    judge_kills(kill_writers(source, 100, tmp_path, wanted, seed=2), 100)


@pytest.mark.parametrize("delay_s", [0.0, 0.001])
def test_killed_command(
    delay_s: float, tmp_path: Path, made: dict[str, Path], wanted: dict[str, set[bytes]]
) -> None:
    """The whole command, killed just after its first write, leaves the old plan or the new."""
    with_a_plan(made, tmp_path)
    command = [sys.executable, "-m", "tensplan", "plan", PROTOCOL]
    with subprocess.Popen(
        [*command, "--on", DAYS[1], "--out", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        wait_for_first_write(tmp_path, set(), time.perf_counter() + PATIENCE_S)
        _spin(delay_s)
        process.kill()
        process.wait(timeout=PATIENCE_S)
    for name, contents in wanted.items():
        assert (tmp_path / name).read_bytes() in contents
    assert plan_into(tmp_path, DAYS[1]).returncode == 0
    assert leftovers(tmp_path) == []


def assert_refused(
    done: subprocess.CompletedProcess[str], folder: Path, old: dict[str, bytes]
) -> None:
    """Demand exit 3, one clear line and the old files, byte for byte."""
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("error[file/not-writable]") == 1
    assert "nothing was written" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == old


def test_file_size_limit(tmp_path: Path, made: dict[str, Path]) -> None:
    """When the system refuses to let a file grow, the old plan stays as it was."""
    old = with_a_plan(made, tmp_path)
    assert_refused(plan_into(tmp_path, DAYS[1], ("-c", LIMITED)), tmp_path, old)


def test_file_size_limit_without_an_old_plan(tmp_path: Path) -> None:
    """The same in an empty folder: it stays empty."""
    assert_refused(plan_into(tmp_path, DAYS[1], ("-c", LIMITED)), tmp_path, {})


@pytest.mark.mount
def test_full_disk(tmp_path: Path) -> None:
    """On a full disk the old plan stays as it was; with room again the new one is written."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)], check=True)
    try:
        assert plan_into(tmp_path, DAYS[0]).returncode == 0
        filler = tmp_path / "filler"
        with pytest.raises(OSError, match="No space left"), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        with filler.open("r+b") as file:
            file.truncate(filler.stat().st_size - 8192)
        old = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        assert_refused(plan_into(tmp_path, DAYS[1]), tmp_path, old)
        filler.unlink()
        assert plan_into(tmp_path, DAYS[1]).returncode == 0
        assert (tmp_path / "plan.json").read_bytes() != old["plan.json"]
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_read_only_folder(made: dict[str, Path]) -> None:
    """An unprivileged user cannot change the plan in a folder that is not theirs to write."""
    folder = Path(tempfile.mkdtemp(prefix="read-only-"))
    try:
        old = with_a_plan(made, folder)
        folder.chmod(0o555)
        assert_refused(plan_into(folder, DAYS[1], ("-c", UNPRIVILEGED)), folder, old)
    finally:
        folder.chmod(0o755)
        rmtree(folder)


def test_two_writers_at_once(
    source: Writers, tmp_path: Path, wanted: dict[str, set[bytes]]
) -> None:
    """Plan and report always belong together when two writers share a folder."""
    seen: Counter[str] = Counter()
    one = source
    with writers() as other:
        one.start(0, tmp_path)
        one.ended()
        for _ in range(12):
            one.start(0, tmp_path)
            other.start(1, tmp_path)
            for writer in (one, other):
                writer.ended()
                digest, report = _pair(tmp_path)
                assert digest in report
                seen[digest] += 1
    assert len(seen) == 2, "one of the writers never came last"
    assert leftovers(tmp_path) == []
    for name, contents in wanted.items():
        assert (tmp_path / name).read_bytes() in contents


def _pair(folder: Path) -> tuple[str, str]:
    """Read plan and report while no writer is at work."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        report = (folder / "report.html").read_text(encoding="utf-8")
        return str(read_plan(folder / "plan.json")["digest"]), report
    finally:
        os.close(descriptor)
