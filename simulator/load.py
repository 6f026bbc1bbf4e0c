"""What the current flows into, for exposure: a resistance behind a skin area."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True)
class Load:
    """A resistive load with the conductive area of the smaller pad.

    Parameters
    ----------
    resistance : float
        Load resistance. [ohm], above 0
    area : float
        Conductive area of the smaller pad. [m2], above 0

    Raises
    ------
    ValueError
        If a value is not finite and above 0.

    Examples
    --------
    >>> Load(resistance=500.0, area=25e-4)
    Load(resistance=500.0, area=0.0025)
    """

    resistance: float
    area: float

    def __post_init__(self) -> None:
        for quantity, unit in (("resistance", "ohm"), ("area", "m2")):
            value = getattr(self, quantity)
            if not (value > 0 and isfinite(value)):
                raise ValueError(
                    f"{quantity} must be finite and above 0 {unit}, got {value} {unit}"
                )
