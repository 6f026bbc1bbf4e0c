"""Which fibres fire under the pads of a channel, at which amplitude."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.ends import by_table, interval, with_ends
from simulator.recruitment.prediction import Prediction
from simulator.recruitment.solution import Solution, solve
from simulator.waveform import Pulse

Array = NDArray[np.float64]


def predict(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    targets: Sequence[Target],
    pulse: Pulse,
    *,
    ceiling: float,
    seed: int = 0,
) -> tuple[Prediction, ...]:
    """Predict which fibres fire, at which amplitude.

    Parameters
    ----------
    electrodes : Electrodes
        The two pads.
    tissues : tuple of two Tissue
        Under pad 1 and pad 2.
    targets : sequence of Target
        Nerves under the pads; may be empty.
    pulse : Pulse
        `simulator.waveform.Pulse`; in the leading phase the cathode of `electrodes` is negative.
    ceiling : float
        Amplitude up to which something counts as reachable, above 0. [A]
    seed : int
        Of the people behind the intervals, at least 0.

    Returns
    -------
    predictions : tuple of Prediction
        For each target and sense, then for the skin under each pad.

    Raises
    ------
    ValueError
        If the ceiling is not above 0 and finite, the seed is below 0, or there are not two tissues.

    Examples
    --------
    >>> from simulator.recruitment import Electrodes, Target, Tissue, fixed, lognormal, predict
    >>> from simulator.volume_conductor import Rectangle
    >>> from simulator.waveform import Pulse
    >>> of = lambda value: fixed(value, confidence="project-default", source="an example")
    >>> limb = Tissue(fat_thickness=of(12e-3), skin_thickness=of(1.5e-3),
    ...               skin_conductivity=of(7e-4), temperature=of(31.0))
    >>> nerve = Target(nerve="tibial", pad=1, depth=lognormal(9.1e-3, 2.5e-3,
    ...                confidence="quoted-secondary", source="100 volunteers"))
    >>> pads = Electrodes(outlines=(Rectangle(0.04, 0.04),) * 2, distance=0.1)
    >>> found = predict(pads, (limb, limb), [nerve], Pulse("symmetric-biphasic", 200), ceiling=0.1)
    >>> found[0].nerve, found[0].fibre, found[0].low < found[0].current < found[0].high
    ('tibial', 'A-beta', True)
    """
    _check(ceiling, seed)
    solved = solve(electrodes, tissues, tuple(targets), pulse, ceiling)
    ratios = with_ends(solved, [by_table(row, seed) for row in solved], seed, pulse)
    width = pulse.width_us * 1e-6
    return tuple(
        _answer(row, told, width, ceiling) for row, told in zip(solved, ratios, strict=True)
    )


def _answer(
    solution: Solution, ratios: Sequence[Array], width: float, ceiling: float
) -> Prediction:
    """Exact thresholds of the median body, and the interval around them."""
    question, currents = solution.question, solution.currents
    low, high = interval(solution, ratios)
    return Prediction(
        nerve=question.nerve,
        fibre=question.fibre,
        sense=question.sense,
        pad=question.pad,
        current=solution.current,
        low=low,
        high=high,
        reachable=low <= ceiling,
        charge=solution.current * width,
        uniform=currents[0],
        isopotential=currents[-1],
        weak=question.weak if solution.is_exact else (*question.weak, "threshold_by_table"),
    )


def _check(ceiling: float, seed: int) -> None:
    """Refuse a ceiling or a seed that is none."""
    if not 0 < ceiling < math.inf:
        raise ValueError(f"ceiling must be above 0 A and finite, got {ceiling} A")
    if not seed >= 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
