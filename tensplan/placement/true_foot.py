"""The top or the sole of a foot at true size, with its pads: one SVG whose unit is 1 mm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final, Literal

from tensplan.placement.anatomy import body
from tensplan.placement.drawing import DrawnPad
from tensplan.placement.pads import Pad
from tensplan.placement.panels import Panel, Side
from tensplan.placement.records import load
from tensplan.placement.sites import site
from tensplan.placement.spacing import edge_gap_mm
from tensplan.placement.stature import Stature

FootView = Literal["D", "S"]
Point = tuple[float, float]

FOOT_VIEWS: Final[tuple[FootView, ...]] = ("D", "S")
VIEW_WORDS: Final[dict[FootView, str]] = {"D": "top", "S": "sole"}
WIDTH_MM: Final = 132.0
"""Width of a drawing: the broadest foot that is drawn and a margin beside it. [mm]"""

_MARGIN_MM: Final = 1.0
_OVERLAP_MM: Final = 15.0
_DASHES: Final = ("", "6 2", "2 2", "8 2 2 2")
_LOOKS: Final = (
    "<style>"
    "text{font-family:'DejaVu Sans';fill:#1b2227;font-size:3.4px}"
    ".skin,.other{fill:#fff}.edge{fill:none;stroke:#777;stroke-width:.5}.thin{stroke:#bbb}"
    ".pad{fill:none;stroke:#0a57a4;stroke-width:.6}.centre,.gap{fill:none;stroke:#1b2227;stroke-width:.3}"
    ".label{font-size:6px;font-weight:700}.halo{paint-order:stroke;stroke:#fff;stroke-width:1.2px}"
    ".joint{fill:none;stroke:#1b2227;stroke-width:.4;stroke-dasharray:4 1.5}"
    "</style>"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrueFoot:
    """One view of a foot with the pads that lie on it.

    Parameters
    ----------
    view : {"D", "S"}
        Top of the foot or sole.
    side : {"right", "left"}
        Which foot.
    length_mm : float
        Heel to the longest toe, 150 to 350. The outline is the schematic one of the project,
        scaled by this length alone. [mm]
    pads : tuple of DrawnPad
        At least one, all in this view.

    Raises
    ------
    ValueError
        If the length is out of range, there is no pad, or a pad lies in another view.

    Examples
    --------
    >>> pad = DrawnPad(channel="A", number=1, site_id="DMID", width_mm=40, height_mm=40)
    >>> foot = TrueFoot(view="D", side="left", length_mm=250.0, pads=(pad,))
    >>> foot.height_mm
    252.0
    """

    view: FootView
    side: Side
    length_mm: float
    pads: tuple[DrawnPad, ...]

    def __post_init__(self) -> None:
        if not 150 <= self.length_mm <= 350:
            raise ValueError(f"foot length must be 150 to 350 mm, got {self.length_mm} mm")
        if not self.pads:
            raise ValueError("a drawing needs at least 1 pad, got 0")
        for pad in self.pads:
            if pad.view != self.view:
                raise ValueError(f"pad {pad.label} is not on the {VIEW_WORDS[self.view]}")

    @property
    def height_mm(self) -> float:
        """Height of the whole drawing: the foot and a margin at heel and toe. [mm]."""
        return self.length_mm + 2 * _MARGIN_MM

    @property
    def stature(self) -> Stature:
        """Body size that places the sites."""
        return Stature(foot_length_mm=self.length_mm)

    def windows(self, room_mm: float) -> tuple[tuple[float, float], ...]:
        """Return from where to where each sheet shows the drawing, from the toes down. [mm].

        Parameters
        ----------
        room_mm : float
            Height that one sheet has, above half of the drawing and its overlap. [mm]

        Returns
        -------
        windows : tuple of (float, float)
            The whole drawing, or two halves that overlap about the line where they are joined.

        Raises
        ------
        ValueError
            If two sheets are not enough.
        """
        if self.height_mm <= room_mm:
            return ((0.0, self.height_mm),)
        half = self.height_mm / 2 + _OVERLAP_MM
        if half > room_mm:
            raise ValueError(f"a sheet must have at least {half:g} mm, got {room_mm:g} mm")
        return ((0.0, half), (self.height_mm - half, self.height_mm))

    def svg(self, window: tuple[float, float]) -> str:
        """Return the part of the drawing in a window; its view box is in millimetres.

        Parameters
        ----------
        window : (float, float)
            Top and bottom, one of `windows`. [mm]
        """
        low, high = window
        joint = "" if (low, high) == (0.0, self.height_mm) else self._joint()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_MM}mm" '
            f'height="{high - low:.2f}mm" viewBox="0 {low:.2f} {WIDTH_MM} {high - low:.2f}">'
            f"<title>{self.side} foot, {VIEW_WORDS[self.view]}</title>{_LOOKS}"
            f"{body(self._panel(), 'foot', edge=1.0)}{self._ends()}"
            f"{''.join(self._gap_lines())}{''.join(self._pad(pad) for pad in self.pads)}{joint}</svg>"
        )

    def gaps_mm(self) -> dict[str, float]:
        """Return the room between the edges of the two pads of each channel. [mm]."""
        return {
            f"{one.label} to {two.label}": edge_gap_mm(
                _plain(one), _plain(two), stature=self.stature
            )
            for one, two in self._pairs()
        }

    def _pairs(self) -> Iterator[tuple[DrawnPad, DrawnPad]]:
        """Yield the pads of each channel that have their partner in this view."""
        for channel in dict.fromkeys(pad.channel for pad in self.pads):
            yield from pairwise(pad for pad in self.pads if pad.channel == channel)

    def _panel(self) -> Panel:
        """Return a panel whose pixels are millimetres of this foot."""
        scale = self.stature.foot_scale
        x0, y0, x1, y1 = load("outlines")["views"][self.view]["frame"]
        wide, high = (y1 - y0) * scale, (x1 - x0) * scale
        shown = Panel(
            view=self.view,
            side=self.side,
            frame=(x0, y0, x1, y1),
            box=(0, 0, wide, high),
            scale=scale,
        )
        left, toes = shown.place(self.length_mm / scale, (y0 + y1) / 2)
        box = (WIDTH_MM / 2 - left, _MARGIN_MM - toes, wide, high)
        return Panel(view=self.view, side=self.side, frame=(x0, y0, x1, y1), box=box, scale=scale)

    def _centre(self, pad: DrawnPad) -> Point:
        """Return the centre of a pad on the drawing."""
        where = site(pad.site_id)
        return self._panel().place(where.x_mm, where.y_mm)

    def _size(self, pad: DrawnPad) -> Point:
        """Return width and height of a pad as a viewer sees it; they do not grow with the foot."""
        return pad.height_mm, pad.width_mm

    def _pad(self, pad: DrawnPad) -> str:
        """Return one pad: outline, centre mark and label."""
        (x, y), (wide, high) = self._centre(pad), self._size(pad)
        corner = wide / 2 if pad.round else 6.0
        dash = _DASHES[[*dict.fromkeys(p.channel for p in self.pads)].index(pad.channel) % 4]
        return (
            f'<rect class="pad" x="{x - wide / 2:.2f}" y="{y - high / 2:.2f}" width="{wide:.2f}" '
            f'height="{high:.2f}" rx="{corner:.2f}" stroke-dasharray="{dash or "none"}"/>'
            f'<path class="centre" d="M{x - 3:.2f} {y:.2f}h6M{x:.2f} {y - 3:.2f}v6"/>'
            f'<text class="label halo" x="{x:.2f}" y="{y - 5:.2f}" text-anchor="middle">'
            f"{escape(pad.label)}</text>"
            f'<text class="halo" x="{x:.2f}" y="{y + 9:.2f}" text-anchor="middle">'
            f"{escape(pad.size)}</text>"
        )

    def _gap_lines(self) -> Iterator[str]:
        """Yield the line between the nearest edges of two pads, with its length."""
        for (one, two), gap in zip(self._pairs(), self.gaps_mm().values(), strict=True):
            if gap > 0:
                (x1, y1), (x2, y2) = self._edge(one, two), self._edge(two, one)
                yield (
                    f'<path class="gap" d="M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}"/>'
                    f'<text class="halo" x="{(x1 + x2) / 2 + 2:.2f}" y="{(y1 + y2) / 2 + 1.2:.2f}">'
                    f"gap {gap:.0f} mm</text>"
                )

    def _edge(self, pad: DrawnPad, other: DrawnPad) -> Point:
        """Return the point of a pad that is nearest to another one."""
        (x, y), (wide, high) = self._centre(pad), self._size(pad)
        (fx, fy), (fwide, fhigh) = self._centre(other), self._size(other)
        return _nearest(x, wide, fx, fwide), _nearest(y, high, fy, fhigh)

    def _ends(self) -> str:
        """Return the lines at heel and longest toe, and the words for inner and outer."""
        low, high = _MARGIN_MM, self.height_mm - _MARGIN_MM
        lines = "".join(
            f'<path class="centre" d="M2 {y:.2f}H{WIDTH_MM - 2}"/>'
            f'<text x="2" y="{y + down:.2f}">{name}</text>'
            for y, down, name in ((low, 4.0, "toe line"), (high, -1.5, "heel line"))
        )
        inner_left = (self.view == "D") == (self.side == "right")
        names = ("inner", "outer") if inner_left else ("outer", "inner")
        y = self.height_mm * 0.62
        return lines + "".join(
            f'<text x="{x}" y="{y:.2f}" text-anchor="{anchor}">{name}</text>'
            for x, anchor, name in zip((1, WIDTH_MM - 1), ("start", "end"), names, strict=True)
        )

    def _joint(self) -> str:
        """Return the line where two sheets are joined, with a cross at either end."""
        y = self.height_mm / 2
        crosses = "".join(
            f"M{x - 4:.2f} {y:.2f}h8M{x:.2f} {y - 4:.2f}v8" for x in (6.0, WIDTH_MM - 6.0)
        )
        return (
            f'<path class="joint" d="M0 {y:.2f}H{WIDTH_MM}"/><path class="centre" d="{crosses}"/>'
            f'<text class="halo" x="12" y="{y - 1.5:.2f}">lay this line and its crosses on those of '
            "the other sheet</text>"
        )


def true_feet(pads: Sequence[DrawnPad], *, side: Side, length_mm: float) -> list[TrueFoot]:
    """Return the views of one foot that carry pads.

    Parameters
    ----------
    pads : sequence of DrawnPad
        Pads on one limb; those that are not on top or sole of the foot are left out.
    side : {"right", "left"}
        Which foot.
    length_mm : float
        Heel to the longest toe. [mm]

    Examples
    --------
    >>> pad = DrawnPad(channel="A", number=1, site_id="POP", width_mm=40, height_mm=40)
    >>> true_feet([pad], side="left", length_mm=250.0)
    []
    """
    found = []
    for view in FOOT_VIEWS:
        own = tuple(pad for pad in pads if pad.view == view)
        if own:
            found.append(TrueFoot(view=view, side=side, length_mm=length_mm, pads=own))
    return found


def _plain(pad: DrawnPad) -> Pad:
    """Return a pad without its looks."""
    return Pad(site=pad.site_id, width_mm=pad.width_mm, height_mm=pad.height_mm, round=pad.round)


def _nearest(at: float, size: float, other: float, other_size: float) -> float:
    """Return where a span is nearest to another one; the middle of both where they overlap."""
    low, high = at - size / 2, at + size / 2
    other_low, other_high = other - other_size / 2, other + other_size / 2
    if high < other_low:
        return high
    if low > other_high:
        return low
    return (max(low, other_low) + min(high, other_high)) / 2
