"""Thresholds by the exact solver, many fibres at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.nerve_place import NervePlace
from simulator.recruitment.place import Place
from simulator.recruitment.skin_place import DOWN, SkinPlace, potential_at, spacing_of
from simulator.waveform import Pulse

if TYPE_CHECKING:
    from simulator.nerve import Fibre, Phase

Array = NDArray[np.float64]
Run = Callable[[Sequence["Case"], Pulse], list[float]]
Key = TypeVar("Key", bound=Hashable)

TOLERANCE = 1e-3
"""Relative width of the last bracket; far below every spread between people."""

BEYOND = 6
"""Nodes past the pad's middle at which the action potential of a nerve is waited for."""

LATENCY, VELOCITY = 1e-3, 3e6
"""After the pulse, until a nerve fires [s], and how fast it conducts at least, over its diameter. [1/s]"""


@dataclass(frozen=True, slots=True)
class SkinRun:
    """How a fibre that ends in the skin is run.

    `nodes`, at least; `detect`: node that must fire; `wait` after the pulse [s]; `dt`: step [s]; `tolerance`: relative
    width of the last bracket.
    """

    nodes: int
    detect: int
    wait: float
    dt: float = 5e-6
    tolerance: float = TOLERANCE


SKIN_RUNS = {"skin": SkinRun(31, 8, 1.2e-3), "C": SkinRun(241, 80, 4e-3)}

BRIEF = SkinRun(20, 5, 0.8e-3, dt=10e-6, tolerance=1e-2)
"""For fibres that are compared with each other: within 1 % once what all of them share, 1 to 2 %, is taken out."""

BEYOND_TURN = 3
"""Nodes past the turn of a fibre into the plexus where its field is still its own."""

STEPS = 5
"""Steps of a brief run in the shortest phase, at least."""


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
        if not isinstance(self.place, SkinPlace):
            return "nerve", self.temperature
        return "C" if self.place.fibre == "C" else "skin", self.temperature


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
    return _side_by_side(cases, lambda case: case.group, _run_of, pulse)


def _run_of(group: tuple[str, float]) -> Run:
    """Return what runs the cases of a group."""
    return _nerves if group[0] == "nerve" else _skin(SKIN_RUNS[group[0]])


def brief(cases: Sequence[Case], pulse: Pulse) -> list[float | None]:
    """Threshold of each fibre with myelin that ends in the skin, to be compared with others of the same run.

    Parameters
    ----------
    cases : sequence of Case
    pulse : Pulse

    Returns
    -------
    currents : list of float or None
        Middle of the last bracket; None where the solver refused. [A]
    """
    dt = min(BRIEF.dt, min(phase.width for phase in phases(pulse)) / STEPS)
    run = _skin(replace(BRIEF, dt=dt))
    return _side_by_side(cases, lambda case: case.temperature, lambda _: run, pulse)


def _side_by_side(
    cases: Sequence[Case],
    key: Callable[[Case], Key],
    run_of: Callable[[Key], Run],
    pulse: Pulse,
) -> list[float | None]:
    """Thresholds of cases; those with one key run together."""
    keys = [key(case) for case in cases]
    found: dict[int, float | None] = {}
    for one in dict.fromkeys(keys):
        alike = [i for i, other in enumerate(keys) if other == one]
        found |= zip(alike, _in_halves(run_of(one), [cases[i] for i in alike], pulse), strict=True)
    return [found[i] for i in range(len(cases))]


def _in_halves(run: Run, cases: Sequence[Case], pulse: Pulse) -> list[float | None]:
    """All cases side by side; in halves where one of them is refused."""
    try:
        return [*run(cases, pulse)]
    except ValueError:
        if len(cases) == 1:
            return [None]
    half = len(cases) // 2
    return _in_halves(run, cases[:half], pulse) + _in_halves(run, cases[half:], pulse)


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


def _skin(run: SkinRun) -> Run:
    """Return what runs fibres of one model and temperature that end in the skin."""

    def thresholds_of(cases: Sequence[Case], pulse: Pulse) -> list[float]:
        from simulator.nerve import thresholds

        way, potential = np.stack([case.amplitudes for case in cases], axis=1)
        nodes = max(run.nodes, _nodes_beyond(way[:, DOWN - 1], cases))
        fibres = [_skin_fibre(case, nodes) for case in cases]
        places = np.stack([fibre.positions for fibre in fibres])
        found = thresholds(
            fibres,
            list(_faded(potential_at(way, potential, places))),
            phases(pulse),
            dt=run.dt,
            tolerance=run.tolerance,
            wait=run.wait,
            detect_node=run.detect,
            ends="terminal",
        )
        return [(row.current + row.below) / 2 for row in found]

    return thresholds_of


def _nodes_beyond(turns: Array, cases: Sequence[Case]) -> int:
    """Nodes of fibres whose half, over which no field fades, reaches beyond the turn into the plexus."""
    if cases[0].group[0] == "C":
        return 0
    spacing = spacing_of(np.array([case.diameter for case in cases]))
    return 2 * (math.ceil(float((turns / spacing).max())) + BEYOND_TURN)


def _faded(fields: Array) -> Array:
    """Fields that die away over the half of each fibre that is further from its ending.

    There the fibre is cut, and the cut must not fire.
    """
    left = np.linspace(2, 0, fields.shape[-1] - 1)
    slopes = np.diff(fields) * np.sin(np.pi / 2 * np.minimum(left, 1)) ** 2
    return np.concatenate([fields[:, :1], fields[:, :1] + np.cumsum(slopes, axis=-1)], axis=-1)


def _skin_fibre(case: Case, nodes: int) -> Fibre:
    """Fibre of a case that ends in the skin."""
    from simulator.nerve import mrg, sundt

    if case.group[0] == "C":
        return sundt(case.diameter, nodes, temperature=case.temperature)
    return mrg(case.diameter, nodes, temperature=case.temperature)
