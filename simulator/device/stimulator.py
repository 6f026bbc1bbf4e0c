"""The virtual stimulator: commands in, pulses out, and two truths kept apart.

What it *reports* is what a host or a person is told. What the pads *get* is in the ledger of
each channel, and the device itself never reads it.
"""

from __future__ import annotations

from simulator.device.detector import detectors
from simulator.device.fault import Fault
from simulator.device.injection import inject
from simulator.device.level import Level
from simulator.device.machine import Machine
from simulator.device.program import PointProgram, Program
from simulator.device.report import ChannelReport, Report
from simulator.device.transition import ACTIVE, TransitionRefused


class VirtualStimulator(Machine):
    """A stimulator without output, for tests of protocols, hosts and protections.

    Parameters
    ----------
    clock : Clock
        Its time and its events.
    channels : Mapping of str to Contact
        The pads of each channel, by channel id.
    profile : DeviceProfile
        Compliance voltage, largest amplitude, steps.
    lead_off : str
        Name of a policy of `lead_off_policies`.
    watched : iterable of str
        Names of `detectors` that the device has; all of them by default.
    rise_us : int
        Rise of the amplitude after each interruption. [us]
    host_timeout_us : int or None
        Silence of the host after which it pauses; None for a device without a host. [us]
    serial : str
        Begins with SIM.

    Raises
    ------
    ValueError
        If the profile states no compliance voltage, or a name or a time is not known.

    Examples
    --------
    >>> from simulator import Train
    >>> from simulator.device import Clock, Contact, TrainProgram
    >>> from simulator.properties import device
    >>> stim = VirtualStimulator(Clock(), {"A": Contact(areas=(20e-4, 20e-4))},
    ...                          device("generic-tens"))
    >>> stim.power_on(); stim.advance(1_000_000)
    >>> stim.load("A", TrainProgram(Train(shape="symmetric-biphasic", amplitude=0.02,
    ...           width_us=100, pulse_rate=100, duration_us=1_800_000_000)))
    >>> stim.start(); stim.set_amplitude("A", 0.01)
    >>> stim.advance(2_000_000_000)
    >>> stim.state, stim.channels["A"].ledger.totals().pulses
    ('standby', 180000)
    """

    def power_on(self) -> None:
        """Switch on: the self-test, then standby with every amplitude at 0."""
        self.step("power-on")
        self.silence()
        delay = detectors()["self-test"].delay_us if "self-test" in self.watched else 0
        self.later(delay, self._tested)

    def load(self, channel: str, program: Program) -> None:
        """Give a channel its program; not while pulses are sent.

        Raises
        ------
        TransitionRefused
            If pulses are sent.
        ValueError
            If there is no such channel.
        """
        self.answer()
        if self.state in (*ACTIVE, "paused"):
            raise TransitionRefused(f"a program is not changed in state {self.state}")
        self.channel(channel).program = program

    def start(self) -> None:
        """Begin the session, at amplitude 0."""
        self.answer()
        if not any(channel.program for channel in self.channels.values()):
            raise ValueError("no channel has a program to start")
        self.step("start")
        for channel in self.channels.values():
            channel.sending = channel.program is not None
            channel.error = ""
        self.timer.begin()
        self.keep_alive()
        self.rise()

    def set_amplitude(self, channel: str, amplitude: float) -> None:
        """Set the amplitude of a channel; it rises there, or falls at once.

        Parameters
        ----------
        channel : str
            Channel id.
        amplitude : float
            Taken down to a step of the device. [A]

        Raises
        ------
        TransitionRefused
            If no session runs, or the channel was stopped.
        ValueError
            If it passes the cap of the program or the largest of the device.
        """
        self.answer()
        if self.state not in ACTIVE:
            raise TransitionRefused(f"an amplitude is set only in a session, not in {self.state}")
        one = self.channel(channel)
        if not one.sending:
            raise TransitionRefused(f"channel {channel} sends nothing {one.error}".rstrip())
        most = self.most(one)
        if not 0 <= amplitude <= most:
            raise ValueError(f"amplitude must be 0 to {most} A on {channel}, got {amplitude} A")
        one.wanted = amplitude
        one.level = one.level.towards(self.stepped(amplitude), self.now_us, self.rise_us)
        self.step("raise")
        self.rise()

    def drive(self, channel: str, program: PointProgram | None) -> None:
        """Play at once what a host sends, at the amplitude that it names; None ends the channel.

        Parameters
        ----------
        channel : str
            Channel id.
        program : PointProgram or None
            Its own rise stands for that of the device.

        Raises
        ------
        TransitionRefused
            If the device is neither in standby nor in a session.
        ValueError
            If there is no such channel, or the amplitude passes the largest of the device.
        """
        self.answer()
        one = self.channel(channel)
        limit = self.profile.max_amplitude
        amplitude = 0.0 if program is None else program.amplitude
        if limit is not None and not amplitude <= limit.value:
            raise ValueError(
                f"amplitude must be at most {limit.value} A on {channel}, got {amplitude} A"
            )
        self.step("start" if self.state == "standby" else "raise")
        one.program, one.sending = program, program is not None
        one.error, one.wanted = "", amplitude
        one.offset_us, one.level = self.now_us, Level(self.now_us, target=amplitude)
        self.timer.renew()
        self.keep_alive()
        self.rise()

    def pause(self) -> None:
        """Stop the pulses and hold the session."""
        self.answer()
        self.step("pause")
        self._hold()

    def resume(self) -> None:
        """Go on, from amplitude 0 up to what was set."""
        self.answer()
        self.step("resume")
        for channel in self.channels.values():
            channel.sending = channel.program is not None and not channel.error
            channel.level = Level(self.now_us, self.rise_us, 0.0, channel.level.target)
        self.timer.release()
        self._await_host()
        self.rise()

    def stop(self) -> None:
        """End the session at once."""
        self.answer()
        self._end("stop")

    def acknowledge(self) -> None:
        """Leave a latched fault for standby; nothing starts by itself.

        Raises
        ------
        TransitionRefused
            If nothing is latched, or the self-test finds that the fault is still there.
        """
        self.answer()
        if "self-test" in self.watched and any(map(self.latent, self.channels.values())):
            raise TransitionRefused("the fault is still there: the self-test does not pass")
        self.step("acknowledge")
        self.fault = ""
        for channel in self.channels.values():
            channel.error, channel.pending = "", False

    def power_off(self) -> None:
        """Switch off."""
        self.step("power-off")
        self.silence()
        self.isolate()
        self.hung = False

    def keep_alive(self) -> None:
        """Tell the device that its host is there."""
        if not self.host_lost and not self.hung:
            self._await_host()

    def _await_host(self) -> None:
        """Miss the host when it says nothing from now on."""
        if self.host_timeout_us is None:
            return
        self._host_epoch += 1
        epoch = self._host_epoch
        self.clock.at(self.now_us + self.host_timeout_us, lambda: self._host_silent(epoch))

    def inject(self, fault: Fault) -> None:
        """Appoint a fault, as `simulator.device.injection.inject`."""
        inject(self, fault)

    def report(self) -> Report:
        """Return what the device says of itself.

        Raises
        ------
        NotAnswering
            If it is off or hangs.
        """
        self.answer()
        session = self.timer.time_us if self.state in (*ACTIVE, "paused") else None
        length = self.timer.length_us
        left = None if session is None or length is None else max(0, length - session)
        return Report(
            serial=self.serial,
            state=self.state,
            fault=self.fault,
            session_us=session,
            remaining_us=left,
            channels={
                name: ChannelReport(
                    amplitude=self.stepped(one.wanted),
                    level=one.level.present(self.now_us) if one.sending else 0.0,
                    error=one.error,
                )
                for name, one in self.channels.items()
            },
        )
