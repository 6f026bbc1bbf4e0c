"""Panels: each view of the body gets a frame on the sheet and a scale of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tensplan.placement.records import load
from tensplan.placement.sites import View, site

Side = Literal["right", "left"]
Box = tuple[float, float, float, float]

SHEET = 440.0
_TITLE = 26.0
_FOOT = 34.0
_ORDER: tuple[View, ...] = ("P", "D", "S", "M", "L")
_GUTTERS: dict[View, float] = {"P": 40.0, "D": 104.0, "S": 104.0, "M": 24.0, "L": 24.0}
_BUTTOCK_FOLD_MM = 800.0
_LEG_CROPS = ((-6.0, 640.0), (250.0, 860.0), (640.0, 1120.0), (-6.0, 860.0), (-6.0, 1120.0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """One view on the sheet.

    Attributes
    ----------
    view, side : str
        View letter, and the side of the body that is drawn.
    frame : (float, float, float, float)
        Least and largest x and y of the view that are shown. [mm]
    box : (float, float, float, float)
        Left, top, width and height on the sheet, title and scale bar included. [px]
    scale : float
        Sheet pixels per millimetre.
    """

    view: View
    side: Side
    frame: Box
    box: Box
    scale: float

    def place(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Return where a point of the view lies on the sheet. [px]."""
        left, top, wide, high = self.box
        x0, y0, x1, y1 = self.frame
        across, up = self._axes(x_mm - (x0 + x1) / 2, y_mm - (y0 + y1) / 2)
        middle = top + _TITLE + (high - _TITLE - _FOOT) / 2
        return left + wide / 2 + across * self.scale, middle - up * self.scale

    def size(self, width_mm: float, height_mm: float) -> tuple[float, float]:
        """Return the width and height on the sheet of a pad in this view. [px]."""
        if self.view in "DS":
            return height_mm * self.scale, width_mm * self.scale
        return width_mm * self.scale, height_mm * self.scale

    @property
    def window(self) -> Box:
        """Left, top, width and height of the drawn part. [px]."""
        x0, y0, x1, y1 = self.frame
        wide, high = self.size(x1 - x0, y1 - y0)
        left, top, across, down = self.box
        middle = top + _TITLE + (down - _TITLE - _FOOT) / 2
        return left + (across - wide) / 2, middle - high / 2, wide, high

    @property
    def near_side(self) -> bool:
        """Whether the panel shows one leg only."""
        return self.view == "P" and self.frame[0] == 0

    def _axes(self, x: float, y: float) -> tuple[float, float]:
        """Turn view axes into rightwards and upwards as a viewer sees them."""
        across, up = {"P": (x, y), "L": (x, y), "M": (-x, y), "D": (y, x), "S": (-y, x)}[self.view]
        return (across if self.side == "right" else -across), up


def panels(site_ids: Sequence[str], side: Side) -> tuple[Panel, ...]:
    """Lay out the views that these sites need, side by side and from the top down.

    Parameters
    ----------
    site_ids : sequence of str
        Word ids of the sites.
    side : {'right', 'left'}
        Side of the body to draw.

    Returns
    -------
    panels : tuple of Panel
        One for each view, without overlap, inside a sheet 440 px wide.

    Examples
    --------
    >>> [panel.view for panel in panels(["tibial-ankle", "popliteal-upper"], "right")]
    ['P', 'M']
    """
    used = {site(name).view for name in site_ids}
    views = [view for view in _ORDER if view in used]
    frames = {view: _frame(view, site_ids) for view in views}
    if views[0] == "P" and len(views) > 1:
        return _beside_leg(views, frames, side)
    return _in_rows(views, frames, side)


def _frame(view: View, site_ids: Sequence[str]) -> Box:
    """Return what of a view is shown: all of a foot, of the leg the least crop that holds all."""
    x0, y0, x1, y1 = load("outlines")["views"][view]["frame"]
    if view != "P":
        return x0, y0, x1, y1
    heights = [site(name).y_mm for name in site_ids if site(name).view == "P"]
    low, high = next(
        crop
        for crop in _LEG_CROPS
        if crop[0] <= max(min(heights) - 90, 0) and max(heights) + 70 <= crop[1]
    )
    return x0, low, x1, high


def _shape(view: View, frame: Box) -> tuple[float, float]:
    """Return width and height of a frame as a viewer sees it. [mm]."""
    wide, high = frame[2] - frame[0], frame[3] - frame[1]
    return (high, wide) if view in "DS" else (wide, high)


def _fit(view: View, frame: Box, side: Side, box: Box) -> Panel:
    """Return a panel at the top of a box, as large as fits and no higher than needed."""
    left, top, wide, high = box
    across, tall = _shape(view, frame)
    scale = min((wide - _GUTTERS[view]) / across, (high - _TITLE - _FOOT) / tall)
    needed = tall * scale + _TITLE + _FOOT
    return Panel(view=view, side=side, frame=frame, box=(left, top, wide, needed), scale=scale)


def _in_rows(views: Sequence[View], frames: dict[View, Box], side: Side) -> tuple[Panel, ...]:
    """Let one view fill the sheet, and set more of them two in a row."""
    columns = 1 if len(views) == 1 else 2
    wide = SHEET / columns
    top, made = 0.0, list[Panel]()
    for row in range(0, len(views), columns):
        boxes = enumerate(views[row : row + columns])
        made += [_fit(view, frames[view], side, (k * wide, top, wide, 560.0)) for k, view in boxes]
        top = max(panel.box[1] + panel.box[3] for panel in made)
    return tuple(made)


def _beside_leg(views: Sequence[View], frames: dict[View, Box], side: Side) -> tuple[Panel, ...]:
    """Give the leg the left column and stack the foot views at the bottom of the right one."""
    left = 236.0 if set(views) <= set("PDS") else 196.0
    leg = _fit("P", _near_side(frames["P"]), side, (0.0, 0.0, left, 600.0))
    feet = [_fit(view, frames[view], side, (left, 0.0, SHEET - left, 360.0)) for view in views[1:]]
    lowest = max(leg.box[3], sum(panel.box[3] for panel in feet))
    tops = [lowest - sum(panel.box[3] for panel in feet[k:]) for k in range(len(feet))]
    moved = [
        replace(panel, box=(panel.box[0], top, *panel.box[2:]))
        for panel, top in zip(feet, tops, strict=True)
    ]
    return (leg, *moved)


def _near_side(frame: Box) -> Box:
    """Return a leg frame without the other leg, where the buttocks do not join them."""
    return (0.0, *frame[1:]) if frame[3] <= _BUTTOCK_FOLD_MM else frame
