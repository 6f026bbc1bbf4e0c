"""The loop: patterns when they are due, the person's hand, keep-alive, and a stop whatever happens."""

from __future__ import annotations

import select
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol

from simulator.sciencemode4.host import DeviceRefused, Host, NoAnswer
from simulator.sciencemode4.mid_level import ChannelTrouble, CurrentData
from simulator.sciencemode4.ports.line import LinkLost
from tensplan.play.interruption import Interruption
from tensplan.play.lateness import Lateness
from tensplan.play.outcome import Ending, Outcome
from tensplan.play.port import Line
from tensplan.play.session_clock import SessionClock
from tensplan.play.steering import Order
from tensplan.play.voice import Voice
from tensplan.session_plan.session_record import StopReason

KEEP_ALIVE_US: Final = 500_000
"""How often the device is asked how it goes; it stops by itself after two seconds. [us]"""

HELD_UP_US: Final = 1_500_000
"""After so long without a word the device may have stopped, and would begin again at full amplitude. [us]"""

TROUBLES: Final = {
    ChannelTrouble.ELECTRODE: "an electrode is off",
    ChannelTrouble.PULSE_TIMEOUT: "pulses come too close to each other",
    ChannelTrouble.LOW_CURRENT: "less current flows than was set",
}
DEVICE_FAULTS = (NoAnswer, DeviceRefused, LinkLost, ValueError, IndexError)
"""How a device or its line can fail; the last two are answers that cannot be understood."""


class Hand(Protocol):
    """Whoever steers."""

    def next_us(self) -> int | None:
        """When something is asked next [us]; None when that is not known."""

    def files(self) -> list[int]:
        """Return what becomes readable when something is asked."""

    def take(self, now_us: int, *, paused: bool) -> list[Order]:
        """Return what is asked until now, once."""


Teller = Callable[[str, dict[str, Any]], None]
"""Is told of everything that happens: a word, and what belongs to it."""


class Player:
    """Plays the channels of a plan on a device that is ready to listen.

    Parameters
    ----------
    host, line
        To the device.
    voices : list of Voice
        What to play.
    clock : SessionClock
        Running at the speed of the device.
    hand : Hand
        The person, or a script.
    tell : callable
        Takes each event.
    interruption : Interruption
        Signals.
    forbidden : callable
        Says why the plan may no longer be played, or nothing; asked when a pause ends.
    """

    def __init__(
        self,
        host: Host,
        line: Line,
        voices: list[Voice],
        *,
        clock: SessionClock,
        hand: Hand,
        tell: Teller,
        interruption: Interruption,
        forbidden: Callable[[], str] = lambda: "",
    ) -> None:
        self.voices = voices
        self.lateness = Lateness()
        self.paused = False
        self._host, self._line, self._clock, self._hand = host, line, clock, hand
        self._tell, self._interruption = tell, interruption
        self._forbidden = forbidden
        self._duration_us = max(voice.encoding.train.duration_us for voice in voices)
        self._began_us = 0
        self._played_us = 0
        self._stimulated_us = 0
        self._looked_us = 0
        self._asked_us = 0
        self._spoke_us = 0
        self._reported: CurrentData = CurrentData()
        self._over: tuple[Ending, StopReason, str] | None = None

    @property
    def session_us(self) -> int:
        """Session time, pauses left out, never above the session's length [us]."""
        if self.paused:
            return self._played_us
        return min(self._duration_us, self._clock.now_us() - self._began_us)

    @property
    def left_us(self) -> int:
        """Session time that is left [us]."""
        return self._duration_us - self.session_us

    def run(self) -> Outcome:
        """Play to the end, whatever the end is; afterwards the output is 0."""
        try:
            self._host.mid_level_init()
            self._began_us = self._asked_us = self._looked_us = self._clock.now_us()
            self._spoke_us = self._began_us
            self._tell("begin", {})
            while self._over is None:
                self._turn()
        except DEVICE_FAULTS as error:
            self._over = ("device", "device", _in_words(error))
        except BaseException as error:
            self._over = ("interrupted", "device", f"the player failed: {error}")
            self._finish()
            raise
        return self._finish()

    def _turn(self) -> None:
        """Do what is due, then wait for what is next."""
        if self._interruption.name:
            self._over = ("interrupted", "no-time", f"ended by {self._interruption.name}")
            return
        if self._was_held_up(self._clock.now_us()):
            return
        for order in self._hand.take(self._clock.now_us(), paused=self.paused):
            self._follow(order)
            if self._over is not None:
                return
        if not self.paused:
            self._send()
        self._keep_alive()
        if self._over is None:
            self._wait()

    def _was_held_up(self, now_us: int) -> bool:
        """End when the device was told to give current, and then heard nothing for too long."""
        held_up_us = now_us - self._spoke_us
        if held_up_us <= HELD_UP_US or not self._flows:
            return False
        what = f"this program was held up for {held_up_us / 1e6:.1f} s, and the device stops by itself after 2 s"
        self._over = ("device", "device", what)
        return True

    @property
    def _flows(self) -> bool:
        """Whether the device was told to give current."""
        return any(voice.amplitude_ma > 0 for voice in self.voices)

    def _send(self) -> None:
        """Tell the device what has changed, in one message; end when nothing is left."""
        session_us, now_us = self.session_us, self._clock.now_us()
        self._count(now_us)
        dues = [(v.due_us, v.late_us) for v in self.voices if v.due_us is not None]
        flowing = [voice.amplitude_ma > 0 for voice in self.voices]
        changed = [voice.go_on(session_us, now_us) for voice in self.voices]
        if any(changed):
            if flowing != [voice.amplitude_ma > 0 for voice in self.voices]:
                self._tell("progress", self.state())  # the log knows of a current before it flows
            self._update()
            first = min(due for due, _ in dues)
            self.lateness.add(self._clock.in_world_us(now_us - self._began_us - first))
            ends = [late for due, late in dues if late is not None and due <= session_us]
            if ends and self._clock.now_us() - self._began_us > min(ends):
                self.lateness.missed += 1
        if session_us >= self._duration_us and self._over is None:
            self._over = ("completed", "completed", "completed")

    def _update(self) -> None:
        """Send the pattern of every channel that is not silent.

        It counts as sent when the watch was last kept: a halt between the two is seen at the next turn.
        """
        now_us = self._clock.now_us()
        if self._was_held_up(now_us):
            return
        self._spoke_us = now_us
        self._host.update({v.number: v.pattern for v in self.voices if v.pattern is not None})

    def _count(self, now_us: int) -> None:
        """Count the time with stimulation."""
        if self._flows:
            self._stimulated_us += now_us - self._looked_us
        self._looked_us = now_us

    def _keep_alive(self) -> None:
        """Ask the device how it goes; note it, and act on it."""
        now_us = self._clock.now_us()
        if now_us < self._asked_us + KEEP_ALIVE_US or self._was_held_up(now_us):
            return
        self._asked_us = now_us
        self._spoke_us = now_us  # its answer may be read late: what counts is when it was asked
        data = self._host.current_data()
        if data.troubles != self._reported.troubles:
            self._tell("device", {"troubles": self._named(data)})
        self._reported = data
        expected = {voice.number for voice in self.voices if voice.pattern is not None}
        stopped = expected - data.active
        if stopped:
            self._stopped_by_device(data, stopped)
        self._tell("progress", self.state())

    def _stopped_by_device(self, data: CurrentData, stopped: set[int]) -> None:
        """End when the device has stopped a channel: whoever is there looks at the pads first."""
        for voice in self.voices:
            trouble = data.troubles.get(voice.number)
            if voice.number in stopped and trouble is not None:
                what = f"channel {voice.name}: {TROUBLES[trouble]}; the device stopped"
                self._over = ("device", "device", what)
                return
        self._over = ("device", "device", "the device stopped by itself")

    def _named(self, data: CurrentData) -> dict[str, str]:
        """Troubles by channel."""
        names = {voice.number: voice.name for voice in self.voices}
        return {names.get(n, str(n)): TROUBLES[kind] for n, kind in data.troubles.items()}

    def _follow(self, order: Order) -> None:
        """Do what the person asks."""
        now_us = self._clock.now_us()
        if order.do == "stop":
            self._over = ("stopped", order.because, f"stopped: {order.because}")
        elif order.do == "pause":
            self._pause(now_us)
        elif order.do == "resume":
            self._resume()
        else:
            voice = next(v for v in self.voices if v.name == order.channel)
            before = voice.level.asked_ma if order.do == "change" else 0.0
            wanted = min(voice.level.cap_ma, max(0.0, before + order.amplitude_ma))
            lowered = wanted < voice.level.at(now_us)
            voice.level.ask(wanted, now_us=now_us)
            if lowered and voice.fall_back(now_us):  # not in the middle of the interval, but now
                self._update()
            self._tell("asked", {"channel": voice.name, "amplitude_ma": wanted})
            self._tell("progress", self.state())

    def _pause(self, now_us: int) -> None:
        """Stop all channels and the time of the session."""
        if self.paused:
            return
        self._count(now_us)
        self._played_us, self.paused = self.session_us, True
        for voice in self.voices:
            voice.fall_silent(self._played_us, now_us=now_us)
        self._host.update({})
        self._tell("paused", self.state())

    def _resume(self) -> None:
        """Go on where it was; every amplitude rises from 0."""
        if not self.paused:
            return
        why = self._forbidden()
        if why:
            self._over = ("interrupted", "no-time", f"not gone on: {why}")
            return
        now_us = self._clock.now_us()
        self.paused = False
        self._began_us = now_us - self._played_us
        self._looked_us = now_us
        for voice in self.voices:
            voice.level.begin_again(now_us=now_us)
        self._tell("resumed", self.state())

    def _wait(self) -> None:
        """Wait until something is due, asked, or wrong."""
        times = [self._asked_us + KEEP_ALIVE_US]
        if not self.paused:
            dues = [self._began_us + v.due_us for v in self.voices if v.due_us is not None]
            times += [*dues, self._began_us + self._duration_us]
        asked = self._hand.next_us()
        times += [] if asked is None else [asked]
        files = [self._line.fileno(), self._interruption.fileno(), *self._hand.files()]
        ready, _, _ = select.select(files, [], [], self._clock.seconds_until(min(times)))
        if self._line.fileno() in ready:  # nobody asked: the device is gone, or raves
            self._host.status()

    def state(self) -> dict[str, Any]:
        """Return asked, sent and delivered so far, as data."""
        return {
            "t_s": self._clock.now_us() / 1e6,
            "session_s": self.session_us / 1e6,
            "left_s": self.left_us / 1e6,
            "paused": self.paused,
            "stimulated_s": self._stimulated_us / 1e6,
            "asked": {v.name: v.level.asked_ma for v in self.voices},
            "sent": {v.name: v.sent() for v in self.voices},
            "cap_ma": {v.name: v.level.cap_ma for v in self.voices},
            "delivered": {v.name: v.number in self._reported.active for v in self.voices},
            "highest_ma": {v.name: v.highest_ma for v in self.voices},
        }

    def _finish(self) -> Outcome:
        """Bring the output to 0, then the supply, as far as the device still listens."""
        if not self.paused:
            self._count(self._clock.now_us())
            self._played_us, self.paused = self.session_us, True
        with suppress(*DEVICE_FAULTS):
            self._host.update({})
        with suppress(*DEVICE_FAULTS):
            self._host.mid_level_stop()
        ending, because, words = self._over or ("interrupted", "device", "not begun")
        outcome = Outcome(
            ending=ending,
            because=because,
            words=words,
            played_us=self._played_us,
            stimulated_us=self._stimulated_us,
            highest_ma={voice.name: voice.highest_ma for voice in self.voices},
        )
        self._tell("end", outcome.as_json() | self.timing())
        return outcome

    def timing(self) -> dict[str, Any]:
        """Return how far behind their time messages were sent, as data."""
        late = self.lateness
        return {
            "updates": late.count,
            "late_p50_ms": late.share_ms(0.5),
            "late_p99_ms": late.share_ms(0.99),
            "late_worst_ms": late.worst_ms,
            "missed": late.missed,
        }


def _in_words(error: Exception) -> str:
    """Say how a device or its line failed."""
    if isinstance(error, ValueError | IndexError):
        return f"the device answers what cannot be understood: {error}"
    return f"the device failed: {error}"
