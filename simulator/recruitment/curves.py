"""What a channel does beyond its thresholds: recruitment, pulse width, a shifted pad."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from simulator.recruitment.body import Sense, Target, Tissue
from simulator.recruitment.electrodes import Electrodes
from simulator.recruitment.prediction import SKIN, FibreClass
from simulator.recruitment.solution import Solution, solve
from simulator.recruitment.spectrum import spectrum
from simulator.waveform import Pulse

Array = NDArray[np.float64]

THINNEST, THICKEST = 2e-6, 16e-6
"""Diameters that the fibre model takes. [m]"""

PLACES = 15
"""Diameters at which a curve is computed."""

WIDTHS_US = (50, 75, 100, 150, 200, 250, 300, 400, 500)
"""Pulse widths that are compared."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """Share of the fibres of one class that fire, over amplitude, in the median body.

    Parameters
    ----------
    nerve, fibre, sense, pad
        As in `Prediction`.
    currents : tuple of float
        Rising. [A]
    shares : tuple of float
        From 0 to 1.
    """

    nerve: str
    fibre: FibreClass
    sense: Sense
    pad: int
    currents: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WidthChoice:
    """How far pain lies above the nerve at one pulse width.

    Parameters
    ----------
    width_us : int
        [us]
    nerve_current : float
        First tingle along the nerve. [A]
    pain_current : float
        First A-delta fibre of the skin under either pad. [A]
    charge : float
        Of the leading phase at `nerve_current`. [C]
    """

    width_us: int
    nerve_current: float
    pain_current: float
    charge: float

    @property
    def room(self) -> float:
        """Pain over nerve; the window of this model, which people's ratios do not depend on."""
        return self.pain_current / self.nerve_current


def recruitment(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    targets: Sequence[Target],
    pulse: Pulse,
    ceiling: float,
    currents: Sequence[float],
) -> tuple[Curve, ...]:
    """Share of each class of each nerve that fires, over amplitude.

    The exact threshold of the median body stands at a tenth; the table carries it to other
    diameters of the spectrum.

    Parameters
    ----------
    electrodes, tissues, targets, pulse, ceiling
        As for `predict`.
    currents : sequence of float
        Rising, at least 0. [A]

    Returns
    -------
    curves : tuple of Curve
        For each target and sense; the skin has a threshold, not a curve.

    Raises
    ------
    ValueError
        If the currents are not finite, at least 0 and rising.
    """
    asked = np.asarray(currents, dtype=float)
    if not (asked.size and np.all(np.isfinite(asked)) and np.all(asked >= 0)):
        raise ValueError(f"currents must be finite and at least 0 A, got {list(currents)}")
    if not np.all(np.diff(asked) > 0):
        raise ValueError(f"currents must rise, got {list(currents)}")
    solved = solve(electrodes, tissues, tuple(targets), pulse, ceiling)
    return tuple(_curve(row, asked) for row in solved if row.question.nerve != SKIN)


def _curve(solution: Solution, currents: Array) -> Curve:
    """Curve of one class of one nerve."""
    question = solution.question
    kinds = spectrum(question.fibre)
    mean = kinds.mean.central
    low, high = max(THINNEST, mean - 3 * kinds.sd), min(THICKEST, mean + 3 * kinds.sd)
    diameters = np.linspace(low, high, PLACES)
    needed = solution.of_diameters(diameters)
    smallest = np.interp(currents, needed[::-1], diameters[::-1], left=np.inf, right=low)
    normal = NormalDist(mean, kinds.sd)
    shares = [0.0 if math.isinf(size) else 1 - normal.cdf(float(size)) for size in smallest]
    return Curve(
        nerve=question.nerve,
        fibre=question.fibre,
        sense=question.sense,
        pad=question.pad,
        currents=tuple(float(current) for current in currents),
        shares=tuple(shares),
    )


def pulse_widths(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    targets: Sequence[Target],
    pulse: Pulse,
    ceiling: float,
    nerve: str,
    widths_us: Sequence[int] = WIDTHS_US,
) -> tuple[WidthChoice, ...]:
    """How far pain lies above a nerve at other pulse widths; the widest room is the best.

    Parameters
    ----------
    electrodes, tissues, targets, pulse, ceiling
        As for `predict`; the pulse that was solved exactly.
    nerve : str
        The nerve that is meant.
    widths_us : sequence of int
        Widths of the leading phase that the table is asked about. [us]

    Returns
    -------
    choices : tuple of WidthChoice
        In the order of the widths.

    Raises
    ------
    ValueError
        If no target of that name is felt.
    """
    solved = solve(electrodes, tissues, tuple(targets), pulse, ceiling)
    felt = _felt(solved, nerve)
    sore = [row for row in solved if row.question.nerve == SKIN and row.question.fibre == "A-delta"]
    pulses = [replace(pulse, width_us=width) for width in widths_us]
    nerve_currents = np.min([row.of_pulses(pulses) for row in felt], axis=0)
    pain_currents = np.min([row.of_pulses(pulses) for row in sore], axis=0)
    return tuple(
        WidthChoice(
            width_us=width,
            nerve_current=float(nerve_current),
            pain_current=float(pain_current),
            charge=float(nerve_current) * width * 1e-6,
        )
        for width, nerve_current, pain_current in zip(
            widths_us, nerve_currents, pain_currents, strict=True
        )
    )


def shifted(
    electrodes: Electrodes,
    tissues: tuple[Tissue, Tissue],
    targets: Sequence[Target],
    pulse: Pulse,
    ceiling: float,
    nerve: str,
    shift: float = 0.01,
) -> float:
    """Give what a pad that lies further around the limb does to the first tingle along a nerve.

    A shift along the limb moves nothing: nerves run along it.

    Parameters
    ----------
    electrodes, tissues, targets, pulse, ceiling
        As for `predict`.
    nerve : str
        The nerve that is meant.
    shift : float
        Away from the nerve, at least 0. [m]

    Returns
    -------
    ratio : float
        Threshold after the shift over that before, at the pad where it is lowest.

    Raises
    ------
    ValueError
        If the shift is below 0 or not finite, or no target of that name is felt.
    """
    if not 0 <= shift < math.inf:
        raise ValueError(f"shift must be at least 0 m and finite, got {shift} m")
    solved = solve(electrodes, tissues, tuple(targets), pulse, ceiling)
    first = min(_felt(solved, nerve), key=lambda row: row.current)
    beside = first.question.reactions[0].median.get("offset", 0.0)
    return first.changed({"offset": beside + shift}) / first.current


def _felt(solved: Sequence[Solution], nerve: str) -> list[Solution]:
    """Answers about the sensation of a nerve."""
    found = [
        row for row in solved if row.question.nerve == nerve and row.question.sense == "sensation"
    ]
    if not found:
        raise ValueError(f"targets must hold a sensation of {nerve}, got none")
    return found
