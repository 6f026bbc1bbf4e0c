"""Pennes' equation under a pack that comes, warms or cools, and goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from simulator.bioheat import lanes
from simulator.bioheat.contact import Contact
from simulator.bioheat.flow import Flow, resting
from simulator.bioheat.medium import Medium
from simulator.bioheat.slab import FloatArray, require
from simulator.bioheat.steps import Steps
from simulator.bioheat.trace import Ledger, Trace
from simulator.compiled import Compiled

WIDTH = 64
"""People beside each other in the kernel: what a step touches of them fits into a core's cache."""

run = Compiled("simulator.bioheat.kernel", "run")


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
    covered : bool
        Whether bare skin is covered by what passes no heat, as under a pad.
    """

    seconds: float
    contact: Contact | None = None
    fresh: bool = True
    heating: FloatArray | None = None
    covered: bool = False

    def __post_init__(self) -> None:
        require("seconds of a stage", self.seconds, "s", above=0.0, most=7 * 86400.0)
        if self.heating is not None:
            require("electrical heating", self.heating, "W/m2")


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
    start = np.broadcast_to(initial, medium.depth.shape)
    cut = lanes.plans(Steps() if steps is None else steps, [stage.seconds for stage in stages])
    answer = resting(medium.people) if flow is None else flow.answer
    work = _Work(
        tissue=lanes.ground(medium, answers=flow is not None),
        answer=answer,
        parts=_parts(medium, stages, cut, Room() if room is None else room),
        rows=lanes.rows(cut, start),
    )
    ends = [
        _solve(work, slice(k, min(k + WIDTH, medium.people)), start)
        for k in range(0, medium.people, WIDTH)
    ]
    return _trace(medium, work, ends)


class _Part(NamedTuple):
    """A stage for the kernel: its steps, the skin, and the pack if a fresh one is laid on."""

    plan: lanes.Plan
    touch: lanes.Touch
    fresh: Contact | None


@dataclass(frozen=True, kw_only=True)
class _Work:
    """What the kernel needs of everybody."""

    tissue: lanes.Ground
    answer: lanes.Answer
    parts: Sequence[_Part]
    rows: lanes.Rows


def _parts(
    medium: Medium, stages: Sequence[Stage], plans: Sequence[lanes.Plan], room: Room
) -> list[_Part]:
    """Return each stage with the pack that is there by then."""
    parts: list[_Part] = []
    pack: Contact | None = None
    for stage, plan in zip(stages, plans, strict=True):
        fresh = stage.contact if stage.fresh or pack is None else None
        pack = pack if fresh is None else fresh
        touch = lanes.touch(
            medium,
            pack,
            medium.source if stage.heating is None else medium.source + stage.heating,
            on=stage.contact is not None,
            air=room.temperature,
            conductance=0.0 if stage.covered else room.conductance,
        )
        parts.append(_Part(plan, touch, fresh))
    return parts


def _solve(work: _Work, people: slice, start: FloatArray) -> tuple[lanes.Books, FloatArray]:
    """Follow some of the people; return their books of heat, and their coldest."""
    tissue, answer = lanes.some(work.tissue, people), lanes.some(work.answer, people)
    now = lanes.begin(start[:, people], work.parts[0].touch.air)
    books = lanes.books(people.stop - people.start)
    for plan, touch, fresh in work.parts:
        if fresh is not None:
            lanes.lay_on(now, fresh, people, start.shape[1])
        now.ahead[:] = now.tissue
        run(tissue, answer, lanes.some(touch, people), now, books, plan, work.rows, people.start)
    return books, now.coldest


def _trace(medium: Medium, work: _Work, ends: Sequence[tuple[lanes.Books, FloatArray]]) -> Trace:
    """Put stages behind each other and people beside each other."""
    plans, rows = [part.plan for part in work.parts], work.rows
    begins = [0.0, *(plan.time[-1] for plan in plans)]
    for part in work.parts:
        if part.fresh is not None:
            break
        bare = slice(part.plan.row, part.plan.row + len(part.plan.time) + 1)
        rows.pack[bare] = rows.heat[bare] = np.nan
    books = (np.concatenate(column) for column in zip(*(end[0] for end in ends), strict=True))
    return Trace(
        time=np.concatenate([np.append(a, p.time) for a, p in zip(begins, plans, strict=False)]),
        skin=rows.skin,
        basal=rows.basal,
        pack=rows.pack,
        marks=np.concatenate([[0.0], *(plan.time[plan.mark == 1] for plan in plans)]),
        profile=rows.profile,
        depth=medium.depth,
        ledger=Ledger(*books),
        stored=(medium.capacity * (rows.profile[-1] - rows.profile[0])).sum(axis=0),
        pack_heat=rows.heat,
        coldest=np.concatenate([end[1] for end in ends]),
    )
