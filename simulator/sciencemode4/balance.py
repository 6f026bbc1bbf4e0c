"""One pulse of a plan as points of the wire: never more charge than asked, and a net charge of 0."""

from __future__ import annotations

from functools import cache, lru_cache
from math import gcd
from typing import Literal

from simulator.properties import Property
from simulator.properties.table import parse_property, read_json
from simulator.sciencemode4.point import (
    LONGEST_US,
    MOST_POINTS,
    SHORTEST_US,
    STEPS_PER_MA,
    Point,
)
from simulator.waveform import Pulse

Rule = Literal[
    "net-charge", "amplitude", "point-length", "points", "rate", "sweep", "busy", "channels"
]


class NotEncodable(ValueError):  # noqa: N818 (what happened, not that something broke)
    """The wire has no pattern for what is asked.

    Parameters
    ----------
    rule : Rule
        Which rule of the encoding says so.
    message : str
        What was asked and what is allowed.

    Examples
    --------
    >>> NotEncodable("rate", "too fast").rule
    'rate'
    """

    def __init__(self, rule: Rule, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@cache
def rule_value(name: str) -> Property:
    """Return one number of the encoding rules.

    Examples
    --------
    >>> rule_value("rate_tolerance").value
    0.01
    """
    return parse_property(read_json("encoding", "sciencemode4")[name])


def most_steps() -> int:
    """Return the largest current in steps of 0.5 mA.

    Examples
    --------
    >>> most_steps()
    260
    """
    return round(rule_value("largest_current").value * 1000 * STEPS_PER_MA)


@lru_cache(maxsize=65_536)
def pulse_points(pulse: Pulse, steps: int) -> tuple[Point, ...]:
    """Return the points of a pulse.

    The second phase of an asymmetric pulse is rounded towards zero to 0.5 mA as the leading one is;
    then the leading width is cut, and the second stretched, to whole microseconds whose charges
    are the same.

    Parameters
    ----------
    pulse : Pulse
        Shape and widths.
    steps : int
        Amplitude in steps of 0.5 mA; 0 gives the same points without current.

    Returns
    -------
    tuple of Point
        1 to 16, with a net charge of exactly 0.

    Raises
    ------
    NotEncodable
        If the wire has no such points.

    Examples
    --------
    >>> pulse_points(Pulse("symmetric-biphasic", 100), 25)
    (Point(duration_us=100, current_ma=12.5), Point(duration_us=100, current_ma=-12.5))
    >>> [(p.duration_us, p.current_ma)
    ...  for p in pulse_points(Pulse("asymmetric-biphasic", 102, recharge_ratio=4), 50)]
    [(102, 25.0), (425, -6.0)]
    """
    if not 0 <= steps <= most_steps():
        raise NotEncodable(
            "amplitude",
            f"amplitude must be 0 to {most_steps() / STEPS_PER_MA:g} mA, got {steps / STEPS_PER_MA:g} mA",
        )
    if not pulse.biphasic:
        raise NotEncodable(
            "net-charge", "a monophasic pulse has no second phase: its net charge is not 0"
        )
    first_us, second_us, second = _balanced(pulse, steps)
    parts = (
        *split_points(first_us, steps, "leading phase"),
        *split_points(pulse.interphase_us, 0, "interphase interval"),
        *split_points(second_us, -second, "second phase"),
    )
    if len(parts) > MOST_POINTS:
        raise NotEncodable(
            "points",
            f"a pulse of {pulse.duration_us} us takes {len(parts)} points; there are {MOST_POINTS}",
        )
    return parts


def _balanced(pulse: Pulse, steps: int) -> tuple[int, int, int]:
    """Widths of both phases and steps of the second one, so that their charges are the same."""
    ratio, width = pulse.recharge_ratio, pulse.width_us
    if steps == 0 or ratio == 1:
        return width, pulse.second_width_us, steps
    second = int(steps / ratio)
    if second == 0:
        raise NotEncodable(
            "amplitude",
            f"at {steps / STEPS_PER_MA:g} mA the second phase would be below 0.5 mA, which is 0 on the wire",
        )
    unit = second // gcd(steps, second)
    first_us = width // unit * unit
    if first_us < width * (1 - rule_value("width_adjustment").value):
        raise NotEncodable(
            "net-charge",
            f"at {steps / STEPS_PER_MA:g} mA no leading phase of {width} us or up to "
            f"{rule_value('width_adjustment').value:.0%} less has the charge of a second phase of "
            f"{second / STEPS_PER_MA:g} mA in whole microseconds",
        )
    return first_us, first_us * steps // second, second


def split_points(length_us: int, steps: int, what: str) -> tuple[Point, ...]:
    """Return the points of one phase or silence; none for no time.

    Parameters
    ----------
    length_us : int
        Of all of them. [us]
    steps : int
        Their current in steps of 0.5 mA, with its sign.
    what : str
        What it is, for the refusal.

    Raises
    ------
    NotEncodable
        If it is shorter than a point can be.

    Examples
    --------
    >>> [point.duration_us for point in split_points(9_800, 0, "silence")]
    [3267, 3267, 3266]
    """
    if length_us == 0:
        return ()
    if length_us < SHORTEST_US:
        raise NotEncodable(
            "point-length", f"the {what} must last at least {SHORTEST_US} us, got {length_us} us"
        )
    count = -(-length_us // LONGEST_US)
    short, longer = divmod(length_us, count)
    return tuple(Point(short + (number < longer), steps / STEPS_PER_MA) for number in range(count))


def lowered_points(pulse: Pulse, steps: int) -> tuple[tuple[Point, ...], int]:
    """Return the points of the highest amplitude up to the asked one that can be balanced.

    Parameters
    ----------
    pulse : Pulse
        Shape and widths.
    steps : int
        Asked amplitude in steps of 0.5 mA.

    Returns
    -------
    points : tuple of Point
        Of the pulse; without current when no step can be balanced.
    steps : int
        What they give.

    Raises
    ------
    NotEncodable
        If even without current there are no points.

    Examples
    --------
    >>> lowered_points(Pulse("asymmetric-biphasic", 100, recharge_ratio=4), 3)[1]
    0
    """
    while steps > 0:
        try:
            return pulse_points(pulse, steps), steps
        except NotEncodable as refused:
            if refused.rule not in ("amplitude", "net-charge"):
                raise
            steps -= 1
    return pulse_points(pulse, 0), 0
