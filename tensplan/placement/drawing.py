"""The body with the pads in place, as one SVG that needs nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from itertools import pairwise
from typing import Literal

from tensplan.placement.anatomy import body, caption, landmarks
from tensplan.placement.ink import Ink, inks, line, patterns, style, words
from tensplan.placement.labels import Crowd
from tensplan.placement.pads import Pad
from tensplan.placement.panels import SHEET, Panel, Side, panels
from tensplan.placement.sites import View, site
from tensplan.placement.strokes import number

_SIGNS = {"cathode": "\u2212", "anode": "+"}
_HEAD = 30.0
_ROW = 40.0


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnPad:
    """A pad of the drawing.

    Attributes
    ----------
    channel : str
        Channel id, for example ``"A"``.
    number : int
        1 or 2, as in the protocol file.
    site_id : str
        Word id or code of the site.
    width_mm, height_mm : float
        Size along the x and the y of the site's view; the diameter twice when round. [mm]
    round : bool
        Whether the pad is a disc.
    polarity : {'cathode', 'anode', None}
        Shown as a sign; only for pulses that have one.
    """

    channel: str
    number: int
    site_id: str
    width_mm: float
    height_mm: float
    round: bool = False
    polarity: Literal["cathode", "anode"] | None = None

    def __post_init__(self) -> None:
        Pad(site=self.site_id, width_mm=self.width_mm, height_mm=self.height_mm, round=self.round)
        site(self.site_id)

    @property
    def label(self) -> str:
        """Channel and number, with the sign of the polarity when there is one."""
        sign = "" if self.polarity is None else f" {_SIGNS[self.polarity]}"
        return f"{self.channel}{self.number}{sign}"

    @property
    def size(self) -> str:
        """Size in words."""
        if self.round:
            return f"{self.width_mm:g} mm round"
        return f"{self.width_mm:g} × {self.height_mm:g} mm"

    @property
    def view(self) -> View:
        """View of the site."""
        return site(self.site_id).view


def draw(placement: Sequence[DrawnPad], *, side: Side = "right") -> str:
    """Draw the body with the pads in place.

    Each view that the sites need gets a panel with a scale bar; pads are true to the scale of
    their panel. Channels differ by colour and by filling, so they survive black ink. The text
    reads the same for both sides: the drawing is mirrored, the words are not.

    Parameters
    ----------
    placement : sequence of DrawnPad
        The pads, at least one, on at most four channels.
    side : {'right', 'left'}
        Side of the body that is treated.

    Returns
    -------
    svg : str
        One ``svg`` element with its own style; no script and nothing from outside. The same
        input gives the same text.

    Raises
    ------
    ValueError
        If there is no pad, more than four channels, an unknown side or an unknown site.

    Examples
    --------
    >>> pad = DrawnPad(channel="A", number=1, site_id="POP", width_mm=50, height_mm=50)
    >>> draw([pad]).startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    True
    """
    if not placement:
        raise ValueError("a drawing needs at least 1 pad, got 0")
    if side not in ("right", "left"):
        raise ValueError(f"side must be right or left, got {side!r}")
    prefix = "tpd" + sha256(repr((tuple(placement), side)).encode()).hexdigest()[:8]
    tints = inks([pad.channel for pad in placement], prefix)
    views = panels([site(pad.site_id).id for pad in placement], side)
    drawn = max(panel.box[1] + panel.box[3] for panel in views)
    height = _HEAD + drawn + 14 + _ROW * len(placement) + 40
    return (
        _opening(prefix, placement, side, height)
        + style()
        + f"<defs>{patterns(list(tints.values()))}</defs>"
        + _heading(side)
        + f'<g transform="translate(0 {number(_HEAD)})">'
        + _figure(placement, views, tints, prefix)
        + "</g>"
        + _legend(placement, tints, _HEAD + drawn + 14)
        + "</svg>"
    )


def describe(placement: Sequence[DrawnPad], *, side: Side = "right") -> str:
    """Say in words what the drawing shows, for those who do not see it.

    Examples
    --------
    >>> pad = DrawnPad(channel="A", number=1, site_id="POP", width_mm=50, height_mm=50)
    >>> describe([pad], side="left")
    'Left side. Pad A1, 50 × 50 mm: above the knee crease, at the back.'
    """
    parts = [
        f"Pad {pad.label}, {pad.size}: {_lower(site(pad.site_id).title)}." for pad in placement
    ]
    return f"{side.capitalize()} side. " + " ".join(parts)


def _lower(title: str) -> str:
    """Return a title with a small first letter."""
    return title[:1].lower() + title[1:]


def _opening(prefix: str, placement: Sequence[DrawnPad], side: Side, height: float) -> str:
    """Return the opening tag with title and description."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tpd" role="img" '
        f'viewBox="0 0 {number(SHEET)} {number(height)}" '
        f'aria-labelledby="{prefix}-title {prefix}-desc">'
        f'<title id="{prefix}-title">Where the pads go, {side} side</title>'
        f'<desc id="{prefix}-desc">{escape(describe(placement, side=side))}</desc>'
    )


def _heading(side: Side) -> str:
    """Return the line that names the side."""
    note = "" if side == "right" else " (mirrored)"
    return words(f"Pads on the {side} side{note}", (SHEET / 2, 19), look="h", anchor="middle")


def _figure(
    placement: Sequence[DrawnPad], views: Sequence[Panel], tints: dict[str, Ink], prefix: str
) -> str:
    """Return bodies, then wires, then pads, then words, so that none hides the next."""
    by_view = {panel.view: panel for panel in views}
    spots = {id(pad): _spot(pad, by_view[pad.view]) for pad in placement}
    wires = _wire_ends(placement, spots)
    bodies = "".join(body(panel, f"{prefix}-{panel.view}") for panel in views)
    threads = "".join(
        line(start, end, look="wire", colour=tints[channel].colour) for channel, start, end in wires
    )
    pads = "".join(_pad(pad, by_view[pad.view], tints[pad.channel]) for pad in placement)
    lines = [(start, end) for _, start, end in wires]
    notes = "".join(_words(placement, panel, tints, lines) for panel in views)
    return bodies + threads + "".join(caption(panel) for panel in views) + pads + notes


def _spot(pad: DrawnPad, panel: Panel) -> tuple[float, float]:
    """Return the centre of a pad on the sheet."""
    where = site(pad.site_id)
    return panel.place(where.x_mm, where.y_mm)


def _wire_ends(
    placement: Sequence[DrawnPad], spots: dict[int, tuple[float, float]]
) -> list[tuple[str, tuple[float, float], tuple[float, float]]]:
    """Return channel, start and end of the lines that join the pads of one channel."""
    ends = []
    for channel in dict.fromkeys(pad.channel for pad in placement):
        own = [spots[id(pad)] for pad in placement if pad.channel == channel]
        ends += [(channel, one, two) for one, two in pairwise(own)]
    return ends


def _pad(pad: DrawnPad, panel: Panel, ink: Ink) -> str:
    """Return one pad, true to the scale of its panel."""
    x, y = _spot(pad, panel)
    wide, high = panel.size(pad.width_mm, pad.height_mm)
    corner = wide / 2 if pad.round else 6 * panel.scale
    frame = (
        f'x="{number(x - wide / 2)}" y="{number(y - high / 2)}" width="{number(wide)}" '
        f'height="{number(high)}" rx="{number(corner)}"'
    )
    return (
        f'<rect class="pad" {frame} style="fill:{ink.fill};stroke:{ink.colour}" '
        f'data-pad="{escape(pad.label)}"/>'
    )


def _words(
    placement: Sequence[DrawnPad],
    panel: Panel,
    tints: dict[str, Ink],
    lines: list[tuple[tuple[float, float], tuple[float, float]]],
) -> str:
    """Return the landmarks and the labels with their leader lines in one panel."""
    own = [pad for pad in placement if pad.view == panel.view]
    left, top, wide, high = panel.box
    crowd = Crowd(bounds=(left + 2, top + 24, wide - 4, high - 52), lines=list(lines))
    for pad in own:
        x, y = _spot(pad, panel)
        across, down = panel.size(pad.width_mm, pad.height_mm)
        crowd.taken.append((x - across / 2, y - down / 2, across, down))
    chips = "".join(_chip(pad, panel, tints[pad.channel], crowd) for pad in own)
    return landmarks(panel, [site(pad.site_id).id for pad in own], crowd) + chips


def _chip(pad: DrawnPad, panel: Panel, ink: Ink, crowd: Crowd) -> str:
    """Return the label of a pad with its leader line."""
    x, y = _spot(pad, panel)
    across, down = panel.size(pad.width_mm, pad.height_mm)
    size = (8.6 * len(pad.label) + 12, 21.0)
    outward = 1.0 if (panel.side == "right") == (panel.view != "M") else -1.0
    cx, cy = crowd.settle((x, y), (across / 2, down / 2), size, outward)
    near = (
        min(max(cx, x - across / 2), x + across / 2),
        min(max(cy, y - down / 2), y + down / 2),
    )
    frame = (
        f'x="{number(cx - size[0] / 2)}" y="{number(cy - size[1] / 2)}" '
        f'width="{number(size[0])}" height="{number(size[1])}" rx="6"'
    )
    return (
        line(near, (cx, cy), look="lead", colour=ink.colour)
        + f'<rect class="chip" {frame} style="stroke:{ink.colour}"/>'
        + words(pad.label, (cx, cy + 5), look="h", anchor="middle")
    )


def _legend(placement: Sequence[DrawnPad], tints: dict[str, Ink], top: float) -> str:
    """Return one row for each pad and the note on scale."""
    rows = "".join(
        _legend_row(pad, tints[pad.channel], top + index * _ROW)
        for index, pad in enumerate(placement)
    )
    end = top + _ROW * len(placement)
    notes = ("Schematic, for an adult of 170 cm.", "Pads are true to the scale bar of their view.")
    return rows + "".join(
        words(note, (16, end + 12 + 16 * index), look="s") for index, note in enumerate(notes)
    )


def _legend_row(pad: DrawnPad, ink: Ink, top: float) -> str:
    """Return one row: swatch, label, site and size."""
    swatch = (
        f'<rect class="pad" x="16" y="{number(top + 4)}" width="26" height="26" rx="5" '
        f'style="fill:{ink.fill};stroke:{ink.colour}"/>'
    )
    return (
        swatch
        + words(f"{pad.label}", (54, top + 15), look="h")
        + words(site(pad.site_id).title, (100, top + 15), look="t")
        + words(f"{pad.size} · {site(pad.site_id).id}", (100, top + 31), look="s")
    )
