"""A surface pad: its outline, where it lies, the current that leaves it into the skin."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disc:
    """A round outline.

    Parameters
    ----------
    radius : float
        Above 0. [m]

    Raises
    ------
    ValueError
        If the radius is not above 0.

    Examples
    --------
    >>> round(Disc(0.016).area * 1e4, 2)
    8.04
    """

    radius: float

    def __post_init__(self) -> None:
        _check_size("radius", self.radius)

    @property
    def area(self) -> float:
        """Area inside the outline [m2]."""
        return math.pi * self.radius**2

    @property
    def reach(self) -> float:
        """Distance [m] from the centre to the farthest point."""
        return self.radius


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangular outline with sides along x and y.

    Parameters
    ----------
    length : float
        Along x, the limb; above 0. [m]
    width : float
        Along y, around the limb; above 0. [m]

    Raises
    ------
    ValueError
        If a side is not above 0.

    Examples
    --------
    >>> Rectangle(0.05, 0.05).area
    0.0025...
    """

    length: float
    width: float

    def __post_init__(self) -> None:
        _check_size("length", self.length)
        _check_size("width", self.width)

    @property
    def area(self) -> float:
        """Area inside the outline [m2]."""
        return self.length * self.width

    @property
    def reach(self) -> float:
        """Distance [m] from the centre to the farthest point."""
        return math.hypot(self.length, self.width) / 2


Outline = Disc | Rectangle


@dataclass(frozen=True, kw_only=True, slots=True)
class Pad:
    """A pad on the skin and the current that flows from it into the tissue.

    Parameters
    ----------
    outline : Disc or Rectangle
        Its conducting part.
    current : float
        Into the tissue; negative at a cathode. [A]
    x, y : float
        Centre; x along the limb, y around it. [m]

    Raises
    ------
    ValueError
        If the current or a coordinate is not finite.

    Examples
    --------
    >>> Pad(outline=Disc(0.016), current=-1e-3, x=0.05).y
    0.0
    """

    outline: Outline
    current: float
    x: float = 0.0
    y: float = 0.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.current):
            raise ValueError(f"current of a pad must be finite, got {self.current} A")
        if not (math.isfinite(self.x) and math.isfinite(self.y)):
            raise ValueError(f"centre of a pad must be finite, got {self.x} m, {self.y} m")


def _check_size(quantity: str, value: float) -> None:
    """Refuse a size that is not a positive finite number."""
    if not 0 < value < math.inf:
        raise ValueError(f"{quantity} of a pad must be above 0 m and finite, got {value} m")
