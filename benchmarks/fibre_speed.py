"""Thresholds of 50 myelinated fibres in one call, against NEURON and pyfibers on the same fibres.

One core and processor time each: neither side waits for anything. A repetition takes turns: all fifty
here, every fifth of them in NEURON, one in pyfibers; after five repetitions NEURON has searched all fifty.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peer import Peer, install
from benchmarks.timing import Row, growth, processor
from simulator.nerve import Phase, Threshold, mrg, point_source, thresholds

FIBRES = 50
FEW = 10
"""Fibres of the growth by nodes and by steps. [1]"""

REPEATS = 5
PULSE_S = 100e-6
WAIT_S = 3e-3
DISTANCE_M, CONDUCTIVITY = 1e-3, 0.25
TOLERANCE = 1e-4
DT_S = 5e-6
GUESS_MA = 0.2
"""First current of the peer's search: less than twice or more than half of every answer."""

TARGET = 200.0


def diameters(count: int) -> np.ndarray:
    """Diameters from 6 to 16 um. [m]"""
    return np.linspace(6e-6, 16e-6, count)


def batch(count: int, *, nodes: int = 21, dt: float = DT_S, turn: int = 0) -> list[Threshold]:
    """Search the thresholds of some fibres 1 mm from a point source.

    Each turn the fibres are a picometre thinner, so that no size is remembered from the turn before.
    """
    fibres = [mrg(size - 1e-12 * turn, nodes) for size in diameters(count)]
    fields = [
        point_source(fibre, distance=DISTANCE_M, conductivity=CONDUCTIVITY) for fibre in fibres
    ]
    return thresholds(
        fibres,
        fields,
        [Phase(0.0, PULSE_S, -1.0)],
        dt=dt,
        tolerance=TOLERANCE,
        wait=WAIT_S,
        detect_node=watched(nodes),
    )


def watched(nodes: int) -> int:
    """Node that has to fire: as far from the middle as in a fibre of 21."""
    return (nodes - 1) // 2 + 8


def question(sizes: np.ndarray, *, nodes: int = 21, dt: float = DT_S) -> dict[str, Any]:
    """Ask a peer for the same."""
    return {
        "diameters_um": list(1e6 * sizes),
        "guesses_ma": [GUESS_MA] * len(sizes),
        "nodes": nodes,
        "watched": watched(nodes),
        "distance_um": 1e6 * DISTANCE_M,
        "conductivity": CONDUCTIVITY,
        "pulse_steps": round(PULSE_S / dt),
        "wait_steps": round(WAIT_S / dt),
        "dt_ms": 1e3 * dt,
        "tolerance": TOLERANCE,
    }


def median(work: Callable[[], object]) -> float:
    """Return the median processor time of three calls. [s]"""
    return statistics.median(processor(work) for _ in range(3))


def fibres(peers: Path) -> tuple[list[Row], list[str]]:
    """Measure fifty thresholds three ways, and how the cost grows."""
    install(peers, "neuron", "pyfibers")
    sizes = diameters(FIBRES)
    mechanisms = str(peers / "neuron/mechanisms")
    ours_s: list[float] = []
    neuron_s: list[float] = []
    shipped_s: list[float] = []
    neuron_ma, shipped_ma = np.full(FIBRES, np.nan), np.full(FIBRES, np.nan)
    batch(FIBRES)
    with (
        Peer(peers, "neuron", "neuron_fibres.py", mechanisms) as neuron,
        Peer(peers, "pyfibers", "pyfibers_fibres.py") as shipped,
    ):
        neuron.ask(**question(sizes[:1]))
        shipped.ask(**question(sizes[:1]))
        for turn in range(REPEATS):
            ours_s.append(processor(partial(batch, FIBRES, turn=1 + turn)))
            part = slice(turn, None, REPEATS)
            answer = neuron.ask(**question(sizes[part]))
            neuron_s.append(answer["processor_s"] * REPEATS)
            neuron_ma[part] = answer["thresholds_ma"]
            one = slice(turn * FEW + FEW // 2, turn * FEW + FEW // 2 + 1)
            answer = shipped.ask(**question(sizes[one]))
            shipped_s.append(answer["processor_s"] * FIBRES)
            shipped_ma[one] = answer["thresholds_ma"]
        lines = [*growths(), *neuron_growths(neuron)]
    ours_ma = np.array([1e3 * found.current for found in batch(FIBRES)])
    rows = [
        _row("NEURON 9, 10 of them times 5", ours_s, neuron_s, neuron_ma / ours_ma - 1),
        _row(
            "pyfibers as shipped, 1 of them times 50", ours_s, shipped_s, shipped_ma / ours_ma - 1
        ),
    ]
    return rows, [_spread(ours_s, neuron_s), *lines]


def _row(peer: str, ours_s: list[float], peer_s: list[float], misses: np.ndarray) -> Row:
    off = np.abs(misses[np.isfinite(misses)])
    ratio = statistics.median(peer_s) / statistics.median(ours_s)
    return Row(
        f"thresholds of {FIBRES} MRG fibres, 21 nodes, 5 us",
        statistics.median(ours_s),
        peer,
        statistics.median(peer_s),
        ratio,
        f"{TARGET:g} times faster",
        ratio >= TARGET,
        f"median {np.median(off):.1e}, worst {off.max():.1e} of {off.size}",
    )


def _spread(ours_s: list[float], neuron_s: list[float]) -> str:
    """Say how far the repetitions lie apart."""
    ratios = [peer / ours for ours, peer in zip(ours_s, neuron_s, strict=True)]
    return f"thresholds, NEURON over ours, lowest and highest of {REPEATS}: {min(ratios):.0f} and {max(ratios):.0f}"


def growths() -> list[str]:
    """Measure how our cost grows with fibres, nodes and steps."""
    counts, nodes, steps = (5, 50, 500), (21, 211, 2101), (10, 100, 1000)
    by_fibres = [median(partial(batch, n)) for n in counts]
    by_nodes = [median(partial(batch, FEW, nodes=n)) for n in nodes]
    by_steps = [median(partial(batch, FEW, dt=PULSE_S / n)) for n in steps]
    return [
        "thresholds " + growth("fibres", counts, by_fibres),
        f"thresholds of {FEW} fibres " + growth("nodes", nodes, by_nodes),
        f"thresholds of {FEW} fibres " + growth("steps of the pulse", steps, by_steps),
    ]


def neuron_growths(neuron: Peer) -> list[str]:
    """Measure how the peer's cost grows with nodes and steps, one fibre and one search each."""
    middle = diameters(3)[1:2]
    nodes, steps = (21, 63, 211), (10, 32, 100)

    def took(**sizes: Any) -> float:
        return float(neuron.ask(**question(middle, **sizes))["processor_s"])

    by_nodes = [took(nodes=n) for n in nodes]
    by_steps = [took(dt=PULSE_S / n) for n in steps]
    return [
        "NEURON, 1 fibre, " + growth("nodes", nodes, by_nodes),
        "NEURON, 1 fibre, " + growth("steps of the pulse", steps, by_steps),
    ]
