"""How late messages of a live session are on a real line, with the load of the machine stated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.timing import ROOT, Row
from simulator.modulation import Modulation
from simulator.sciencemode4.encoding import Encoding, encode
from simulator.train import Train
from tensplan.play.interruption import Interruption
from tensplan.play.player import Player
from tensplan.play.port import open_device
from tensplan.play.session_clock import SessionClock
from tensplan.play.steering import read_script
from tensplan.play.voice import Voice

SECONDS = 60
LATE_S = 2e-3
RAISED = '{"at_s": 0, "channel": "A", "amplitude_ma": 12}'


def trains() -> dict[str, Train]:
    """Return what is played: a message for each pulse, and a few for each second."""
    fields: dict[str, Any] = {
        "shape": "symmetric-biphasic",
        "amplitude": 0.02,
        "width_us": 100,
        "duration_us": SECONDS * 1_000_000,
    }
    chance = Modulation("pulse_rate", 60, 120, "random", period_us=60_000_000, seed=2004)
    sweep = Modulation("pulse_rate", 60, 100, "triangle", period_us=8_000_000)
    return {
        "rate by chance": Train(**fields, modulations=(chance,)),
        "sweep": Train(**fields, modulations=(sweep,)),
    }


@contextmanager
def device(folder: Path) -> Iterator[str]:
    """Run a device in a process of its own; give its port, and leave its ledger."""
    typed = [sys.executable, "-m", "tensplan", "device", "--ledger", str(folder / "ledger.json")]
    with subprocess.Popen(
        typed, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        yield str(json.loads(process.stdout.readline())["port"])
        process.terminate()


@contextmanager
def spinning(count: int) -> Iterator[None]:
    """Keep cores busy."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def played(encoding: Encoding, port: str) -> tuple[Player, str]:
    """Play to the end."""
    with Interruption() as interruption:
        line, host, _ = open_device(port, speed=1.0)
        player = Player(
            host,
            line,
            [Voice(encoding, 0)],
            clock=SessionClock(),
            hand=read_script(RAISED, {"A": encoding.cap_ma}),
            tell=lambda kind, said: None,
            interruption=interruption,
        )
        outcome = player.run()
        line.close()
    return player, outcome.ending


def sessions() -> tuple[list[Row], list[str]]:
    """Play each train alone and beside as many busy processes as there are cores."""
    rows = []
    cores = os.cpu_count() or 1
    for name, train in trains().items():
        (encoding,) = encode({"A": train})
        for busy in (0, cores):
            with tempfile.TemporaryDirectory(prefix="tensplan-bench-") as folder:
                with device(Path(folder)) as port, spinning(busy):
                    player, ending = played(encoding, port)
                    load = os.getloadavg()[0]
                content = json.loads((Path(folder) / "ledger.json").read_text())
            got = sum(pulse["repeats"] for pulse in content["channels"]["1"]["pulses"])
            timing = player.timing()
            late = timing["late_p99_ms"] / 1e3
            rows.append(
                Row(
                    f"{name}, {SECONDS} s live on a pseudo-terminal, {busy} busy processes on {cores} cores "
                    f"(load {load:.1f}): 99 in 100 messages not later than",
                    late,
                    "-",
                    None,
                    None,
                    "2 ms",
                    late < LATE_S,
                    f"{ending}; {timing['updates']} messages, median {timing['late_p50_ms']:.2f} ms, worst "
                    f"{timing['late_worst_ms']:.1f} ms, {timing['missed']} answered after their pulse had begun; "
                    f"{got} of {sum(1 for _ in encoding.cues())} pulses",
                )
            )
    return rows, []
