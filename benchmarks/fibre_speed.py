"""Thresholds of 50 myelinated fibres in one call: ``python benchmarks/fibre_speed.py``.

The peer's time is not measured here: NEURON 9.0.2 needed 128.4 s of one core (2.57 s a threshold) for
the same fifty on another machine, from a compiled loop with early exit. The ratio is for orientation.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.timing import growth
from simulator.nerve import Phase, Threshold, mrg, point_source, thresholds

NEURON_S = 2.57
"""A threshold of one fibre, on another machine. [s]"""

PULSE = [Phase(0.0, 100e-6, -1.0)]
REPEATS = 5


def batch(
    count: int, *, nodes: int = 21, dt: float = 5e-6, tolerance: float = 1e-4
) -> list[Threshold]:
    """Search the thresholds of fibres of 6 to 15.8 um, 1 mm from a point source."""
    fibres = [mrg(size, nodes) for size in np.linspace(6e-6, 15.8e-6, count)]
    fields = [point_source(fibre, distance=1e-3, conductivity=0.25) for fibre in fibres]
    return thresholds(fibres, fields, PULSE, dt=dt, tolerance=tolerance)


def processor_seconds(**options: float) -> float:
    """Return the median time on one core of one call. [s]"""
    took = []
    for _ in range(REPEATS):
        began = time.process_time()
        batch(**options)  # type: ignore[arg-type]
        took.append(time.process_time() - began)
    return float(np.median(took))


def main() -> None:
    """Print first use, warm time, what a finer bracket changes, and the growths."""
    began = time.perf_counter()
    batch(1)
    print(
        f"first use in this process: {time.perf_counter() - began:.1f} s (compiled or from the cache)"
    )
    took = processor_seconds(count=50)
    coarse, fine = batch(50), batch(50, tolerance=1e-7)
    miss = max(abs(a.current / b.current - 1) for a, b in zip(coarse, fine, strict=True))
    print(f"50 fibres, 21 nodes, dt 5 us, to 1e-4: {took:.3f} s, {took / 50 * 1e3:.1f} ms each")
    print(f"against {NEURON_S} s for NEURON (other machine): {50 * NEURON_S / took:.0f} times")
    print(f"largest difference to a bracket of 1e-7: {miss:.1e}")
    counts = (5, 50, 500)
    print("thresholds " + growth("fibres", counts, [processor_seconds(count=n) for n in counts]))
    nodes = (21, 41, 81, 161)
    print(
        "thresholds "
        + growth("nodes", nodes, [processor_seconds(count=50, nodes=n) for n in nodes])
    )
    steps = (10, 5, 2, 1)
    times = [processor_seconds(count=50, dt=n * 1e-6) for n in steps]
    print("thresholds " + growth("us of step", steps, times))


if __name__ == "__main__":
    main()
