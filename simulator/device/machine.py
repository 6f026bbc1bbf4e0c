"""The inside of the device: its states, its journal, and how time passes.

Between two events nothing changes, so each stretch is played at once, however long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isinf

from simulator.device.channel import Channel, Trip
from simulator.device.clock import Clock
from simulator.device.contact import Contact
from simulator.device.detector import detectors
from simulator.device.lead_off import LeadOffPolicy, lead_off_policy
from simulator.device.lead_off_reaction import LeadOffReaction
from simulator.device.level import Level
from simulator.device.report import Happening
from simulator.device.session_timer import SessionTimer
from simulator.device.transition import ACTIVE, TRANSITIONS, Event, State, follow
from simulator.exact import whole
from simulator.output_stage import OutputStage, stage
from simulator.properties import DeviceProfile

RISE_US = 3_000_000
"""Rise of the amplitude after a start, an interruption or a new setting; a project choice. [us]"""


class NotAnswering(RuntimeError):  # noqa: N818 (what happened, not that something broke)
    """The device is off or its firmware hangs: a command gets no answer."""


def _known(names: Iterable[str] | None) -> tuple[str, ...]:
    """Names of detectors, all of them for None."""
    found = tuple(detectors()) if names is None else tuple(names)
    unknown = sorted(set(found) - set(detectors()))
    if unknown:
        raise ValueError(f"no detector is called {', '.join(unknown)}")
    return found


def _bounded(profile: DeviceProfile) -> OutputStage:
    """Output stage of a profile, refused when nothing bounds its voltage."""
    output = stage(profile)
    if output.output == "constant-current" and isinf(output.compliance_voltage):
        raise ValueError(f"no source states the compliance voltage of {profile.id}")
    return output


class Machine:
    """States, time and protections of a device; its commands are in `VirtualStimulator`."""

    def __init__(
        self,
        clock: Clock,
        channels: Mapping[str, Contact],
        profile: DeviceProfile,
        *,
        lead_off: str = "latch",
        watched: Iterable[str] | None = None,
        rise_us: int = RISE_US,
        host_timeout_us: int | None = None,
        serial: str = "SIM0000001",
    ) -> None:
        if not serial.startswith("SIM"):
            raise ValueError(f"serial of a virtual device must begin with SIM, got {serial!r}")
        if not channels:
            raise ValueError("a device needs at least one channel")
        output = _bounded(profile)
        self.watched = _known(watched)
        self.clock = clock
        self.profile = profile
        self.serial = serial
        self.lead_off: LeadOffPolicy = lead_off_policy(lead_off)
        self.rise_us = whole("rise_us", rise_us, 0)
        self.host_timeout_us = host_timeout_us
        self.channels = {name: Channel(output, contact) for name, contact in channels.items()}
        self.journal: list[Happening] = []
        self.state: State = "off"
        self.fault = ""
        self.hung = False
        self._asleep: tuple[Channel, ...] = ()
        self.host_lost = False
        self._epoch = 0  # commands that change the state make older appointments void
        self._host_epoch = 0
        self.timer = SessionTimer(clock, self.channels, self._time_up)
        self._reaction = LeadOffReaction(self)

    @property
    def now_us(self) -> int:
        """Device time [us]."""
        return self.clock.now_us

    def advance(self, until_us: int) -> None:
        """Let time pass, from event to event.

        Parameters
        ----------
        until_us : int
            Device time to go to; what is due at that time has happened then. [us]

        Raises
        ------
        ValueError
            If it is past.
        """
        until_us = whole("until_us", until_us, self.now_us)
        while True:
            following = self.clock.next_us
            stop = until_us if following is None else min(until_us, following)
            stop = min([stop, *self._trips(stop)])
            for channel in self.channels.values():
                channel.play(self.now_us, stop, self.state in ACTIVE)
            self.clock.move_to(stop)
            following = self.clock.next_us
            if self.now_us == until_us and (following is None or following > until_us):
                return

    def _trips(self, stop_us: int) -> list[int]:
        """Appoint what the detectors see before a time, and return when they act."""
        found = []
        all_detectors = detectors()
        watched = [all_detectors[name] for name in self.watched]
        for name, channel in self.channels.items():
            if channel.pending or self.state == "off" or not channel.routes:
                continue
            trip = self._reaction.examine(channel, self.now_us, stop_us)
            other = channel.examine(self.now_us, stop_us, watched)
            if other is not None and (trip is None or other.at_us < trip.at_us):
                trip = other
            if trip is not None:
                channel.pending = True
                found.append(max(trip.at_us, self.now_us))
                self.clock.at(found[-1], lambda name=name, trip=trip: self._tripped(name, trip))  # type: ignore[misc]
        return found

    def place(self, channel: str, contact: Contact) -> None:
        """Change how the pads of a channel lie."""
        one = self.channel(channel)
        was_open = one.contact.is_open
        one.place(contact)
        self.note("contact", channel)
        if was_open and not contact.is_open:
            self._reaction.returned(one)

    def later(self, wait_us: int, action: Callable[[], None]) -> None:
        """Appoint something that any change of state makes void."""
        epoch = self._epoch

        def run() -> None:
            if epoch == self._epoch:
                action()

        self.clock.at(self.now_us + wait_us, run)

    def step(self, event: Event) -> None:
        """Follow the table of transitions, and write it down."""
        self.state = follow(self.state, event)
        self._epoch += event != "risen"
        self.note(event)

    def note(self, what: str, channel: str = "") -> None:
        """Write a line of the journal."""
        self.journal.append(Happening(self.now_us, what, channel))

    def silence(self) -> None:
        """Send nothing, and forget every amplitude: the next session begins at 0."""
        for channel in self.channels.values():
            channel.sending = channel.held = channel.pending = False
            channel.level = Level(self.now_us)
            channel.wanted = 0.0
        self.timer.forget()

    def latch(self, fault: str, channel: str = "") -> None:
        """Stop everything and stay so until someone acknowledges it."""
        self.fault = fault
        self.note(f"latched: {fault}", channel)
        if (self.state, "fault") in TRANSITIONS:
            self.step("fault")
        self.silence()
        self.isolate()

    def sleep(self) -> None:
        """Send nothing and answer nothing, while the session waits."""
        self.hung = True
        self._asleep = tuple(one for one in self.channels.values() if one.sending)
        self.timer.hold()
        for channel in self._asleep:
            channel.sending = False

    def wake(self) -> None:
        """Go on as if nothing had been, at the amplitude that was."""
        if self.hung:
            self.hung = False
            for channel in self._asleep:
                channel.sending = True
            self.timer.release()

    def restart(self, cause: str) -> None:
        """Start anew after a hang or a loss of supply: standby, every amplitude at 0."""
        if not self.hung:
            return
        self.hung = False
        self.note(f"restarted: {cause}")
        if self.state in (*ACTIVE, "paused"):
            self.step("restart")
        self.silence()

    def isolate(self) -> None:
        """Open the output: whatever is stuck inside no longer reaches the pads."""
        for channel in self.channels.values():
            if channel.condition.stuck:
                channel.routes = ()
                channel.memory = channel.memory.forget()

    def answer(self) -> None:
        """Refuse to answer when off or hung."""
        if self.state == "off" or self.hung:
            raise NotAnswering("the device does not answer: " + ("hung" if self.hung else "off"))

    def channel(self, name: str) -> Channel:
        """Return a channel by its id."""
        if name not in self.channels:
            raise ValueError(f"channel must be one of {', '.join(self.channels)}, got {name!r}")
        return self.channels[name]

    def most(self, channel: Channel) -> float:
        """Largest amplitude that may be set on a channel. [A]"""
        cap = channel.program.amplitude if channel.program is not None else 0.0
        limit = self.profile.max_amplitude
        return cap if limit is None else min(cap, limit.value)

    def stepped(self, amplitude: float) -> float:
        """Return an amplitude taken down to a step of the device. [A]"""
        step = self.profile.amplitude_step
        if step is None:
            return amplitude
        return round(int(amplitude / step.value + 1e-9) * step.value, 12)

    def rise(self) -> None:
        """Appoint the end of the rise."""
        end = max((one.level.end_us for one in self.timer.playing), default=self.now_us)
        self.later(max(0, end - self.now_us), self._risen)

    def _risen(self) -> None:
        """Every level is where it was set."""
        if self.state == "ramping":
            self.step("risen")

    def _tested(self) -> None:
        """Look at what a running device cannot see."""
        broken = [name for name, one in self.channels.items() if self.latent(one)]
        if broken and "self-test" in self.watched:
            self.fault = "self-test"
            self.step("test-failed")
        else:
            self.step("test-passed")

    def latent(self, channel: Channel) -> bool:
        """Whether the hardware of a channel is broken."""
        return not channel.condition.is_whole or channel.routes != ((channel, 1.0),)

    def _tripped(self, name: str, trip: Trip) -> None:
        """Let a detector act."""
        one = self.channels[name]
        one.pending = False
        if trip.detector == "lead-off":
            self._reaction.act(name, one)
        else:
            one.error = trip.detector
            self.latch(trip.detector, name)

    def _host_silent(self, epoch: int) -> None:
        """Pause when the host said nothing for too long."""
        if epoch == self._host_epoch and self.state in ACTIVE and not self.hung:
            self.note("host-timeout")
            self.step("pause")
            self._hold()

    def _hold(self) -> None:
        """Send nothing, and let the session wait."""
        self.timer.hold()
        for channel in self.channels.values():
            channel.sending = False

    def _time_up(self) -> None:
        """End a session whose time is over."""
        if self.state in ACTIVE:
            self._end("time-up")

    def _end(self, event: Event) -> None:
        """Leave the session."""
        self.step(event)
        self.silence()
