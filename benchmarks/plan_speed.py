"""``tensplan plan`` in a new process, in processor time: nothing in it waits for anything."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.timing import Row, children, process, side_by_side

IMPORTS = "import numpy, scipy, numba, matplotlib"


def one_plan(folder: Path, peers: Path) -> Row:
    """Measure the main job against importing what such a tool imports."""
    command = [sys.executable, "-m", "tensplan", "plan", "sciatic-path-conventional"]
    ours_s, peer_s = side_by_side(
        process([*command, "--on", "2026-01-05", "--out", str(folder / "plan")]),
        process([str(peers / "checkers/bin/python"), "-c", IMPORTS]),
        repeats=7,
        clock=children,
    )
    return Row(
        "plan with report",
        ours_s,
        f'python -c "{IMPORTS}"',
        peer_s,
        ours_s / peer_s,
        "at most 3",
        ours_s <= 3 * peer_s,
        "-",
    )
