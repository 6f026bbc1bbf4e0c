"""The store loses nothing that it said it had: killed at any moment, several at once, disk full."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from builders import make_record, plan_for

from tensplan.store.database import StoreError, opened
from tensplan.store.sessions import add_session, sessions_of
from tensplan.store.upkeep import backup, inventory, restore

ROOT = Path(__file__).parents[2]
AT_ONCE = 3
"""Writers that are at work while one of them is killed."""
LONGEST_LIFE_S = 0.08
"""A writer adds a row in 2 to 10 ms; most are killed within their first few rows. [s]"""

WRITERS = """
import itertools, json, os, sys
from tensplan.session_plan.session_record import SessionRecord
from tensplan.store.plannings import add_planning
from tensplan.store.sessions import add_session
folder, plan = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
told = os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

def write(who):
    for turn in itertools.count():
        name = f"{who}-{turn}"
        if turn % 2:
            add_planning(folder, plan, origin="file", recorded_at=name)
        else:
            record = SessionRecord(on="2026-11-22", minutes=float(turn % 60), amplitude_ma=(),
                pain_before=None, pain_during=None, pain_after=None, felt=None, skin=None,
                stop_reason="completed")
            add_session(folder, plan, record, recorded_at=name)
        os.write(told, f"{name}\\n".encode())

for line in sys.stdin:
    what, which = line.split()
    if what == "reap":
        print(os.waitpid(int(which), 0)[1], flush=True)
        continue
    child = os.fork()
    if child == 0:
        write(which)
    print(child, flush=True)
"""
"""Forks a writer for each line; every row is told in a file after it was added."""


class Source:
    """Starts writers of one store, and kills them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, who: str) -> int:
        """Start a writer; return its process number."""
        return self._ask(f"start {who}")

    def kill(self, child: int) -> None:
        """Kill a writer and wait until it is gone."""
        os.kill(child, signal.SIGKILL)
        assert self._ask(f"reap {child}") == signal.SIGKILL, "it had ended before it was killed"

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


@contextmanager
def source(store: Path, folder: Path) -> Iterator[Source]:
    """Give a source of writers, and end it."""
    plan = folder / "plan.json"
    plan.write_text(json.dumps(plan_for("P-014")), encoding="utf-8")
    command = [sys.executable, "-c", WRITERS, str(store), str(plan), str(folder / "told")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Source(process)
        assert process.stdin is not None
        process.stdin.close()


def stored(store: Path) -> set[str]:
    """Return the names of all rows that are in the store."""
    with opened(store) as connection:
        return {
            name
            for table in ("session", "planning")
            for (name,) in connection.execute(f"SELECT recorded_at FROM {table}")
        }


def kill_writers(kills: int, folder: Path, seed: int) -> None:
    """Kill one of several writers again and again; demand every row that was told, each time."""
    random, store, told = Random(seed), folder / "store", folder / "told"
    with source(store, folder) as writers:
        alive = [writers.start(f"w{number}") for number in range(AT_ONCE)]
        for number in range(kills):
            time.sleep(random.uniform(0, LONGEST_LIFE_S))
            writers.kill(alive.pop(random.randrange(AT_ONCE)))
            said = set(told.read_text().split()) if told.exists() else set()
            assert said <= stored(store), "a row that was told is gone"
            alive.append(writers.start(f"w{AT_ONCE + number}"))
        for child in alive:
            writers.kill(child)
    said, found = set(told.read_text().split()), stored(store)
    assert said <= found
    assert len(found - said) <= kills + AT_ONCE  # killed between adding and telling
    assert inventory(store).faults == ()
    numbers = [entry.number for entry in sessions_of(store, "P-014")]
    assert numbers == list(range(1, len(numbers) + 1))
    print(
        f"\n{kills + AT_ONCE} kills with {AT_ONCE} writers: {len(said)} rows told, "
        f"{len(found)} in the store, {len(found - said)} killed before they could tell"
    )
    assert len(said) > AT_ONCE, "nobody came to write"


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """After each of 25 kills every row that was told is there, and the file is whole."""
    kill_writers(25, tmp_path, seed=1)


@pytest.mark.long
def test_three_hundred_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """The same for 300 kills."""
    kill_writers(300, tmp_path, seed=2)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of one megabyte."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Fill a disk but for some bytes."""
    filler = disk / "filler"
    with pytest.raises(OSError, match="No space left"), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    os.truncate(filler, filler.stat().st_size - leave)
    return filler


@cache
def a_plan() -> dict[str, Any]:
    """Return a plan for a person."""
    return plan_for("P-014")


def add(store: Path) -> None:
    """Log a session."""
    add_session(store, a_plan(), make_record(), recorded_at="2026-11-22")


@pytest.mark.mount
@pytest.mark.parametrize("leave", [0, 4096, 200_000], ids="{} bytes left".format)
def test_a_full_disk_loses_nothing(tmp_path: Path, leave: int) -> None:
    """Rows are added until the disk is full: what was added stays, and room lets it go on."""
    with small_disk(tmp_path / "disk") as disk:
        add(disk / "store")
        filler = fill(disk, leave=leave)
        added = 1
        with pytest.raises(StoreError, match="the store cannot be used: ") as raised:
            for _ in range(1000):
                add(disk / "store")
                added += 1
        assert raised.value.exit_code == 3
        assert "the disk is full\nhint: make room" in str(raised.value)
        print(f"\n{added} sessions were added before: {raised.value}")
        filler.unlink()
        assert len(sessions_of(disk / "store", "P-014")) == added
        assert inventory(disk / "store").faults == ()
        add(disk / "store")
        assert len(sessions_of(disk / "store", "P-014")) == added + 1


@pytest.mark.mount
def test_neither_copy_nor_restore_needs_more_than_there_is(tmp_path: Path) -> None:
    """Without room a copy is not left in part, and the store is as it was."""
    with small_disk(tmp_path / "disk") as disk:
        add(disk / "store")
        backup(disk / "store", tmp_path / "copy.sqlite")
        add(disk / "store")
        filler = fill(disk, leave=8192)
        with pytest.raises(StoreError, match=r"cannot be (written|used)"):
            backup(disk / "store", disk / "copy.sqlite")
        with pytest.raises(StoreError, match=r"cannot be (written|used)"):
            restore(disk / "store", tmp_path / "copy.sqlite")
        assert [path.name for path in disk.iterdir() if path.is_file()] == ["filler"]
        filler.unlink()
        assert len(sessions_of(disk / "store", "P-014")) == 2
        assert inventory(disk / "store").faults == ()
