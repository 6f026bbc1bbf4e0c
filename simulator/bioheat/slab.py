"""A layer as the solver sees it: numbers for one or many people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.bioheat.tissue import Response

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Slab:
    """One layer in numbers; each number may be an array with one value per person.

    Parameters
    ----------
    thickness : array_like
        Above 0. [m]
    conductivity : array_like
        Above 0. [W/(m K)]
    volumetric_heat : array_like
        Density times specific heat, above 0. [J/(m3 K)]
    blood_heat : array_like
        Heat that resting blood brings per kelvin, from 0. [W/(m3 K)]
    source : array_like
        Heat made in the layer. [W/m3]
    response : {"none", "skin", "muscle"}
        How the flow answers to temperature.
    cells : int
        Finite volumes across the layer, from 1.
    stretch : float
        Width of the deepest cell over that of the first, nearly; above 0.

    Raises
    ------
    ValueError
        If a number is not finite or outside its range.

    Examples
    --------
    >>> Slab(thickness=0.002, conductivity=float("nan"), volumetric_heat=3.8e6, cells=4)
    Traceback (most recent call last):
    ...
    ValueError: conductivity must be finite and above 0 W/(m K), got nan
    """

    thickness: ArrayLike
    conductivity: ArrayLike
    volumetric_heat: ArrayLike
    blood_heat: ArrayLike = 0.0
    source: ArrayLike = 0.0
    response: Response = "none"
    cells: int
    stretch: float = 1.0

    def __post_init__(self) -> None:
        for name, unit in (
            ("thickness", "m"),
            ("conductivity", "W/(m K)"),
            ("volumetric_heat", "J/(m3 K)"),
            ("stretch", ""),
            ("cells", ""),
        ):
            require(name, getattr(self, name), unit, above=0.0)
        require("blood_heat", self.blood_heat, "W/(m3 K)", least=0.0)
        require("source", self.source, "W/m3")

    def widths(self) -> FloatArray:
        """Widths of the cells from the skin inwards, shape (cells, people). [m]"""
        mark = np.linspace(0.0, 1.0, self.cells + 1)
        if self.stretch != 1.0:
            mark = (self.stretch**mark - 1) / (self.stretch - 1)
        return np.outer(np.diff(mark), np.atleast_1d(np.asarray(self.thickness, dtype=float)))


def each(value: ArrayLike, people: int) -> FloatArray:
    """One value per person.

    Examples
    --------
    >>> each(37.0, 2).tolist()
    [37.0, 37.0]
    """
    return np.broadcast_to(np.asarray(value, dtype=float), (people,)).copy()


def require(
    name: str,
    value: ArrayLike,
    unit: str,
    *,
    above: float | None = None,
    least: float | None = None,
    most: float | None = None,
) -> None:
    """Refuse a number, or an array with a number, that is not finite or out of range.

    Raises
    ------
    ValueError
        Names the quantity, the range with its unit, and the first value outside.

    Examples
    --------
    >>> require("minutes", 2000.0, "min", above=0.0, most=1440.0)
    Traceback (most recent call last):
    ...
    ValueError: minutes must be finite and above 0 to 1440 min, got 2000.0
    """
    number = np.asarray(value, dtype=float)
    fine = np.isfinite(number)
    bounds = ""
    if above is not None:
        fine, bounds = fine & (number > above), f" and above {above:g}"
    if least is not None:
        fine, bounds = fine & (number >= least), f" and from {least:g}"
    if most is not None:
        fine, bounds = fine & (number <= most), f"{bounds or ' and'} to {most:g}"
    if not np.all(fine):
        first = float(np.atleast_1d(number)[~np.atleast_1d(fine)][0])
        raise ValueError(f"{name} must be finite{bounds} {unit}".rstrip() + f", got {first}")
