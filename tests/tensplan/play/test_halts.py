"""A halt of the player at any moment of a session, in the device's own time and without a wall clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest

from simulator.device import Contact
from simulator.sciencemode4.encoding import encode
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.p24_output import P24Output
from simulator.train import Ramp, Train
from tensplan.play.interruption import Interruption
from tensplan.play.outcome import Outcome
from tensplan.play.player import Player
from tensplan.play.session_clock import SessionClock
from tensplan.play.steering import read_script
from tensplan.play.voice import Voice

HALT_US = 3_000_000
PERIOD_US = 10_000
JOLT = 0.005  # what two neighbouring pulses may differ by [A]
RAISED = '{"at_s": 0.02, "channel": "A", "amplitude_ma": 20}\n'
STOPPED = '{"at_s": 0.6, "do": "stop"}\n'
PADS = Contact(areas=(20e-4, 20e-4))


@dataclass
class World(SessionClock):
    """The time of a device, its line, and a program that is halted once."""

    at_moment: int = -1
    moments: int = 0
    flowed_at: int = 0
    halted_us: int = 0
    halt_us: int = HALT_US
    output: P24Output = field(
        default_factory=lambda: P24Output({str(n): PADS for n in range(1, 9)})
    )

    def __post_init__(self) -> None:
        super().__init__()
        self.link = InProcess(Firmware(self.output))

    def pass_moment(self) -> None:
        """Count a moment at which the program can be halted; halt it at one of them."""
        self.moments += 1
        if not self.flowed_at and self.output.device.channels["1"].ledger.totals().peak > 0:
            self.flowed_at = self.moments
        if self.moments == self.at_moment:
            self.halted_us = self.link.now_us
            self.link.wait(self.halt_us)

    def now_us(self) -> int:
        """Look at the clock; a halt comes just after it."""
        seen = self.link.now_us
        self.pass_moment()
        return seen

    def seconds_until(self, at_us: int) -> float:
        """Let the time pass that would be waited."""
        self.link.wait(max(0, at_us - self.link.now_us))
        return 0.0

    def write(self, data: bytes) -> None:
        """Send a request; a halt comes before it leaves."""
        self.pass_moment()
        self.link.write(data)

    def read(self, wait_us: int) -> bytes:
        """Return what was said; a halt comes before it is read."""
        self.pass_moment()
        return self.link.read(wait_us)

    def play(self, script: str = RAISED) -> Outcome:
        """Play at 100 Hz: from 20 ms on 0.2 s up to 20 mA, then on, asking twice a second how it goes."""
        train = Train(
            shape="symmetric-biphasic",
            amplitude=0.02,
            width_us=100,
            pulse_rate=Fraction(100),
            duration_us=4_000_000,
            ramp=Ramp(up_us=200_000),
        )
        with Interruption() as interruption:
            silent: Any = interruption
            return Player(
                Host(self),
                silent,
                [Voice(encode({"A": train})[0], 0)],
                clock=self,
                hand=read_script(script, {"A": 20.0}),
                tell=lambda *_: None,
                interruption=interruption,
            ).run()


def moments_of_flow() -> range:
    """Return every seventh moment between the first pulse and a stop: all steps of a turn come up."""
    undisturbed = World()
    assert undisturbed.play(RAISED + STOPPED).ending == "stopped"
    return range(undisturbed.flowed_at, undisturbed.moments, 7)


def ends_well(world: World) -> bool:
    """Play a world; tell whether the session ended, with no jolt and at most one more, weak pulse."""
    ending = world.play().ending
    ledger = world.output.device.channels["1"].ledger
    last_us = max(row["at_us"] + (row["repeats"] - 1) * row["period_us"] for row in ledger.rows())
    back_us = world.halted_us + HALT_US
    return ending == "device" and ledger.largest_rise() < JOLT and last_us <= back_us + PERIOD_US


def test_wherever_it_is_halted_the_session_ends() -> None:
    """Between any two steps of the loop: what was on its way may begin weakly, and is over at once."""
    moments = moments_of_flow()
    assert len(moments) > 50
    assert [k for k in moments if not ends_well(World(at_moment=k))] == []


def test_a_halt_before_any_current_ends_nothing() -> None:
    """With nothing flowing there is nothing to begin again; the order is followed after it."""
    world = World(at_moment=5)
    assert world.play(RAISED + STOPPED.replace("0.6", "3.6")).ending == "stopped"
    assert world.halted_us < 20_000
    assert world.output.device.channels["1"].ledger.totals().peak == pytest.approx(0.02, rel=1e-9)


@pytest.mark.parametrize("moment", [250, 280, 310])
def test_a_short_halt_while_it_rises_is_no_leap(moment: int) -> None:
    """The session goes on, and the amplitude rises on by what two intervals allow at most."""
    world = World(at_moment=moment, halt_us=400_000)
    after_the_ramp = RAISED.replace("0.02", "0.25")
    assert world.play(after_the_ramp + STOPPED.replace("0.6", "1.6")).ending == "stopped"
    ledger = world.output.device.channels["1"].ledger
    assert 250_000 < world.halted_us < 440_000
    assert ledger.totals().peak == pytest.approx(0.02, rel=1e-9)
    assert ledger.largest_rise() < 0.0021  # 20 mA in 200 ms: 1 mA in 10 ms


@pytest.mark.parametrize("moment", [58, 94, 130, 172])
def test_a_short_halt_while_the_session_rises_is_no_leap(moment: int) -> None:
    """Where the ramp of the session and the person's rise coincide, one interval allows 2 mA at most."""
    world = World(at_moment=moment, halt_us=400_000)
    assert world.play(RAISED + STOPPED.replace("0.6", "1.6")).ending == "stopped"
    ledger = world.output.device.channels["1"].ledger
    assert 20_000 < world.halted_us < 200_000
    assert ledger.totals().peak == pytest.approx(0.02, rel=1e-9)
    assert ledger.largest_rise() < 0.0031  # and 1 mA that the two roundings and the second rise add
