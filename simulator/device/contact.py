"""Two pads on skin as they are now: whole, peeling, dried out, shorted or fallen off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from simulator.skin_load import Condition, Load, resistor, skin

SHORT_RESISTANCE = 10.0
"""Leads and connectors of a shorted pair; a project choice, far below any skin. [ohm]"""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A pair of pads and what became of it.

    Parameters
    ----------
    areas : tuple of float
        Conductive area of each pad when it lies well. [m2]
    condition : {"dry", "wet"}
        State of the skin under the pads.
    touching : tuple of float
        Share of each area that conducts to the skin: less when it peels or its gel dries out,
        0 when it is off.
    shorted : bool
        Whether the leads touch each other, so that the skin gets nothing.
    bench : Load, optional
        A load on the bench in the place of skin; it then takes what the pads would.

    Raises
    ------
    ValueError
        If an area or a share leaves its range.

    Examples
    --------
    >>> pair = Contact(areas=(20e-4, 20e-4))
    >>> pair.load.name, Contact(areas=(20e-4, 20e-4), touching=(1.0, 0.0)).load
    ('dry skin', None)
    """

    areas: tuple[float, float]
    condition: Condition = "dry"
    touching: tuple[float, float] = (1.0, 1.0)
    shorted: bool = False
    bench: Load | None = None

    def __post_init__(self) -> None:
        if not all(0 < area < 1 for area in self.areas):
            raise ValueError(f"areas must be above 0 m2 and below 1 m2, got {self.areas} m2")
        if not all(0 <= share <= 1 for share in self.touching):
            raise ValueError(f"touching must be shares from 0 to 1, got {self.touching}")

    @cached_property
    def touched(self) -> tuple[float, float]:
        """Area of each pad through which current can pass [m2]."""
        first, second = (
            area * share for area, share in zip(self.areas, self.touching, strict=True)
        )
        return first, second

    @property
    def is_open(self) -> bool:
        """Whether no current can flow."""
        return not self.shorted and 0.0 in self.touching

    @property
    def skin_share(self) -> float:
        """Share of the current that passes the skin."""
        return 0.0 if self.shorted else 1.0

    @cached_property
    def load(self) -> Load | None:
        """What the output stage drives; None when the circuit is open."""
        if self.shorted:
            return resistor(SHORT_RESISTANCE, confidence="project-default")
        if self.is_open:
            return None
        return self.bench if self.bench is not None else skin(self.touched, self.condition)
