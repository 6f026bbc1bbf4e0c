"""``tensplan device`` as a process of its own, as its users have it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 60

CLIENT = """\
import os, sys, time
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import open_line

current, seconds, code = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
line = open_line(os.environ["TENSPLAN_PORT"])
host = Host(line)
host.mid_level_init()
host.update({0: Pattern((Point(200, current), Point(200, -current)), 5_000, ramp=10)})
print("playing", flush=True)
time.sleep(seconds)
host.current_data()
host.mid_level_stop()
line.close()
sys.exit(code)
"""
"""Plays 200 us at 200 Hz on the first channel: current in mA, seconds, own exit code."""


def environment() -> dict[str, str]:
    """Return an environment in which this checkout is importable."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def device_command(*arguments: str) -> list[str]:
    """Return the command line of a device."""
    return [sys.executable, "-m", "tensplan", "device", *arguments]


def run_device(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a device to its end."""
    return subprocess.run(
        device_command(*arguments),
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


class DeviceProcess:
    """A device that runs between `with` and its end."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            device_command(*arguments),
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()  # with a command, the first line of that
        self.ready: dict[str, Any] = json.loads(line) if line.startswith("{") else {}

    def __enter__(self) -> DeviceProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate(timeout=PATIENCE_S)

    @property
    def port(self) -> str:
        return self.ready["port"]

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; return exit code and what was said on standard error."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, errors

    def door(self) -> BackDoorCaller:
        """Open the back door."""
        return BackDoorCaller(self.ready["control"], self.ready["token"])


class BackDoorCaller:
    """A caller at the back door."""

    def __init__(self, address: str, token: str) -> None:
        host, number = address.split(":")
        self._line = socket.create_connection((host, int(number)), timeout=PATIENCE_S)
        self._file = self._line.makefile("rw", encoding="utf-8")
        assert self.ask_line({"token": token}) == {"ok": True}

    def __enter__(self) -> BackDoorCaller:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._line.close()

    def ask_line(self, request: object) -> dict[str, Any]:
        """Send one line; return the answer."""
        self._file.write(json.dumps(request) + "\n")
        self._file.flush()
        return json.loads(self._file.readline())

    def ask(self, do: str, **fields: Any) -> dict[str, Any]:
        """Ask for something that can be done."""
        answer = self.ask_line({"do": do, **fields})
        assert answer["ok"], answer
        return answer
