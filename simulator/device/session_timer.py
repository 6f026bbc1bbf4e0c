"""The time of a session: it runs with the pulses, waits in a pause, and ends the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator.device.channel import Channel
from simulator.device.clock import Clock

NOT_APPOINTED = -1


class SessionTimer:
    """Session time of all channels.

    Parameters
    ----------
    clock : Clock
        Of the device.
    channels : Mapping of str to Channel
        Whose programs run on session time.
    end : callable
        Called when the longest program ends.
    """

    def __init__(
        self, clock: Clock, channels: Mapping[str, Channel], end: Callable[[], None]
    ) -> None:
        self._clock = clock
        self._channels = channels
        self._end = end
        self._stopped_us: int | None = None
        self._end_us = NOT_APPOINTED

    @property
    def playing(self) -> list[Channel]:
        """Channels that have a program."""
        return [channel for channel in self._channels.values() if channel.program is not None]

    def begin(self) -> None:
        """Start at session time 0."""
        self._stopped_us = None
        for channel in self._channels.values():
            channel.offset_us = self._clock.now_us
        self._appoint()

    def hold(self) -> None:
        """Wait from now on; the end is not appointed any more."""
        if self._stopped_us is None:
            self._stopped_us = self._clock.now_us
        self._end_us = NOT_APPOINTED

    def release(self) -> None:
        """Go on where it was held."""
        if self._stopped_us is None:
            return
        for channel in self._channels.values():
            channel.offset_us += self._clock.now_us - self._stopped_us
        self._stopped_us = None
        self._appoint()

    def renew(self) -> None:
        """Appoint the end anew after a program changed in a session."""
        self._end_us = NOT_APPOINTED
        if self._stopped_us is None and self.playing:
            self._appoint()

    def forget(self) -> None:
        """Leave the session."""
        self._end_us = NOT_APPOINTED

    @property
    def time_us(self) -> int:
        """Time of the session; 0 while no channel has a program [us]."""
        now = self._clock.now_us if self._stopped_us is None else self._stopped_us
        return now - min((channel.offset_us for channel in self.playing), default=now)

    @property
    def length_us(self) -> int | None:
        """Length of the longest program; None when one has no end of its own [us]."""
        lengths = [one.program.duration_us for one in self.playing if one.program is not None]
        ended = [length for length in lengths if length is not None]
        return max(ended) if ended and len(ended) == len(lengths) else None

    def _appoint(self) -> None:
        """End the session when its longest program ends; an older appointment is void."""
        if self.length_us is None:
            return
        ends = [
            one.offset_us + (one.program.duration_us or 0) for one in self.playing if one.program
        ]
        end_us = self._end_us = max(self._clock.now_us, *ends)

        def run() -> None:
            if end_us == self._end_us:
                self._end()

        self._clock.at(end_us, run)
