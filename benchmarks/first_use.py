"""What the compiled kernels cost a new process: with an empty cache, and afterwards."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import REPEATS, ROOT, Row

MOST_COLD_S, MOST_WARM_S = 15.0, 0.5
BEGIN = "import json, time; began = time.perf_counter()"
END = "print(json.dumps([time.perf_counter() - began, time.process_time(), answer]))"
WORKS = {
    "fibre threshold": """
from simulator.nerve import Phase, mrg, point_source, thresholds
fibre = mrg(10e-6, 21)
field = point_source(fibre, distance=1e-3, conductivity=0.25)
answer = thresholds([fibre], [field], [Phase(0.0, 100e-6, -1.0)])[0].current
""",
    "threshold of a fibre with channels all along": """
from simulator.nerve import Phase, gaines, point_source, thresholds
fibre = gaines(10e-6, 21, "sensory")
field = point_source(fibre, distance=1e-3, conductivity=0.25)
answer = thresholds([fibre], [field], [Phase(0.0, 100e-6, -1.0)])[0].current
""",
    "heat session": """
from simulator.bioheat import Cover, simulate
warm = simulate("lumbar", pack="moist-heat-pack", cover=Cover(dry_towels=7), minutes=15)
answer = float(warm.dose.peak_basal[0])
""",
}


def first_use() -> list[Row]:
    """Measure import and first answer in processor time, seen from inside a new process."""
    return [row for what, work in WORKS.items() for row in _rows(what, work)]


def _rows(what: str, work: str) -> tuple[Row, Row]:
    """Return one row for an empty cache and one for a full one, measured in turns."""
    cold, warm = [], []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory(prefix="tensplan-cache-") as cache:
            cold.append(_asked(work, Path(cache)))
            warm.append(_asked(work, Path(cache)))
    return (
        _row(f"first {what} of a machine, empty cache", cold, MOST_COLD_S),
        _row(f"first {what} of a process, full cache", warm, MOST_WARM_S),
    )


def _asked(work: str, cache: Path) -> tuple[float, float, float]:
    """Run a work in a new process; return its time, its processor time and its answer."""
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([BEGIN, work, END])],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
    )
    took, busy, answer = json.loads(done.stdout)
    return took, busy, answer


def _row(what: str, runs: list[tuple[float, float, float]], most: float) -> Row:
    took = statistics.median(run[0] for run in runs)
    busy = statistics.median(run[1] for run in runs)
    answers = len({run[2] for run in runs})
    error = f"{answers} answer{'s' * (answers > 1)} in {len(runs)} runs; {took:.3g} s by the clock"
    return Row(what, busy, "-", None, None, f"under {most:g} s", busy < most, error)
