"""Where a site lies on a body of a given size."""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from tensplan.placement.records import load
from tensplan.placement.sites import Site, site


def require_size(name: str, value: float) -> None:
    """Refuse a size that is not a finite number above 0.

    Raises
    ------
    ValueError
        If it is not, with the name and the value.

    Examples
    --------
    >>> require_size("pad width", 50.0)
    """
    if not (value > 0 and isfinite(value)):
        raise ValueError(f"{name} must be above 0 mm and finite, got {value} mm")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stature:
    """Body size that scales the coordinates.

    Attributes
    ----------
    height_mm : float
        Standing height, above 0. [mm]
    foot_length_mm : float or None
        Heel to tip of the big toe, above 0; None for the same share of height as the
        reference adult's. [mm]
    """

    height_mm: float = 1700.0
    foot_length_mm: float | None = None

    def __post_init__(self) -> None:
        require_size("height", self.height_mm)
        if self.foot_length_mm is not None:
            require_size("foot length", self.foot_length_mm)

    @property
    def height_scale(self) -> float:
        """Height over that of the reference adult."""
        return self.height_mm / float(load("sites")["reference"]["height_mm"])

    @property
    def foot_scale(self) -> float:
        """Foot length over that of the reference adult."""
        if self.foot_length_mm is None:
            return self.height_scale
        return self.foot_length_mm / float(load("sites")["reference"]["foot_length_mm"])


REFERENCE = Stature()
"""The reference adult of the coordinates: 1700 mm tall, foot 258 mm long."""


def position_mm(name: str, *, stature: Stature = REFERENCE) -> tuple[float, float]:
    """Return the centre of a site in its view, scaled to a body. [mm].

    Examples
    --------
    >>> position_mm("popliteal-upper")
    (104.0, 538.0)
    """
    where = site(name)
    across = stature.height_scale if where.view == "P" else stature.foot_scale
    along = stature.foot_scale if where.view in "DS" else stature.height_scale
    return where.x_mm * across, where.y_mm * along


def height_above_floor_mm(name: str, *, stature: Stature = REFERENCE) -> float:
    """Return how high a site lies on a standing person. [mm].

    The top of the foot follows the instep of the schematic outline; the sole is 0.

    Examples
    --------
    >>> height_above_floor_mm("sural-ankle"), height_above_floor_mm("plantar-metatarsal")
    (57.0, 0.0)
    """
    where = site(name)
    if where.view == "S":
        return 0.0
    if where.view == "D":
        return _instep_mm(where) * stature.height_scale
    return position_mm(name, stature=stature)[1]


def _instep_mm(where: Site) -> float:
    """Interpolate the height of the top of the foot above the sole."""
    instep = load("outlines")["instep_mm"]
    for (x1, y1), (x2, y2) in pairwise(instep):
        if x1 <= where.x_mm <= x2:
            return float(y1 + (y2 - y1) * (where.x_mm - x1) / (x2 - x1))
    raise ValueError(f"site {where.id} lies off the instep outline at {where.x_mm} mm")
