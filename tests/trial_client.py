"""A client for trials, run as a program: ``trial_client.py careful|careless|idle``.

The careful one stops at the first answer that is not as it should be; the careless one asks for no
answer at all; the idle one never stimulates.
"""

from __future__ import annotations

import os
import sys
import time

from simulator.sciencemode4.codes import Command
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.mid_level import Pattern
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import open_line

PATTERN = Pattern((Point(200, 20), Point(100, 0), Point(200, -20)), period_us=20_000, ramp=15)
SECONDS = 60.0


def careful(host: Host) -> None:
    """Ask every 200 ms how it goes, and stop when anything is odd."""
    try:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if host.current_data().troubles:
                raise RuntimeError("the device reports trouble")
            time.sleep(0.2)
    finally:
        host.mid_level_stop()


def careless(host: Host) -> None:
    """Keep it alive and listen to nothing."""
    while True:
        host.send(Command.MID_LEVEL_CURRENT_DATA, b"\x04")
        time.sleep(0.2)


if __name__ == "__main__":
    host = Host(open_line(os.environ["TENSPLAN_PORT"]), answer_us=500_000)
    if sys.argv[1] != "idle":
        host.mid_level_init()
        host.update({0: PATTERN})
        {"careful": careful, "careless": careless}[sys.argv[1]](host)
