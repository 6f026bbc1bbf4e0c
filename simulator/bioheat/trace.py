"""What the solver keeps: temperatures in time, and the books of heat."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.bioheat.slab import FloatArray


@dataclass(frozen=True, slots=True)
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
