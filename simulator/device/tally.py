"""Pulses counted on their way: how many, and how much charge they should carry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.device.program import Program
from simulator.exact import FloatArray, IntArray
from simulator.pulses import Block


@dataclass(slots=True)
class Tally:
    """Running sums of one channel.

    Parameters
    ----------
    pulses : int
        Exact number.
    charge : float
        Sum of the charge of every phase, signs dropped. [C]
    peak : float
        Largest amplitude. [A]

    Examples
    --------
    >>> Tally().pulses
    0
    """

    pulses: int = 0
    charge: float = 0.0
    peak: float = 0.0

    def add(self, program: Program, block: Block, amplitudes: FloatArray) -> None:
        """Count the pulses of a block, with the amplitude of each [A]; shape (n,)."""
        if not amplitudes.size:
            return
        self.pulses += amplitudes.size * block.repeats
        charge = float(amplitudes @ flowing_time(program, block.pulses.width_us))
        self.charge += charge * block.repeats
        self.peak = max(self.peak, float(amplitudes.max()))


def flowing_time(program: Program, width_us: IntArray) -> FloatArray:
    """Return charge per amplitude of pulses of these widths, signs dropped; shape (n,). [s]

    Examples
    --------
    >>> from simulator.device.program import PointProgram
    >>> points = PointProgram(((200, 0.02), (200, -0.02)), 20_000)
    >>> flowing_time(points, np.array([400])).round(9).tolist()
    [0.0004]
    """
    widths, index = np.unique(width_us, return_inverse=True)
    each = [sum(abs(rel) * width for _, width, rel in program.phases(int(w))) for w in widths]
    return np.asarray(np.array(each)[index] * 1e-6)
