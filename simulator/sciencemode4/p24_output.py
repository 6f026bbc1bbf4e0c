"""The output half of a P24: eight channels of the virtual stimulator, driven by points."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from simulator.device import (
    Clock,
    Contact,
    NotAnswering,
    PointProgram,
    TransitionRefused,
    VirtualStimulator,
)
from simulator.device.channel import Channel
from simulator.device.detector import detectors
from simulator.device.lead_off_reaction import LeadOffReaction
from simulator.device.transition import ACTIVE
from simulator.output_stage import respond
from simulator.properties import device
from simulator.sciencemode4.mid_level import CHANNELS
from simulator.sciencemode4.stimulator import Detection, Points, Reading, Trouble


@dataclass(frozen=True, slots=True)
class _Played:
    """A pattern that a channel repeats from a time on."""

    points: Points
    period_us: int
    ramp: int
    begin_us: int

    @property
    def length_us(self) -> int:
        """How long one pattern lasts [us]."""
        return sum(width for width, _ in self.points)

    def next_us(self, now_us: int) -> int:
        """First pattern that begins now or later [us]."""
        count = -(-(now_us - self.begin_us) // self.period_us)
        return self.begin_us + max(0, count) * self.period_us

    def over_us(self, now_us: int) -> int:
        """End of the last pattern that has begun before now; its own begin when none has [us]."""
        last = self.next_us(now_us) - self.period_us
        return last + self.length_us if last >= self.begin_us else self.begin_us

    def program(self, count: int | None = None) -> PointProgram | None:
        """Return what the stimulator plays; None when no current flows."""
        if not any(current for _, current in self.points):
            return None
        return PointProgram(self.points, self.period_us, count, self.ramp)


class P24Output:
    """Plays what the protocol asks for on the virtual stimulator, whose ledgers hold the truth.

    The lead-off policy is that of the P24. Of the detectors only that for low current is asked,
    and it stops nothing.

    Parameters
    ----------
    contacts : mapping of str to Contact
        Eight pairs of pads, by channel id.

    Raises
    ------
    ValueError
        If there are not eight.

    Examples
    --------
    >>> pads = Contact(areas=(20e-4, 20e-4))
    >>> output = P24Output({str(n): pads for n in range(1, 9)})
    >>> output.high_voltage(True, 0)
    True
    >>> output.start(0, ((200, 0.02), (200, -0.02)), 20_000, ramp=0, now_us=0)
    >>> output.advance(1_000_000)
    >>> output.device.channels["1"].ledger.totals().pulses
    50
    """

    def __init__(self, contacts: Mapping[str, Contact]) -> None:
        if len(contacts) != CHANNELS:
            raise ValueError(f"a P24 has {CHANNELS} channels, got pads for {len(contacts)}")
        self.device = VirtualStimulator(
            Clock(), contacts, device("p24"), lead_off="p24", watched=(), rise_us=0
        )
        self.device.power_on()
        self.device.advance(0)
        self._names = tuple(contacts)
        self._reaction = LeadOffReaction(self.device)
        self._playing: dict[int, _Played] = {}
        self._coming: dict[int, _Played] = {}
        self._found: dict[int, Detection] = {}
        self._over = [0] * CHANNELS
        self._unheard: set[int] = set()

    def free_us(self, channel: int) -> int:
        """Return when the pattern that has begun on a channel is over, at the latest. [us]"""
        return self._over[channel]

    def high_voltage(self, on: bool, now_us: int) -> bool:
        """Switch the supply of the output stage; tell whether it is as asked. Off stops all."""
        self.device.advance(now_us)
        for channel in set(self._playing) | set(self._coming):
            self.stop(channel, now_us)
        if self.device.state in ACTIVE:
            with suppress(NotAnswering):
                self.device.stop()
        ready = self.device.state == "standby" and not self.device.hung
        return ready if on else self.device.state not in ACTIVE

    def start(
        self, channel: int, points: Points, period_us: int, *, ramp: int, now_us: int
    ) -> None:
        """Repeat a pattern until it is replaced or stopped; see `Stimulator`."""
        self.device.advance(now_us)
        old = self._playing.get(channel)
        begin = max(now_us, self._over[channel]) if old is None else old.next_us(now_us)
        if old is None:
            self._found.pop(channel, None)
        played = _Played(points, period_us, ramp, begin)
        self._coming.pop(channel, None)
        if begin > now_us:
            self._coming[channel] = played
        else:
            self._play(channel, played)

    def stop(self, channel: int, now_us: int) -> None:
        """Start no further pattern on a channel."""
        self.device.advance(now_us)
        self._coming.pop(channel, None)
        played = self._playing.pop(channel, None)
        if played is not None:
            self._over[channel] = played.over_us(now_us)
            self._drive(channel, None)

    def pulse(
        self, channel: int, points: Points, now_us: int, sample_us: tuple[int, ...] = ()
    ) -> Reading:
        """Give one pattern now, on a channel that is free; measure at times after its start."""
        self.device.advance(now_us)
        played = _Played(points, sum(width for width, _ in points), 0, now_us)
        program = played.program(count=1)
        self._drive(channel, program)
        self._over[channel] = now_us + played.length_us
        found, _ = self._look(channel, played, now_us + 1)
        if program is None:
            return Reading(found, (0.0,) * len(sample_us), (0.0,) * len(sample_us))
        current, voltage = _measured(self._channel(channel), program, sample_us)
        return Reading(found, current, voltage)

    def advance(self, until_us: int) -> Trouble | None:
        """Play what starts before a time or until a finding changes; give that finding."""
        self._say_again(until_us)
        while True:
            stop = min([until_us, *(played.begin_us for played in self._coming.values())])
            trouble = self._first(stop)
            if trouble is not None:
                self._found[trouble.channel] = trouble.found
                self.device.advance(trouble.at_us)
                return trouble
            self.device.advance(stop)
            for channel in [n for n, played in self._coming.items() if played.begin_us <= stop]:
                self._play(channel, self._coming.pop(channel))
            if stop == until_us:
                return None

    def _say_again(self, until_us: int) -> None:
        """Stop channels that could not hear it while the device hung, as soon as it hears."""
        while self._unheard and self.device.hung:
            due = self.device.clock.next_us
            if due is None or due > until_us:
                return
            self.device.advance(due)
        for channel in tuple(self._unheard):
            self._unheard.discard(channel)
            self._drive(channel, None)

    def _first(self, stop_us: int) -> Trouble | None:
        """First finding before a time that differs from what was found before."""
        now = self.device.now_us
        changes = []
        for channel, played in self._playing.items():
            if played.next_us(now) < stop_us:
                found, at_us = self._look(channel, played, stop_us)
                if found != self._found.get(channel, "none"):
                    changes.append(Trouble(channel, found, min(at_us, stop_us)))
        return min(changes, key=lambda change: change.at_us, default=None)

    def _look(self, channel: int, played: _Played, stop_us: int) -> tuple[Detection, int]:
        """Return what the detectors say of the patterns until a time, and when."""
        now, one = self.device.now_us, self._channel(channel)
        off = self._reaction.examine(one, now, stop_us)
        if off is not None:
            return "electrode", off.at_us
        low = one.examine(now, stop_us, [detectors()["low-current"]])
        if low is not None and not one.contact.is_open:
            return "low-current", low.at_us
        return "none", played.next_us(now) + played.length_us

    def _play(self, channel: int, played: _Played) -> None:
        """Let a channel repeat a pattern from now on."""
        self._playing[channel] = played
        self._drive(channel, played.program())

    def _drive(self, channel: int, program: PointProgram | None) -> None:
        """Hand over to the stimulator; one that hangs or has latched a fault takes nothing."""
        self._unheard.discard(channel)
        if program is None and self.device.hung:
            self._unheard.add(channel)
        elif program is not None or self.device.state in ACTIVE:
            with suppress(NotAnswering, TransitionRefused):
                self.device.drive(self._names[channel], program)

    def _channel(self, channel: int) -> Channel:
        """Channel by its number."""
        return self.device.channels[self._names[channel]]


def _measured(
    channel: Channel, program: PointProgram, sample_us: tuple[int, ...]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return current and voltage of a pulse at some times, from a load at rest; 0 when open."""
    load, times = channel.contact.load, np.array(sample_us) / 1e6
    if load is None or not sample_us:
        nothing = (0.0,) * len(sample_us)
        return nothing, nothing
    length = program.length_us
    answer = respond(
        channel.stage, program.pattern_phases, program.amplitude, load, duration_us=length
    )
    inside = times < length / 1e6
    voltage, current = np.zeros(len(sample_us)), np.zeros(len(sample_us))
    voltage[inside], current[inside] = answer.at(times[inside])
    return tuple(map(float, current)), tuple(map(float, voltage))
