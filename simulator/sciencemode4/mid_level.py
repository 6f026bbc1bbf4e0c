"""Messages of the mid level: patterns that the device repeats by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from simulator.sciencemode4.codes import (
    DATA_SELECTION_EIGHT,
    DATA_SELECTION_ERRORS,
    Refused,
    Result,
)
from simulator.sciencemode4.facts import fact_us
from simulator.sciencemode4.point import (
    SIZE,
    Point,
    decode_points,
    encode_points,
    length_us,
)

CHANNELS = 8
MOST_RAMP = 15
COARSE_US, FINE_US = 500, 250
"""The two steps of a period [us]."""

MOST_CODE = 0x7FFF
OVERHEAD_US = fact_us("pattern_overhead")
"""What the output stage needs for each pattern beside its points. [us]"""


class ChannelTrouble(IntEnum):
    """What the answer to a keep-alive says of a channel.

    Examples
    --------
    >>> ChannelTrouble(1).name
    'ELECTRODE'
    """

    NONE = 0
    ELECTRODE = 1
    PULSE_TIMEOUT = 2
    LOW_CURRENT = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """Points that a channel repeats.

    Parameters
    ----------
    points : tuple of Point
        1 to 16.
    period_us : int
        A multiple of 250 us up to 8191.75 ms, or of 500 us up to 16383.5 ms. [us]
    ramp : int
        0 to 15 weaker patterns, linearly rising, before the first full one.

    Raises
    ------
    ValueError
        If the wire has no code for it.

    Examples
    --------
    >>> pattern = Pattern((Point(200, 20), Point(100, 0), Point(200, -20)), 20_000, ramp=3)
    >>> pattern.encode().hex(" ")
    '23 00 50 0c 85 50 00 06 44 b0 00 0c 84 10 00'
    """

    points: tuple[Point, ...]
    period_us: int
    ramp: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.points) <= 16:
            raise ValueError(f"a pattern has 1 to 16 points, got {len(self.points)}")
        if not 0 <= self.ramp <= MOST_RAMP:
            raise ValueError(f"ramp must be 0 to {MOST_RAMP} patterns, got {self.ramp}")
        code_of_period(self.period_us)

    @property
    def length_us(self) -> int:
        """How long one pattern lasts [us]."""
        return length_us(self.points)

    def encode(self) -> bytes:
        """Return its bytes in an update."""
        head = bytes((len(self.points) - 1 << 4 | self.ramp,))
        return head + code_of_period(self.period_us).to_bytes(2, "big") + encode_points(self.points)


def code_of_period(period_us: int) -> int:
    """Return the 16 bits of a period, in steps of 500 us where that is exact.

    Parameters
    ----------
    period_us : int
        Time from one pattern to the next. [us]

    Returns
    -------
    int
        15 bits of the time and one of the step.

    Raises
    ------
    ValueError
        If no code stands for exactly this time.

    Examples
    --------
    >>> code_of_period(20_000), code_of_period(12_250)
    (80, 99)
    """
    for step, fine in ((COARSE_US, 0), (FINE_US, 1)):
        code, left = divmod(period_us, step)
        if not left and 1 <= code <= MOST_CODE:
            return code << 1 | fine
    raise ValueError(
        "period must be a multiple of 250 us up to 8191750 us or of 500 us up to 16383500 us, "
        f"got {period_us} us"
    )


@dataclass(frozen=True, slots=True)
class MidLevelUpdate:
    """Request to play these patterns and no others.

    Parameters
    ----------
    patterns : mapping of int to Pattern
        By channel, 0 to 7.

    Raises
    ------
    ValueError
        If a channel is not 0 to 7.

    Examples
    --------
    >>> MidLevelUpdate({0: Pattern((Point(200, 20),), 20_000)}).encode().hex(" ")
    '01 00 00 50 0c 85 50 00'
    """

    patterns: Mapping[int, Pattern] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not all(0 <= channel < CHANNELS for channel in self.patterns):
            raise ValueError(f"channels must be 0 to 7, got {sorted(self.patterns)}")

    def encode(self) -> bytes:
        """Return the data of the request."""
        mask = sum(1 << channel for channel in self.patterns)
        parts = (self.patterns[channel].encode() for channel in sorted(self.patterns))
        return bytes((mask,)) + b"".join(parts)

    @classmethod
    def decode(cls, data: bytes) -> MidLevelUpdate:
        """Read the data of the request.

        Raises
        ------
        Refused
            If bytes are missing or left over, or a value leaves its range.
        """
        if not data:
            raise Refused(Result.PARAMETER_ERROR, "no data")
        patterns, at = {}, 1
        for channel in range(CHANNELS):
            if data[0] >> channel & 1:
                patterns[channel], at = _decode_pattern(data, at)
        if at != len(data):
            raise Refused(Result.PARAMETER_ERROR, f"{len(data) - at} bytes left over")
        return cls(patterns)


def _decode_pattern(data: bytes, at: int) -> tuple[Pattern, int]:
    """Read one pattern; give it with where the next one begins."""
    end = at + 3 + SIZE * ((data[at] >> 4) + 1) if at < len(data) else at + 1
    if end > len(data):
        raise Refused(Result.PARAMETER_ERROR, "a pattern is cut off")
    code = int.from_bytes(data[at + 1 : at + 3], "big")
    period_us = (code >> 1) * (FINE_US if code & 1 else COARSE_US)
    if not period_us:
        raise Refused(Result.PARAMETER_ERROR, "a period of 0 us")
    return Pattern(decode_points(data[at + 3 : end]), period_us, data[at] & 0x0F), end


@dataclass(frozen=True, slots=True)
class CurrentData:
    """Answer to a keep-alive.

    Parameters
    ----------
    result : Result
        Whether it could be answered.
    active : frozenset of int
        Channels that play.
    troubles : mapping of int to ChannelTrouble
        By channel; a channel that is not named has none.

    Examples
    --------
    >>> CurrentData(Result.OK, frozenset({0}), {3: ChannelTrouble.ELECTRODE}).encode().hex(" ")
    '00 04 01 00 10 00 00'
    """

    result: Result = Result.OK
    active: frozenset[int] = frozenset()
    troubles: Mapping[int, ChannelTrouble] = field(default_factory=dict)

    def encode(self, selection: int = DATA_SELECTION_ERRORS) -> bytes:
        """Return the data of the answer.

        Parameters
        ----------
        selection : int
            4 for the kind of trouble of each channel, the first in the low half of its byte; 2
            for the first four channels and 3 for all, as bits of what plays and what has trouble.
        """
        mask = sum(1 << channel for channel in self.active)
        if selection != DATA_SELECTION_ERRORS:
            bad = sum(1 << channel for channel in self.troubles)
            groups = (0, 4) if selection == DATA_SELECTION_EIGHT else (0,)
            pairs = ((mask >> low & 0x0F) << 4 | bad >> low & 0x0F for low in groups)
            return bytes((self.result, selection, *pairs))
        halves = sum(trouble << 4 * channel for channel, trouble in self.troubles.items())
        return bytes((self.result, DATA_SELECTION_ERRORS, mask)) + halves.to_bytes(4, "little")

    @classmethod
    def decode(cls, data: bytes) -> CurrentData:
        """Read the data of the answer."""
        halves = int.from_bytes(data[3:7], "little")
        troubles = {n: ChannelTrouble(halves >> 4 * n & 0x0F) for n in range(CHANNELS)}
        return cls(
            Result(data[0]),
            frozenset(n for n in range(CHANNELS) if data[2] >> n & 1),
            {n: trouble for n, trouble in troubles.items() if trouble},
        )
