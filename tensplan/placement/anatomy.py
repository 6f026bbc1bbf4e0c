"""Draw the body of one panel: skin, outline, the lines a hand knows, and landmarks."""

from collections.abc import Sequence
from typing import Any

from tensplan.placement.ink import line, words
from tensplan.placement.labels import Crowd
from tensplan.placement.panels import Panel
from tensplan.placement.records import load
from tensplan.placement.strokes import Place, number, path_data

_TITLES = {
    "P": "Back, seen from behind",
    "leg": "Back of the {} leg",
    "D": "Top of the {} foot",
    "S": "Sole of the {} foot",
    "M": "Inner side, {} foot",
    "L": "Outer side, {} foot",
}


def body(panel: Panel, clip: str, *, edge: float = 3.0) -> str:
    """Return the group that shows the body in a panel, clipped to its window.

    Parameters
    ----------
    panel : Panel
        The view, its frame and its place on the sheet.
    clip : str
        Id for the clip path, unique in the page.
    edge : float
        Width of the line round a foot, of which the skin covers half. [px]

    Returns
    -------
    svg : str
        Clip path and group.
    """
    left, top, wide, high = (number(value) for value in panel.window)
    shape = load("outlines")["views"][panel.view]
    return (
        f'<clipPath id="{clip}"><rect x="{left}" y="{top}" width="{wide}" height="{high}"/>'
        f'</clipPath><g clip-path="url(#{clip})">{_drawn(panel, shape, edge)}</g>'
    )


def caption(panel: Panel) -> str:
    """Return title, side words and scale bar of a panel."""
    left, top, wide, high = panel.box
    middle, foot = left + wide / 2, top + high - 8
    key = "leg" if panel.near_side else panel.view
    title = _TITLES[key].format(panel.side)
    bar = 100.0 if panel.view == "P" else 50.0
    half = bar * panel.scale / 2
    y = foot - 12
    ticks = "".join(
        line((middle + s * half, y - 3), (middle + s * half, y + 3), look="rule") for s in (-1, 1)
    )
    return (
        words(title, (middle, top + 16), look="h halo", anchor="middle")
        + line((middle - half, y), (middle + half, y), look="rule")
        + ticks
        + words(f"{bar:.0f} mm", (middle, foot + 3), look="s", anchor="middle")
        + _sides(panel)
    )


def landmarks(panel: Panel, site_ids: Sequence[str], crowd: Crowd) -> str:
    """Return the landmarks that help to find the sites, each with its name.

    Parameters
    ----------
    panel : Panel
        The panel to draw in.
    site_ids : sequence of str
        Word ids of the sites in the drawing.
    crowd : Crowd
        What stands on the panel; gets the labels.
    """
    table = load("outlines")
    names = dict.fromkeys(name for site in site_ids for name in table["helps"].get(site, ()))
    every = (table["landmarks"][name] for name in names)
    rows = [row for row in every if row["view"] == panel.view]
    crowd.lines += [
        (panel.place(*row["line"][0]), panel.place(*row["line"][-1]))
        for row in rows
        if "line" in row
    ]
    return "".join(_landmark(panel, row, crowd) for row in rows)


def _drawn(panel: Panel, shape: dict[str, Any], edge: float) -> str:
    """Return skin, outline and details of a view."""
    place = panel.place
    if panel.view == "P":
        return _leg(shape, place)
    if "side" in shape:
        skin = _skin([shape["side"]], place, edge, closed=False)
    else:
        skin = _skin(shape["skin"], place, edge, closed=True)
    nails = "".join(_stroke(item, place, "edge thin", True) for item in shape.get("nails", ()))
    leg = "".join(_stroke(item, place, "skin edge thin", True) for item in shape.get("leg", ()))
    return skin + _details(shape["details"], place) + nails + leg


def _leg(shape: dict[str, Any], place: Place) -> str:
    """Return both halves of the back, the untreated one pale."""

    def other(x_mm: float, y_mm: float) -> tuple[float, float]:
        return place(-x_mm, y_mm)

    halves = ""
    for where, look, edge in ((other, "other", "edge faint"), (place, "skin", "edge")):
        halves += _stroke(shape["forefoot"], where, f"{look} {edge}", True)
        halves += _half(shape["half"], where, look, edge)
    halves += _details([item for item in shape["details"] if "middle" not in item], other, "faint")
    return halves + _details(shape["details"], place)


def _half(shape: dict[str, Any], place: Place, look: str, edge: str) -> str:
    """Return one half of the back: filled to the midline, stroked along the skin only."""
    track = path_data(shape, place, closed=False)
    (x1, y1), (x2, y2) = place(0, shape["points"][-1][1]), place(0, shape["points"][0][1])
    seam = f"L{number(x1)} {number(y1)}L{number(x2)} {number(y2)}Z"
    return f'<path class="{look}" d="{track}{seam}"/><path class="{edge}" d="{track}"/>'


def _skin(shapes: Sequence[dict[str, Any]], place: Place, edge: float, *, closed: bool) -> str:
    """Return shapes that overlap as one: all outlines first, then all fillings."""
    tracks = [path_data(item, place, closed=closed) for item in shapes]
    look = f'class="edge" style="stroke-width:{edge:g}"'
    edges = "".join(f'<path {look} d="{track}"/>' for track in tracks)
    return edges + "".join(f'<path class="skin" d="{track}"/>' for track in tracks)


def _details(rows: Sequence[dict[str, Any]], place: Place, look: str = "") -> str:
    """Return the thin lines inside the outline."""
    return "".join(
        _stroke(row, place, f"edge thin {look}".strip(), "ellipse" in row) for row in rows
    )


def _stroke(shape: dict[str, Any], place: Place, look: str, closed: bool) -> str:
    """Return one curve."""
    return f'<path class="{look}" d="{path_data(shape, place, closed=closed)}"/>'


def _sides(panel: Panel) -> str:
    """Return the words that tell which way is which."""
    left, top, wide, high = panel.window
    if panel.view in "ML":
        return ""
    inner_left = (panel.view != "S") == (panel.side == "right")
    names = ("inner", "outer") if inner_left else ("outer", "inner")
    if panel.view in "DS":
        return _flank(names, left - 2, left + wide + 2, top + high * 0.93)
    names = names if panel.near_side else ("left", "right")
    return _flank(names, left + 30, left + wide - 30, top + high + 14)


def _flank(names: tuple[str, str], left: float, right: float, y: float) -> str:
    """Return two words, one that ends at the left and one that begins at the right."""
    one = words(names[0], (left, y), look="s", anchor="end")
    return one + words(names[1], (right, y), look="s")


def _landmark(panel: Panel, row: dict[str, Any], crowd: Crowd) -> str:
    """Return one landmark: a dashed line or a small ring, and its name."""
    if "point" in row:
        anchor = panel.place(*row["point"])
        x, y = (number(value) for value in anchor)
        sign = f'<circle class="ring" cx="{x}" cy="{y}" r="3.5"/>'
    else:
        track = path_data(row, panel.place, closed=False)
        sign = f'<path class="mark" stroke-dasharray="4 3" d="{track}"/>'
        anchor = panel.place(*row["at"])
    size = (6.4 * len(row["label"]) + 4, 14.0)
    outward = -1.0 if panel.side == "right" else 1.0
    spot = crowd.settle(anchor, (2.0, 2.0), size, outward if panel.view == "P" else 0.0)
    return (
        sign
        + _tie(anchor, spot, size)
        + words(row["label"], (spot[0], spot[1] + 4), look="s halo", anchor="middle")
    )


def _tie(anchor: tuple[float, float], spot: tuple[float, float], size: tuple[float, float]) -> str:
    """Return a thin line from a landmark to the near edge of its name."""
    x = min(max(anchor[0], spot[0] - size[0] / 2), spot[0] + size[0] / 2)
    y = min(max(anchor[1], spot[1] - size[1] / 2), spot[1] + size[1] / 2)
    return line(anchor, (x, y), look="mark thin")
