"""``tensplan device``: its line, its files, its command, and every way it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from device_process import CLIENT, DeviceProcess, device_command, environment, run_device

from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import Host, NoAnswer
from simulator.sciencemode4.live_device import PADS
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.p24_output import P24Output
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import LinkLost, open_line
from simulator.sciencemode4.transcript import Transcript, replay

PATTERN = Pattern((Point(200, 20), Point(200, -20)), 10_000, ramp=10)


@pytest.fixture
def client(tmp_path: Path) -> list[str]:
    """Write a client; return how it is called, without its arguments."""
    (tmp_path / "client.py").write_text(CLIENT, encoding="utf-8")
    return ["--", sys.executable, "client.py"]


def play(host: Host) -> None:
    """Begin to stimulate."""
    host.mid_level_init()
    host.update({0: PATTERN})


def test_one_line_says_where_it_is(tmp_path: Path) -> None:
    """Port, serial, protocol, back door, process and speed; the link leads to a terminal."""
    with DeviceProcess("--pty", "p24", "--speed", "2", folder=tmp_path) as device:
        ready = device.ready
        assert ready["ready"] is True
        assert (ready["port"], ready["serial"]) == (str(tmp_path / "p24"), "SIMX000002")
        assert (ready["protocol"], ready["speed"]) == ("ScienceMode4", 2.0)
        assert ready["pid"] == device.process.pid
        line = open_line(device.port)
        assert Host(line).device_id() == "SIMX000002"
        line.close()
        with device.door() as door:
            assert door.ask("clock")["speed"] == 2.0
        code, errors = device.end()
    assert code == 0
    assert "host there" in errors
    assert "nothing was delivered; no listed limit broken" in errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=str)
def test_a_signal_ends_it_whole(number: int, tmp_path: Path) -> None:
    """While it stimulates: the link goes, the ledger is whole, the exit code is that of its output."""
    with DeviceProcess("--pty", "p24", "--ledger", "ledger.json", folder=tmp_path) as device:
        line = open_line(device.port)
        play(Host(line))
        time.sleep(0.3)
        code, errors = device.end(number)
        line.close()
    assert (code, "Traceback" in errors) == (0, False)
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.json"]
    ledger = json.loads((tmp_path / "ledger.json").read_text())
    one = ledger["channels"]["1"]
    assert ledger["schema"] == "tensplan/device-ledger/1"
    assert one["delivered"]["pulses"] == sum(row["repeats"] for row in one["pulses"]) >= 20
    assert f"channel 1: {one['delivered']['pulses']} pulses" in errors
    assert "1 of 8 channels used; no listed limit broken" in errors


@pytest.mark.parametrize(
    ("current", "own", "code"),
    [
        pytest.param(20, 0, 0, id="both-fine"),
        pytest.param(20, 7, 7, id="client-fails"),
        pytest.param(130, 0, 1, id="limit-passed"),
        pytest.param(130, 3, 3, id="the-highest-wins"),
    ],
)
def test_it_ends_with_its_command(
    current: int, own: int, code: int, client: list[str], tmp_path: Path
) -> None:
    """At 130 mA the supply gives less in the second phase: a net current, which pads must not have."""
    done = run_device(*client, str(current), "0.3", str(own), folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert done.stdout == "playing\n"
    assert ("project/net-direct-current: " in done.stderr) == (current == 130)
    assert json.loads(done.stderr.splitlines()[0])["ready"] is True


def test_a_file_of_faults_decides(client: list[str], tmp_path: Path) -> None:
    """A pad of which a twentieth is left breaks the limit on density, and the ledger says so."""
    fault = {"do": "electrode", "channel": "1", "state": "peel", "touching": 0.05, "at_us": 0}
    (tmp_path / "faults.jsonl").write_text(json.dumps(fault) + "\n")
    files = ["--faults", "faults.jsonl", "--ledger", "ledger.json"]
    done = run_device(*files, *client, "20", "0.5", "0", folder=tmp_path)
    assert done.returncode == 1
    assert "project/current-density: " in done.stderr
    one = json.loads((tmp_path / "ledger.json").read_text())["channels"]["1"]
    dense = [row for row in one["limits_passed"] if row["limit"] == "project/current-density"]
    assert [row["pad"] for row in dense] == [1]
    assert one["pulses"][0]["areas_cm2"] == pytest.approx([1.0, 20.0])


LISTENS = """\
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
""" + CLIENT.replace("time.sleep(seconds)", "signal.sigwait([signal.SIGTERM])")


def test_a_signal_is_passed_on_to_the_command(tmp_path: Path) -> None:
    """The command stops by itself and its exit code is kept; the device serves it meanwhile."""
    (tmp_path / "own.py").write_text(LISTENS, encoding="utf-8")
    with DeviceProcess("--", sys.executable, "own.py", "20", "0", "5", folder=tmp_path) as device:
        code, errors = device.end()
    assert code == 5, errors
    assert "level: mid-level-running" in errors
    assert errors.index("level: mid-level-running") < errors.index("level: nothing")


def test_a_second_signal_ends_a_command_that_does_not_listen(tmp_path: Path) -> None:
    """Exit code as a shell tells it: 128 and 9."""
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, lambda *_: print('heard', flush=True));"
        "print('up', flush=True); time.sleep(60)"
    )
    with DeviceProcess("--", sys.executable, "-c", stubborn, folder=tmp_path) as device:
        device.process.send_signal(signal.SIGTERM)
        assert device.process.stdout is not None
        assert device.process.stdout.readline() == "heard\n"
        code, _ = device.end()
    assert code == 137


WRONG = [
    (["--pty", "a", "--tcp", "127.0.0.1:0"], 2, "one line: --pty or --tcp, not both"),
    (["--tcp", "0.0.0.0:4040"], 2, "--tcp must be a loopback address and a port"),
    (["--tcp", "127.0.0.1"], 2, "--tcp must be a loopback address and a port"),
    (["--tcp", "127.0.0.1:70000"], 2, "must be 0 to 65535, got 70000"),
    (["--pty", "no/such/folder/p24"], 2, "cannot be opened: no such file or directory"),
    (["--pty", "mine"], 2, "exists and is no link of a virtual device"),
    (["--pty", "elsewhere"], 2, "exists and is no link of a virtual device"),
    (["--speed", "0"], 2, "speed must be above 0 and at most 1000, got 0.0"),
    (["--speed", "nan"], 2, "speed must be above 0 and at most 1000, got nan"),
    (["--ledger", "no/such/folder/ledger.json"], 2, "is in no folder that can be written to"),
    (["--transcript", "no/such/folder/t"], 3, "the transcript is not written: no such file"),
    (["--faults", "missing"], 3, "missing: error[file/not-readable]"),
    (["--faults", "mine"], 3, "mine: error[unreadable]: line 1: it must be one line of JSON"),
    (["--", "no-such-command"], 2, "the command 'no-such-command' cannot be started"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG, ids=[" ".join(w[0]) for w in WRONG])
def test_what_cannot_be_is_one_line(
    arguments: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before anything is played, with nothing left behind."""
    from tensplan.cli.run import run

    (tmp_path / "mine").write_text("mine")
    (tmp_path / "elsewhere").symlink_to("mine")
    monkeypatch.chdir(tmp_path)
    assert run(["device", *arguments]) == code
    errors = [line for line in capsys.readouterr().err.splitlines() if "error[" in line]
    assert len(errors) == 1
    assert said in errors[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "mine"]
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """The device that is there goes on; the other ends with 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run_device("--tcp", address, folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error[usage]: the port {address} cannot be opened: address")
    assert done.stdout == ""


def test_a_killed_device_leaves_what_is_needed(tmp_path: Path) -> None:
    """The link it leaves blocks nobody; its transcript is whole, and gives every pulse again."""
    options = ("--pty", "p24", "--transcript", "bytes.jsonl", "--ledger", "ledger.json")
    with DeviceProcess(*options, folder=tmp_path) as device:
        line = open_line(device.port)
        host = Host(line)
        play(host)
        for _ in range(5):
            time.sleep(0.05)
            host.current_data()
        device.process.kill()
        device.process.wait()
        with pytest.raises((LinkLost, NoAnswer)):
            host.current_data()
        line.close()
    assert os.path.lexists(tmp_path / "p24")
    assert not (tmp_path / "ledger.json").exists()
    transcript = Transcript.read((tmp_path / "bytes.jsonl").read_text().splitlines())
    output = P24Output({str(n): PADS for n in range(1, 9)})
    assert replay(transcript, Firmware(output)) == transcript
    assert output.device.channels["1"].ledger.totals().pulses >= 20
    with DeviceProcess(*options, folder=tmp_path) as device:
        line = open_line(device.port)
        assert Host(line).device_id() == "SIM0000001"
        line.close()
        assert device.end()[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bytes.jsonl", "ledger.json"]


def test_the_back_door_breaks_a_device_at_work(tmp_path: Path) -> None:
    """Over TCP: an electrode comes off, the client is told, and the ledger knows."""
    with DeviceProcess("--tcp", "127.0.0.1:0", folder=tmp_path) as device:
        line = open_line(device.port)
        host = Host(line)
        play(host)
        with device.door() as door:
            door.ask("electrode", channel="1", state="off")
            time.sleep(0.1)
            assert host.current_data().active == frozenset()
            assert door.ask("status")["level"] == "mid-level"
            assert door.ask_line({"do": "dance"})["ok"] is False
            door.ask("clear")
        line.close()
        assert device.end()[0] == 0


BREAKS_ITS_OWN_DEVICE = """
import json, os, socket
host, number = os.environ["TENSPLAN_CONTROL"].split(":")
with socket.create_connection((host, int(number))) as line:
    file = line.makefile("rw")
    for request in ({"token": os.environ["TENSPLAN_CONTROL_TOKEN"]}, {"do": "unplug"}):
        print(json.dumps(request), file=file, flush=True)
        assert json.loads(file.readline())["ok"]
print(os.path.exists(os.environ["TENSPLAN_PORT"]))
"""


def test_a_command_finds_the_back_door(tmp_path: Path) -> None:
    """In its environment; what it breaks is broken when the answer is there."""
    arguments = ["--pty", "p24", "--", sys.executable, "-c", BREAKS_ITS_OWN_DEVICE]
    done = run_device(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
    assert "cable pulled" in done.stderr


def test_a_line_that_a_command_has_drawn_is_not_written_into(
    tmp_path: Path, client: list[str]
) -> None:
    """On one terminal each line of the device takes the place of what stands there; elsewhere it is plain."""
    shown = {}
    for place in ("terminal", "pipe"):
        master, end = os.openpty() if place == "terminal" else os.pipe()
        typed = device_command(*client, "1", "0.05", "0")
        done = subprocess.run(
            typed, cwd=tmp_path, env=environment(), stderr=end, timeout=60, check=False
        )
        os.close(end)
        shown[place] = os.read(master, 4_096).decode().split("\n")
        os.close(master)
        assert done.returncode == 0
    for place, before in (("terminal", "\r\x1b[K"), ("pipe", "")):
        told = [line for line in shown[place] if "host there" in line]
        assert [line.startswith(before + "   ") for line in told] == [True], shown[place]
