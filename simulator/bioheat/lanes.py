"""What the compiled kernel works on: some people side by side, the person last in every array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from simulator.bioheat.slab import FloatArray, each

if TYPE_CHECKING:
    from simulator.bioheat.contact import Contact
    from simulator.bioheat.medium import Medium
    from simulator.bioheat.steps import Steps


class Ground(NamedTuple):
    """Tissue that stays as it is.

    `kind`: row of the answer for each cell, -1 for none; `basal`: first cell below the first layer;
    `capacity`, `link` to the next cell or the core, `blood` at rest: per cell; `arterial`, `core`,
    `face` (share of the cell below in the basal temperature): per person.
    """

    kind: Any
    basal: int
    capacity: Any
    link: Any
    blood: Any
    arterial: Any
    core: Any
    face: Any


class Answer(NamedTuple):
    """How flow answers.

    `opens`: gain, start and slope of skin and of muscle; `closes`: floor, where it is reached,
    slope, below what cold is held and how long; `scale`, `dilation`: per person.
    """

    opens: Any
    closes: Any
    scale: Any
    dilation: Any


class Touch(NamedTuple):
    """Stage: conductances at the skin, what the pack is, heat made in each cell.

    `pack`, `room`, `loss`: skin to pack, skin to room, pack to room; `share` of what touches it in
    the temperature of the skin; `held`: 1 where no heat changes the pack; `made`: all of `source`;
    `air`: room.
    """

    pack: Any
    room: Any
    loss: Any
    share: Any
    held: Any
    latent: Any
    melting: Any
    capacity: Any
    source: Any
    made: Any
    air: float


class Now(NamedTuple):
    """What changes from step to step.

    `ahead`: expected in the middle of the next step; `middle`, `told`: tissue and pack there;
    `brought`: by blood; `ratio`, `lead`, `lean`, `push`: of the elimination; `ceiling`, `since`: what cold has left.
    """

    tissue: Any
    ahead: Any
    middle: Any
    ratio: Any
    brought: Any
    ceiling: Any
    since: Any
    told: Any
    lead: Any
    lean: Any
    push: Any
    blood: Any
    core: Any
    pack: Any
    heat: Any
    coldest: Any


class Books(NamedTuple):
    """Heat that passed, per person: into the tissue, and as loss into the pack. [J/m2]"""

    pack: Any
    room: Any
    blood: Any
    source: Any
    core: Any
    loss: Any


class Plan(NamedTuple):
    """Steps of a stage: length, weight of the new level, look ahead, end, whether it is a mark.

    `row`, `profile`: where its start, and its first mark, are kept.
    """

    length: Any
    weight: Any
    ahead: Any
    time: Any
    mark: Any
    row: int
    profile: int


class Rows(NamedTuple):
    """What is kept of everybody: rows of all instants, and profiles at the marks."""

    skin: Any
    basal: Any
    pack: Any
    heat: Any
    profile: Any


Lanes = TypeVar("Lanes", Ground, Answer, Touch)

KINDS = {"none": -1, "skin": 0, "muscle": 1}


SHARED = {"kind", "basal", "opens", "closes", "air"}
"""What is the same for all people."""


def some(whole: Lanes, part: slice) -> Lanes:
    """Return the same for some of the people, each array in one piece of memory."""
    own: dict[str, Any] = {
        name: np.ascontiguousarray(value[..., part])
        for name, value in whole._asdict().items()
        if name not in SHARED
    }
    return whole._replace(**own)


def ground(medium: Medium, *, answers: bool) -> Ground:
    """Tissue; no cell answers to temperature where none shall."""
    inner, face = medium.basal, np.zeros(medium.people)
    if inner < len(medium.depth):
        face = medium.inner[inner - 1] / (medium.inner[inner - 1] + medium.outer[inner])
    return Ground(
        kind=np.array([KINDS[r if answers else "none"] for r in medium.response]),
        basal=inner,
        capacity=medium.capacity,
        link=np.concatenate([medium.links, medium.core_link[None]]),
        blood=medium.blood,
        arterial=medium.arterial,
        core=np.zeros(medium.people) if medium.core is None else medium.core,
        face=face,
    )


def touch(
    medium: Medium,
    pack: Contact | None,
    source: FloatArray,
    *,
    on: bool,
    air: float,
    conductance: ArrayLike,
) -> Touch:
    """Skin of a stage, with the pack on it or beside it.

    Parameters
    ----------
    medium : Medium
        Gives what lies between the skin and the middle of the first cell.
    pack : Contact or None
        None before the first pack.
    source : ndarray, shape (cells, people)
        [W/m2]
    on : bool
        Whether the pack lies on the skin.
    air : float
        [degC]
    conductance : array_like
        From bare skin to the room. [W/(m2 K)]
    """
    people, none = medium.people, np.zeros(medium.people)
    with np.errstate(divide="ignore"):  # no conductance is an infinite resistance
        bare = 1 / each(conductance, people)
    link = 1 / (medium.outer[0] + (each(pack.resistance, people) if pack and on else bare))
    capacity = none + np.inf if pack is None else each(pack.capacity, people)
    held = np.isinf(capacity)
    return Touch(
        pack=link if on else none,
        room=none if on else link,
        loss=none if pack is None else each(pack.loss, people),
        share=link * medium.outer[0],
        held=held.astype(float),
        latent=none if pack is None else each(pack.latent, people),
        melting=none if pack is None else each(pack.melting, people),
        capacity=np.where(held, 1.0, capacity),
        source=source,
        made=source.sum(axis=0),
        air=float(air),
    )


def begin(initial: FloatArray, air: float) -> Now:
    """Start from a tissue, shape (cells, people), without a pack."""
    tissues = ("tissue", "ahead", "middle", "ratio", "brought", "ceiling", "since")
    like, row = np.zeros(initial.shape), np.zeros(initial.shape[1])
    now = Now(**{name: (like if name in tissues else row).copy() for name in Now._fields})
    now.tissue[:] = now.ahead[:] = initial
    now.ceiling[:], now.since[:] = 1.0, -np.inf
    now.pack[:], now.coldest[:] = air, initial.min(axis=0)
    return now


def lay_on(now: Now, pack: Contact, part: slice, people: int) -> None:
    """Lay a fresh pack on; its heat counts from solid at the melting point."""
    start, capacity = each(pack.temperature, people), each(pack.capacity, people)
    over, held = start - each(pack.melting, people), np.isinf(capacity)
    melted = np.where(held, 0.0, capacity) * over + each(pack.latent, people) * (over > 0)
    now.pack[:], now.heat[:] = start[part], np.where(held, 0.0, melted)[part]


def plans(steps: Steps, seconds: Sequence[float]) -> list[Plan]:
    """Cut the stages of a session into steps.

    Examples
    --------
    >>> from simulator.bioheat.steps import Steps
    >>> one, two = plans(Steps(first=1.0, growth=2.0, longest=4.0), [9.0, 1.0])
    >>> one.time.tolist(), two.time.tolist(), two.row
    ([0.5, 1.0, 1.5, 2.0, 4.0, 6.5, 9.0], [9.5, 10.0], 8)
    """
    found: list[Plan] = []
    start, row, profile = 0.0, 0, 1
    for span in seconds:
        columns = zip(*steps.plan(span), strict=True)
        length, weight, mark = (np.array(column) for column in columns)
        ahead = np.append(length[1:], length[-1]) / (2 * length)
        ahead[0] = 0.0
        time = np.cumsum(np.append(start, length))[1:]
        found.append(Plan(length, weight, ahead, time, mark.astype(np.int64), row, profile))
        start, row, profile = float(time[-1]), row + len(time) + 1, profile + int(mark.sum())
    return found


def rows(plans: Sequence[Plan], initial: FloatArray) -> Rows:
    """Room for what is kept of everybody; the first profile is the start."""
    (cells, people), last = initial.shape, plans[-1]
    count = last.row + len(last.time) + 1
    skin, basal, pack, heat = (np.empty((count, people)) for _ in range(4))
    profile = np.empty((last.profile + int(last.mark.sum()), cells, people))
    profile[0] = initial
    return Rows(skin, basal, pack, heat, profile)


def books(people: int) -> Books:
    """Empty books of heat."""
    return Books(*(np.zeros(people) for _ in Books._fields))
