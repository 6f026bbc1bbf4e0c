"""Exact response of a series circuit of one resistor and R parallel C cells.

The voltages of the cells are scaled by the root of their capacitance; then the system matrix
is symmetric, its eigenvalues are real, and every stretch of time in which the source holds a
current or a voltage has a closed form.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Holds = Literal["current", "voltage"]

SERIES_BELOW = 1e-4
"""Exponent below which the second integral uses its power series, to keep its digits."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A resistor in parallel with a capacitor; an infinite resistance is a bare capacitor.

    Parameters
    ----------
    resistance : float
        Above 0, may be infinite. [ohm]
    capacitance : float
        Above 0. [F]

    Raises
    ------
    ValueError
        If a value is not in its range.

    Examples
    --------
    >>> Cell(5000.0, 100e-9).time_constant
    0.0005
    """

    resistance: float
    capacitance: float

    def __post_init__(self) -> None:
        if not self.resistance > 0:
            raise ValueError(f"cell resistance must be above 0 ohm, got {self.resistance} ohm")
        if not 0 < self.capacitance < math.inf:
            raise ValueError(
                f"cell capacitance must be above 0 F and finite, got {self.capacitance} F"
            )

    @property
    def time_constant(self) -> float:
        """Resistance times capacitance [s]."""
        return self.resistance * self.capacitance


@lru_cache(maxsize=1024)
def _modes(cells: tuple[Cell, ...], conductance: float) -> tuple[Array, Array, Array]:
    """Decay rates, orthonormal modes and inverse root capacitances of the scaled system."""
    weight = np.array([1 / math.sqrt(cell.capacitance) for cell in cells])
    leak = np.array([1 / cell.time_constant for cell in cells])
    rates, modes = np.linalg.eigh(np.diag(leak) + conductance * np.outer(weight, weight))
    return rates, modes, weight


def _first_integral(rates: Array, time: Array) -> Array:
    """Integral of exp(-rate t) from 0 to each time; shape (times, modes)."""
    x = np.outer(time, rates)
    grown = np.outer(time, np.ones_like(rates))
    return np.divide(-np.expm1(-x), x, out=np.ones_like(x), where=x != 0) * grown


def _second_integral(rates: Array, time: Array) -> Array:
    """Integral of `_first_integral` from 0 to each time; shape (times, modes)."""
    x = np.outer(time, rates)
    small = np.abs(x) < SERIES_BELOW
    direct = np.divide(x + np.expm1(-x), x * x, out=np.zeros_like(x), where=~small)
    return np.where(small, 0.5 - x / 6 + x * x / 24, direct) * (time * time)[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A stretch of time in which the source holds one current or one voltage.

    Parameters
    ----------
    start, duration : float
        When it begins after the start of the pulse, and how long it lasts. [s]
    holds : {"current", "voltage"}
        What the source keeps constant.
    level : float
        The current [A] or the voltage [V] that it keeps.
    resistance : float
        Series resistance of the load. [ohm]
    source_resistance : float
        Resistance inside the source while it holds a voltage. [ohm]
    cells : tuple of Cell
        In series with the resistance.
    state : ndarray, shape (cells,)
        Voltage of each cell at the start. [V]
    clipped : bool
        Whether the source wants a current that it cannot drive.
    """

    start: float
    duration: float
    holds: Holds
    level: float
    resistance: float
    source_resistance: float
    cells: tuple[Cell, ...]
    state: Array
    clipped: bool = False

    @property
    def _loop(self) -> float:
        """Resistance of the loop while a voltage is held."""
        return self.resistance + self.source_resistance

    def _system(self) -> tuple[Array, Array, Array, Array, Array]:
        """Rates, modes, weights, initial mode amplitudes and forcing of each mode."""
        held = self.holds == "voltage"
        rates, modes, weight = _modes(self.cells, 1 / self._loop if held else 0.0)
        drive = self.level / self._loop if held else self.level
        return rates, modes, weight, modes.T @ (self.state / weight), modes.T @ (weight * drive)

    def cell_voltages(self, time: Array) -> Array:
        """Voltage of each cell at times after the start of the segment; shape (times, cells)."""
        rates, modes, weight, initial, forcing = self._system()
        decay = np.exp(-np.outer(time, rates))
        amplitude = initial * decay + forcing * _first_integral(rates, time)
        return np.asarray((amplitude @ modes.T) * weight)

    def current(self, time: Array) -> Array:
        """Give the current [A] at times after the start of the segment; shape (times,)."""
        if self.holds == "current":
            return np.full(time.shape, self.level)
        return np.asarray((self.level - self.cell_voltages(time).sum(axis=1)) / self._loop)

    def terminal_voltage(self, time: Array) -> Array:
        """Give the voltage [V] across cells and series resistance; shape (times,)."""
        return np.asarray(
            self.resistance * self.current(time) + self.cell_voltages(time).sum(axis=1)
        )

    def charge(self, until: float | None = None) -> float:
        """Charge [C] that passes from the start of the segment on."""
        end = np.array([self.duration if until is None else until])
        if self.holds == "current":
            return float(self.level * end[0])
        rates, modes, weight, initial, forcing = self._system()
        area = initial * _first_integral(rates, end) + forcing * _second_integral(rates, end)
        return float((self.level * end[0] - (area @ (modes.T @ weight))[0]) / self._loop)

    def final_state(self) -> Array:
        """Voltage [V] of each cell at the end; shape (cells,)."""
        return np.asarray(self.cell_voltages(np.array([self.duration]))[0])
