"""What the stimulator drives: two electrodes on skin, or the resistors of the standards.

One electrode is a series resistance and a resistance parallel to a capacitance. Resistances
fall and capacitances rise with the area. The parallel resistance falls as the current density
rises [1]_ [2]_; the law used here, one over one plus density over a halving density, is a
project choice, and the load without that fall is its stated upper bound in voltage.

References
----------
.. [1] A. van Boxtel, "Skin resistance during square-wave electrical pulses of 1 to 10 mA",
   Med. Biol. Eng. Comput. 15, 1977.
.. [2] J. L. Vargas Luna et al., "Dynamic impedance model of the skin-electrode interface for
   transcutaneous electrical stimulation", PLoS ONE 10(4):e0125609, 2015,
   doi 10.1371/journal.pone.0125609.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from simulator.circuit import Cell
from simulator.properties import CONFIDENCES, Property, table

Condition = Literal["dry", "wet"]
End = Literal["low", "typical", "high"]

OPPOSITE: dict[End, End] = {"low": "high", "typical": "typical", "high": "low"}
"""A small capacitance asks for more voltage, so it belongs to the high end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """A series resistance and R parallel C cells, as the output stage sees them.

    Parameters
    ----------
    name : str
        How reports call it.
    series_resistance : float
        Above 0. [ohm]
    cells : tuple of Cell
        At vanishing current.
    halving_currents : tuple of float
        Current at which each cell's resistance is half; infinite or absent for none. [A]
    confidence : str
        The weakest confidence among the numbers behind it.

    Raises
    ------
    ValueError
        If the series resistance or a halving current is not above 0.

    Examples
    --------
    >>> load = Load(name="x", series_resistance=700.0, cells=(Cell(5000.0, 1e-7),),
    ...             halving_currents=(0.005,))
    >>> load.at(0.005).cells[0].resistance
    2500.0
    """

    name: str
    series_resistance: float
    cells: tuple[Cell, ...] = ()
    halving_currents: tuple[float, ...] = ()
    confidence: str = "project-default"

    def __post_init__(self) -> None:
        if not 0 < self.series_resistance < math.inf:
            raise ValueError(
                "series_resistance must be above 0 ohm and finite, "
                f"got {self.series_resistance} ohm"
            )
        if not all(current > 0 for current in self.halving_currents):
            raise ValueError(f"halving_currents must be above 0 A, got {self.halving_currents}")
        if self.halving_currents and len(self.halving_currents) != len(self.cells):
            raise ValueError("halving_currents must have one value for each cell")

    def at(self, amplitude: float) -> Load:
        """Give the linear circuit that a pulse of this amplitude meets.

        Parameters
        ----------
        amplitude : float
            Peak of the leading phase, at least 0. [A]

        Raises
        ------
        ValueError
            If the amplitude is negative or not finite.
        """
        if not 0 <= amplitude < math.inf:
            raise ValueError(f"amplitude must be at least 0 A and finite, got {amplitude} A")
        if not self.halving_currents:
            return self
        cells = tuple(
            Cell(cell.resistance / (1 + amplitude / half), cell.capacitance)
            for cell, half in zip(self.cells, self.halving_currents, strict=True)
        )
        return Load(
            name=self.name,
            series_resistance=self.series_resistance,
            cells=cells,
            confidence=self.confidence,
        )

    @property
    def is_linear(self) -> bool:
        """Whether the circuit is the same at every amplitude."""
        return not any(math.isfinite(current) for current in self.halving_currents)

    @property
    def resistance(self) -> float:
        """Resistance [ohm] to a constant current, at vanishing current."""
        return self.series_resistance + sum(cell.resistance for cell in self.cells)


def resistor(resistance: float, *, confidence: str = "quoted") -> Load:
    """Give a pure resistance.

    Parameters
    ----------
    resistance : float
        Above 0. [ohm]
    confidence : str
        Of the value.

    Raises
    ------
    ValueError
        If the resistance is not above 0.

    Examples
    --------
    >>> resistor(500.0).resistance
    500.0
    """
    return Load(name=f"{resistance:g} ohm", series_resistance=resistance, confidence=confidence)


def reference_resistors() -> tuple[Load, ...]:
    """Give the resistors on which outputs are compared: 500, 1000, 2000 and 10000 ohm.

    Examples
    --------
    >>> [load.resistance for load in reference_resistors()]
    [500.0, 1000.0, 2000.0, 10000.0]
    """
    rows = [table("skin")[f"load_{ohm}"] for ohm in (500, 1000, 2000, 10000)]
    return tuple(resistor(row.value, confidence=row.confidence) for row in rows)


def lowest_credible() -> Load:
    """Give the resistor on which a constant-voltage unit is judged.

    Examples
    --------
    >>> lowest_credible().resistance
    200.0
    """
    row = table("skin")["lowest_credible_load"]
    return resistor(row.value, confidence=row.confidence)


def skin(
    areas: tuple[float, float],
    condition: Condition = "dry",
    *,
    end: End = "typical",
    falling: bool = True,
) -> Load:
    """Two electrodes on skin in series.

    Parameters
    ----------
    areas : tuple of float
        Conductive area of each pad. [m2]
    condition : {"dry", "wet"}
        State of the skin under the pads.
    end : {"low", "typical", "high"}
        Which end of the ranges: "low" asks for the least voltage, "high" for the most.
    falling : bool
        Whether the parallel resistance falls with current; without, the load is the linear
        upper bound.

    Returns
    -------
    load : Load
        Its `confidence` is the weakest of the numbers used.

    Raises
    ------
    ValueError
        If an area is not above 0 or the condition or the end is unknown.

    Examples
    --------
    >>> load = skin((25e-4, 25e-4))
    >>> load.series_resistance, load.resistance, load.confidence
    (700.0, 10700.0, 'project-default')
    """
    if condition not in ("dry", "wet") or end not in ("low", "typical", "high"):
        raise ValueError(f"no skin load for condition {condition!r} and end {end!r}")
    if not all(0 < area < math.inf for area in areas):
        raise ValueError(f"areas must be above 0 m2 and finite, got {areas} m2")
    rows = _rows(condition)
    ratios = [rows["reference_area"].value / area for area in areas]
    opposite = OPPOSITE[end]
    parallel = _pick(rows["parallel_resistance"], end)
    capacitance = _pick(rows["parallel_capacitance"], opposite)
    density = rows["halving_current_density"].value
    return Load(
        name=_name(condition, end, falling),
        series_resistance=_pick(rows["series_resistance"], end) * sum(ratios),
        cells=tuple(Cell(parallel * ratio, capacitance / ratio) for ratio in ratios),
        halving_currents=tuple(density * area for area in areas) if falling else (),
        confidence=_weakest(row.confidence for row in rows.values()),
    )


def skin_range(areas: tuple[float, float]) -> tuple[Load, ...]:
    """Give loads from the least to the most demanding that skin may be for these pads.

    Parameters
    ----------
    areas : tuple of float
        Conductive area of each pad. [m2]

    Returns
    -------
    loads : tuple of Load
        Wet at its low end, wet, dry, dry without the fall, dry at its high end without the
        fall; the last bounds the voltage from above.

    Examples
    --------
    >>> [load.name for load in skin_range((25e-4, 25e-4))][:2]
    ['wet skin, low end', 'wet skin']
    """
    return (
        skin(areas, "wet", end="low"),
        skin(areas, "wet"),
        skin(areas, "dry"),
        skin(areas, "dry", falling=False),
        skin(areas, "dry", end="high", falling=False),
    )


def _rows(condition: Condition) -> dict[str, Property]:
    """Rows of the skin table that one electrode needs."""
    rows = table("skin")
    return {
        "reference_area": rows["reference_area"],
        "series_resistance": rows["series_resistance"],
        "parallel_resistance": rows[f"parallel_resistance_{condition}"],
        "parallel_capacitance": rows[f"parallel_capacitance_{condition}"],
        "halving_current_density": rows["halving_current_density"],
    }


def _pick(row: Property, end: End) -> float:
    """Value of a row at one end of its range."""
    picked = {"low": row.low, "typical": row.value, "high": row.high}[end]
    if picked is None:
        raise ValueError(f"no {end} end stated for {row.value} {row.unit}")
    return picked


def _name(condition: Condition, end: End, falling: bool) -> str:
    """Words for one variant."""
    tail = "" if end == "typical" else f", {end} end"
    return f"{condition} skin{tail}" + ("" if falling else ", linear bound")


def _weakest(words: Iterable[str]) -> str:
    """Weakest of some confidence words."""
    return max(words, key=CONFIDENCES.index)
