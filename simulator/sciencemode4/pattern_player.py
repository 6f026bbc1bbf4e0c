"""The mid level at work: patterns that go on by themselves while the host keeps them alive."""

from __future__ import annotations

from simulator.sciencemode4.codes import Refused, Result
from simulator.sciencemode4.facts import fact_us
from simulator.sciencemode4.mid_level import (
    OVERHEAD_US,
    ChannelTrouble,
    CurrentData,
    MidLevelUpdate,
    Pattern,
)
from simulator.sciencemode4.options import Options
from simulator.sciencemode4.pulse_queue import wire_points
from simulator.sciencemode4.stimulator import Stimulator, Trouble

TIMEOUT_US = fact_us("keep_alive_timeout")
"""Without update or keep-alive, stimulation stops. [us]"""

KINDS = {
    "none": ChannelTrouble.NONE,
    "electrode": ChannelTrouble.ELECTRODE,
    "low-current": ChannelTrouble.LOW_CURRENT,
}


class PatternPlayer:
    """Plays up to eight patterns on one output stage.

    Parameters
    ----------
    output : Stimulator
        What gives the pulses.
    stop_all : bool
        Whether a fault of one channel stops all of them.
    options : Options
        What is not documented.

    Examples
    --------
    >>> PatternPlayer(None, True, Options()).running
    False
    """

    def __init__(self, output: Stimulator, stop_all: bool, options: Options) -> None:
        self._output = output
        self._stop_all = stop_all
        self._options = options
        self._active: set[int] = set()
        self._troubles: dict[int, ChannelTrouble] = {}
        self.deadline_us: int | None = None

    @property
    def running(self) -> bool:
        """Whether patterns are played."""
        return self.deadline_us is not None

    @property
    def state(self) -> CurrentData:
        """Which channels play, and which have trouble."""
        return CurrentData(Result.OK, frozenset(self._active), dict(self._troubles))

    def update(self, update: MidLevelUpdate, now_us: int) -> None:
        """Play these patterns and no others.

        Raises
        ------
        Refused
            If together they need the output stage for longer than there is time. What was
            played before then goes on, and its time is not extended.
        """
        check_busy(update)
        for channel in self._active - set(update.patterns):
            self._output.stop(channel, now_us)
        for channel, pattern in update.patterns.items():
            self._start(channel, pattern, now_us)
        self._active = set(update.patterns)
        self.deadline_us = now_us + TIMEOUT_US if self._active else None

    def _start(self, channel: int, pattern: Pattern, now_us: int) -> None:
        """Start a channel with its ramp, or change one that plays without."""
        plays = channel in self._active
        if not plays:
            self._troubles.pop(channel, None)
        self._output.start(
            channel,
            wire_points(pattern.points),
            pattern.period_us,
            ramp=0 if plays else pattern.ramp,
            now_us=now_us,
        )

    def keep_alive(self, now_us: int) -> CurrentData:
        """Extend the time of what is played; what has stopped stays so."""
        if self.running:
            self.deadline_us = now_us + TIMEOUT_US
        return self.state

    def advance(self, now_us: int) -> bool:
        """Play until now; tell whether the time ran out on the way."""
        deadline = self.deadline_us
        self._play(now_us if deadline is None else min(now_us, deadline))
        expired = self.deadline_us is not None and self.deadline_us <= now_us
        if expired:
            self.halt(self.deadline_us or now_us)
        self._play(now_us)
        return expired

    def halt(self, now_us: int) -> None:
        """Stop all channels."""
        self._stop(set(self._active), now_us)
        self.deadline_us = None

    def _play(self, until_us: int) -> None:
        """Let the output run; react to each finding when it is found."""
        while (trouble := self._output.advance(until_us)) is not None:
            self._react(trouble)

    def _react(self, trouble: Trouble) -> None:
        """Note a finding; stop what it stops."""
        if trouble.found == "none":
            self._troubles.pop(trouble.channel, None)
            return
        self._troubles[trouble.channel] = KINDS[trouble.found]
        if trouble.found == "electrode" or self._options.low_current == "stop":
            concerned = self._active if self._stop_all else self._active & {trouble.channel}
            self._stop(set(concerned), trouble.at_us)
            if not self._active and self._options.status_after_trouble == "ready":
                self.deadline_us = None

    def _stop(self, channels: set[int], now_us: int) -> None:
        """Stop some channels."""
        for channel in sorted(channels):
            self._output.stop(channel, now_us)
        self._active -= channels


def check_busy(update: MidLevelUpdate) -> None:
    """Refuse patterns that do not fit beside each other on one output stage.

    Parameters
    ----------
    update : MidLevelUpdate
        What is asked for. Each pattern takes the time of its points and 60 us.

    Raises
    ------
    Refused
        If they need a second or more of each second.

    Examples
    --------
    >>> check_busy(MidLevelUpdate())
    """
    patterns = update.patterns.values()
    busy = sum((pattern.length_us + OVERHEAD_US) / pattern.period_us for pattern in patterns)
    if not busy < 1:
        raise Refused(Result.PULSE_TIMEOUT, f"the patterns need {busy:.3f} s of each second")
