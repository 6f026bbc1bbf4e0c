"""What the protocol asks of the stimulator behind it; anything with these methods will do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Detection = Literal["none", "electrode", "low-current"]
"""What the stimulator's own detectors find at a pulse."""

Points = tuple[tuple[int, float], ...]
"""Width [us] and current [A] of each point; 0 A is an interval."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding that changed.

    Parameters
    ----------
    channel : int
        0 to 7.
    found : Detection
        What the detector says from now on.
    at_us : int
        When it was found. [us]

    Examples
    --------
    >>> Trouble(0, "electrode", 20_000).found
    'electrode'
    """

    channel: int
    found: Detection
    at_us: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the stimulator itself measured at one pulse; not what the electrodes got.

    Parameters
    ----------
    found : Detection
        What the detector says.
    current, voltage : tuple of float
        At each time asked for. [A], [V]
    supply : float
        Voltage of the output stage's supply. [V]

    Examples
    --------
    >>> Reading("none").current
    ()
    """

    found: Detection
    current: tuple[float, ...] = ()
    voltage: tuple[float, ...] = ()
    supply: float = 150.0


class Stimulator(Protocol):
    """The output half of the device. Times are device time and never go back.

    A pattern that has begun is finished whatever happens, so that its charges stay balanced; the
    next one on its channel waits for that.
    """

    def free_us(self, channel: int) -> int:
        """Return when the pattern that has begun on a channel is over, at the latest. [us]"""

    def high_voltage(self, on: bool, now_us: int) -> bool:
        """Switch the supply of the output stage; tell whether it is as asked. Off stops all."""

    def start(
        self, channel: int, points: Points, period_us: int, *, ramp: int, now_us: int
    ) -> None:
        """Repeat a pattern until it is replaced or stopped.

        It begins as soon as its channel is free; where it replaces a running one, when that one's
        next pattern was due. On a channel that was stopped, the finding is "none" again.

        `ramp` weaker patterns come first: number k of n has k / (n + 1) of the current.
        """

    def stop(self, channel: int, now_us: int) -> None:
        """Start no further pattern on a channel."""

    def pulse(
        self, channel: int, points: Points, now_us: int, sample_us: tuple[int, ...] = ()
    ) -> Reading:
        """Give one pattern now, on a channel that is free; measure at times after its start."""

    def advance(self, until_us: int) -> Trouble | None:
        """Play what starts before a time or until a finding changes; give that finding.

        After a finding, the pulse at which it was found has been given and nothing after it, so
        that the caller can stop the channel before its next pattern.
        """
