"""Measure everything and print the table: ``python benchmarks/run.py``."""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.check_speed import many_files, one_file
from benchmarks.exposure_speed import long_sessions
from benchmarks.plan_speed import one_plan
from benchmarks.timing import ROOT, table
from benchmarks.waveform_speed import waveform


def main() -> None:
    """Install the peers when they are missing, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(tempfile.gettempdir()) / "tensplan-peers"
    parser.add_argument("--peers", type=Path, default=default, help="environment of the peers")
    peers: Path = parser.parse_args().peers
    if not (peers / "bin/check-jsonschema").exists():
        subprocess.run([str(ROOT / "benchmarks/peers/install.sh"), str(peers)], check=True)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="tensplan-bench-") as name:
        folder = Path(name)
        exposure, growths = long_sessions()
        samples, by_pulses = waveform()
        rows = [samples, *exposure, one_file(peers), one_plan(folder, peers)]
        (folder / "many").mkdir()
        many, by_files = many_files(folder / "many", peers)
    print(f"{platform.machine()}, {_processor()}, Python {platform.python_version()}\n")
    print(table([many, *rows]))
    print("\n" + "\n".join(f"- {line}" for line in [by_files, by_pulses, *growths]))
    print(f"\nmeasured in {time.perf_counter() - began:.0f} s")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()


if __name__ == "__main__":
    main()
