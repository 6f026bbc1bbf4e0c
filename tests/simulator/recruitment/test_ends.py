"""Whose threshold an end of an interval rests on."""

import numpy as np
import pytest
from channels import nerve, pads, spread, tissue

from simulator.recruitment import Tissue
from simulator.recruitment.ends import SOLVED, THINNEST, by_table, is_ending, people, with_ends
from simulator.recruitment.solution import Solution, solve
from simulator.waveform import Pulse

SEED = 3
PULSE = Pulse("symmetric-biphasic", 100)

Told = list[list[np.ndarray]]


@pytest.fixture(scope="module")
def answers() -> tuple[tuple[Solution, ...], Told, Told]:
    """Solutions of a channel, with thresholds of people by the table and with their ends solved."""
    body = Tissue(
        fat_thickness=spread(2e-3, 6e-3, 12e-3),
        skin_thickness=spread(1.05e-3, 1.4e-3, 1.8e-3),
        skin_conductivity=spread(2e-4, 7e-4, 2.9e-3),
        temperature=spread(29.0, 31.0, 33.0),
    )
    solved = solve(pads(0.05), (body, tissue()), (nerve(),), PULSE, 0.06)
    table = [by_table(row, SEED) for row in solved]
    return solved, table, with_ends(solved, table, SEED, PULSE)


def test_only_endings_with_myelin_are_solved_again(
    answers: tuple[tuple[Solution, ...], Told, Told],
) -> None:
    """Nerves and C fibres keep the table's word for everybody."""
    for solution, before, after in zip(*answers, strict=True):
        if not is_ending(solution.question.reactions[0]):
            assert all((a == b).all() for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("fibre", ["A-beta", "A-delta"])
def test_as_many_are_solved_as_is_said(
    answers: tuple[tuple[Solution, ...], Told, Told], fibre: str
) -> None:
    """The lowest and the highest by the table are solved, but for fibres that are too thin."""
    for solution, before, after in zip(*answers, strict=True):
        asked = solution.question
        if (asked.nerve, asked.fibre) != ("skin", fibre):
            continue
        changed = [a != b for a, b in zip(before, after, strict=True)]
        thin = people(asked.reactions[0], SEED).diameter < THINNEST
        assert not any((row & thin).any() for row in changed)
        count = sum(int(row.sum()) for row in changed)
        assert sum(SOLVED[fibre]) - int(thin.sum()) <= count <= sum(SOLVED[fibre])
