"""What came out: temperatures of one person, and the dose of whoever may be the worst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulator.bioheat.dose import Dose, longest_above
from simulator.bioheat.person import Person
from simulator.bioheat.slab import FloatArray, require
from simulator.bioheat.trace import Trace


class Span(NamedTuple):
    """Name, start and end of a part of a session. [s]"""

    name: str
    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Temperatures:
    """Temperature of one person by depth and time, and the dose of whoever may be the worst.

    Parameters
    ----------
    person : str
        "given", "normal" or "worst".
    trace : Trace
        Of everybody who may be the worst, the candidates; one for "given" and "normal".
    people : tuple of Person
        The candidates.
    lane : int
        Which of them the temperatures below are of.
    dose : Dose
        Worst of each quantity over all candidates, whoever has it: the coldest muscle is rarely
        under the coldest skin. Arrays of one value.
    spans : tuple of Span
        Parts of the session in their order.
    weak : tuple of str
        Names of the numbers used that are remembered or chosen by the project.
    outside : tuple of str
        Sentences on what the model was asked that lies outside what it knows.
    """

    person: str
    trace: Trace
    people: tuple[Person, ...]
    lane: int
    dose: Dose
    spans: tuple[Span, ...]
    weak: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def case(self) -> Person:
        """Whose temperatures these are."""
        return self.people[self.lane]

    @property
    def time(self) -> FloatArray:
        """Every step, shape (steps,); each part begins with a row of its own. [s]"""
        return self.trace.time

    @property
    def skin(self) -> FloatArray:
        """Surface of the skin, shape (steps,). [degC]"""
        return self._own(self.trace.skin)

    @property
    def basal(self) -> FloatArray:
        """Face of epidermis to dermis, shape (steps,). [degC]"""
        return self._own(self.trace.basal)

    @property
    def pack(self) -> FloatArray:
        """Pack, on the skin or beside it, shape (steps,); nan before the first. [degC]"""
        return self._own(self.trace.pack)

    @property
    def marks(self) -> FloatArray:
        """Instants of the profiles, shape (marks,). [s]"""
        return self.trace.marks

    @property
    def depth(self) -> FloatArray:
        """Middle of each cell, shape (cells,). [m]"""
        return self._own(self.trace.depth)

    @property
    def profile(self) -> FloatArray:
        """Tissue at the marks, shape (marks, cells). [degC]"""
        return self._own(self.trace.profile)

    @property
    def coldest(self) -> float:
        """Lowest temperature of any depth and candidate. [degC]"""
        return float(self.dose.coldest[0])

    def during(self, name: str) -> slice:
        """Return the steps of a part of the session, from its first instant to its last.

        Raises
        ------
        ValueError
            If no part has this name; the message lists them.

        Examples
        --------
        >>> from simulator.bioheat import simulate
        >>> found = simulate("calf", pack="heat-wrap", minutes=5.0, minutes_after=10.0)
        >>> found.time[found.during("after")][[0, -1]].round(6).tolist()
        [300.0, 900.0]
        """
        names = [span.name for span in self.spans]
        if name not in names:
            raise ValueError(f"part must be one of {', '.join(names)}, got {name!r}")
        begins = [0, *(np.flatnonzero(np.diff(self.time) == 0) + 1), len(self.time)]
        place = names.index(name)
        return slice(int(begins[place]), int(begins[place + 1]))

    def at(self, depth: float) -> FloatArray:
        """Temperature at a depth, shape (marks,). [degC]

        Parameters
        ----------
        depth : float
            Between the skin and the last cell. [m]

        Raises
        ------
        ValueError
            If the depth lies outside the tissue.
        """
        return self._at(depth)[:, self.lane]

    def cooling(self, depth: float) -> float:
        """Fall below its start of the tissue at a depth, of whoever cools most; 0 for none. [K]

        Parameters
        ----------
        depth : float
            Between the skin and the last cell. [m]

        Raises
        ------
        ValueError
            If the depth lies outside the tissue.
        """
        found = self._at(depth)
        return float((found[0] - found.min(axis=0)).max())

    def longest_above(self, bound: float) -> float:
        """Longest time without a break that the skin of a candidate lies above a bound. [s]

        Parameters
        ----------
        bound : float
            Finite. [degC]

        Raises
        ------
        ValueError
            If the bound is not finite.

        Examples
        --------
        >>> from simulator.bioheat import simulate
        >>> warm = simulate("calf", pack="heat-wrap", minutes=30.0)
        >>> warm.longest_above(34.0) > 1200, warm.longest_above(43.0)
        (True, 0.0)
        """
        require("bound", bound, "degC")
        return float(longest_above(self.time, self.trace.skin, bound).max())

    def _own(self, everybody: FloatArray) -> FloatArray:
        """Return the column of the case."""
        own: FloatArray = everybody[..., self.lane]
        return own

    def _at(self, depth: float) -> FloatArray:
        """Temperature of each candidate at a depth, shape (marks, candidates). [degC]"""
        cells = self.trace.depth
        require("depth", depth, "m", least=0.0, most=float(cells[-1].min()))
        columns = [
            [np.interp(depth, cells[:, k], row) for row in self.trace.profile[:, :, k]]
            for k in range(len(self.people))
        ]
        return np.array(columns).T
