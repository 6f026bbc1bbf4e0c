"""Turn outline points into smooth SVG path data."""

from collections.abc import Callable, Sequence
from math import cos, pi, radians, sin
from typing import Any

Point = tuple[float, float]
Place = Callable[[float, float], Point]


def path_data(shape: dict[str, Any], place: Place, *, closed: bool) -> str:
    """Return the ``d`` of a smooth curve through the points of an outline shape.

    Parameters
    ----------
    shape : dict
        A row of the outline table with ``points``, ``line`` or ``ellipse``. [mm]
    place : callable
        Maps a point of the view to the sheet.
    closed : bool
        Whether the curve returns to its start.

    Returns
    -------
    d : str
        Path data of cubic curves (Catmull-Rom, tension one half).

    Examples
    --------
    >>> path_data({"line": [[0, 0], [6, 0]]}, lambda x, y: (x, y), closed=False)
    'M0 0C1 0 5 0 6 0'
    """
    spots = [place(x, y) for x, y in outline_points(shape)]
    return smooth(spots, closed=closed)


def outline_points(shape: dict[str, Any]) -> list[Point]:
    """Return the points of an outline shape, an ellipse as 16 of them. [mm].

    Examples
    --------
    >>> len(outline_points({"ellipse": [0, 0, 2, 1, 0]}))
    16
    """
    if "ellipse" in shape:
        return _ellipse(*shape["ellipse"])
    rows = shape["points"] if "points" in shape else shape["line"]
    return [(float(x), float(y)) for x, y in rows]


def smooth(spots: Sequence[Point], *, closed: bool) -> str:
    """Return path data of a smooth curve through the spots.

    Examples
    --------
    >>> smooth([(0, 0), (3, 0), (3, 3)], closed=True).endswith("Z")
    True
    """
    count = len(spots)
    start = f"M{number(spots[0][0])} {number(spots[0][1])}"
    spans = range(count if closed else count - 1)
    curves = [_curve([_at(spots, i + k, closed=closed) for k in (-1, 0, 1, 2)]) for i in spans]
    return start + "".join(curves) + ("Z" if closed else "")


def number(value: float) -> str:
    """Return a coordinate with at most one decimal.

    Examples
    --------
    >>> number(3.0), number(-0.04), number(2.25)
    ('3', '0', '2.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _at(spots: Sequence[Point], index: int, *, closed: bool) -> Point:
    """Return the spot at an index, round the end when closed, held at the ends when open."""
    if closed:
        return spots[index % len(spots)]
    return spots[min(max(index, 0), len(spots) - 1)]


def _curve(near: Sequence[Point]) -> str:
    """Return one cubic from the second of four spots to the third."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = near
    turns = (x1 + (x2 - x0) / 6, y1 + (y2 - y0) / 6, x2 - (x3 - x1) / 6, y2 - (y3 - y1) / 6, x2, y2)
    return "C" + " ".join(number(value) for value in turns)


def _ellipse(x: float, y: float, rx: float, ry: float, turn_deg: float) -> list[Point]:
    """Return 16 points on a turned ellipse."""
    c, s = cos(radians(turn_deg)), sin(radians(turn_deg))
    angles = [2 * pi * k / 16 for k in range(16)]
    flat = [(rx * cos(angle), ry * sin(angle)) for angle in angles]
    return [(x + a * c - b * s, y + a * s + b * c) for a, b in flat]
