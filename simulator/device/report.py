"""What the device says of itself; what its pads do is in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.device.transition import State


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelReport:
    """What the device shows for one channel.

    Parameters
    ----------
    amplitude : float
        As set, in the steps of the device. [A]
    level : float
        As the firmware drives it now, during a rise below the setting. [A]
    error : str
        Name of what stopped it, or nothing.
    """

    amplitude: float
    level: float
    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What the device answers when asked; a device that hangs answers nothing.

    Parameters
    ----------
    serial : str
        Begins with SIM: no real output.
    state : State
        Where it is in the table of transitions.
    fault : str
        What latched it, or nothing.
    session_us, remaining_us : int or None
        Time of the session, and time left; None without a session, or without an end. [us]
    channels : dict of str to ChannelReport
        By channel id.
    """

    serial: str
    state: State
    fault: str
    session_us: int | None
    remaining_us: int | None
    channels: dict[str, ChannelReport]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the journal: when [us], what, and where.

    Examples
    --------
    >>> Happening(20, "start").as_json()
    {'at_us': 20, 'what': 'start', 'channel': ''}
    """

    at_us: int
    what: str
    channel: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the line as data."""
        return {"at_us": self.at_us, "what": self.what, "channel": self.channel}
