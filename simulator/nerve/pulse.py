"""The current of a pulse or a train as levels per step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LONGEST_STEP = 50e-6
"""Beyond it an action potential has too few steps to be one. [s]"""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of constant current.

    Parameters
    ----------
    start, width : float
        [s]
    relative : float
        Current as a share of the amplitude; negative is cathodic at the source.
    """

    start: float
    width: float
    relative: float


def check_step(dt: float) -> None:
    """Refuse a step that is no step.

    Raises
    ------
    ValueError
        If it is not above 0 and at most 50 us.
    """
    if not 0 < dt <= LONGEST_STEP:
        raise ValueError(
            f"dt must be above 0 and at most {LONGEST_STEP * 1e6:g} us, got {dt * 1e6:g} us"
        )


def levels(phases: Sequence[Phase], dt: float) -> Array:
    """Mean relative current of each step, so that no charge is lost between steps.

    Parameters
    ----------
    phases : sequence of Phase
        At least one; each at least one step wide.
    dt : float
        [s]

    Returns
    -------
    levels : ndarray, shape (steps to the end of the last phase,)
        [1]

    Raises
    ------
    ValueError
        If there is no phase, a phase is shorter than a step or begins before 0, or a level is not
        finite.

    Examples
    --------
    >>> levels([Phase(0.0, 10e-6, -1.0), Phase(10e-6, 10e-6, 1.0)], 5e-6).tolist()
    [-1.0, -1.0, 1.0, 1.0]
    """
    check_step(dt)
    if not phases:
        raise ValueError("phases must be at least 1, got 0")
    for phase in phases:
        _check_phase(phase, dt)
    last = max(phase.start + phase.width for phase in phases)
    edges = dt * np.arange(int(np.ceil(last / dt - 1e-6)) + 1)
    total = np.zeros(edges.size - 1)
    for phase in phases:
        passed = np.clip(edges, phase.start, phase.start + phase.width)
        total += phase.relative * np.diff(passed) / dt
    rounded = np.round(total, 9)
    return np.asarray(rounded + 0.0)


def _check_phase(phase: Phase, dt: float) -> None:
    """Refuse a phase that the step cannot carry."""
    if not phase.width >= dt * (1 - 1e-9):
        raise ValueError(
            f"pulse width must be at least one step of {dt * 1e6:g} us, got {phase.width * 1e6:g} us"
        )
    if not phase.start >= 0:
        raise ValueError(f"start of a phase must be at least 0 s, got {phase.start} s")
    if not (np.isfinite(phase.relative) and np.isfinite(phase.width + phase.start)):
        raise ValueError(f"phase must be finite, got {phase}")
