"""A virtual device at any speed, and a signed plan for it, for tests of ``tensplan play``."""

from __future__ import annotations

import json
import shutil
import time
from copy import copy
from pathlib import Path
from typing import Any

from builders import PROTOCOL, make_protocol, plan_for, program_data, waveform
from clinics import keep_as_made
from virtual_p24 import VirtualP24

from simulator.device import Contact
from simulator.sciencemode4.general import id_of_speed
from simulator.sciencemode4.p24_output import P24Output
from simulator.sciencemode4.ports.port import Port
from tensplan.cli.run import run
from tensplan.session_plan.canonical import canonical_bytes, digest
from tensplan.session_plan.compose import compose

PADS = Contact(areas=(20e-4, 20e-4))


class PlayedDevice(VirtualP24):
    """A device on skin whose clock runs at some speed, with its ledger."""

    def __init__(self, speed: float = 1.0, port: Port | None = None, **options: object) -> None:
        self.output = P24Output({str(n): PADS for n in range(1, 9)})
        super().__init__(port, self.output, **options)
        start = time.monotonic_ns()
        self.clock = lambda: int((time.monotonic_ns() - start) * speed) // 1000
        self.service._clock_us = self.clock
        self.device.device_id = id_of_speed(speed)

    @property
    def name(self) -> str:
        """What a host opens."""
        return self.port.name

    def totals(self, channel: str = "1") -> Any:
        """Return what the pads of a channel got."""
        return self.output.device.channels[channel].ledger.totals()

    def rows(self, channel: str = "1") -> list[dict[str, Any]]:
        """Return the pulses of a channel."""
        return list(self.output.device.channels[channel].ledger.rows())

    def last_us(self, channel: str = "1") -> int:
        """Return when the last pulse with current began, 0 without one [us]."""
        ends = [
            row["at_us"] + (row["repeats"] - 1) * row["period_us"]
            for row in self.rows(channel)
            if row["peak"] > 0
        ]
        return max(ends, default=0)


def short_plan(
    folder: Path, *, minutes: float = 0.5, code: str | None = "P-014", **changes: Any
) -> Path:
    """Write a plan of a short session for a person."""
    ramp = {"up_s": 1, "down_s": 1}
    content = plan_for(code, **{"duration_min": minutes, "ramp": ramp, **changes})
    path = folder / "plan.json"
    path.write_bytes(canonical_bytes(content))
    return path


def rotating_plan(folder: Path, *, minutes: float = 0.05) -> Path:
    """Write a plan for a person whose two programs take turns by day: 80 Hz, then 10 Hz and 200 us."""
    ramp = {"up_s": 0, "down_s": 0}
    high = program_data(duration_min=minutes, ramp=ramp, amplitude_cap_ma=20)
    low = {**high, "pulse_rate_hz": 10, "waveform": waveform(pulse_width_us=200)}
    course = {**PROTOCOL["course"], "rotation": ["main", "other"]}
    protocol = make_protocol(programs={"main": high, "other": low}, course=course)
    data = compose(protocol, on="2026-11-20").as_json()
    data["patient"] = {"code": "P-014", "digest": "sha256:" + "0" * 64}
    path = folder / "plan.json"
    path.write_bytes(canonical_bytes({**data, "digest": digest(data)}))
    return path


class Clinic:
    """A store with a trusted reviewer, in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = str(folder / "store")
        made = ["key", "new", "--name", "Dr A. Reviewer", "--role", "physician"]
        assert run([*made, "--no-passphrase", "--store", self.store]) == 0
        (card,) = folder.glob("reviewer-*.json")
        assert run(["key", "trust", str(card), "--store", self.store]) == 0

    def apart(self, folder: Path) -> Clinic:
        """Return the same reviewer with a store of its own, as this one is now."""
        other = copy(self)
        other.store = str(folder / "store")
        shutil.copytree(self.store, other.store)
        return other

    def approve(self, plan: Path) -> Path:
        """Sign a plan as it was made here; return it."""
        content = json.loads(plan.read_bytes())
        if content["patient"] is not None:
            keep_as_made(self.store, content)
        done = run(["approve", str(plan), "--reason", "fits", "--yes", "--store", self.store])
        assert done == 0
        return plan


def write_script(folder: Path, *orders: dict[str, Any]) -> str:
    """Write orders to a file; return its name."""
    path = folder / "hand.jsonl"
    path.write_text("".join(json.dumps(order) + "\n" for order in orders))
    return str(path)
