"""The two pads of a channel."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.recruitment.body import check_pad
from simulator.volume_conductor import Outline

NEAR = 0.2
"""Pads whose centres lie nearer than this act together; farther ones each alone. [m]"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Electrodes:
    """Two pads on one limb.

    Parameters
    ----------
    outlines : tuple of two Disc or Rectangle
        Conducting parts of pad 1 and pad 2.
    distance : float
        Between their centres along the limb, above 0. [m]
    cathode : int
        Pad that is negative in the leading phase, 1 or 2.

    Raises
    ------
    ValueError
        If there are not two outlines, the distance is not above 0 and finite, the pads overlap, or
        the cathode is not 1 or 2.

    Examples
    --------
    >>> from simulator.volume_conductor import Rectangle
    >>> pads = Electrodes(outlines=(Rectangle(0.05, 0.05), Rectangle(0.04, 0.04)), distance=0.1)
    >>> pads.are_near, pads.polarity(1), pads.polarity(2)
    (True, -1.0, 1.0)
    """

    outlines: tuple[Outline, Outline]
    distance: float
    cathode: int = 1

    def __post_init__(self) -> None:
        if len(self.outlines) != 2:
            raise ValueError(f"outlines must be two, got {len(self.outlines)}")
        check_pad(self.cathode)
        if not 0 < self.distance < math.inf:
            raise ValueError(f"distance must be above 0 m and finite, got {self.distance} m")
        touch = sum(half_length(outline) for outline in self.outlines)
        if not self.distance >= touch:
            raise ValueError(
                f"distance must be at least {touch:g} m, or the pads overlap, got {self.distance} m"
            )

    @property
    def are_near(self) -> bool:
        """Whether the field of one reaches under the other."""
        return self.distance < NEAR

    def polarity(self, pad: int) -> float:
        """Sign of the current into the tissue under a pad in the leading phase."""
        return -1.0 if pad == self.cathode else 1.0


def half_length(outline: Outline) -> float:
    """Half the extent of a pad along the limb [m]."""
    return outline.radius if hasattr(outline, "radius") else outline.length / 2


def half_width(outline: Outline) -> float:
    """Half the extent of a pad around the limb [m]."""
    return outline.radius if hasattr(outline, "radius") else outline.width / 2
