"""Thresholds by the exact solver, many fibres at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.nerve_place import NervePlace
from simulator.recruitment.place import Place
from simulator.recruitment.skin_place import SkinPlace
from simulator.waveform import Pulse

if TYPE_CHECKING:
    from simulator.nerve import Fibre, Phase

Array = NDArray[np.float64]
Run = Callable[[Sequence["Case"], Pulse], list[float]]

TOLERANCE = 1e-3
"""Relative width of the last bracket; far below every spread between people."""

BEYOND = 6
"""Nodes past the pad's middle at which the action potential of a nerve is waited for."""

LATENCY, VELOCITY = 1e-3, 3e6
"""After the pulse, until a nerve fires [s], and how fast it conducts at least, over its diameter. [1/s]"""


@dataclass(frozen=True, slots=True)
class SkinRun:
    """How a fibre that ends in the skin is run: nodes, node that must fire, wait after the pulse [s]."""

    nodes: int
    detect: int
    wait: float


SKIN_RUNS = {
    "A-beta": SkinRun(31, 8, 1.5e-3),
    "A-delta": SkinRun(45, 8, 1.6e-3),
    "C": SkinRun(241, 80, 4e-3),
}


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One fibre in one body.

    Parameters
    ----------
    place : NervePlace or SkinPlace
    amplitudes : Waves or ndarray
        Of the place in the body.
    diameter, temperature : float
        [m], [degC]
    """

    place: Place[Any]
    amplitudes: Any
    diameter: float
    temperature: float

    @property
    def group(self) -> tuple[str, float]:
        """Cases of one group can run side by side."""
        kind = self.place.fibre if isinstance(self.place, SkinPlace) else "nerve"
        return kind, self.temperature


def exact(cases: Sequence[Case], pulse: Pulse) -> list[float | None]:
    """Threshold of each case, at a step of 5 us.

    Parameters
    ----------
    cases : sequence of Case
    pulse : Pulse

    Returns
    -------
    currents : list of float or None
        None where the solver refused: the fibre fired at its cut, or not at all. [A]
    """
    found: dict[int, float | None] = {}
    for group in dict.fromkeys(case.group for case in cases):
        alike = [i for i, case in enumerate(cases) if case.group == group]
        run = _nerves if group[0] == "nerve" else _skin
        found |= zip(alike, _one_by_one(run, [cases[i] for i in alike], pulse), strict=True)
    return [found[i] for i in range(len(cases))]


def _one_by_one(run: Run, cases: Sequence[Case], pulse: Pulse) -> list[float | None]:
    """All cases side by side; each on its own where one of them is refused."""
    try:
        return [*run(cases, pulse)]
    except ValueError:
        if len(cases) == 1:
            return [None]
    return [_one_by_one(run, [case], pulse)[0] for case in cases]


def phases(pulse: Pulse) -> list[Phase]:
    """Phases of a pulse for the fibre models; the field carries the sign of the leading one."""
    from simulator.nerve import Phase

    return [Phase(at * 1e-6, width * 1e-6, height) for at, width, height in pulse.phases]


def _nerves(cases: Sequence[Case], pulse: Pulse) -> list[float]:
    """Straight fibres of one temperature, each as long as its place reaches."""
    from simulator.nerve import mrg, thresholds

    places = [case.place for case in cases if isinstance(case.place, NervePlace)]
    spacings = [mrg(case.diameter, 11).spacing for case in cases]
    middle = max(
        math.ceil(place.extent / spacing) + 1
        for place, spacing in zip(places, spacings, strict=True)
    )
    slowest = VELOCITY * min(case.diameter for case in cases)
    fibres = [mrg(case.diameter, 2 * middle + 1, temperature=case.temperature) for case in cases]
    found = thresholds(
        fibres,
        [
            case.place.field(case.amplitudes, fibre.positions - middle * fibre.spacing)
            for case, fibre in zip(cases, fibres, strict=True)
        ],
        phases(pulse),
        tolerance=TOLERANCE,
        wait=LATENCY + max(place.reach for place in places) / slowest,
        detect_node=middle + BEYOND,
    )
    return [row.current for row in found]


def _skin(cases: Sequence[Case], pulse: Pulse) -> list[float]:
    """Fibres of one class and temperature that end in the skin."""
    from simulator.nerve import thresholds

    run = SKIN_RUNS[cases[0].group[0]]
    fibres = [_skin_fibre(case, run.nodes) for case in cases]
    found = thresholds(
        fibres,
        [
            _faded(case.place.field(case.amplitudes, fibre.positions))
            for case, fibre in zip(cases, fibres, strict=True)
        ],
        phases(pulse),
        tolerance=TOLERANCE,
        wait=run.wait,
        detect_node=run.detect,
        ends="terminal",
    )
    return [row.current for row in found]


def _faded(field: Array) -> Array:
    """Field that dies away over the half of the fibre that is further from its ending.

    There the fibre is cut, and the cut must not fire.
    """
    left = np.linspace(2, 0, field.size - 1)
    slope = np.diff(field) * np.sin(np.pi / 2 * np.minimum(left, 1)) ** 2
    return np.asarray(field[0] + np.concatenate([[0.0], np.cumsum(slope)]))


def _skin_fibre(case: Case, nodes: int) -> Fibre:
    """Fibre of a case that ends in the skin."""
    from simulator.nerve import mrg, sundt

    if case.group[0] == "C":
        return sundt(case.diameter, nodes, temperature=case.temperature)
    return mrg(case.diameter, nodes, temperature=case.temperature)
