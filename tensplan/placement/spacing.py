"""The room between two pads, and what a pad covers.

Numbers only: which gap is too small or too large is a limit, and limits live elsewhere.
Pads lie square to the axes of their view and are centred on their site. A rectangle is taken with
sharp corners, so that a gap is never larger than that of the real, rounded pad.
"""

from dataclasses import dataclass
from math import hypot
from typing import Literal

from tensplan.placement.layouts import Pair, pair_of
from tensplan.placement.pads import Pad
from tensplan.placement.sites import site
from tensplan.placement.stature import REFERENCE, Stature, height_above_floor_mm, position_mm

Rule = Literal["same-view", "tabulated", "height-difference"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spacing:
    """The room between two pads.

    Attributes
    ----------
    centre_mm : float
        Between the centres. [mm]
    edge_mm : float
        Between the nearest edges, 0 when the pads touch or overlap. [mm]
    rule : {'same-view', 'tabulated', 'height-difference'}
        How it was found. A height difference is the least that two views can tell: the real
        path over the skin is longer.
    """

    centre_mm: float
    edge_mm: float
    rule: Rule


def spacing(pad1: Pad, pad2: Pad, *, stature: Stature = REFERENCE) -> Spacing:
    """Measure the room between two pads on the same leg.

    In one view it is plane geometry. Across two views it is the gap that a layout tabulates,
    corrected for the size of the pads; without one it is the difference in height above the floor,
    which the pads' half heights shorten.

    Parameters
    ----------
    pad1, pad2 : Pad
        The pads; their order does not matter.
    stature : Stature
        Body size that scales the coordinates.

    Raises
    ------
    ValueError
        If a site is unknown or refused.

    Examples
    --------
    >>> a = Pad(site="tibial-ankle", width_mm=40, height_mm=40)
    >>> b = Pad(site="tibial-above-ankle", width_mm=40, height_mm=40)
    >>> found = spacing(a, b)
    >>> round(found.centre_mm), round(found.edge_mm), found.rule
    (102, 62, 'same-view')
    """
    first, second = site(pad1.site), site(pad2.site)
    if first.view == second.view:
        return _same_view(pad1, pad2, stature)
    pair = pair_of(first.id, second.id)
    if pair is not None and pair.method == "tabulated":
        return _tabulated(pad1, pad2, pair, stature)
    return _height_difference(pad1, pad2, stature)


def edge_gap_mm(pad1: Pad, pad2: Pad, *, stature: Stature = REFERENCE) -> float:
    """Return the gap between the nearest edges, 0 when the pads touch. [mm].

    Examples
    --------
    >>> pad = Pad(site="arch-medial", width_mm=40, height_mm=40)
    >>> edge_gap_mm(pad, Pad(site="arch-lateral", width_mm=40, height_mm=40))
    0.0
    """
    return spacing(pad1, pad2, stature=stature).edge_mm


def centre_distance_mm(pad1: Pad, pad2: Pad, *, stature: Stature = REFERENCE) -> float:
    """Return the distance between the centres. [mm].

    Examples
    --------
    >>> pad = Pad(site="lumbar-l4", width_mm=50, height_mm=50)
    >>> centre_distance_mm(pad, Pad(site="lumbar-s1", width_mm=50, height_mm=50))
    77.0
    """
    return spacing(pad1, pad2, stature=stature).centre_mm


def midline_clearance_mm(pad: Pad, *, stature: Stature = REFERENCE) -> float | None:
    """Return the gap from the spinous midline to the pad's inner edge; None off the back. [mm].

    Negative when the pad crosses the midline.

    Examples
    --------
    >>> midline_clearance_mm(Pad(site="lumbar-l5", width_mm=50, height_mm=50))
    25.0
    """
    if site(pad.site).view != "P":
        return None
    return centre_mm(pad, stature=stature)[0] - pad.width_mm / 2


def centre_mm(pad: Pad, *, stature: Stature = REFERENCE) -> tuple[float, float]:
    """Return the centre of a pad in its view: that of its site, and its own shift. [mm].

    Examples
    --------
    >>> centre_mm(Pad(site="lumbar-s1", width_mm=40, height_mm=40, shift_y_mm=-5))
    (50.0, 960.0)
    """
    x, y = position_mm(pad.site, stature=stature)
    return x + pad.shift_x_mm, y + pad.shift_y_mm


def _same_view(pad1: Pad, pad2: Pad, stature: Stature) -> Spacing:
    """Plane geometry in one view."""
    x1, y1 = centre_mm(pad1, stature=stature)
    x2, y2 = centre_mm(pad2, stature=stature)
    return Spacing(
        centre_mm=hypot(x2 - x1, y2 - y1),
        edge_mm=_plane_gap(abs(x2 - x1), abs(y2 - y1), pad1, pad2),
        rule="same-view",
    )


def _plane_gap(dx: float, dy: float, pad1: Pad, pad2: Pad) -> float:
    """Gap of two shapes; a disc is a point with a margin of its radius."""
    margin = sum(pad.width_mm / 2 for pad in (pad1, pad2) if pad.round)
    flat = [pad for pad in (pad1, pad2) if not pad.round]
    clear_x = max(0.0, dx - sum(pad.width_mm for pad in flat) / 2)
    clear_y = max(0.0, dy - sum(pad.height_mm for pad in flat) / 2)
    return max(0.0, hypot(clear_x, clear_y) - margin)


def _tabulated(pad1: Pad, pad2: Pad, pair: Pair, stature: Stature) -> Spacing:
    """Take the gap of the layout, less what larger pads take from it."""
    if pair.centre_mm is None or pair.edge_mm is None:
        raise ValueError(f"layout pair {pair.sites} says tabulated but has no gap in mm")
    usual = sum(max(size) for size in pair.pads_mm) / 2
    taken = sum(max(pad.width_mm, pad.height_mm) for pad in (pad1, pad2)) / 2 - usual
    stretch = pair.centre_mm * (stature.foot_scale - 1)
    edge = max(0.0, pair.edge_mm + stretch - taken)
    return Spacing(centre_mm=pair.centre_mm + stretch, edge_mm=edge, rule="tabulated")


def _height_difference(pad1: Pad, pad2: Pad, stature: Stature) -> Spacing:
    """Difference in height above the floor, less the half heights of the pads."""
    apart = abs(_height_mm(pad1, stature) - _height_mm(pad2, stature))
    taken = _reach_mm(pad1) + _reach_mm(pad2)
    return Spacing(centre_mm=apart, edge_mm=max(0.0, apart - taken), rule="height-difference")


def _height_mm(pad: Pad, stature: Stature) -> float:
    """How high the centre lies; a shift on the foot runs along it and changes no height."""
    raised = pad.shift_y_mm if site(pad.site).view in "PML" else 0.0
    return height_above_floor_mm(pad.site, stature=stature) + raised


def _reach_mm(pad: Pad) -> float:
    """How far a pad may reach up or down from its centre: none on the sole, at most half."""
    view = site(pad.site).view
    if view == "S":
        return 0.0
    return (pad.width_mm if view == "D" else pad.height_mm) / 2
