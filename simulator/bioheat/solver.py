"""Pennes' equation under a pack that comes, warms or cools, and goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.bioheat.contact import Contact, PackState
from simulator.bioheat.flow import ColdMemory, Flow
from simulator.bioheat.medium import Medium
from simulator.bioheat.slab import FloatArray, require
from simulator.bioheat.steps import Steps
from simulator.bioheat.trace import Recorder, Trace
from simulator.bioheat.tridiagonal import solve_tridiagonal


@dataclass(frozen=True, kw_only=True)
class Room:
    """Air on bare skin: temperature [degC] and conductance [W/(m2 K)]."""

    temperature: float = 25.0
    conductance: ArrayLike = 0.0


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One part of a session between two events.

    Parameters
    ----------
    seconds : float
        Above 0. [s]
    contact : Contact or None
        Pack on the skin; None for bare skin.
    fresh : bool
        Whether the pack is new; otherwise the one before is laid on again as it is by now.
    heating : ndarray, shape (cells, people), or None
        Electrical heat made in each cell. [W/m2]
    """

    seconds: float
    contact: Contact | None = None
    fresh: bool = True
    heating: FloatArray | None = None

    def __post_init__(self) -> None:
        require("seconds of a stage", self.seconds, "s", above=0.0, most=7 * 86400.0)
        if self.heating is not None:
            require("electrical heating", self.heating, "W/m2")


@dataclass(slots=True)
class _Now:
    """What changes from step to step."""

    tissue: FloatArray
    pack: PackState | None
    memory: ColdMemory
    time: float
    ahead: FloatArray  # tissue temperature expected in the middle of the next step


def solve(
    medium: Medium,
    stages: Sequence[Stage],
    initial: FloatArray,
    *,
    flow: Flow | None = None,
    room: Room | None = None,
    steps: Steps | None = None,
) -> Trace:
    """Follow temperature through the stages of a session.

    Parameters
    ----------
    medium : Medium
        Finite volumes.
    stages : sequence of Stage
        In their order.
    initial : ndarray, shape (cells, people)
        Temperature at the start. [degC]
    flow : Flow or None
        How blood answers to temperature; None keeps the resting flow.
    room : Room or None
        Around bare skin and packs; None lets no heat pass bare skin.
    steps : Steps or None
        None for the usual steps.

    Returns
    -------
    trace : Trace
        Skin, basal layer and pack at every step, whole profiles at the marks, and the books of
        heat.

    Notes
    -----
    Finite volumes in depth; in time Crank-Nicolson with a damped start after each event. The
    flow of blood is taken at the extrapolated middle of a step, which keeps second order.

    Examples
    --------
    >>> from simulator.bioheat.medium import build
    >>> from simulator.bioheat.slab import Slab
    >>> medium = build([Slab(thickness=0.01, conductivity=0.5, volumetric_heat=4e6, cells=20)] * 2)
    >>> hot = Contact(temperature=45.0, resistance=0.0)
    >>> trace = solve(medium, [Stage(seconds=60.0, contact=hot)], np.full((40, 1), 33.0))
    >>> round(float(trace.skin[-1, 0]), 6), bool(trace.profile[-1, 0, 0] > 44)
    (45.0, True)
    """
    require("initial temperature", initial, "degC", least=-30.0, most=100.0)
    start = np.broadcast_to(initial, medium.depth.shape).copy()
    now = _Now(start, None, ColdMemory(np.ones_like(start)), 0.0, start)
    air = Room() if room is None else room
    books = Recorder(medium)
    for stage in stages:
        if stage.contact is not None and (stage.fresh or now.pack is None):
            now.pack = PackState(stage.contact, medium.people)
        _run(medium, stage, now, flow, air, Steps() if steps is None else steps, books)
    return books.trace()


def _run(
    medium: Medium,
    stage: Stage,
    now: _Now,
    flow: Flow | None,
    room: Room,
    steps: Steps,
    books: Recorder,
) -> None:
    """Take the steps of one stage."""
    links = _links(medium, stage, now.pack, room)
    source = medium.source if stage.heating is None else medium.source + stage.heating
    now.ahead, before = now.tissue, 0.0
    begins = now.time == 0.0
    books.keep(now.time, now.tissue, now.pack, links, room.temperature, mark=begins)
    plan = list(steps.plan(stage.seconds))
    for number, (length, weight, mark) in enumerate(plan):
        blood = _blood(medium, now, flow)
        old = now.tissue
        middle, pack = _step(medium, now, links, blood, source, room.temperature, length * weight)
        now.tissue = old + (middle - old) / weight
        books.ledger.add(medium, middle, pack, links, blood, source, room.temperature, length)
        _drift(now.pack, middle, pack, links, room.temperature, length)
        now.time += length
        after = plan[number + 1][0] if number + 1 < len(plan) else length
        now.ahead = now.tissue + (now.tissue - old) * (after / (2 * length)) * (before > 0)
        before = length
        now.memory.remember(now.tissue, now.time)
        books.keep(now.time, now.tissue, now.pack, links, room.temperature, mark=mark)


@dataclass(frozen=True, slots=True)
class _Links:
    """Conductances at the skin, shape (people,): to the pack, to the room; pack to the room."""

    pack: FloatArray
    room: FloatArray
    loss: FloatArray
    resistance: FloatArray  # from the skin to whatever touches it; infinite for nothing


def _links(medium: Medium, stage: Stage, pack: PackState | None, room: Room) -> _Links:
    """Return what the skin and the pack exchange heat with in this stage."""
    none = np.zeros(medium.people)
    loss = none if pack is None else pack.loss
    if stage.contact is not None and pack is not None:
        resistance = pack.resistance
        return _Links(1 / (resistance + medium.outer[0]), none, loss, resistance)
    with np.errstate(divide="ignore"):  # no conductance is an infinite resistance
        resistance = 1 / np.broadcast_to(np.asarray(room.conductance, dtype=float), none.shape)
    return _Links(none, 1 / (resistance + medium.outer[0]), loss, resistance)


def _blood(medium: Medium, now: _Now, flow: Flow | None) -> FloatArray:
    """Heat that blood brings per kelvin, in the middle of the coming step. [W/(m2 K)]"""
    if flow is None:
        return medium.blood
    return medium.blood * flow.factor(now.ahead, medium.response, now.memory.ceiling)


def _step(
    medium: Medium,
    now: _Now,
    links: _Links,
    blood: FloatArray,
    source: FloatArray,
    room: float,
    span: float,
) -> tuple[FloatArray, FloatArray]:
    """Temperature of tissue and pack at the weighted instant of a step, `span` after its start."""
    inside, outside = medium.links, links.pack
    core = 0.0 if medium.core is None else medium.core
    cells = len(now.tissue)
    diagonal = np.empty((cells + 1, medium.people))
    right = np.empty_like(diagonal)
    store = medium.capacity / span
    diagonal[1:] = store + blood
    diagonal[1] += outside + links.room
    diagonal[-1] += medium.core_link
    diagonal[1:-1] += inside
    diagonal[2:] += inside
    right[1:] = store * now.tissue + blood * medium.arterial + source
    right[1] += links.room * room
    right[-1] += medium.core_link * core
    lead = _pack_row(now.pack, links, room, span, diagonal, right)
    above = np.concatenate([lead[None], -inside])
    below = np.concatenate([-outside[None], -inside])
    solution = solve_tridiagonal(below, diagonal, above, right)
    return solution[1:], solution[0]


def _pack_row(
    pack: PackState | None,
    links: _Links,
    room: float,
    span: float,
    diagonal: FloatArray,
    right: FloatArray,
) -> FloatArray:
    """Fill the row of the pack; return its entry beside the diagonal."""
    if pack is None:
        diagonal[0], right[0] = 1.0, room
        return np.zeros_like(links.pack)
    pinned = pack.pinned > 0
    store = np.where(pinned, 0.0, pack.capacity) / span
    diagonal[0] = np.where(pinned, 1.0, store + links.pack + links.loss)
    right[0] = np.where(pinned, pack.temperature, store * pack.temperature + links.loss * room)
    return np.where(pinned, 0.0, -links.pack)


def _drift(
    pack: PackState | None,
    tissue: FloatArray,
    at: FloatArray,
    links: _Links,
    room: float,
    length: float,
) -> None:
    """Give the pack the heat that passed in a step."""
    if pack is not None:
        gain = links.pack * (tissue[0] - at) + links.loss * (room - at)
        pack.heat = pack.heat + length * gain
