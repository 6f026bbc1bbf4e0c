"""Find room for labels beside what they name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin

Box = tuple[float, float, float, float]
Point = tuple[float, float]
_ANGLES = tuple(2 * pi * k / 24 for k in range(24))


@dataclass(slots=True)
class Crowd:
    """What already stands on a panel.

    Attributes
    ----------
    bounds : (float, float, float, float)
        Left, top, width and height that labels must stay in. [px]
    taken : list of box
        Boxes that a label should not cover. [px]
    lines : list of (point, point)
        Lines that a label should not cover. [px]
    """

    bounds: Box
    taken: list[Box] = field(default_factory=list)
    lines: list[tuple[Point, Point]] = field(default_factory=list)

    def settle(self, anchor: Point, clear: Point, size: Point, outward: float) -> Point:
        """Choose the centre of a label near an anchor, and keep its box as taken.

        Parameters
        ----------
        anchor : (float, float)
            Centre of what is named. [px]
        clear : (float, float)
            Half width and half height of what is named. [px]
        size : (float, float)
            Width and height of the label. [px]
        outward : float
            Sign of the side that is liked best: above 0 right, below 0 left.

        Returns
        -------
        centre : (float, float)
            Centre of the label. [px]
        """
        spots = [
            _beside(anchor, clear, size, angle, gap)
            for gap in (14.0, 26.0, 42.0, 64.0)
            for angle in _ANGLES
        ]
        best = min(spots, key=lambda spot: self._cost(anchor, spot, size, outward))
        self.taken.append(_box(best, size))
        return best

    def _cost(self, anchor: Point, spot: Point, size: Point, outward: float) -> float:
        """Return how bad a spot is: covering weighs most, then distance, then the wrong side."""
        box = _box(spot, size)
        covered = sum(_overlap(box, other) for other in self.taken)
        crossed = sum(_crossed(box, line) for line in self.lines)
        led = sum(
            _crossed(other, (anchor, spot)) for other in self.taken if not _holds(other, anchor)
        )
        outside = size[0] * size[1] - _overlap(box, self.bounds)
        side = 0.0 if (spot[0] - anchor[0]) * outward >= 0 else 12.0
        tilt = 0.25 * abs(spot[1] - anchor[1])
        far = hypot(spot[0] - anchor[0], spot[1] - anchor[1])
        return 5 * covered + 200 * crossed + 60 * led + 8 * outside + far + side + tilt


def _beside(anchor: Point, clear: Point, size: Point, angle: float, gap: float) -> Point:
    """Return a label centre in a direction, just clear of what is named."""
    return (
        anchor[0] + cos(angle) * (clear[0] + size[0] / 2 + gap),
        anchor[1] + sin(angle) * (clear[1] + size[1] / 2 + gap),
    )


def _box(centre: Point, size: Point) -> Box:
    """Return the box of a label with a small margin."""
    wide, high = size[0] + 4, size[1] + 4
    return centre[0] - wide / 2, centre[1] - high / 2, wide, high


def _overlap(one: Box, two: Box) -> float:
    """Return the area that two boxes share."""
    wide = min(one[0] + one[2], two[0] + two[2]) - max(one[0], two[0])
    high = min(one[1] + one[3], two[1] + two[3]) - max(one[1], two[1])
    return max(0.0, wide) * max(0.0, high)


def _holds(box: Box, point: Point) -> bool:
    """Tell whether a point lies in a box."""
    return box[0] <= point[0] <= box[0] + box[2] and box[1] <= point[1] <= box[1] + box[3]


def _crossed(box: Box, line: Sequence[Point]) -> float:
    """Return the share of a line that lies in a box."""
    (x1, y1), (x2, y2) = line
    steps = [k / 24 for k in range(25)]
    return sum(_holds(box, (x1 + (x2 - x1) * t, y1 + (y2 - y1) * t)) for t in steps) / 25
