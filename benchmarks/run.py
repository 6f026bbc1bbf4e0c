"""Measure everything and print the table: ``python benchmarks/run.py``, or one part with ``--row``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peer import ONE_CORE, install
from benchmarks.timing import Row, table

Answer = tuple[list[Row], list[str]]


def check(peers: Path) -> Answer:
    """``tensplan check`` on many files and on one."""
    from benchmarks.check_speed import many_files, one_file

    install(peers, "checkers")
    with tempfile.TemporaryDirectory(prefix="tensplan-bench-") as name:
        many, growth = many_files(Path(name), peers)
    return [many, one_file(peers)], [growth]


def plan(peers: Path) -> Answer:
    """``tensplan plan`` in a new process."""
    from benchmarks.plan_speed import one_plan

    install(peers, "checkers")
    with tempfile.TemporaryDirectory(prefix="tensplan-bench-") as name:
        return [one_plan(Path(name), peers)], []


def waveform(_: Path) -> Answer:
    """One second of samples."""
    from benchmarks.waveform_speed import waveform as measured

    row, growth = measured()
    return [row], [growth]


def exposure(_: Path) -> Answer:
    """Both routes to the exposure of a long session."""
    from benchmarks.exposure_speed import long_sessions

    return long_sessions()


def stimulator(_: Path) -> Answer:
    """Whole sessions of the virtual stimulator."""
    from benchmarks.device_speed import sessions

    return sessions()


def wire(_: Path) -> Answer:
    """Live sessions on a real line."""
    from benchmarks.wire_speed import sessions

    return sessions()


def field(_: Path) -> Answer:
    """Potential under a pad on layers."""
    from benchmarks.field_speed import layered_field

    return layered_field()


def fibres(peers: Path) -> Answer:
    """Thresholds of nerve fibres."""
    from benchmarks.fibre_speed import fibres as measured

    return measured(peers)


def heat(peers: Path) -> Answer:
    """Many people under a hot pack."""
    from benchmarks.heat_speed import heat as measured

    return measured(peers)


def first(_: Path) -> Answer:
    """First use of the compiled kernels."""
    from benchmarks.first_use import first_use

    return first_use(), []


PARTS: dict[str, Callable[[Path], Answer]] = {
    "check": check,
    "plan": plan,
    "waveform": waveform,
    "exposure": exposure,
    "device": stimulator,
    "wire": wire,
    "field": field,
    "fibres": fibres,
    "heat": heat,
    "first-use": first,
}


def main() -> int:
    """Measure each part, a peer that is missing installed first; a part that fails stops no other."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(tempfile.gettempdir()) / "tensplan-peers"
    parser.add_argument("--peers", type=Path, default=default, help="environments of the peers")
    parser.add_argument("--row", action="append", choices=PARTS, help="only this part; repeatable")
    asked = parser.parse_args()
    began, before = time.perf_counter(), os.getloadavg()[0]
    rows: list[Row] = []
    lines: list[str] = []
    failed: list[str] = []
    for name in asked.row or PARTS:
        print(f"{name} ...", end=" ", file=sys.stderr, flush=True)
        since = time.perf_counter()
        try:
            found = PARTS[name](asked.peers)
        except Exception:
            traceback.print_exc()
            failed.append(name)
        else:
            rows += found[0]
            lines += found[1]
        print(f"{time.perf_counter() - since:.0f} s", file=sys.stderr)
    print(f"{platform.machine()}, {_processor()}, Python {platform.python_version()}")
    print(f"load average before {before:.1f}, at the end {os.getloadavg()[0]:.1f}\n")
    print(table(rows))
    print("\n" + "\n".join(f"- {line}" for line in lines))
    print(f"\nmeasured in {time.perf_counter() - began:.0f} s")
    if failed:
        print(f"not measured: {', '.join(failed)}")
    return 1 if failed else 0


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.processor()


if __name__ == "__main__":
    os.environ.update(ONE_CORE)
    sys.exit(main())
