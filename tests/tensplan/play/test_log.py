"""The log of a session while it is played, and its way into the store, whole or cut off anywhere."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import plan_for

from tensplan.errors import TensplanError
from tensplan.play.entering import enter, extent, recover
from tensplan.play.play_log import FORM, PLAYING, LogError, PlayLog, is_being_written, read_log
from tensplan.store.sessions import sessions_of

AT = "2026-11-22T10:00:00.000001+00:00"


def lines(*, end: str = "completed") -> list[dict[str, Any]]:
    """Return a log of ninety seconds at 12 mA; without an end when that is empty."""
    head = {"kind": "plan", "log": FORM, "at": AT, "on": "2026-11-22", "plan": plan_for("P-014")}
    body = [
        {"kind": "progress", "stimulated_s": float(s), "highest_ma": {"A": 12.0 if s else 0.0}}
        for s in (0, 30, 60, 90)
    ]
    last = {"kind": "end", "because": end, "stimulated_s": 95.0, "highest_ma": {"A": 12.5}}
    return [head, *body, *([last] if end else [])]


def write(store: Path, content: list[dict[str, Any]], cut: int = 0) -> Path:
    """Write a log as a player would have left it; `cut` bytes are missing at the end."""
    path = store / PLAYING / "one.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(line) + "\n" for line in content).encode()
    path.write_bytes(data[: len(data) - cut])
    return path


def test_lines_are_read_back(tmp_path: Path) -> None:
    """What was written is there before the file is closed, and nobody takes it for a dead one."""
    log = PlayLog(tmp_path / "deep" / "one.jsonl")
    log.write("plan", log=FORM, at=AT)
    log.write("progress", stimulated_s=1.5)
    assert [line["kind"] for line in read_log(log.path)] == ["plan", "progress"]
    assert is_being_written(log.path)
    log.close()
    assert not is_being_written(log.path)
    assert log.path.stat().st_mode & 0o077 == 0


def test_a_whole_session_is_entered_once(tmp_path: Path) -> None:
    """Its end decides; entering the same log again gives no second session."""
    store = str(tmp_path)
    found = enter(write(tmp_path, lines(end="pain")), store)
    assert (found.number, found.was_cut_off) == (1, False)
    enter(write(tmp_path, lines(end="pain")), store)
    (entry,) = sessions_of(store, "P-014")
    assert entry.record.minutes == pytest.approx(95 / 60, rel=1e-12)
    assert entry.record.amplitude_ma == (("A", 12.5),)
    assert entry.record.stop_reason == "pain"
    assert entry.recorded_at == AT


@pytest.mark.parametrize("cut", [0, 1, 40, 60])
def test_a_session_that_was_cut_off_is_entered_as_far_as_it_is_known(
    cut: int, tmp_path: Path
) -> None:
    """Half a last line is left out; the reason is the device."""
    write(tmp_path, lines(end=""), cut)
    (found,) = recover(str(tmp_path))
    (entry,) = sessions_of(str(tmp_path), "P-014")
    assert found.was_cut_off
    assert entry.record.minutes == (1.5 if cut == 0 else 1.0)
    assert entry.record.stop_reason == "device"
    assert list(recover(str(tmp_path))) == []


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_nothing_is_entered_when_nobody_got_any_current(kept: int, tmp_path: Path) -> None:
    """An empty log, one that only begins, and one at 0 mA are put aside."""
    path = write(tmp_path, lines(end="")[:kept])
    found = enter(path, str(tmp_path))
    assert (found.record, found.number) == (None, 0)
    assert sessions_of(str(tmp_path), "P-014") == ()
    assert found.path.exists()
    assert not path.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b'{"kind": "plan"}\n', "this is no tensplan/play-log/1", id="form"),
        pytest.param(b"\xff\n", "this is no log of a session", id="bytes"),
        pytest.param(b"[1]\n", "this is no tensplan/play-log/1", id="list"),
    ],
)
def test_a_file_that_is_no_log_stays_and_is_named(data: bytes, words: str, tmp_path: Path) -> None:
    """It does not keep the next session from being played."""
    path = tmp_path / PLAYING / "one.jsonl"
    path.parent.mkdir()
    path.write_bytes(data)
    (found,) = recover(str(tmp_path))
    assert words in found.fault
    assert path.exists()


def test_a_log_with_a_strange_reason_is_not_entered(tmp_path: Path) -> None:
    """A reason that the store does not know is a fault, and the log stays."""
    with pytest.raises(TensplanError, match="the log says no session: stop reason must be one of"):
        enter(write(tmp_path, lines(end="boredom")), str(tmp_path))


def test_a_log_cannot_be_written_over(tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    (tmp_path / "one.jsonl").write_text("mine")
    with pytest.raises(LogError, match="file exists"):
        PlayLog(tmp_path / "one.jsonl")
    assert (tmp_path / "one.jsonl").read_text() == "mine"


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """The session ends, and nothing is written after half a line: what was whole is read again."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    log = PlayLog(tmp_path / "one.jsonl")
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        log.write("plan", log=FORM)
        with pytest.raises(LogError, match="make room; the session was stopped"):
            log.write("progress", text="x" * 200)
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        with pytest.raises(LogError, match="cannot be written"):
            log.write("end", because="device")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
        log.close()
    assert [line["kind"] for line in read_log(log.path)] == ["plan"]


def test_a_killed_writer_keeps_what_it_wrote(tmp_path: Path) -> None:
    """Lines handed to the system outlive the process, and the lock does not."""
    code = (
        "import os, sys; from pathlib import Path; from tensplan.play.play_log import PlayLog\n"
        "log = PlayLog(Path(sys.argv[1]))\n"
        "for n in range(50): log.write('plan', log='tensplan/play-log/1', n=n)\n"
        "os.kill(os.getpid(), 9)"
    )
    path = tmp_path / "one.jsonl"
    done = subprocess.run([sys.executable, "-c", code, str(path)], timeout=60, check=False)
    assert done.returncode == -9
    assert [line["n"] for line in read_log(path)] == list(range(50))
    assert not is_being_written(path)


def test_the_extent_of_no_session_is_none() -> None:
    """A log at 0 mA says so, whether it has an end or not."""
    assert extent(lines()[:2]) == (None, True)
