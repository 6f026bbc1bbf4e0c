"""How a pair of pads fits a body: as listed, with smaller pads, or with one pad moved a little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Literal

from tensplan.placement.layouts import Pair
from tensplan.placement.pads import Pad
from tensplan.placement.records import load
from tensplan.placement.sites import site
from tensplan.placement.spacing import centre_mm, spacing
from tensplan.placement.stature import REFERENCE, Stature

Change = Literal["as-listed", "smaller-pads", "moved"]
Pads = tuple[Pad, Pad]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """Two pads on a body of a given size.

    Attributes
    ----------
    pads : (Pad, Pad)
        The pads, the moved one with its shift.
    change : {'as-listed', 'smaller-pads', 'moved'}
        What was done to the listed pair; moved pads are also the smaller ones.
    centre_mm, edge_mm : float
        Between the centres, and between the nearest edges. [mm]
    shortfall : str
        What is wrong with the gap; empty when it is wide enough.
    """

    pads: Pads
    change: Change
    centre_mm: float
    edge_mm: float
    shortfall: str

    @property
    def words(self) -> str:
        """What to do otherwise than listed; empty for a pair as listed."""
        if self.change == "as-listed":
            return ""
        small = f"pads of {self.pads[0].width_mm:g} x {self.pads[0].height_mm:g} mm"
        moved = [f"{pad.site} {_shift_words(pad)}" for pad in self.pads if _is_moved(pad)]
        return ", ".join([small, *moved])


def fits(
    pair: Pair, *, least_gap_mm: float, least_outline_cm2: float, stature: Stature = REFERENCE
) -> Iterator[Fit]:
    """Yield the ways to place a pair, in the order in which they are tried.

    Parameters
    ----------
    pair : Pair
        The pair as a layout lists it.
    least_gap_mm : float
        Smallest gap between the edges of two pads. [mm]
    least_outline_cm2 : float
        Smallest outline of a pad. [cm2]
    stature : Stature
        Body size.

    Yields
    ------
    Fit
        The listed pads; the smallest square ones, if smaller; those with one pad moved by whole
        millimetres, if that closes the shortfall within the listed shift.

    Examples
    --------
    >>> from tensplan.placement.layouts import layout
    >>> small = Stature(height_mm=1600, foot_length_mm=220)
    >>> ways = fits(layout("BR_MED").pairs[0], least_gap_mm=25, least_outline_cm2=16, stature=small)
    >>> [(way.change, way.shortfall == "", way.words) for way in ways][-1]
    ('moved', True, 'pads of 40 x 40 mm, medial-midfoot 8 mm towards the toes')
    """
    first, second = pair.sites
    listed = (_pad(first, pair.pads_mm[0]), _pad(second, pair.pads_mm[1]))
    yield _fit(listed, "as-listed", least_gap_mm, stature)
    side = 10 * sqrt(least_outline_cm2)
    small = (_smaller(listed[0], side), _smaller(listed[1], side))
    if small != listed:
        yield _fit(small, "smaller-pads", least_gap_mm, stature)
    moved = _moved(small, pair.mover - 1, least_gap_mm, stature)
    if moved is not None:
        yield _fit(moved, "moved", least_gap_mm, stature)


def _fit(pads: Pads, change: Change, least_gap_mm: float, stature: Stature) -> Fit:
    """Measure two pads."""
    room = spacing(*pads, stature=stature)
    short = not (room.edge_mm >= least_gap_mm)
    return Fit(
        pads=pads,
        change=change,
        centre_mm=room.centre_mm,
        edge_mm=room.edge_mm,
        shortfall=f"the gap is {room.edge_mm:.0f} mm on this body, {least_gap_mm:g} mm is the least"
        if short
        else "",
    )


def _pad(name: str, size: tuple[float, float]) -> Pad:
    """Return a listed pad."""
    return Pad(site=name, width_mm=size[0], height_mm=size[1])


def _smaller(pad: Pad, side: float) -> Pad:
    """Return the pad with no side above the smallest square's."""
    return replace(pad, width_mm=min(pad.width_mm, side), height_mm=min(pad.height_mm, side))


def _moved(pads: Pads, mover: int, least_gap_mm: float, stature: Stature) -> Pads | None:
    """Return the pads with one moved away along the longer axis between them, or None."""
    here, there = pads[mover], pads[1 - mover]
    room = spacing(*pads, stature=stature)
    step = ceil(least_gap_mm - room.edge_mm)
    if room.rule != "same-view" or not 0 < step <= largest_shift_mm():
        return None
    (x1, y1), (x2, y2) = (centre_mm(pad, stature=stature) for pad in (there, here))
    if abs(x2 - x1) >= abs(y2 - y1):
        gone = replace(here, shift_x_mm=float(step if x2 >= x1 else -step))
    else:
        gone = replace(here, shift_y_mm=float(step if y2 >= y1 else -step))
    return (there, gone) if mover == 1 else (gone, there)


def largest_shift_mm() -> float:
    """Return how far a pad may be moved from its site (project default). [mm].

    Examples
    --------
    >>> largest_shift_mm()
    20.0
    """
    return float(load("layouts")["shift"]["value"])


def _is_moved(pad: Pad) -> bool:
    """Whether the pad is off its site."""
    return pad.shift_x_mm != 0 or pad.shift_y_mm != 0


def _shift_words(pad: Pad) -> str:
    """Say how far a pad is moved, and which way."""
    view = site(pad.site).view
    along, up = pad.shift_x_mm, pad.shift_y_mm
    if view in "PML" and up:
        return f"{abs(up):g} mm {'up' if up > 0 else 'down'}"
    if view == "P":
        return f"{abs(along):g} mm {'outwards' if along > 0 else 'inwards'}"
    return f"{abs(along):g} mm towards the {'toes' if along > 0 else 'heel'}"
