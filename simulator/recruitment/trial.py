"""How far the intervals may be trusted: what they rest on against the exact solver on unseen bodies."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.ends import (
    Group,
    by_table,
    interval,
    is_ending,
    people,
    relative,
    with_ends,
)
from simulator.recruitment.exact import Case, exact
from simulator.recruitment.population import scores
from simulator.recruitment.question import Question, questions
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
        What an interval takes over what the exact solver says, less 1; one for each body or each end.
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
    names: Collection[str],
    count: int = 12,
    seed: int = 1,
) -> tuple[Trial, ...]:
    """Measure the error of intervals on unseen bodies.

    Each is carried from the median body as an interval carries it, and solved exactly.

    Parameters
    ----------
    electrodes, tissues, targets, pulse
        As for `predict`.
    names : collection of str
        Nerves to try, "skin" for its endings with myelin.
    count : int
        Bodies for each class and place.
    seed : int
        Of these bodies.

    Returns
    -------
    trials : tuple of Trial
        For each class, each weighting apart.
    """
    return tuple(
        _trial(question, _misses(reaction, pulse, count, seed))
        for question in questions(electrodes, tissues, targets, pulse)
        if question.nerve in names and question.fibre != "C"
        for reaction in question.reactions
    )


def end_trials(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    pulse: Pulse,
    *,
    ceiling: float,
    seed: int = 1,
) -> tuple[Trial, ...]:
    """Measure what is lost by solving only the people next to the ends of an interval.

    Parameters
    ----------
    electrodes, tissues, pulse, ceiling
        As for `predict`.
    seed : int
        Of the people.

    Returns
    -------
    trials : tuple of Trial
        For each class of the skin that was solved: the lower and the upper end over those with everybody solved,
        less 1.
    """
    solved = solve(electrodes, tissues, (), pulse, ceiling)
    told = with_ends(solved, [by_table(row, seed) for row in solved], seed, pulse)
    found = []
    for row, near in zip(solved, told, strict=True):
        if not (row.is_exact and is_ending(row.question.reactions[0])):
            continue
        groups = [people(reaction, seed) for reaction in row.question.reactions]
        pairs = zip(relative(groups, pulse), near, strict=True)
        everybody = [np.where(np.isnan(own), kept, own) for own, kept in pairs]
        ends = zip(interval(row, near), interval(row, everybody), strict=True)
        found.append(_trial(row.question, tuple(own / true - 1 for own, true in ends)))
    return tuple(found)


def _trial(question: Question, misses: tuple[float, ...]) -> Trial:
    """Misses of the class of a question."""
    return Trial(nerve=question.nerve, fibre=question.fibre, pad=question.pad, misses=misses)


def _misses(reaction: Reaction, pulse: Pulse, count: int, seed: int) -> tuple[float, ...]:
    """Give what an interval takes over the exact solver, less 1, in some bodies."""
    median, *true = exact(_cases(reaction, count, seed), pulse)
    if median is None:
        return ()
    told = _ratios(_bodies(reaction, count, seed), pulse)
    return tuple(
        float(median * own / solved - 1)
        for own, solved in zip(told, true, strict=True)
        if solved is not None and not math.isnan(own)
    )


def _bodies(reaction: Reaction, count: int, seed: int) -> Group:
    """Unseen bodies at a place; a near other pad is left out, as the exact solver leaves it out."""
    drawn = {
        name: spread.at(_score(name, seed, count)) for name, spread in reaction.spreads.items()
    }
    bodies = [{name: float(row[i]) for name, row in drawn.items()} for i in range(count)]
    fields = [reaction.place.alone(body) for body in bodies]
    return Group(reaction, fields, drawn["diameter"], drawn["temperature"])


def _cases(reaction: Reaction, count: int, seed: int) -> list[Case]:
    """Return the median body, then the unseen ones."""
    body, group = reaction.median, _bodies(reaction, count, seed)
    fibres = [
        (reaction.place.alone(body), body["diameter"], body["temperature"]),
        *zip(group.fields, group.diameter, group.temperature, strict=True),
    ]
    return [Case(reaction.place, field, float(d), float(t)) for field, d, t in fibres]


def _ratios(group: Group, pulse: Pulse) -> Array:
    """Thresholds over that of the median body as an interval takes them."""
    reaction = group.reaction
    if is_ending(reaction):
        return relative([group], pulse)[0]
    own = reaction.over(group.fields, group.diameter, group.temperature)
    alone = reaction.place.alone(reaction.median)
    return np.asarray(own / reaction.at(reaction.median, alone))


def _score(name: str, seed: int, count: int) -> Array:
    """Scores of unseen bodies; temperatures in three steps, so that fibres can run side by side."""
    score = np.clip(scores(name, seed, count), -INSIDE, INSIDE)
    return np.round(score / INSIDE) * INSIDE if name == "temperature" else score
