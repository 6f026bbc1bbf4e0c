"""Predictions beside published human numbers, misses left in."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.properties import table
from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.solution import Solution, solve
from simulator.recruitment.spread import Spread, fixed
from simulator.volume_conductor import Rectangle
from simulator.waveform import Pulse

WIDTHS_US = (50, 100, 200, 500, 1000)
"""Pulse widths of the strength-duration fits. [us]"""

CEILING = 0.15
"""High enough that nerves and A fibres of the skin are solved exactly. [A]"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One published number and the model's.

    Parameters
    ----------
    what, unit : str
    measured, predicted : float
        [`unit`]
    source : str
    """

    what: str
    unit: str
    measured: float
    predicted: float
    source: str

    @property
    def line(self) -> str:
        """Row of a Markdown table."""
        numbers = (
            f"{self.measured:.3g} | {self.predicted:.3g} | {self.predicted / self.measured:.2f}"
        )
        return f"| {self.what} | {self.unit} | {numbers} |"


def comparisons() -> tuple[Comparison, ...]:
    """Compute every row of the table in `docs/recruitment.md`; some seconds.

    One body stands for all: skin 1.5 mm of 7e-4 S/m, 31 degC, pads of 5 cm; the leg nerve is the
    tibial nerve at the ankle, 9.1 mm deep, once under 6 mm of fat in muscle and once inside 12 mm
    of fat; the arm has 5 mm of fat.
    """
    leg = _solved(6e-3, 9.1e-3, Pulse("symmetric-biphasic", 200))
    arm = _solved(5e-3, 9.1e-3, Pulse("symmetric-biphasic", 150))
    fat = _solved(12e-3, 9.1e-3, Pulse("symmetric-biphasic", 200))
    ratios = [
        _least(body, "skin", "A-delta") / _least(body, "tibial", "A-beta") for body in (leg, fat)
    ]
    felt, sore = _least(arm, "skin", "A-beta"), _least(arm, "skin", "A-delta")
    sensory, motor = _time_constant("A-beta"), _time_constant("A-alpha")
    found = [
        ("tolerance_over_nerve_threshold", "pain over leg nerve, nerve in muscle", "1", ratios[0]),
        ("tolerance_over_nerve_threshold", "pain over leg nerve, nerve in fat", "1", ratios[1]),
        ("perception_upper_arm", "first tingle, upper arm", "mA", 1e3 * felt),
        ("intolerance_upper_arm", "first pain of the skin, upper arm", "mA", 1e3 * sore),
        ("intolerance_over_perception", "pain over tingle, upper arm", "1", sore / felt),
        ("sensory_time_constant", "time constant, sensory", "us", 1e6 * sensory),
        ("motor_time_constant", "time constant, motor", "us", 1e6 * motor),
        ("median_nerve_chronaxie_modelled", "chronaxie of a modelled nerve", "us", 1e6 * sensory),
    ]
    scale = {"mA": 1e3, "us": 1e6, "1": 1.0}
    rows = table("human_thresholds")
    return tuple(
        Comparison(
            what=what,
            unit=unit,
            measured=scale[unit] * rows[key].value,
            predicted=predicted,
            source=rows[key].source,
        )
        for key, what, unit, predicted in found
    )


def _of(value: float) -> Spread:
    """Give a number of the one body."""
    return fixed(value, confidence="project-default", source="body of the comparison")


def _solved(fat: float, depth: float, pulse: Pulse) -> tuple[Solution, ...]:
    """Everything about the one body under two far pads."""
    tissue = Tissue(
        fat_thickness=_of(fat),
        skin_thickness=_of(1.5e-3),
        skin_conductivity=_of(7e-4),
        temperature=_of(31.0),
    )
    nerve = Target(
        nerve="tibial", pad=1, depth=_of(depth), senses=frozenset({"sensation", "motor"})
    )
    pads = Electrodes(outlines=(Rectangle(0.05, 0.05),) * 2, distance=0.3)
    return solve(pads, (tissue, tissue), (nerve,), pulse, CEILING)


def _least(solved: tuple[Solution, ...], nerve: str, fibre: str) -> float:
    """Lowest threshold of a class, under either pad and weighting [A]."""
    return min(
        min(row.currents)
        for row in solved
        if (row.question.nerve, row.question.fibre) == (nerve, fibre)
    )


def _time_constant(fibre: str) -> float:
    """Weiss time constant of the leg nerve under single phases [s]."""
    from simulator.nerve import weiss

    currents = [
        _least(_solved(6e-3, 9.1e-3, Pulse("monophasic", width)), "tibial", fibre)
        for width in WIDTHS_US
    ]
    return float(weiss([width * 1e-6 for width in WIDTHS_US], currents).chronaxie)
