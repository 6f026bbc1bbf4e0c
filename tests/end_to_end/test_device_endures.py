"""Hours of play, a line at speed, and a device that is killed at any moment."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from device_process import PATIENCE_S, ROOT, DeviceProcess, device_command, environment

from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import Host, NoAnswer
from simulator.sciencemode4.live_device import PADS
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.p24_output import P24Output
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import LinkLost, open_line
from simulator.sciencemode4.transcript import Transcript, replay

SOAK = ROOT / "benchmarks" / "device_soak.py"
GROWTH_MIB = 4.0
"""Allocators keep pages; a leak of one entry a pulse would be 100 MiB and more in these sessions."""


def soak(*arguments: str) -> dict[str, Any]:
    """Run the soak and return its figures."""
    done = subprocess.run(
        [sys.executable, str(SOAK), *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "hours", [pytest.param(0.1, id="minutes"), pytest.param(8, marks=pytest.mark.long, id="8")]
)
def test_hours_of_play_add_up(hours: float) -> None:
    """Not one pulse is missing, none is late, and memory does not grow with time."""
    figures = soak("process", str(hours))
    assert figures["missing"] == figures["gaps"] == [0, 0]
    assert figures["failed_keep_alives"] == 0
    assert max(figures["ledger_entries"]) < 100 + hours * 60
    assert figures["mib_at_the_end"] - figures["mib_after_an_eighth"] < GROWTH_MIB


@pytest.mark.parametrize(
    ("wall_s", "speed"),
    [
        pytest.param(4, 2, id="seconds"),
        pytest.param(600, 10, marks=pytest.mark.long, id="10-minutes"),
    ],
)
def test_a_line_at_speed_keeps_its_time(wall_s: int, speed: int) -> None:
    """Device time follows the wall; where the host came in time, no pulse came at another one."""
    figures = soak("terminal", str(wall_s), str(speed))
    assert abs(figures["drift_ms_of_wall"]) < 50  # a question waits for a tick
    assert figures["exit_code"] == 0
    pauses = figures["failed_keep_alives"]
    assert all(gaps <= pauses for gaps in figures["gaps"])
    assert pauses <= 0.02 * wall_s * speed  # a busy machine may be late for the two seconds
    *_, eighth, end = figures["mib_at_start_eighth_end"]
    assert end - eighth < GROWTH_MIB


def play_until_it_is_gone(port: str) -> None:
    """Play as long as somebody answers."""
    try:
        line = open_line(port)
    except OSError:  # gone already
        return
    host = Host(line, answer_us=500_000)
    points = (Point(200, 20), Point(200, -20))
    try:
        host.mid_level_init()
        while True:
            host.update({0: Pattern(points, 10_000, ramp=5)})
            host.current_data()
            time.sleep(0.01)
    except (LinkLost, NoAnswer):
        line.close()


def kill_at_work(folder: Path, delay_s: float) -> None:
    """Start a device and a host, and kill the device after a time."""
    with DeviceProcess("--pty", "p24", "--transcript", "bytes.jsonl", folder=folder) as device:
        host = threading.Thread(target=play_until_it_is_gone, args=(device.port,))
        host.start()
        time.sleep(delay_s)
        device.process.kill()
        device.process.wait(PATIENCE_S)
        host.join(PATIENCE_S)
        assert not host.is_alive()


@pytest.mark.parametrize(
    "kills", [pytest.param(3, id="3"), pytest.param(100, marks=pytest.mark.long, id="100")]
)
def test_killed_at_work_it_leaves_a_whole_transcript(kills: int, tmp_path: Path) -> None:
    """At any moment: every line is whole, gives the pulses again, and the next device starts."""
    moments = random.Random(kills)
    for _ in range(kills):
        kill_at_work(tmp_path, moments.uniform(0.0, 0.8))
        lines = (tmp_path / "bytes.jsonl").read_bytes().decode().splitlines()
        transcript = Transcript.read(lines)
        output = P24Output({str(n): PADS for n in range(1, 9)})
        again = replay(transcript, Firmware(output))
        assert again.sayings[: len(transcript.sayings) - 1] == transcript.sayings[:-1]
    with DeviceProcess("--pty", "p24", folder=tmp_path) as device:
        assert device.port == str(tmp_path / "p24")
        assert device.end()[0] == 0
    assert not os.path.lexists(tmp_path / "p24")


@pytest.mark.parametrize(
    "kills", [pytest.param(3, id="3"), pytest.param(100, marks=pytest.mark.long, id="100")]
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_ended_while_it_starts_it_blocks_nobody(number: int, kills: int, tmp_path: Path) -> None:
    """At any moment of its start: no half ledger, and nothing in the way of the next one."""
    moments = random.Random(kills + number)
    for _ in range(kills):
        process = subprocess.Popen(
            device_command("--pty", "p24", "--ledger", "ledger.json"),
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.0, 1.2))
        process.send_signal(number)
        process.wait(PATIENCE_S)
        if (tmp_path / "ledger.json").exists():
            json.loads((tmp_path / "ledger.json").read_text())
    with DeviceProcess("--pty", "p24", folder=tmp_path) as device:
        assert device.end()[0] == 0
