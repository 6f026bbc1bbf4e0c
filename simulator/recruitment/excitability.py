"""How easily a fibre fires, as two numbers: the length over which it smooths a field, and a polarisation.

A fibre is taken as a passive cable that fires at a critical polarisation. Both numbers are fitted to thresholds of
the exact solver and kept as a table over diameter, pulse width and temperature. They carry an exact threshold from
one body to the next; alone they are good to a few per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.properties.table import read_json
from simulator.recruitment.spline import Spline
from simulator.waveform import Pulse

Array = NDArray[np.float64]

NO_ECHO_GAP, NO_ECHO_RATIO = 100, 3.0
"""Interphase interval [us] and recharge ratio from which a second phase hardly undoes the first."""


UNDER_PADS = {"alone": 1.0, "leading": 1.0, "trailing": 0.968}
"""Critical polarisation of fibres with myelin under pads over that in the fields of the table.

Under the middle of a pad a trailing phase fires at 3 % less than a leading one beside it, by the median of 108 bodies
with the anode first; which of the two places fires then rests on it.
"""


@dataclass(frozen=True, slots=True)
class Push:
    """A phase that may fire a fibre.

    Parameters
    ----------
    sign : float
        1 for the leading phase, -1 for the one that follows.
    kind : str
        "alone", "leading" or "trailing": which rows of the table describe it.
    width : float
        [s]
    height : float
        Relative to the amplitude, above 0.
    """

    sign: float
    kind: str
    width: float
    height: float


def pushes(pulse: Pulse) -> tuple[Push, ...]:
    """Phases of a pulse that may fire a fibre, the leading one first.

    A first phase counts as alone where the second comes late or is weak.

    Examples
    --------
    >>> [push.kind for push in pushes(Pulse("symmetric-biphasic", 100))]
    ['leading', 'trailing']
    """
    width = pulse.width_us * 1e-6
    if not pulse.biphasic:
        return (Push(1.0, "alone", width, 1.0),)
    ratio = float(pulse.recharge_ratio)
    apart = pulse.interphase_us >= NO_ECHO_GAP or ratio >= NO_ECHO_RATIO
    second = "trailing" if ratio < NO_ECHO_RATIO else "alone"
    return (
        Push(1.0, "alone" if apart else "leading", width, 1.0),
        Push(-1.0, second, width * ratio, 1 / ratio),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Excitability:
    """Table of one fibre model for one phase of one pulse width.

    Parameters
    ----------
    diameters : Spline
        Over the logarithm of the diameter.
    lengths : ndarray
        Logarithm of the length constant by diameter.
    critical : ndarray, shape (temperatures, diameters)
        Logarithm of the critical polarisation.
    temperatures : ndarray
        [degC]
    """

    diameters: Spline
    lengths: Array
    critical: Array
    temperatures: Array

    def length(self, diameter: ArrayLike) -> Array:
        """Length constant of fibres of some diameters [m]."""
        return np.asarray(np.exp(self.diameters(self.lengths, np.log(np.atleast_1d(diameter)))))

    def polarisation(self, diameter: ArrayLike, temperature: ArrayLike) -> Array:
        """Critical polarisation of fibres of some diameters at some temperatures [V]."""
        at = np.log(np.atleast_1d(diameter))
        rows = self.diameters(self.critical, at[None])
        return np.asarray(np.exp(_parabola(self.temperatures, rows, np.asarray(temperature))))


@lru_cache(maxsize=256)
def excitability(model: str, width: float, kind: str) -> Excitability:
    """Read the table of one model for one phase.

    Parameters
    ----------
    model : {"myelinated", "bare"}
    width : float
        Of the phase; beyond the table the outer two widths are continued in logarithms. [s]
    kind : {"alone", "leading", "trailing"}
        Bare fibres have one row for all three: short pulses do not fire them at any current.

    Examples
    --------
    >>> found = excitability("myelinated", 200e-6, "alone")
    >>> bool(1e-3 < found.length(10e-6) < 6e-3)
    True
    """
    data = read_json("excitability")
    known = data["models"][model]
    rows = [row for row in known if row["kind"] == kind or model == "bare"]
    diameters = sorted({row["diameter"] for row in rows})
    widths = sorted({row["width"] for row in rows})
    cells = {(row["diameter"], row["width"]): row for row in rows}
    lengths = np.log([[cells[d, w]["length"] for w in widths] for d in diameters])
    critical = np.log([[cells[d, w]["critical"] for w in widths] for d in diameters])
    if model == "myelinated":
        critical += np.log(UNDER_PADS[kind])
    spot, grid, logs = np.log(width), np.log(widths), np.log(diameters)
    at_width = np.array([[_over_width(grid, col, spot) for col in row.T] for row in critical])
    return Excitability(
        Spline(logs),
        np.array([_over_width(grid, row, spot) for row in lengths]),
        at_width.T,
        np.array(data["temperatures"]),
    )


def _over_width(grid: Array, values: Array, spot: float) -> float:
    """Interpolate through the three nearest values; beyond the grid, straight through the outer two."""
    if spot <= grid[0] or spot >= grid[-1]:
        i = 0 if spot <= grid[0] else grid.size - 2
        slope = (values[i + 1] - values[i]) / (grid[i + 1] - grid[i])
        return float(values[i] + slope * (spot - grid[i]))
    first = int(np.clip(np.argmin(np.abs(grid - spot)) - 1, 0, grid.size - 3))
    near = slice(first, first + 3)
    return float(_parabola(grid[near], values[near], np.asarray(spot)))


def _parabola(grid: Array, rows: Sequence[Array] | Array, spots: Array) -> Array:
    """Parabola through three rows, at spots of the grid."""
    a, b, c = grid
    return np.asarray(
        rows[0] * (spots - b) * (spots - c) / ((a - b) * (a - c))
        + rows[1] * (spots - a) * (spots - c) / ((b - a) * (b - c))
        + rows[2] * (spots - a) * (spots - b) / ((c - a) * (c - b))
    )
