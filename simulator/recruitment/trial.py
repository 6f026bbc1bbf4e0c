"""How far the intervals may be trusted: the table against the exact solver on bodies it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.exact import Case, exact
from simulator.recruitment.population import scores
from simulator.recruitment.reaction import Reaction
from simulator.recruitment.solution import solve
from simulator.waveform import Pulse

Array = NDArray[np.float64]

INSIDE = 1.6448536269514722
"""Largest score of a body; beyond it no end of a 5 to 95 % interval is asked about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """Relative misses of one class of fibres at one place.

    Parameters
    ----------
    nerve, fibre : str
    pad : int
    misses : tuple of float
        Threshold by table over that of the exact solver, less 1, one for each body.
    """

    nerve: str
    fibre: str
    pad: int
    misses: tuple[float, ...]


def trials(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    targets: Sequence[Target],
    pulse: Pulse,
    *,
    ceiling: float,
    people: int = 12,
    seed: int = 1,
) -> tuple[Trial, ...]:
    """Measure the error of intervals on unseen bodies.

    Parameters
    ----------
    electrodes, tissues, targets, pulse, ceiling
        As for `predict`.
    people : int
        Bodies for each class and place, each solved exactly.
    seed : int
        Of these bodies.

    Returns
    -------
    trials : tuple of Trial
        For each class that was solved exactly, each weighting apart.
    """
    solved = solve(electrodes, tissues, tuple(targets), pulse, ceiling)
    return tuple(
        Trial(
            nerve=row.question.nerve,
            fibre=row.question.fibre,
            pad=row.question.pad,
            misses=tuple(_misses(reaction, current, pulse, people, seed)),
        )
        for row in solved
        if row.is_exact
        for reaction, current in zip(row.question.reactions, row.currents, strict=True)
    )


def _misses(
    reaction: Reaction, current: float, pulse: Pulse, people: int, seed: int
) -> list[float]:
    """Table over solver, less 1, in some bodies."""
    drawn = {
        name: spread.at(_score(name, seed, people)) for name, spread in reaction.spreads.items()
    }
    bodies = [{name: float(row[i]) for name, row in drawn.items()} for i in range(people)]
    before = reaction.usual
    true = exact(
        [
            Case(reaction.place, reaction.place.alone(b), b["diameter"], b["temperature"])
            for b in bodies
        ],
        pulse,
    )
    alone = [reaction.at(body, reaction.place.alone(body)) for body in bodies]
    return [
        float(current / before * own / solved - 1)
        for own, solved in zip(alone, true, strict=True)
        if solved is not None
    ]


def _score(name: str, seed: int, people: int) -> Array:
    """Scores of unseen bodies; temperatures in three steps, so that fibres can run side by side."""
    score = np.clip(scores(name, seed, people), -INSIDE, INSIDE)
    return np.round(score / INSIDE) * INSIDE if name == "temperature" else score
