"""Long sessions of the virtual device: does its time drift, do its pulses add up, does it grow?

    python benchmarks/device_soak.py process 8          # hours, in one process
    python benchmarks/device_soak.py terminal 600 48    # seconds of wall time, speed

Two channels at 100 and 50 Hz on dry skin, a keep-alive each half second of device time, and each minute
an update that changes the amplitude. Prints one line of JSON; exits with 1 when something is off.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.live_device import PADS
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.p24_output import P24Output
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import open_line

PERIODS_US = (10_000, 20_000)
SECOND_US = 1_000_000


def resident_mib(pid: int | str = "self") -> float:
    """Return the memory that a process holds [MiB]."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def patterns(minute: int) -> dict[int, Pattern]:
    """Return what both channels play in a minute."""
    current = 10 + minute % 3
    points = (Point(200, current), Point(100, 0), Point(200, -current))
    return {n: Pattern(points, period, ramp=10) for n, period in enumerate(PERIODS_US)}


def gaps(rows: list[dict[str, Any]], period_us: int) -> int:
    """Count the places where the next pulse does not come after exactly one period."""
    ends = [row["at_us"] + row["repeats"] * row["period_us"] for row in rows]
    inside = sum(row["repeats"] > 1 and row["period_us"] != period_us for row in rows)
    return inside + sum(
        later["at_us"] - (end - row["period_us"]) != period_us
        for row, end, later in zip(rows, ends, rows[1:], strict=False)
    )


def drive(host: Host, seconds: int, wait: Callable[[float], None]) -> int:
    """Play for so many seconds of device time; `wait` waits until one. Count failed keep-alives."""
    failed = 0
    host.mid_level_init()
    for second in range(seconds):
        if second % 60 == 0:
            host.update(patterns(second // 60))
        for half in (0.5, 1.0):
            wait(second + half)
            if host.current_data().active != frozenset((0, 1)):
                failed += 1
                host.update(patterns(second // 60))
    host.mid_level_stop()
    return failed


def in_process(hours: float) -> dict[str, Any]:
    """Play in one process, as fast as it goes."""
    output = P24Output({str(n): PADS for n in range(1, 9)})
    link = InProcess(Firmware(output))
    seconds = round(hours * 3600)
    marks: list[float] = []

    def wait(second: float) -> None:
        link.wait(round(second * SECOND_US) - link.now_us)
        if second in (seconds // 8, seconds):
            marks.append(resident_mib())

    start = time.process_time()
    failed = drive(Host(link), seconds, wait)
    ledgers = [output.device.channels[name].ledger for name in ("1", "2")]
    pulses = [ledger.totals().pulses for ledger in ledgers]
    expected = [seconds * SECOND_US // period for period in PERIODS_US]
    return {
        "hours": hours,
        "processor_s": round(time.process_time() - start, 1),
        "pulses": pulses,
        "missing": [a - b for a, b in zip(expected, pulses, strict=True)],
        "failed_keep_alives": failed,
        "gaps": [
            gaps(list(ledger.rows()), period)
            for ledger, period in zip(ledgers, PERIODS_US, strict=True)
        ],
        "ledger_entries": [len(ledger.entries) for ledger in ledgers],
        "mib_after_an_eighth": round(marks[0], 1),
        "mib_at_the_end": round(marks[-1], 1),
    }


class Door:
    """The back door of a device process."""

    def __init__(self, ready: dict[str, Any]) -> None:
        host, number = ready["control"].split(":")
        self._file = socket.create_connection((host, int(number))).makefile("rw")
        self.ask(token=ready["token"])

    def ask(self, **request: Any) -> dict[str, Any]:
        """Ask one thing."""
        self._file.write(json.dumps(request) + "\n")
        self._file.flush()
        answer: dict[str, Any] = json.loads(self._file.readline())
        return answer

    def clock_us(self) -> tuple[int, float]:
        """Return device time and the wall time at the middle of the shortest of twenty questions."""
        asked = []
        for _ in range(20):
            before = time.monotonic()
            at_us = self.ask(do="clock")["at_us"]
            after = time.monotonic()
            asked.append((after - before, at_us, (before + after) / 2))
        _, at_us, middle = min(asked)
        return at_us, middle


def on_terminal(wall_s: float, speed: float) -> dict[str, Any]:
    """Play over a pseudo-terminal against a device process whose time runs faster."""
    ledger = Path(tempfile.mkdtemp()) / "ledger.json"
    command = [sys.executable, "-m", "tensplan", "device", "--speed", str(speed)]
    with subprocess.Popen(
        [*command, "--ledger", str(ledger)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as device:
        assert device.stdout is not None
        ready = json.loads(device.stdout.readline())
        door, line = Door(ready), open_line(ready["port"])
        first_us, began = door.clock_us()
        seconds = round(wall_s * speed)
        marks, late = [resident_mib(device.pid)], [0.0]

        def wait(second: float) -> None:
            left = began + second / speed - time.monotonic()
            late.append(max(0.0, -left))
            time.sleep(max(0.0, left))
            if second == max(1, seconds // 8):
                marks.append(resident_mib(device.pid))

        failed = drive(Host(line), seconds, wait)
        last_us, ended = door.clock_us()
        marks.append(resident_mib(device.pid))
        line.close()
        device.terminate()
        code = device.wait()
    channels = json.loads(ledger.read_text())["channels"]
    pulses = {name: channels[name]["delivered"]["pulses"] for name in ("1", "2")}
    passed_us = (ended - began) * speed * 1e6
    return {
        "wall_s": round(ended - began, 1),
        "speed": speed,
        "device_s": round((last_us - first_us) / 1e6, 1),
        "drift_ms_of_wall": round((last_us - first_us - passed_us) / speed / 1e3, 3),
        "pulses": list(pulses.values()),
        "gaps": [
            gaps(channels[name]["pulses"], period)
            for name, period in zip(pulses, PERIODS_US, strict=True)
        ],
        "failed_keep_alives": failed,
        "latest_keep_alive_s_of_wall": round(max(late), 3),
        "mib_at_start_eighth_end": [round(mark, 1) for mark in marks],
        "exit_code": code,
    }


def main() -> int:
    """Run what the arguments name."""
    kind, *numbers = sys.argv[1:]
    figures = (
        in_process(float(numbers[0])) if kind == "process" else on_terminal(*map(float, numbers))
    )
    print(json.dumps({"load": round(os.getloadavg()[0], 1), **figures}))
    return int(figures["failed_keep_alives"] > 0)


if __name__ == "__main__":
    sys.exit(main())
