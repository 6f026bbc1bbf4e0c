"""What the solver keeps: temperatures in time, and the books of heat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from simulator.bioheat.contact import PackState
from simulator.bioheat.medium import Medium
from simulator.bioheat.slab import FloatArray


class Touch(Protocol):
    """What the skin and the pack exchange heat with."""

    @property
    def pack(self) -> FloatArray:
        """From pack to first cell. [W/(m2 K)]"""
        ...

    @property
    def room(self) -> FloatArray:
        """From room to first cell. [W/(m2 K)]"""
        ...

    @property
    def loss(self) -> FloatArray:
        """From room to pack. [W/(m2 K)]"""
        ...

    @property
    def resistance(self) -> FloatArray:
        """From skin to what touches it. [m2 K/W]"""
        ...


@dataclass(slots=True)
class Ledger:
    """Heat that passed since the start, per area of skin, shape (people,). [J/m2]

    Parameters
    ----------
    pack, room, blood, source, core : ndarray
        Into the tissue, from each of these.
    loss : ndarray
        Into the pack, from the room.
    """

    pack: FloatArray
    room: FloatArray
    blood: FloatArray
    source: FloatArray
    core: FloatArray
    loss: FloatArray

    def add(
        self,
        medium: Medium,
        tissue: FloatArray,
        pack: FloatArray,
        touch: Touch,
        blood: FloatArray,
        source: FloatArray,
        room: float,
        length: float,
    ) -> None:
        """Book one step at its weighted temperatures."""
        self.pack = self.pack + length * touch.pack * (pack - tissue[0])
        self.room = self.room + length * touch.room * (room - tissue[0])
        self.loss = self.loss + length * touch.loss * (room - pack)
        self.blood = self.blood + length * (blood * (medium.arterial - tissue)).sum(axis=0)
        self.source = self.source + length * source.sum(axis=0)
        if medium.core is not None:
            self.core = self.core + length * medium.core_link * (medium.core - tissue[-1])

    @property
    def into_tissue(self) -> FloatArray:
        """All heat that the tissue has received. [J/m2]"""
        return self.pack + self.room + self.blood + self.source + self.core


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Temperatures in time.

    Parameters
    ----------
    time : ndarray, shape (steps,)
        [s]
    skin, basal, pack : ndarray, shape (steps, people)
        Surface of the skin, face between the first two layers, and pack; the pack is nan where
        there is none. [degC]
    marks : ndarray, shape (marks,)
        Instants of the whole profiles. [s]
    profile : ndarray, shape (marks, cells, people)
        [degC]
    depth : ndarray, shape (cells, people)
        [m]
    ledger : Ledger
        Books of heat.
    stored : ndarray, shape (people,)
        Heat that the tissue holds more than at the start. [J/m2]
    pack_heat : ndarray, shape (steps, people)
        Heat in the pack, counted from solid at its melting point; nan where there is none. [J/m2]
    coldest : ndarray, shape (people,)
        Lowest temperature of any cell at any step. [degC]
    """

    time: FloatArray
    skin: FloatArray
    basal: FloatArray
    pack: FloatArray
    marks: FloatArray
    profile: FloatArray
    depth: FloatArray
    ledger: Ledger
    stored: FloatArray
    pack_heat: FloatArray
    coldest: FloatArray


class Recorder:
    """Collects what a trace holds.

    Parameters
    ----------
    medium : Medium
        Finite volumes that are followed.
    """

    def __init__(self, medium: Medium) -> None:
        self._medium = medium
        self._rows: list[tuple[float, FloatArray, FloatArray, FloatArray, FloatArray]] = []
        self._marks: list[tuple[float, FloatArray]] = []
        self._coldest = np.full(medium.people, np.inf)
        self.ledger = Ledger(*(np.zeros(medium.people) for _ in range(6)))

    def keep(
        self,
        time: float,
        tissue: FloatArray,
        pack: PackState | None,
        touch: Touch,
        room: float,
        *,
        mark: bool,
    ) -> None:
        """Keep one instant; whole profiles only at marks."""
        nothing = np.full(self._medium.people, np.nan)
        at = nothing if pack is None else pack.temperature
        heat = nothing if pack is None else pack.heat.copy()
        beside = np.where(touch.pack > 0, at, room)
        skin = _surface(tissue[0], beside, self._medium.outer[0], touch.resistance)
        basal = self._medium.face(tissue, self._medium.basal) if self._split else skin
        self._rows.append((time, skin, basal, at, heat))
        self._coldest = np.minimum(self._coldest, tissue.min(axis=0))
        if mark:
            self._marks.append((time, tissue.copy()))

    @property
    def _split(self) -> bool:
        """Whether there is a second layer."""
        return self._medium.basal < len(self._medium.depth)

    def trace(self) -> Trace:
        """All that was kept."""
        time, skin, basal, pack, heat = zip(*self._rows, strict=True)
        marks, profile = zip(*self._marks, strict=True)
        return Trace(
            time=np.array(time),
            skin=np.array(skin),
            basal=np.array(basal),
            pack=np.array(pack),
            marks=np.array(marks),
            profile=np.array(profile),
            depth=self._medium.depth,
            ledger=self.ledger,
            stored=(self._medium.capacity * (profile[-1] - profile[0])).sum(axis=0),
            pack_heat=np.array(heat),
            coldest=self._coldest,
        )


def _surface(
    first: FloatArray, beside: FloatArray, half: FloatArray, resistance: FloatArray
) -> FloatArray:
    """Temperature of the surface between the first cell and what touches it."""
    share = np.where(np.isinf(resistance), 0.0, half / (half + resistance))
    mixed: FloatArray = first + share * (beside - first)
    return mixed
