"""People near the ends of an interval, each solved and not only looked up.

The table ranks people, but misses endings in the skin by up to a third: a fibre has a node or two on its rise, and
where the field bends between them decides. So those whom the table puts next to an end are solved, briefly, against
the median body solved in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.exact import Case, brief
from simulator.recruitment.excitability import excitability
from simulator.recruitment.population import scores
from simulator.recruitment.reaction import Reaction
from simulator.recruitment.skin_place import SkinPlace
from simulator.recruitment.solution import Solution
from simulator.waveform import Pulse

Array = NDArray[np.float64]

ENDS: Final = (0.05, 0.95)
"""Shares of people below the ends of an interval."""

SOLVED: Final = {"A-beta": (27, 15), "A-delta": (15, 15)}
"""People solved at the lower and at the upper end, by class: those whom the table puts lowest and highest.

More at the lower end of thick fibres, for the table puts some of them a fifth too high. With everybody solved, one end
in 250 moves by 5 %, the others by 1 %.
"""

THINNEST: Final = 2e-6
"""Thinnest fibre with myelin that the solver takes; thinner ones keep the table's word. [m]"""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """People with a fibre each, at one place.

    Parameters
    ----------
    reaction : Reaction
    fields : sequence
        Of the place in each body.
    diameter, temperature : ndarray
        Of each fibre. [m], [degC]
    """

    reaction: Reaction
    fields: Sequence[Any]
    diameter: Array
    temperature: Array

    def part(self, which: NDArray[np.intp]) -> Group:
        """Return some of the people."""
        fields = [self.fields[i] for i in which]
        return Group(self.reaction, fields, self.diameter[which], self.temperature[which])


def people(reaction: Reaction, seed: int) -> Group:
    """Return the people of a seed."""
    diameter = reaction.diameter.at(scores("diameter", seed))
    temperature = reaction.temperature.at(scores("temperature", seed))
    return Group(reaction, reaction.place.drawn(seed), diameter, temperature)


def by_table(solution: Solution, seed: int) -> list[Array]:
    """Thresholds of the people of a seed over that of the median body by the table, for each reaction."""
    told = []
    for reaction in solution.question.reactions:
        group = people(reaction, seed)
        own = reaction.over(group.fields, group.diameter, group.temperature)
        told.append(own / reaction.usual)
    return told


def interval(solution: Solution, ratios: Sequence[Array]) -> tuple[float, float]:
    """Give the ends of the interval, which holds the median body, over all weightings of a pad [A]."""
    low, high = [], []
    for current, row in zip(solution.currents, ratios, strict=True):
        ends = (current, current) if math.isinf(current) else current * np.quantile(row, ENDS)
        low.append(min(float(ends[0]), current))
        high.append(max(float(ends[1]), current))
    return min(low), max(high)


def relative(groups: Sequence[Group], pulse: Pulse) -> list[Array]:
    """Thresholds of people over that of the median body, by the solver; NaN where it has none.

    All are solved at the median temperature, so that they run side by side; the table carries them to their own.
    """
    cases = [case for group in groups for case in _cases(group)]
    found = iter(brief(cases, pulse))
    told = []
    for group in groups:
        median = next(found)
        thick = group.diameter >= THINNEST
        row = np.full(thick.size, np.nan)
        row[thick] = [np.nan if one is None else one for one in islice(found, int(thick.sum()))]
        told.append(row / (np.nan if median is None else median) * _warmth(group))
    return told


def _cases(group: Group) -> list[Case]:
    """Return the median body, then the people whose fibres the solver takes, all at the median temperature."""
    reaction = group.reaction
    pairs = zip(group.fields, group.diameter, strict=True)
    return [_case(reaction, reaction.amplitudes, reaction.median["diameter"])] + [
        _case(reaction, field, float(diameter)) for field, diameter in pairs if diameter >= THINNEST
    ]


def _case(reaction: Reaction, field: Any, diameter: float) -> Case:
    """Return a fibre in a field at the median temperature."""
    return Case(reaction.place, field, diameter, reaction.median["temperature"])


def _warmth(group: Group) -> Array:
    """Thresholds at people's own temperatures over those at the median one, by the table."""
    push = group.reaction.pushes[0]
    table = excitability(group.reaction.model, push.width, push.kind)
    median = np.full_like(group.temperature, group.reaction.median["temperature"])
    own = table.polarisation(group.diameter, group.temperature)
    return np.asarray(own / table.polarisation(group.diameter, median))


def with_ends(
    solved: Sequence[Solution],
    ratios: Sequence[Sequence[Array]],
    seed: int,
    pulse: Pulse,
) -> list[list[Array]]:
    """Put the solver's word for the table's where an end of an interval rests on it.

    Parameters
    ----------
    solved : sequence of Solution
    ratios : sequence of sequences of ndarray
        Thresholds of the people of a seed over that of the median body by the table, for each reaction.
    seed : int
    pulse : Pulse
    """
    told = [[row.copy() for row in rows] for rows in ratios]
    asked = {
        (i, j): which
        for i, solution in enumerate(solved)
        if solution.is_exact and is_ending(solution.question.reactions[0])
        for j, which in _near_ends(solution, ratios[i]).items()
    }
    groups = [
        people(solved[i].question.reactions[j], seed).part(which) for (i, j), which in asked.items()
    ]
    for ((i, j), which), row in zip(asked.items(), relative(groups, pulse), strict=True):
        told[i][j][which] = np.where(np.isnan(row), told[i][j][which], row)
    return told


def is_ending(reaction: Reaction) -> bool:
    """Whether a reaction is that of endings with myelin in the skin, which the table tells badly."""
    return isinstance(reaction.place, SkinPlace) and reaction.model == "myelinated"


def _near_ends(solution: Solution, ratios: Sequence[Array]) -> Mapping[int, NDArray[np.intp]]:
    """People at the lowest lower end and at the highest upper one, by reaction."""
    pairs = list(zip(solution.currents, ratios, strict=True))
    low, high = ([current * float(np.quantile(row, end)) for current, row in pairs] for end in ENDS)
    below, above = SOLVED[solution.question.fibre]
    first, last = int(np.argmin(low)), int(np.argmax(high))
    found = {first: np.argsort(ratios[first], kind="stable")[:below]}
    highest = np.argsort(ratios[last], kind="stable")[-above:]
    return found | {last: np.union1d(found.get(last, highest), highest)}
