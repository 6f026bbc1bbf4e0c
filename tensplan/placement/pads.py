"""A pad: its place, its size and the area inside its outline."""

from dataclasses import dataclass
from math import isfinite, pi

from tensplan.placement.stature import require_size


@dataclass(frozen=True, kw_only=True, slots=True)
class Pad:
    """A pad on its site.

    Attributes
    ----------
    site : str
        Word id or code of the site.
    width_mm, height_mm : float
        Size along the x and the y of the site's view; the diameter twice when round. [mm]
    round : bool
        Whether the pad is a disc.
    shift_x_mm, shift_y_mm : float
        How far its centre is moved from the site, along the x and the y of the view. [mm]

    Examples
    --------
    >>> Pad(site="popliteal-upper", width_mm=50, height_mm=50).outline_cm2
    25.0
    """

    site: str
    width_mm: float
    height_mm: float
    round: bool = False
    shift_x_mm: float = 0.0
    shift_y_mm: float = 0.0

    def __post_init__(self) -> None:
        require_size("pad width", self.width_mm)
        require_size("pad height", self.height_mm)
        if not (isfinite(self.shift_x_mm) and isfinite(self.shift_y_mm)):
            raise ValueError(
                f"the shift of a pad must be finite, got {self.shift_x_mm} and {self.shift_y_mm} mm"
            )
        if self.round and self.width_mm != self.height_mm:
            raise ValueError(
                f"a round pad has one diameter, got {self.width_mm} x {self.height_mm} mm"
            )

    @property
    def outline_cm2(self) -> float:
        """Area inside the outline. [cm2]."""
        return outline_cm2(self.width_mm, self.height_mm, round_pad=self.round)


def outline_cm2(width_mm: float, height_mm: float, *, round_pad: bool = False) -> float:
    """Area inside the outline of a pad.

    Parameters
    ----------
    width_mm, height_mm : float
        Size; the diameter twice when round, above 0. [mm]
    round_pad : bool
        Whether the pad is a disc (or an ellipse).

    Returns
    -------
    area : float
        Outline area. [cm2]

    Raises
    ------
    ValueError
        If a size is not above 0.

    Examples
    --------
    >>> outline_cm2(40, 40)
    16.0
    >>> round(outline_cm2(50, 50, round_pad=True), 3)
    19.635
    """
    require_size("pad width", width_mm)
    require_size("pad height", height_mm)
    return width_mm * height_mm / 100 * (pi / 4 if round_pad else 1)
