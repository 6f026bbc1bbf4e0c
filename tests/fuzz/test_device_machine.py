"""No sequence of commands and faults of the pads drives a healthy device past what was set."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from virtual_devices import AREA, SECOND_US, bench, make_train

from simulator.device import (
    Clock,
    Contact,
    PointProgram,
    TrainProgram,
    TransitionRefused,
    VirtualStimulator,
    lead_off_policies,
)
from simulator.device.machine import NotAnswering
from simulator.device.transition import ACTIVE
from simulator.properties import device

CAP = 0.02
COMMANDS = ("power_on", "power_off", "start", "stop", "pause", "resume", "acknowledge")
PADS = (
    bench(),
    Contact(areas=(AREA, AREA)),
    Contact(areas=(AREA, AREA), touching=(0.3, 1.0)),
    Contact(areas=(AREA, AREA), touching=(0.0, 1.0)),
    Contact(areas=(AREA, AREA), shorted=True),
)
REFUSALS = (TransitionRefused, NotAnswering, ValueError)


class Device(RuleBasedStateMachine):
    """A device of one channel that somebody plays with."""

    def __init__(self) -> None:
        super().__init__()
        self.stimulator = VirtualStimulator(
            Clock(), {"A": bench()}, device("generic-tens"), host_timeout_us=5 * SECOND_US
        )
        self.channel = self.stimulator.channels["A"]
        self.highest = 0.0
        self.stimulator.power_on()
        self.stimulator.advance(SECOND_US)
        self.load(50, 30)

    @rule(name=st.sampled_from(sorted(lead_off_policies())))
    def choose(self, name: str) -> None:
        """Another lead-off policy."""
        self.stimulator.lead_off = lead_off_policies()[name]

    @rule(command=st.sampled_from(COMMANDS))
    def command(self, command: str) -> None:
        """Any command at any time; refused or followed."""
        with suppress(*REFUSALS):
            getattr(self.stimulator, command)()

    @rule(amplitude=st.sampled_from([0.005, CAP]))
    def begin(self, amplitude: float) -> None:
        """Start anew, or go on, and set an amplitude."""
        for command in ("acknowledge", "start", "resume"):
            with suppress(*REFUSALS):
                getattr(self.stimulator, command)()
        self.set(amplitude)

    @rule(rate=st.sampled_from([2, 50, 150]), seconds=st.integers(1, 30))
    def load(self, rate: int, seconds: int) -> None:
        """Another program."""
        train = make_train(amplitude=CAP, pulse_rate=rate, duration_us=seconds * SECOND_US)
        with suppress(*REFUSALS):
            self.stimulator.load("A", TrainProgram(train))

    @rule(amplitude=st.floats(-0.01, 0.04))
    def turn(self, amplitude: float) -> None:
        """Any amplitude, also beyond the cap."""
        self.set(amplitude)

    def set(self, amplitude: float) -> None:
        """Remember what was accepted."""
        with suppress(*REFUSALS):
            self.stimulator.set_amplitude("A", amplitude)
            assert 0 <= amplitude <= CAP
            self.highest = max(self.highest, amplitude)

    @rule(current=st.sampled_from([0.001, 0.01, 0.081, 0.5]))
    def drive(self, current: float) -> None:
        """Points of a host, also beyond what the device can give."""
        with suppress(*REFUSALS):
            self.stimulator.drive("A", PointProgram(((100, current), (100, -current)), 10_000))
            self.highest = max(self.highest, current)

    @rule(pads=st.sampled_from(PADS))
    def place(self, pads: Contact) -> None:
        """Pads fall off, peel, short and come back."""
        self.stimulator.place("A", pads)

    @rule(wait_us=st.integers(0, 8 * SECOND_US))
    def wait(self, wait_us: int) -> None:
        """Let time pass."""
        self.stimulator.advance(self.stimulator.now_us + wait_us)

    @invariant()
    def delivers_no_more_than_was_set(self) -> None:
        """The largest peak is at most the largest amplitude that was accepted, and that the cap."""
        assert self.highest <= CAP
        assert self.channel.ledger.totals().peak <= self.highest * (1 + 1e-9)

    @invariant()
    def sends_only_in_a_session(self) -> None:
        """Outside ramping and running nothing is sent, and the level is 0 once it is over."""
        if self.stimulator.state not in ACTIVE:
            assert not self.channel.sending
        if self.stimulator.state in ("off", "self-test", "standby", "fault-latched"):
            assert self.channel.level.target == 0.0


TestDevice = Device.TestCase
TestDevice.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
