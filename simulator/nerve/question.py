"""What the two solvers are asked, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.fibre import Fibre

Array = NDArray[np.float64]

LONGEST_CHARGING = 500e-6
"""A pulse longer than this lowers the first guess no more. [s]"""

COUPLED_MYELIN, COUPLED_BARE = 8.0, 0.05
"""What the neighbours make of the lone node's current; only the first guess depends on it. [1]"""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Fibres with their fields and pulses, and how closely to look.

    Parameters
    ----------
    fibres : sequence of Fibre
        Alike enough to run side by side.
    fields : sequence of ndarray, each of shape (compartments,)
        [V/A]
    waves : sequence of ndarray
        Relative current of each step.
    dt, wait : float
        Step, and time after the last step of a wave. [s]
    tolerance : float
        Relative width of the last bracket.
    detect : int
        Node that must fire.
    terminal : bool
        The first node is a living end.
    not_before : sequence of float
        Time from which a firing counts, one for each fibre; empty for always. [s]
    """

    fibres: Sequence[Fibre]
    fields: Sequence[Array]
    waves: Sequence[Array]
    dt: float
    wait: float
    tolerance: float
    detect: int
    terminal: bool
    not_before: Sequence[float] = ()

    def part(self, lanes: slice) -> Question:
        """Return the same question for some of the fibres."""
        return replace(
            self,
            fibres=self.fibres[lanes],
            fields=self.fields[lanes],
            waves=self.waves[lanes],
            not_before=self.not_before[lanes],
        )

    @property
    def since(self) -> NDArray[np.int64]:
        """Step from which a firing counts."""
        times = self.not_before if len(self.not_before) else [0.0] * len(self.fibres)
        return np.array([round(time / self.dt) for time in times], dtype=np.int64)

    @property
    def steps(self) -> NDArray[np.int64]:
        """How long each fibre is watched."""
        after = round(self.wait / self.dt)
        return np.array([wave.size + after for wave in self.waves], dtype=np.int64)

    @property
    def padded(self) -> Array:
        """Waves as rows of one length."""
        width = max(wave.size for wave in self.waves)
        return np.array([np.pad(wave, (0, width - wave.size)) for wave in self.waves])

    def guesses(self, drives: Sequence[Array]) -> Array:
        """Currents to begin with, from what one ampere drives into the nodes [1/m2]. [A]

        Raises
        ------
        ValueError
            If a field drives no node.
        """
        pairs = zip(self.fibres, drives, self.waves, strict=True)
        return np.array([_guess(fibre, drive, wave, self.dt) for fibre, drive, wave in pairs])


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """End of one search.

    Parameters
    ----------
    end : int
        1 for found; else why not, as the kernel numbers it.
    bounds : ndarray, shape (2,)
        Last bracket. [A]
    crossings : ndarray, shape (nodes,)
        First firing of each node at its upper end, in steps; -1 for none.
    """

    end: int
    bounds: Array
    crossings: Array


def _guess(fibre: Fibre, drive: Array, wave: Array, dt: float) -> float:
    """Return a current of the size that a lone node needs. [A]"""
    push = float(np.abs(drive[:-1]).max() * np.abs(wave).max())
    if not push > 0:
        raise ValueError("field must change along the fibre, got one without any drive")
    width = dt * float(np.count_nonzero(wave == wave[np.flatnonzero(wave)[0]]))
    alone = 0.030 * fibre.channels.capacitance / (push * min(width, LONGEST_CHARGING))
    return alone * (COUPLED_MYELIN if fibre.myelinated else COUPLED_BARE)
