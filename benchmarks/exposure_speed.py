"""Both routes to the exposure of a long session, against the same at one minute."""

from __future__ import annotations

from typing import Any

from benchmarks.timing import Row, growth, median, side_by_side
from tensplan.protocol.program import Program
from tensplan.safety.exposure import QUANTITIES, closed_form
from tensplan.safety.simulated import simulated_exposure, train_of

AREA_CM2 = 20.0
BASE: dict[str, Any] = {
    "waveform": {"shape": "symmetric-biphasic", "pulse_width_us": 200, "interphase_interval_us": 0},
    "target": "strong-but-comfortable",
    "amplitude_cap_ma": 40,
    "ramp": {"up_s": 3, "down_s": 1},
}
SWEEP = {"parameter": "pulse_rate", "low_hz": 60, "high_hz": 100, "period_s": 8}
PERIODIC: dict[str, dict[str, Any]] = {
    "constant": {"pulse_rate_hz": 97},
    "burst": {"pulse_rate_hz": 100, "burst": {"bursts_per_s": 2, "pulses_per_burst": 9}},
    "stepped": {
        "steps": [
            {"pulse_rate_hz": 3, "duration_s": 3},
            {"pulse_rate_hz": 100, "duration_s": 3, "pulse_width_us": 150},
        ]
    },
    "triangle sweep": {"modulation": [SWEEP | {"form": "triangle"}]},
    "sine sweep": {"modulation": [SWEEP | {"form": "sine"}]},
}


def program(timing: dict[str, Any], minutes: float) -> Program:
    """Return a program of some length."""
    return Program.model_validate(BASE | timing | {"duration_min": minutes})


def _random(minutes: int) -> dict[str, Any]:
    """Return the timing of a random rate that does not repeat within the session."""
    return {"modulation": [SWEEP | {"form": "random", "seed": 1, "period_s": 60 * minutes}]}


def both_routes(timing: dict[str, Any], minutes: float) -> Any:
    """Return a work that takes both routes, as the judge does at its nominal values."""

    def work() -> float:
        asked = program(timing, minutes)
        formula = closed_form(asked, area_cm2=AREA_CM2)
        pulses = simulated_exposure(train_of(asked), area_cm2=AREA_CM2)
        if formula.kind == "bound":
            return max(pulses[q] / formula.values[q] - 1 for q in QUANTITIES if formula.values[q])
        return max(abs(pulses[q] / formula.values[q] - 1) for q in QUANTITIES if formula.values[q])

    return work


def long_sessions() -> tuple[list[Row], list[str]]:
    """Measure 60 minutes against 1 for repeating trains, and the growth with minutes for all."""
    rows, growths = [], []
    minutes = (1, 10, 100)
    for name, timing in PERIODIC.items():
        ours_s, peer_s = side_by_side(both_routes(timing, 60), both_routes(timing, 1), repeats=15)
        off = both_routes(timing, 60)()
        exact = "modulation" not in timing
        rows.append(
            Row(
                f"exposure of 60 min, {name}",
                ours_s,
                "the same, 1 min",
                peer_s,
                ours_s / peer_s,
                "under 1.2",
                ours_s < 1.2 * peer_s,
                f"routes differ by {off:.1e}" if exact else f"measured over bound {off:+.1e}",
            )
        )
        times = [median(both_routes(timing, length)) for length in minutes]
        growths.append(f"exposure, {name}, " + growth("minutes", minutes, times))
    times = [median(both_routes(_random(length), length)) for length in minutes]
    growths.append("exposure, random rate, " + growth("minutes", minutes, times))
    return rows, growths
