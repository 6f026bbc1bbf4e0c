"""One point of a pattern: a current for a time, in 32 bits."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.sciencemode4.codes import Refused, Result
from simulator.sciencemode4.facts import fact_us

LONGEST_US = 4095
SHORTEST_US = fact_us("shortest_point")
"""A point that asks for less lasts this long. [us]"""

STEPS_PER_MA = 2
CODE_OF_ZERO = 300
LARGEST_CODE = 600
MOST_POINTS = 16
SIZE = 4
"""Bytes of a point."""


@dataclass(frozen=True, slots=True)
class Point:
    """A constant current.

    Parameters
    ----------
    duration_us : int
        0 to 4095. [us]
    current_ma : float
        -150 to 150 in steps of 0.5. [mA]

    Raises
    ------
    ValueError
        If a value leaves its range or is between two steps; nothing is rounded.

    Examples
    --------
    >>> Point(200, 20).encode().hex(" ")
    '0c 85 50 00'
    >>> Point.decode(bytes.fromhex("0c841000"))
    Point(duration_us=200, current_ma=-20.0)
    """

    duration_us: int
    current_ma: float

    def __post_init__(self) -> None:
        if not (isinstance(self.duration_us, int) and 0 <= self.duration_us <= LONGEST_US):
            raise ValueError(
                f"duration of a point must be whole, 0 to {LONGEST_US} us, got {self.duration_us}"
            )
        code = self.current_ma * STEPS_PER_MA
        if not -CODE_OF_ZERO <= code <= CODE_OF_ZERO or code != int(code):
            raise ValueError(
                f"current of a point must be -150 to 150 mA in steps of 0.5, got {self.current_ma}"
            )

    @property
    def lasting_us(self) -> int:
        """How long the device lets it last [us]."""
        return max(self.duration_us, SHORTEST_US)

    @property
    def current(self) -> float:
        """Current [A]."""
        return self.current_ma / 1000

    def encode(self) -> bytes:
        """Return its four bytes."""
        code = int(self.current_ma * STEPS_PER_MA) + CODE_OF_ZERO
        return (self.duration_us << 20 | code << 10).to_bytes(SIZE, "big")

    @classmethod
    def decode(cls, data: bytes) -> Point:
        """Read four bytes; the ten reserved bits are passed over.

        Raises
        ------
        Refused
            If the current is above 150 mA.
        """
        word = int.from_bytes(data, "big")
        code = word >> 10 & 0x3FF
        if code > LARGEST_CODE:
            raise Refused(Result.PARAMETER_ERROR, f"code {code} of a current is above 600")
        return cls(word >> 20, (code - CODE_OF_ZERO) / STEPS_PER_MA)


def encode_points(points: tuple[Point, ...]) -> bytes:
    """Return the bytes of a pattern.

    Examples
    --------
    >>> len(encode_points((Point(100, 1), Point(100, -1))))
    8
    """
    if not 1 <= len(points) <= MOST_POINTS:
        raise ValueError(f"a pattern has 1 to {MOST_POINTS} points, got {len(points)}")
    return b"".join(point.encode() for point in points)


def decode_points(data: bytes) -> tuple[Point, ...]:
    """Read a pattern.

    Examples
    --------
    >>> decode_points(bytes.fromhex("0c855000"))
    (Point(duration_us=200, current_ma=20.0),)
    """
    return tuple(Point.decode(data[at : at + SIZE]) for at in range(0, len(data), SIZE))


def length_us(points: tuple[Point, ...]) -> int:
    """Return how long a pattern lasts in the device [us].

    Examples
    --------
    >>> length_us((Point(200, 20), Point(0, 0)))
    210
    """
    return sum(point.lasting_us for point in points)
