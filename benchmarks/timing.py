"""Median times side by side, and how they grow."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPEATS = 5


@dataclass(frozen=True)
class Row:
    """One line of the table: our time, the peer's, their ratio, the target and the error.

    A row without a peer has neither its time nor a ratio.
    """

    what: str
    ours_s: float
    peer: str
    peer_s: float | None
    ratio: float | None
    target: str
    reached: bool
    error: str


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call. [s]"""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def processor(work: Callable[[], object]) -> float:
    """Return the processor time of one call in this process: of one core, or summed over more. [s]"""
    began = time.process_time()
    work()
    return time.process_time() - began


def children(work: Callable[[], object]) -> float:
    """Return the processor time of the processes that a work starts and waits for. [s]"""
    began = os.times()
    work()
    ended = os.times()
    return sum(ended[2:4]) - sum(began[2:4])


def side_by_side(
    ours: Callable[[], object],
    peer: Callable[[], object],
    *,
    repeats: int = REPEATS,
    clock: Callable[[Callable[[], object]], float] = seconds,
) -> tuple[float, float]:
    """Return the median times of two works that take turns, after one warm-up each. [s]"""
    ours()
    peer()
    pairs = [(clock(ours), clock(peer)) for _ in range(repeats)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def median(work: Callable[[], object], *, repeats: int = REPEATS) -> float:
    """Return the median time after one warm-up. [s]"""
    work()
    return statistics.median(seconds(work) for _ in range(repeats))


def process(arguments: Sequence[str]) -> Callable[[], str]:
    """Return a work that runs a command to its end and returns what it prints."""

    def work() -> str:
        done = subprocess.run(
            arguments,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=False,
            text=True,
            env=os.environ | {"NO_COLOR": "1"},
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{arguments[:6]} ended with {done.returncode}")
        return done.stdout

    return work


def slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Return the exponent of growth: 1 is linear, 0 is constant."""
    x, y = [math.log(size) for size in sizes], [math.log(took) for took in times]
    mean_x, mean_y = statistics.fmean(x), statistics.fmean(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - mean_x) ** 2 for a in x)


def growth(unit: str, sizes: Sequence[int], times: Sequence[float]) -> str:
    """Return sizes, times and slope as one line."""
    cells = ", ".join(f"{size} {_short(took)}" for size, took in zip(sizes, times, strict=True))
    return f"by {unit}: {cells}; slope {slope(sizes, times):.2f}"


def _short(took: float) -> str:
    return f"{took:.2f} s" if took >= 1 else f"{took * 1e3:.3g} ms"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| what | ours | peer | its time | ratio | target | | error |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        mark = "reached" if row.reached else "missed"
        peer_s = "-" if row.peer_s is None else _short(row.peer_s)
        ratio = "-" if row.ratio is None else f"{row.ratio:.3g}"
        cells = [row.what, _short(row.ours_s), row.peer, peer_s, ratio]
        lines.append("| " + " | ".join([*cells, row.target, mark, row.error]) + " |")
    return "\n".join(lines)
