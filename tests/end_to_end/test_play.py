"""``tensplan play`` on a virtual device over a real line: what it plays, refuses and survives."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from builders import make_record
from clinics import Clinic as SignedClinic
from clinics import keep_as_made, make_clinic
from playing import Clinic, PlayedDevice, rotating_plan, short_plan, write_script

from simulator.device import Fault
from simulator.sciencemode4.ports.pty_port import PtyPort
from simulator.sciencemode4.ports.tcp_port import TcpPort
from tensplan.approval.subject import read_subject
from tensplan.approval.trust import TRUST_NAME, revoking, write_trust
from tensplan.cli.run import run
from tensplan.play.entering import Entered, enter, recover
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.store.approvals import add_approval, withdraw
from tensplan.store.sessions import add_session, sessions_of

RAISED = {"at_s": 0.5, "channel": "A", "amplitude_ma": 20}
SPEED = 2  # faster, a busy machine that halts a process for 0.3 s ends a session


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Return a store with a trusted reviewer."""
    folder = tmp_path_factory.mktemp("clinic")
    before = Path.cwd()
    os.chdir(folder)
    yield Clinic(folder)
    os.chdir(before)


def arguments(clinic: Clinic, plan: Path, port: str, script: str, *more: str) -> list[str]:
    """Return what is typed."""
    fixed = ["play", str(plan), "--port", port, "--script", script, "--store", clinic.store]
    return [*fixed, "--format", "json", *more]


def said(text: str) -> dict[str, list[dict[str, Any]]]:
    """Return the events of the output by kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in text.splitlines():
        event = json.loads(line)
        found.setdefault(event["kind"], []).append(event)
    return found


def play(
    device: PlayedDevice,
    clinic: Clinic,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    *orders: dict[str, Any],
    **plan: Any,
) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """Play a short plan on a device; return the exit code and what was said."""
    path = clinic.approve(short_plan(folder, **{"minutes": 0.1, **plan}))
    capsys.readouterr()
    script = write_script(folder, *orders)
    code = run(arguments(clinic, path, device.name, script, "--speed", str(SPEED)))
    return code, said(capsys.readouterr().out)


def newest(clinic: Clinic) -> Any:
    """Return the session that was entered last."""
    return max(sessions_of(clinic.store, "P-014"), key=lambda entry: entry.recorded_at).record


def test_a_session_from_approval_to_log(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends complete, balanced, never above what was asked, at 0, and in the person's log."""
    with PlayedDevice(SPEED) as device:
        before = len(sessions_of(clinic.store, "P-014"))
        code, events = play(device, clinic, tmp_path, capsys, RAISED)
        got = device.totals()
        status = device.device.status
    assert code == 0
    assert events["end"][0]["ending"] == "completed"
    assert got.peak == pytest.approx(0.02, rel=1e-9)
    assert got.net_charge == 0.0
    assert 0.85 * 480 < got.pulses < 1.01 * 480  # 6 s at 80 Hz, less the time at 0 mA
    assert (status.status.name, status.high_voltage.name) == ("NOTHING", "OFF")
    assert len(sessions_of(clinic.store, "P-014")) == before + 1
    assert newest(clinic).amplitude_ma == (("A", 20.0),)
    assert newest(clinic).minutes == pytest.approx(0.09, abs=0.01)  # 6 s but for the start
    assert newest(clinic).stop_reason == "completed"
    asked = {row["quantity"]: row for row in events["plan"][0]["compared"]}
    assert asked["mean_rate_hz"]["encoded"] == 80.0
    assert events["progress"][-1]["delivered"] == {"A": True}


def test_a_pause_is_silent_and_ends_at_zero(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No pulse begins in the pause, and the first one after it is a small one."""
    with PlayedDevice(SPEED) as device:
        orders = ({"at_s": 3, "do": "pause"}, {"at_s": 6, "do": "resume"})
        code, events = play(device, clinic, tmp_path, capsys, RAISED, *orders)
        rows = [row for row in device.rows() if row["peak"] > 0]
    onsets = [
        (r["at_us"] + k * r["period_us"], r["peak"]) for r in rows for k in range(r["repeats"])
    ]
    gaps = [(b[0] - a[0], b[1]) for a, b in pairwise(onsets)]
    longest, after = max(gaps)
    assert code == 0
    silent_s = events["resumed"][0]["t_s"] - events["paused"][0]["t_s"]
    assert silent_s > 2  # three seconds, less what a busy machine was late with the pause
    assert longest >= 0.98e6 * silent_s
    assert after < 0.005
    assert [len(events[kind]) for kind in ("paused", "resumed")] == [1, 1]
    assert events["end"][0]["played_s"] == 6.0


def test_a_stop_is_at_once_and_says_why(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, the reason in the log of the person, and no pulse after the stop."""
    with PlayedDevice(SPEED) as device:
        stop = {"at_s": 3, "do": "stop", "because": "pain"}
        code, events = play(device, clinic, tmp_path, capsys, RAISED, stop)
        length_us = device.last_us() - min(row["at_us"] for row in device.rows())
    assert code == 1
    assert (events["end"][0]["ending"], events["end"][0]["because"]) == ("stopped", "pain")
    assert 1_500_000 < length_us < events["end"][0]["played_s"] * 1e6
    assert newest(clinic).stop_reason == "pain"


def test_an_electrode_that_falls_off_ends_the_session(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The device stops above 15 mA, the player says which pads to look at, and ends."""
    with PlayedDevice(SPEED) as device:
        device.output.device.inject(Fault(kind="lead-off", at_us=device.clock(), channel="1"))
        code, events = play(device, clinic, tmp_path, capsys, RAISED, minutes=1)
    assert code == 1
    assert events["end"][0]["words"] == "channel A: an electrode is off; the device stopped"
    assert events["end"][0]["because"] == "device"


def test_a_sweep_over_tcp(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address and a number are a port as well; a sweep follows its updates."""
    sweep = [
        {"parameter": "pulse_rate", "form": "triangle", "low_hz": 60, "high_hz": 100, "period_s": 3}
    ]
    with PlayedDevice(SPEED, TcpPort()) as device:
        changes = {"pulse_rate_hz": None, "modulation": sweep}
        code, events = play(device, clinic, tmp_path, capsys, RAISED, **changes)
        got = device.totals()
    assert code == 0
    assert events["end"][0]["updates"] > 20
    assert 0.85 * 480 < got.pulses < 1.03 * 480
    assert got.net_charge == 0.0


@pytest.mark.parametrize("fault", ["gone", "silent"])
def test_a_device_that_is_lost_ends_the_session(
    fault: str, clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cable that is pulled and a device that no longer answers: one line, exit code 1, logged."""
    device = PlayedDevice(SPEED)

    def lose() -> None:
        wait_for_current(device)
        if fault == "gone":
            device._over.set()
        else:
            device.service.step = lambda: time.sleep(0.01)

    with device:
        thread = threading.Thread(target=lose)
        thread.start()
        code, events = play(device, clinic, tmp_path, capsys, RAISED, minutes=2)
        thread.join()
    assert code == 1
    words = "the device is gone" if fault == "gone" else "no answer in 1000000 us"
    assert words in events["end"][0]["words"]
    assert events["end"][0]["ending"] == "device"


def started(
    clinic: Clinic, plan: Path, port: str, script: str, speed: float = SPEED
) -> subprocess.Popen[str]:
    """Start a player as a process of its own."""
    typed = arguments(clinic, plan, port, script, "--speed", str(speed))
    return subprocess.Popen(
        [sys.executable, "-m", "tensplan", *typed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip


def wait_for_current(device: PlayedDevice, seconds: float = 60.0) -> None:
    """Wait until the pads get something."""
    end = time.monotonic() + seconds
    while device.output.device.channels["1"].asked.pulses == 0:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_output_first(
    number: signal.Signals, clinic: Clinic, tmp_path: Path
) -> None:
    """Ctrl-C and its kin: output 0, supply off, log closed, session entered, exit code 1."""
    plan = clinic.approve(short_plan(tmp_path, minutes=5))
    script = write_script(tmp_path, RAISED)
    with PlayedDevice(SPEED, host_loss="watchdog") as device:
        player = started(clinic, plan, device.name, script)
        wait_for_current(device)
        time.sleep(0.5)
        player.send_signal(number)
        out, err = player.communicate(timeout=60)
        status = device.device.status
    assert (player.returncode, err) == (1, "")
    events = said(out)
    assert events["end"][0]["words"] == f"ended by {number.name}"
    assert events["entered"][0]["session"] >= 1
    assert status.high_voltage.name == "OFF"


def test_a_signal_after_the_end_waits_for_the_entry(
    clinic: Clinic,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who closes the window at the end of a session loses no line of it."""

    def interrupted(path: Path, store: str) -> Entered:
        os.kill(os.getpid(), signal.SIGINT)
        return enter(path, store)

    monkeypatch.setattr("tensplan.play.session.enter", interrupted)
    plan = clinic.approve(short_plan(tmp_path, minutes=0.1))
    script = write_script(tmp_path, RAISED)
    capsys.readouterr()
    with PlayedDevice(SPEED) as device:
        code = run(arguments(clinic, plan, device.name, script, "--speed", str(SPEED)))
    assert code == 0
    assert said(capsys.readouterr().out)["entered"][0]["session"] >= 1


def test_a_player_that_is_held_up_does_not_begin_again(clinic: Clinic, tmp_path: Path) -> None:
    """After a halt of its process, or of the machine, the session is over: no jolt of a restart."""
    plan = clinic.approve(short_plan(tmp_path, minutes=5))
    script = write_script(tmp_path, RAISED)
    with PlayedDevice(1.0, host_loss="watchdog") as device:
        player = started(clinic, plan, device.name, script, speed=1.0)
        device.wait_until(lambda: device.totals().peak > 0.0199, 60)  # from now on it only asks
        player.send_signal(signal.SIGSTOP)
        stopped_us = device.clock()
        device.wait_until(lambda: device.clock() > stopped_us + 3_000_000, 60)
        player.send_signal(signal.SIGCONT)
        out, err = player.communicate(timeout=60)
        last_us = device.last_us()
    assert (player.returncode, err) == (1, "")
    words = said(out)["end"][0]["words"]  # the latter when it asks the device before its clock
    assert words.startswith(("this program was held up for ", "the device stopped by itself"))
    assert last_us <= stopped_us + 2_100_000  # no pulse of a restart; test_halts.py has its jolts


def kill_at(clinic: Clinic, folder: Path, after_s: float, option: str) -> None:
    """Kill a player that plays; hold the pads' truth against its log."""
    plan = clinic.approve(short_plan(folder, minutes=10))
    script = write_script(folder, RAISED)
    with PlayedDevice(SPEED, host_loss=option) as device:
        player = started(clinic, plan, device.name, script)
        wait_for_current(device)
        time.sleep(after_s)
        player.kill()
        killed_us = device.clock()
        player.communicate(timeout=60)
        device.wait_until(lambda: device.clock() > killed_us + 2_500_000)
        last_us = device.last_us()
        first_us = min(row["at_us"] for row in device.rows() if row["peak"] > 0)
    assert last_us <= killed_us + 2_000_000 + 100_000 * SPEED  # what was still on the line
    (log,) = (Path(clinic.store) / "playing").glob("*.jsonl")
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.endswith("}")]
    known_s = max(line.get("stimulated_s", 0.0) for line in lines)
    got_s = (killed_us - first_us) / 1e6
    assert known_s >= got_s - 1.0 * SPEED  # a second of the world
    before = len(sessions_of(clinic.store, "P-014"))
    script = write_script(folder, {"at_s": 0, "do": "stop"})
    with PlayedDevice(SPEED) as device:
        run(arguments(clinic, plan, device.name, script, "--speed", str(SPEED)))
    assert len(sessions_of(clinic.store, "P-014")) == before + 1
    assert newest(clinic).minutes == pytest.approx(known_s / 60, rel=1e-6)
    assert newest(clinic).stop_reason == "device"
    assert not list((Path(clinic.store) / "playing").iterdir())


@pytest.mark.parametrize(
    ("after_s", "option"),
    [(0.03, "watchdog"), (0.31, "stop"), (0.57, "watchdog"), (0.83, "stop"), (1.19, "watchdog")],
)
def test_a_killed_player_leaves_no_output_and_a_whole_log(
    after_s: float, option: str, clinic: Clinic, tmp_path: Path
) -> None:
    """Within two seconds nothing flows; the log knows the session to a second; the next play enters it."""
    kill_at(clinic, tmp_path, after_s, option)


@pytest.mark.long
@pytest.mark.parametrize("number", range(100))
def test_a_hundred_killed_players(number: int, clinic: Clinic, tmp_path: Path) -> None:
    """The same at a hundred other moments."""
    kill_at(clinic, tmp_path, (number * 37 % 100) / 50, ("stop", "watchdog")[number % 2])


def test_the_keys_of_a_terminal(clinic: Clinic, tmp_path: Path) -> None:
    """On a terminal a person raises it key by key, pauses, goes on, and stops."""
    plan = clinic.approve(short_plan(tmp_path, minutes=5))
    master, terminal = os.openpty()
    with PlayedDevice(SPEED) as device:
        typed = ["play", str(plan), "--port", device.name, "--store", clinic.store]
        player = subprocess.Popen(
            [sys.executable, "-m", "tensplan", *typed, "--speed", str(SPEED)],
            stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, text=True, env={**os.environ, "NO_COLOR": "1"}
        )  # fmt: skip
        os.close(terminal)
        shown = ""
        while "playing" not in shown:
            shown += os.read(master, 4096).decode()
        os.write(master, b"\x1b[A" * 12 + b"-")
        wait_for_current(device)
        time.sleep(0.6)
        os.write(master, b" q")
        os.set_blocking(master, False)
        out, _ = player.communicate(timeout=60)
        with_keys = device.totals()
    os.close(master)
    assert player.returncode == 1
    assert with_keys.peak == pytest.approx(0.0055, rel=1e-9)
    assert "stopped: no-time: 0." in out
    assert "A up to 5.5 mA" in out
    assert "\r\x1b[K5:00 left" in shown  # an old line is erased, colour or not
    assert "left  playing  [A] 0 of 0 mA asked, cap 40" in shown


@pytest.mark.parametrize(
    ("logged_on", "more", "words", "width_us"),
    [
        pytest.param([], [], "day 1 of 20: A plays main (sessions on 0 days are logged)", 100, id="first"),
        pytest.param(
            ["2026-11-20", "2026-11-20"], [],
            "day 2 of 20: A plays other (sessions on 1 day are logged)", 200, id="second",
        ),
        pytest.param(
            ["2026-11-20"], ["--day", "5"], "day 5 of 20: A plays main (asked with --day)", 100, id="asked"
        ),
    ],
)  # fmt: skip
def test_programs_that_take_turns(
    logged_on: list[str], more: list[str], words: str, width_us: int,
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The program of the day that is due is played, and the first line says which and why."""
    apart = clinic.apart(tmp_path)
    plan, store = apart.approve(rotating_plan(tmp_path)), apart.store
    content = json.loads(plan.read_bytes())
    for on in logged_on:
        add_session(store, content, make_record(on=on), recorded_at=f"{on}T12:00:00+00:00")
    script = write_script(tmp_path, {"at_s": 0, "channel": "A", "amplitude_ma": 10})
    capsys.readouterr()
    with PlayedDevice() as device:
        typed = [
            "play",
            str(plan),
            "--port",
            device.name,
            "--script",
            script,
            "--store",
            store,
            *more,
        ]
        code = run(typed)
        got = device.totals()
    said = capsys.readouterr().out.splitlines()
    assert (code, said[0]) == (0, words)
    per_pulse = got.charge / sum(row["peak"] / 0.01 * row["repeats"] for row in device.rows())
    assert per_pulse == pytest.approx(2 * width_us * 1e-6 * 0.01, rel=1e-6)


def test_an_approval_that_is_taken_back_ends_a_pause(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was begun is played; what is paused is not gone on with."""
    apart = clinic.apart(tmp_path)
    plan, store = apart.approve(short_plan(tmp_path, minutes=0.2)), apart.store
    orders = (RAISED, {"at_s": 2, "do": "pause"}, {"at_s": 8, "do": "resume"})
    typed = arguments(apart, plan, "", write_script(tmp_path, *orders), "--speed", str(SPEED))
    with PlayedDevice(SPEED) as device:

        def take_back() -> None:
            wait_for_current(device)
            reason = "refused: RF_DVT"
            withdraw(store, read_subject(plan).line, recorded_at="2026-11-22", reason=reason)

        thread = threading.Thread(target=take_back)
        thread.start()
        typed[typed.index("--port") + 1] = device.name
        capsys.readouterr()
        code = run(typed)
        thread.join()
        events = said(capsys.readouterr().out)
        status = device.device.status
    assert code == 1
    assert events["end"][0]["words"].startswith("not gone on: ")
    assert "resumed" not in events
    assert (status.status.name, status.high_voltage.name) == ("NOTHING", "OFF")


def test_a_full_disk_stops_the_output(
    clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is played that cannot be logged; what is known of it is entered the next time."""
    plan = clinic.approve(short_plan(tmp_path, minutes=2))
    typed = arguments(clinic, plan, "", write_script(tmp_path, RAISED), "--speed", str(SPEED))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with PlayedDevice(SPEED) as device:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(plan.read_bytes()) + 6_000, before[1]))
        try:
            code, line = refused(typed, device.name, capsys)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        status, peak = device.device.status, device.totals().peak
    assert code == 3
    assert "error[play/log]: the log of the session cannot be written: " in line
    assert (status.status.name, status.high_voltage.name) == ("NOTHING", "OFF")
    assert peak > 0
    (found,) = recover(clinic.store)
    assert found.record is not None
    assert found.record.stop_reason == "device"


OWN_TERMINAL = """
import fcntl, sys, termios
from tensplan.cli.run import run
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # its end is a signal to this process
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("what", ["terminal", "reader"])
def test_nobody_there_any_more(what: str, clinic: Clinic, tmp_path: Path) -> None:
    """A window that is closed, a pipe that nobody reads: output 0, supply off, session entered."""
    plan = clinic.approve(short_plan(tmp_path, minutes=5))
    master, terminal = os.openpty()
    before = len(sessions_of(clinic.store, "P-014"))
    with PlayedDevice(SPEED, host_loss="watchdog") as device:
        by_script = arguments(clinic, plan, device.name, write_script(tmp_path, RAISED))
        by_keys = ["play", str(plan), "--port", device.name, "--store", clinic.store]
        typed = by_keys if what == "terminal" else by_script
        player = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, *typed, "--speed", str(SPEED)],
            stdin=terminal,
            stdout=terminal if what == "terminal" else subprocess.PIPE,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        if what == "terminal":
            shown = b""
            while b"playing" not in shown:
                shown += os.read(master, 4096)
            os.write(master, b"+" * 12)
        wait_for_current(device)
        if what == "terminal":
            os.close(master)
        else:
            assert player.stdout is not None
            player.stdout.close()
        assert player.wait(30) == 1
        status = device.device.status
    assert (status.status.name, status.high_voltage.name) == ("NOTHING", "OFF")
    assert len(sessions_of(clinic.store, "P-014")) == before + 1
    if what == "reader":
        os.close(master)


class Foreigner:
    """Somebody on a terminal who is no stimulator of ours."""

    def __init__(self, says: bytes) -> None:
        self.port = PtyPort()
        self._says, self._over = says, threading.Event()
        self._thread = threading.Thread(target=self._rave)

    def _rave(self) -> None:
        while not self._over.is_set():
            if self.port.receive(1000) is not None and self._says:
                self.port.send(self._says)  # without end

    def __enter__(self) -> Foreigner:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.port.close()


@pytest.fixture(scope="module")
def approved(clinic: Clinic) -> list[str]:
    """Return what is typed for an approved plan, but for the port; in a store where nothing else is planned."""
    folder = clinic.folder / "approved"
    folder.mkdir()
    own = clinic.apart(folder)
    plan = own.approve(short_plan(folder, minutes=0.1))
    return arguments(own, plan, "", write_script(folder, RAISED))


def refused(typed: list[str], port: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return the exit code and the first line of a play that must not begin."""
    typed = [*typed]
    typed[typed.index("--port") + 1] = port
    capsys.readouterr()
    code = run(typed)
    return code, capsys.readouterr().err.splitlines()[0]


@pytest.mark.parametrize(
    ("port", "words"),
    [
        pytest.param("no-such-port", "no such file", id="nothing"),
        pytest.param("/dev/null", "is no terminal", id="file"),
        pytest.param("127.0.0.1:1", "connection refused", id="closed"),
        pytest.param("127.0.0.1:99999", "at most 65535", id="number"),
    ],
)
def test_a_wrong_port(
    port: str, words: str, approved: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names the port and the reason; exit code 2."""
    code, line = refused(approved, port, capsys)
    assert code == 2
    assert line.startswith(f"error[play/port]: the port {port} cannot be opened: ")
    assert words in line


@pytest.mark.parametrize(
    "says", [b"", b"\xff" * 200, bytes(range(256)), b"\xf0" * 50], ids=["silent", "noise", "all", "starts"]
)  # fmt: skip
def test_a_device_that_answers_nonsense(
    says: bytes, approved: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Who does not answer as a stimulator gets no more than the question who is there."""
    with Foreigner(says) as foreigner:
        code, line = refused(approved, foreigner.port.name, capsys)
    assert code == 2
    assert f"nobody on {foreigner.port.name} answers as a stimulator does" in line


def test_a_device_that_is_not_virtual(
    approved: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An id that does not begin with SIM is refused with the reason, before any current."""
    with PlayedDevice() as device:
        device.device.device_id = "P24A000001"
        code, line = refused(approved, device.name, capsys)
        asked = [saying.data for saying in device.service.transcript.sayings]
    assert code == 2
    assert 'calls itself "P24A000001"; play speaks only to virtual stimulators' in line
    assert len(asked) == 2  # the question and its answer


def test_a_port_that_is_in_use(approved: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A second player on the same line is turned away, on a terminal and on TCP."""
    from simulator.sciencemode4.ports.line import open_line

    for port in (None, TcpPort()):
        with PlayedDevice(1.0, port) as device:
            first = open_line(device.name)
            device.wait_until(
                lambda device=device, port=port: port is None or device.service.host_there
            )
            code, line = refused(approved, device.name, capsys)
            first.close()
        assert code == 2
        assert "in use by another host" in line or "the device is gone" in line


@pytest.mark.parametrize(
    ("speed", "words"),
    [("0", "--speed must be above 0"), ("-1", "--speed must be above 0"), ("nan", "--speed must be above 0"),
     ("60", "runs at 1 times real time, not 60")],
)  # fmt: skip
def test_a_speed_that_is_none_or_another(
    speed: str, words: str, approved: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Faster than the world only where the device says so too."""
    with PlayedDevice() as device:
        code, line = refused([*approved, "--speed", speed], device.name, capsys)
    assert code == 2
    assert words in line


def _unsigned(clinic: Clinic, folder: Path) -> Path:
    plan = short_plan(folder, minutes=0.2, amplitude_cap_ma=39)
    keep_as_made(clinic.store, json.loads(plan.read_bytes()))
    return plan


def _changed(clinic: Clinic, folder: Path) -> Path:
    plan = clinic.approve(short_plan(folder, minutes=0.2))
    plan.write_bytes(plan.read_bytes().replace(b'"amplitude_cap_ma":40', b'"amplitude_cap_ma":41'))
    return plan


def _other(clinic: Clinic, folder: Path) -> Path:
    clinic.approve(short_plan(folder, minutes=0.2))
    return short_plan(folder, minutes=0.3)


def _specimen(clinic: Clinic, folder: Path) -> Path:
    return short_plan(folder, minutes=0.2, code=None)


def _unsayable(clinic: Clinic, folder: Path) -> Path:
    return clinic.approve(short_plan(folder, minutes=0.2, pulse_rate_hz=90))


def _no_file(clinic: Clinic, folder: Path) -> Path:
    return folder / "no-plan.json"


def _no_plan(clinic: Clinic, folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_text("{}")
    return path


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        pytest.param(_unsigned, 1, "error[approval/missing]", id="unsigned"),
        pytest.param(_changed, 3, "changed", id="changed"),
        pytest.param(_other, 1, "error[approval/other-file]", id="another"),
        pytest.param(_specimen, 1, "error[approval/specimen]", id="specimen"),
        pytest.param(_unsayable, 1, "rule rate: channel A: 90 Hz", id="encoding"),
        pytest.param(_no_file, 3, "no such file", id="no-file"),
        pytest.param(_no_plan, 3, "error[", id="no-plan"),
    ],
)
def test_a_plan_that_may_not_be_played(
    make: Any, code: int, words: str, clinic: Clinic, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    """Refused before the port is touched: one line, its own exit code, no output."""
    plan = make(clinic, tmp_path)
    script = write_script(tmp_path, RAISED)
    with PlayedDevice() as device:
        found, line = refused(arguments(clinic, plan, "", script), device.name, capsys)
        asked = device.service.transcript.sayings
    assert (found, words in line) == (code, True), line
    assert asked == []


def _expired(clinic: SignedClinic) -> Path:
    signed = datetime.now(UTC) - timedelta(days=2)
    return clinic.approve(clinic.plan(), at=signed, expires_on=signed.date() + timedelta(days=1))


def _revoked(clinic: SignedClinic) -> Path:
    plan, today = clinic.approve(clinic.plan(), at=datetime.now(UTC)), datetime.now(UTC).date()
    listed = revoking(clinic.trusted, clinic.keyid, on=today, because="laptop lost")
    write_trust(clinic.store / TRUST_NAME, listed)
    return plan


def _withdrawn(clinic: SignedClinic) -> Path:
    plan = clinic.approve(clinic.plan(), at=datetime.now(UTC))
    subject = read_subject(plan)
    keep_as_made(clinic.store, json.loads(plan.read_bytes()))
    add_approval(clinic.store, subject, clinic.envelope(subject), recorded_at="2026-11-22")
    withdraw(clinic.store, subject.line, recorded_at="2026-11-22", reason="refused: RF_DVT")
    return plan


def _rewritten(plan: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    content = json.loads(plan.read_bytes())
    change(content)
    plan.write_bytes(canonical_bytes({**content, "digest": digest(content)}))
    return plan


def _blocked(clinic: SignedClinic) -> Path:
    """Heat may be allowed where stimulation is not."""
    plan = _rewritten(clinic.plan(), lambda p: p["modalities"]["tens"].update(verdict="blocked"))
    return clinic.approve(plan, at=datetime.now(UTC))


def _all_blocked(clinic: SignedClinic) -> Path:
    return _rewritten(clinic.plan(), lambda p: p.update(verdict="blocked"))


@pytest.mark.parametrize(
    ("make", "exit_code", "words"),
    [
        pytest.param(_expired, 1, "error[approval/expired]", id="expired"),
        pytest.param(_revoked, 1, "error[approval/revoked-key]", id="revoked"),
        pytest.param(_withdrawn, 1, "error[approval/withdrawn]", id="withdrawn"),
        pytest.param(_blocked, 1, "does not play this plan (blocked): the plan is", id="blocked"),
        pytest.param(_all_blocked, 3, "this is no whole plan: verdict", id="all-blocked"),
    ],
)
def test_a_plan_that_nobody_lets_through(
    make: Any, exit_code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the reason, its own exit code, and the device is not even asked who it is."""
    signed = make_clinic(tmp_path)
    script = write_script(tmp_path, RAISED)
    typed = [
        "play",
        str(make(signed)),
        "--port",
        "",
        "--script",
        script,
        "--store",
        str(signed.store),
    ]
    with PlayedDevice() as device:
        code, line = refused(typed, device.name, capsys)
        asked = device.service.transcript.sayings
    assert (code, words in line) == (exit_code, True), line
    assert asked == []


def test_a_day_that_the_course_has_not(
    approved: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the days there are; exit code 2, before the port is touched."""
    code, line = refused([*approved, "--day", "21"], "no-port", capsys)
    assert (code, line) == (
        2,
        "error[usage]: --day must be 1 to 20, the days of the course, got 21",
    )


def test_nobody_there_to_raise_it(approved: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal and without a script nothing can be raised, so nothing begins."""
    at = approved.index("--script")
    code, line = refused(approved[:at] + approved[at + 2 :], "no-port", capsys)
    assert code == 2
    assert "raised by a person, and there is no terminal here" in line
