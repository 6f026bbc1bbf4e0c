"""Axes, lines and words of the small figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

from tensplan.report.blocks import Picture

WIDTH, HEIGHT = 360, 190
"""Size of a figure. [px]"""

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A rectangle of the sheet with its own scales.

    Parameters
    ----------
    left, right, top, bottom : float
        Edges on the sheet. [px]
    x_range, y_range : tuple of float
        What the edges stand for; the second is above the first.
    """

    left: float = 46
    right: float = 350
    top: float = 22
    bottom: float = 146
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def __post_init__(self) -> None:
        for name, (low, high) in (("x_range", self.x_range), ("y_range", self.y_range)):
            if not high > low:
                raise ValueError(f"{name} must rise, got {low} to {high}")

    def place(self, x: float, y: float) -> Point:
        """Return where a point lies on the sheet."""
        (x_low, x_high), (y_low, y_high) = self.x_range, self.y_range
        across = self.left + (x - x_low) / (x_high - x_low) * (self.right - self.left)
        down = self.bottom - (y - y_low) / (y_high - y_low) * (self.bottom - self.top)
        return across, down

    def line(self, points: Sequence[Point], look: str = "curve") -> str:
        """Return a line through points given in the chart's own scales."""
        path = " ".join(f"{_short(x)},{_short(y)}" for x, y in (self.place(*p) for p in points))
        return f'<polyline class="{look}" points="{path}"/>'

    def bars(self, points: Sequence[Point], look: str = "pulses") -> str:
        """Return upright strokes from zero to each point, as one path."""
        path = ""
        for x, y in points:
            across, down = self.place(x, y)
            path += f"M{_short(across)} {_short(self.place(x, 0)[1])}V{_short(down)}"
        return f'<path class="{look}" d="{path}"/>'

    def x_axis(self, ticks: Sequence[float], unit: str) -> str:
        """Return the axis below, with its ticks and unit."""
        parts = [_stroke((self.left, self.bottom), (self.right, self.bottom), "axis")]
        for tick in ticks:
            across = self.place(tick, self.y_range[0])[0]
            parts.append(_stroke((across, self.bottom), (across, self.bottom + 4), "axis"))
            parts.append(words(f"{tick:g}", (across, self.bottom + 17), anchor="middle"))
        middle = (self.left + self.right) / 2
        parts.append(words(unit, (middle, self.bottom + 34), anchor="middle", look="unit"))
        return "".join(parts)

    def y_axis(self, ticks: Sequence[float], unit: str) -> str:
        """Return the axis on the left, with faint lines across."""
        parts = [words(unit, (self.left - 38, self.top - 8), look="unit")]
        for tick in ticks:
            down = self.place(self.x_range[0], tick)[1]
            parts.append(_stroke((self.left, down), (self.right, down), "grid"))
            parts.append(
                words(f"{tick:g}".replace("-", "−"), (self.left - 6, down + 4), anchor="end")
            )
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """One small figure: its title, what it shows in words, and its SVG content."""

    title: str
    description: str
    content: str

    def svg(self, key: str) -> str:
        """Return the SVG element with title and description for those who do not see it.

        Parameters
        ----------
        key : str
            Prefix of the ids; one page must use it only once.

        Examples
        --------
        >>> Figure("One", "Nothing.", "").svg("p1").count('id="p1-')
        2
        """
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" aria-labelledby="{escape(key)}-t {escape(key)}-d">'
            f'<title id="{escape(key)}-t">{escape(self.title)}</title>'
            f'<desc id="{escape(key)}-d">{escape(self.description)}</desc>{self.content}</svg>'
        )

    def picture(self, key: str) -> Picture:
        """Return the figure as the report lays it out.

        Examples
        --------
        >>> Figure("One", "Nothing.", "").picture("p1").caption
        'One'
        """
        return Picture(self.svg(key), self.title, self.description)


def words(text: str, at: Point, *, anchor: str = "start", look: str = "label") -> str:
    """Return escaped words at a place on the sheet."""
    return (
        f'<text class="{look}" x="{_short(at[0])}" y="{_short(at[1])}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round numbers from low to high, at most twice `count` of them.

    Examples
    --------
    >>> ticks(0, 8), ticks(0, 30), ticks(60, 100)
    ([0.0, 2.0, 4.0, 6.0, 8.0], [0.0, 10.0, 20.0, 30.0], [60.0, 70.0, 80.0, 90.0, 100.0])

    Raises
    ------
    ValueError
        If the range does not rise.
    """
    if not high > low:
        raise ValueError(f"a range must rise, got {low} to {high}")
    rough = (high - low) / count
    power = 10.0 ** floor(log10(rough))
    step = next(power * f for f in (1, 2, 5, 10) if power * f >= rough * 0.999)
    first = ceil(low / step - 1e-9)
    found = []
    while first * step <= high * (1 + 1e-9):
        found.append(round(first * step, 12))
        first += 1
    return found


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the points without those that lie on the line between their neighbours.

    Jumps stay where they are: a point that leaves the line by more than `tolerance` is kept.

    Examples
    --------
    >>> simplified([(0, 0), (1, 1), (2, 2), (2, 0), (3, 0)], 0.01)
    [(0, 0), (2, 2), (2, 0), (3, 0)]
    """
    kept = list(points[:1])
    for point, following in pairwise(points[1:]):
        (x, y), (x_end, y_end) = kept[-1], following
        span = x_end - x
        on_line = y + (point[0] - x) / span * (y_end - y) if span > 0 else float("inf")
        if abs(point[1] - on_line) > tolerance:
            kept.append(point)
    return [*kept, *points[1:][-1:]]


def _stroke(start: Point, end: Point, look: str) -> str:
    return (
        f'<line class="{look}" x1="{_short(start[0])}" y1="{_short(start[1])}" '
        f'x2="{_short(end[0])}" y2="{_short(end[1])}"/>'
    )


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
