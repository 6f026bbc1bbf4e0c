"""The arrays that the compiled kernel works on."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

FOUND, LEFT_TABLE, NO_UPPER, NO_LOWER = 1, 2, 3, 4
"""Ends of a search."""

MOST_TRIES = 40
"""Doublings or halvings before a bracket is given up: twelve orders of magnitude."""


class Fibres(NamedTuple):
    """What the fibres of one batch are made of; the first axis is the fibre.

    `keep` and `gain`: share of each mode that a step keeps, and what a node adds to it. `link`:
    diagonal, off-diagonal and history factors. `modes`, `nodes`, `gates`: the resting state.
    `table`, `scale`, `open_g`, `open_e`, `capacity`: the membrane of the nodes. `first`: 1 where the
    first node has a membrane, 0 where it is a sealed cut.
    """

    keep: Any
    gain: Any
    link: Any
    modes: Any
    nodes: Any
    gates: Any
    table: Any
    scale: Any
    open_g: Any
    open_e: Any
    capacity: float
    first: float


class Lanes(NamedTuple):
    """State of the lanes, and the constants of the fibre that each lane holds."""

    keep: Any
    gain: Any
    link: Any
    push: Any
    node_push: Any
    modes: Any
    nodes: Any
    gates: Any
    own: Any
    own_e: Any
    told: Any
    ratio: Any
    level: Any
    sums: Any
    out: Any


def lanes_for(nodes: int, modes: int, lanes: int) -> Lanes:
    """Empty lanes for fibres of so many nodes and modes."""
    z, c = np.zeros, (modes, lanes)
    n = (nodes, lanes)
    links = (nodes - 1, modes, lanes)
    return Lanes(
        z(c), z(c), z((3, lanes)), z(links), z(n), z(links), z(n), z((*n, 4)), z(n), z(n), z(n),
        z(n), z(lanes), z((2, lanes)), z(lanes, dtype=np.int64),
    )  # fmt: skip


class Jobs(NamedTuple):
    """What is asked; the first axis is the job.

    `fibre`, `wave`: rows of the fibres and of the waves; `steps`: how long to wait; `since`: step
    before which no firing counts; `guess`: first
    amplitude [A]; `push`, `node_push`: drive of a unit current; `detect`: node that must fire;
    `crossing`: above rest [V]; `tolerance`: of the bracket, relative.
    """

    fibre: Any
    wave: Any
    steps: Any
    since: Any
    guess: Any
    push: Any
    node_push: Any
    detect: int
    crossing: float
    tolerance: float


class Desk(NamedTuple):
    """Where each lane is in its search, and what is known of each job."""

    job: Any
    clock: Any
    tries: Any
    amplitude: Any
    first: Any
    before: Any
    bounds: Any
    left: Any
    crossings: Any
    ends: Any


def desk_for(nodes: int, lanes: int, jobs: int) -> Desk:
    """Empty desk for so many nodes, lanes and jobs."""
    z = np.zeros
    bounds = z((2, jobs))
    bounds[1] = np.inf
    return Desk(
        z(lanes, dtype=np.int64), z(lanes, dtype=np.int64), z(lanes, dtype=np.int64), z(lanes),
        np.full((nodes, lanes), -1.0), z((nodes, lanes)), bounds, z(jobs, dtype=np.int64),
        np.full((jobs, nodes), -1.0), z(jobs, dtype=np.int64),
    )  # fmt: skip
