"""What the model says of one kind of fibre under one pad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.recruitment.body import Sense

FibreClass = Literal["A-beta", "A-alpha", "A-delta", "C"]

SKIN = "skin"
"""Name of the afferents that end in the skin under a pad."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prediction:
    """Amplitude at which a tenth of the fibres of one class fire, with its spread between people.

    Parameters
    ----------
    nerve : str
        Name of the target, or "skin" for what ends in the skin under the pad.
    fibre : str
        "A-beta", "A-alpha", "A-delta" or "C".
    sense : str
        "sensation", "motor" or "pain".
    pad : int
        1 or 2.
    current : float
        For the median body, by the exact solver; infinite where no current fires it. [A]
    low, high : float
        5 and 95 %. [A]
    reachable : bool
        Whether `low` is at most the ceiling that was asked about.
    charge : float
        Of the leading phase at `current`. [C]
    uniform, isopotential : float
        The two weightings of a pad apart, where they were computed apart; else both `current`. [A]
    weak : tuple of str
        Names of the inputs that are remembered or chosen, not read in a source.
    """

    nerve: str
    fibre: FibreClass
    sense: Sense
    pad: int
    current: float
    low: float
    high: float
    reachable: bool
    charge: float
    uniform: float
    isopotential: float
    weak: tuple[str, ...]
