"""Thresholds of MRG fibres by pyfibers as it is shipped, asked in lines.

Its own fibre, membrane, time loop, first bounds and search; only step, end of time and tolerance are set.
"""

from __future__ import annotations

from typing import Any

from lines import serve
from pyfibers import FiberModel, ScaledStim, build_fiber


def threshold(question: dict[str, Any], diameter: float) -> float:
    """Smallest cathodic current that fires. [mA]"""
    dt, pulse_ms = question["dt_ms"], question["dt_ms"] * question["pulse_steps"]
    fibre = build_fiber(FiberModel.MRG_INTERPOLATION, diameter=diameter, n_nodes=question["nodes"])
    middle = fibre.coordinates[len(fibre.sections) // 2]
    fibre.point_source_potentials(
        middle[0],
        middle[1] + question["distance_um"],
        middle[2],
        1.0,
        question["conductivity"],
        inplace=True,
    )
    pulse = ScaledStim(
        waveform=lambda t: 1.0 if t < pulse_ms - dt / 2 else 0.0,
        dt=dt,
        tstop=pulse_ms + dt * question["wait_steps"],
    )
    found, _ = pulse.find_threshold(fibre, termination_tolerance=100 * question["tolerance"])
    return abs(float(found))


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Search the thresholds of some fibres, one after the other."""
    return {"thresholds_ma": [threshold(question, size) for size in question["diameters_um"]]}


if __name__ == "__main__":
    serve(answer)
