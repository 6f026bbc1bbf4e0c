"""One number from the literature, with what is known about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

CONFIDENCES = ("quoted", "quoted-secondary", "recalled", "derived", "project-default")
"""How a value came into the house, from strongest to weakest."""

WEAK = ("recalled", "project-default")
"""What must be shown wherever the value is shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """One number, in SI, with its range, its source and how sure we are of it.

    Parameters
    ----------
    value : float
        The value that is used. [`unit`]
    unit : str
        SI unit; "1" for a fraction.
    low, high : float or None
        Range that the source gives, or None when it gives none. [`unit`]
    source : str
        Authors, year, where it stands, DOI or address.
    confidence : str
        One of `CONFIDENCES`. "recalled" and "project-default" must be shown wherever the
        value is shown.
    note : str
        Errata, assumptions, reading of an ambiguous source.

    Raises
    ------
    ValueError
        If the value is not finite or outside its range, or unit or source are empty, or the
        confidence is not one of the words.

    Examples
    --------
    >>> p = Property(value=500.0, unit="ohm", low=200.0, high=3000.0, source="a manual, p. 3",
    ...              confidence="quoted")
    >>> p.value, p.is_weak
    (500.0, False)
    """

    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    source: str
    confidence: str
    note: str = ""

    def __post_init__(self) -> None:
        if not self.unit.strip():
            raise ValueError("unit of a property must not be empty")
        if not self.source.strip():
            raise ValueError(f"source of {self.value} {self.unit} must not be empty")
        if self.confidence not in CONFIDENCES:
            raise ValueError(
                f"confidence must be one of {', '.join(CONFIDENCES)}, got {self.confidence!r}"
            )
        _check_range(self.value, self.low, self.high, self.unit)

    @property
    def is_weak(self) -> bool:
        """Whether the value is remembered or chosen by the project, not read in a source."""
        return self.confidence in WEAK


def _check_range(value: float, low: float | None, high: float | None, unit: str) -> None:
    """Refuse a value that is not finite or lies outside its own range."""
    lower = -math.inf if low is None else low
    upper = math.inf if high is None else high
    if not (math.isfinite(value) and lower <= value <= upper):
        raise ValueError(f"value must be finite and within {low} to {high} {unit}, got {value}")
