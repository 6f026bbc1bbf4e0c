"""Steps in time: small after each event, growing, and never across an instant that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.bioheat.slab import require

DAMPED = 4
"""Half steps of backward Euler after an event, before Crank-Nicolson takes over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """How time is cut.

    Parameters
    ----------
    first : float
        Step right after an event. [s]
    growth : float
        Factor from one step to the next, from 1.
    longest : float
        [s]
    output : float
        Interval of the instants at which whole profiles are kept. [s]

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    The first two steps are taken as four half steps of backward Euler: after a jump at the skin,
    Crank-Nicolson alone rings by several kelvin. [1]_

    References
    ----------
    .. [1] R. Rannacher, Finite element solution of diffusion problems with irregular data,
       Numer. Math. 43:309-327, 1984, doi 10.1007/BF01390130.
    """

    first: float = 0.02
    growth: float = 1.1
    longest: float = 20.0
    output: float = 60.0

    def __post_init__(self) -> None:
        require("first step", self.first, "s", above=0.0)
        require("growth of steps", self.growth, "", least=1.0)
        require("longest step", self.longest, "s", least=self.first)
        require("output interval", self.output, "s", above=0.0)

    def marks(self, seconds: float) -> tuple[float, ...]:
        """Instants within a stage at which profiles are kept, its end among them. [s]

        Examples
        --------
        >>> Steps(output=60.0).marks(150.0)
        (60.0, 120.0, 150.0)
        """
        whole = int(seconds / self.output * (1 + 1e-12))
        inside = [k * self.output for k in range(1, whole + 1)]
        if inside and abs(inside[-1] - seconds) < 1e-9 * seconds:
            inside.pop()
        return (*inside, seconds)

    def plan(self, seconds: float) -> Iterator[tuple[float, float, bool]]:
        """Yield length [s], weight of the new time level, and whether a mark is reached.

        Examples
        --------
        >>> [round(step, 3) for step, _, _ in Steps(first=1.0, growth=2.0, longest=4.0).plan(9.0)]
        [0.5, 0.5, 0.5, 0.5, 2.0, 2.5, 2.5]
        """
        step, done, count = self.first, 0.0, 0
        for mark in self.marks(seconds):
            while mark - done > 1e-9 * mark:
                length = min(step / 2, mark - done) if count < DAMPED else _fit(step, mark - done)
                done += length
                reached = mark - done <= 1e-9 * mark
                yield length, 1.0 if count < DAMPED else 0.5, reached
                count += 1
                if count >= DAMPED:
                    step = min(step * self.growth, self.longest)
            done = mark


def _fit(step: float, left: float) -> float:
    """Return the step, shortened so that what is left is no sliver."""
    return left if left <= step else step if left >= 2 * step else left / 2
