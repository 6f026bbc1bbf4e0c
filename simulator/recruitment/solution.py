"""Exact thresholds of the median body for everything that is asked about a channel, and what follows from them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.exact import Case, exact
from simulator.recruitment.excitability import pushes
from simulator.recruitment.question import Question, questions
from simulator.recruitment.reaction import Reaction
from simulator.waveform import Pulse

Array = NDArray[np.float64]


FAR = 1.25
"""Ceilings above which a threshold is left to the table."""


@dataclass(frozen=True, eq=False)
class Solution:
    """One question with its exact thresholds.

    Parameters
    ----------
    question : Question
    currents : tuple of float
        One for each reaction of the question. [A]
    is_exact : bool
        Whether the exact solver gave them; far above the ceiling the table's word is taken.
    """

    question: Question
    currents: tuple[float, ...]
    is_exact: bool

    @property
    def current(self) -> float:
        """Threshold of the median body, between the weightings where there are two [A]."""
        return _middle(self.currents)

    def changed(self, body: Mapping[str, float]) -> float:
        """Threshold of a body that differs from the median one [A].

        The exact threshold, times what the table says of the change.
        """
        return float(
            self._carried(lambda reaction: np.array(reaction.at({**reaction.median, **body})))
        )

    def of_diameters(self, diameters: Array) -> Array:
        """Threshold of fibres of some diameters in the median body, so carried [A]."""
        return self._carried(lambda reaction: reaction.of_diameters(diameters))

    def of_pulses(self, pulses: Sequence[Pulse]) -> Array:
        """Threshold of the median body for each of some pulses, so carried [A]."""
        asked = [pushes(pulse) for pulse in pulses]
        return self._carried(lambda reaction: reaction.of_pulses(asked))

    def _carried(self, told: Callable[[Reaction], Array]) -> Array:
        """Exact thresholds times what the table tells, between the weightings where there are two."""
        pairs = zip(self.currents, self.question.reactions, strict=True)
        carried = [current * told(reaction) / reaction.usual for current, reaction in pairs]
        return np.asarray(np.prod(carried, axis=0) ** (1 / len(carried)))


@lru_cache(maxsize=32)
def solve(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    targets: tuple[Target, ...],
    pulse: Pulse,
    ceiling: float,
) -> tuple[Solution, ...]:
    """Solve every question about a channel; the last few channels are remembered.

    Parameters
    ----------
    electrodes : Electrodes
    tissues : tuple of two Tissue
    targets : tuple of Target
    pulse : Pulse
    ceiling : float
        Above `FAR` times it nothing is solved exactly. [A]

    Raises
    ------
    ValueError
        If there are not two tissues.
    """
    if len(tissues) != 2:
        raise ValueError(f"tissues must be two, got {len(tissues)}")
    asked = questions(electrodes, tissues, targets, pulse)
    reactions = [reaction for question in asked for reaction in question.reactions]
    rough = [reaction.usual for reaction in reactions]
    near = [i for i, current in enumerate(rough) if current <= FAR * ceiling]
    found = exact([_case(reactions[i]) for i in near], pulse)
    solved = {
        i: reactions[i].beside * current
        for i, current in zip(near, found, strict=True)
        if current is not None
    }
    rows = iter(range(len(rough)))
    return tuple(_solution(question, rough, solved, rows) for question in asked)


def _solution(
    question: Question, rough: Sequence[float], solved: Mapping[int, float], rows: Iterator[int]
) -> Solution:
    """Answer to one question, from the exact solver where it has one for every reaction."""
    own = [next(rows) for _ in question.reactions]
    is_exact = all(row in solved for row in own)
    source: Mapping[int, float] = solved if is_exact else dict(enumerate(rough))
    return Solution(question, tuple(source[row] for row in own), is_exact)


def _case(reaction: Reaction) -> Case:
    """Median body of a reaction."""
    body = reaction.median
    return Case(reaction.place, reaction.place.alone(body), body["diameter"], body["temperature"])


def _middle(currents: Sequence[float]) -> float:
    """Geometric mean."""
    return math.prod(currents) ** (1 / len(currents))
