"""The player's own watch: after a halt it sends nothing more."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest

from simulator.device import Contact
from simulator.sciencemode4.encoding import encode
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.p24_output import P24Output
from simulator.train import Train
from tensplan.play.interruption import Interruption
from tensplan.play.player import Player
from tensplan.play.session_clock import SessionClock
from tensplan.play.steering import Order
from tensplan.play.voice import Voice

PADS = Contact(areas=(20e-4, 20e-4))


class HeldUp(InProcess):
    """A link on which every answer is read five seconds of session after it was given."""

    def read(self, wait_us: int) -> bytes:
        """Return what has come, late."""
        data = super().read(wait_us)
        time.sleep(0.005)
        return data


class HaltingClock(SessionClock):
    """A clock whose program is halted for five seconds after its first look."""

    _looks = 0

    def now_us(self) -> int:
        """Return the time."""
        self._looks += 1
        return 0 if self._looks == 1 else 5_000_000


def player(amplitude_ma: float, host: Host | None = None) -> Player:
    """Return a player; without a host, whatever it would send or ask is an error."""
    train = Train(
        shape="symmetric-biphasic",
        amplitude=0.02,
        width_us=100,
        pulse_rate=Fraction(100),
        duration_us=60_000_000,
    )
    voice = Voice(encode({"A": train})[0], 0)
    voice.amplitude_ma = amplitude_ma
    nothing: Any = None
    return Player(
        host or nothing,
        nothing,
        [voice],
        clock=SessionClock(1000),
        hand=nothing,
        tell=nothing,
        interruption=Interruption(),
    )


def test_after_a_halt_nothing_is_sent_and_the_session_is_over() -> None:
    """Five seconds of session without a word, with current flowing: the device has stopped by now."""
    one = player(12.0)
    time.sleep(0.005)
    one._turn()
    assert one._over is not None
    assert one._over[0] == "device"
    assert "this program was held up for" in one._over[2]


def test_after_a_sleep_of_the_machine_the_session_is_over() -> None:
    """A lid that was closed for an hour: nothing is sent when it is opened."""
    one, time_ns = player(12.0), [0]
    one._clock = SessionClock(read_ns=lambda: time_ns[0])
    time_ns[0] = 3_600_000_000_000
    one._turn()
    assert one._over is not None
    assert "this program was held up for 3600.0 s" in one._over[2]


def test_a_pause_that_outlasts_the_approval_is_the_end() -> None:
    """Who may not play the plan any more does not go on with it."""
    one = player(0.0)
    one._tell, one.paused = lambda *_: None, True
    one._forbidden = lambda: "the approval ended on 2026-11-21"
    one._follow(Order(do="resume"))
    assert one.paused
    assert one._over == (
        "interrupted", "no-time", "not gone on: the approval ended on 2026-11-21",
    )  # fmt: skip


def test_a_halt_at_0_ma_ends_nothing() -> None:
    """Without current there is nothing to begin again, and the turn goes on to the person."""
    one = player(0.0)
    time.sleep(0.005)
    with pytest.raises(AttributeError, match="take"):
        one._turn()


@pytest.mark.parametrize("what", ["_update", "_keep_alive"])
def test_a_halt_while_an_answer_is_waited_for_counts(what: str) -> None:
    """The device counts from when it was spoken to, not from when its answer was read."""
    host = Host(HeldUp(Firmware(P24Output({str(n): PADS for n in range(1, 9)}))))
    host.mid_level_init()
    one = player(12.0, host)
    one._spoke_us = one._asked_us = one._clock.now_us()
    one._tell = lambda *_: None
    if what == "_keep_alive":
        host.update({voice.number: voice.pattern for voice in one.voices if voice.pattern})
        one._spoke_us = one._clock.now_us()
        one._asked_us = one._spoke_us - 1_000_000
    getattr(one, what)()
    one._over = None
    one._turn()
    assert one._over is not None
    assert "this program was held up for" in one._over[2]


@pytest.mark.parametrize(
    ("by_ma", "peak_ma"), [(-6.0, 6.0), (0.5, 12.0 * 2 / 16)], ids=["lowered", "raised"]
)
def test_what_is_lowered_is_sent_at_once(by_ma: float, peak_ma: float) -> None:
    """A person who takes it back does not wait for the next interval; a raise goes on as it rose."""
    output = P24Output({str(n): PADS for n in range(1, 9)})
    link = InProcess(Firmware(output))
    host = Host(link)
    host.mid_level_init()
    one = player(0.0, host)
    one._tell, one._clock = lambda *_: None, SessionClock(1)
    one.voices[0].level.ask(12.0, now_us=0)
    one._send()
    link.wait(1_000)
    one._follow(Order(do="change", channel="A", amplitude_ma=by_ma))
    link.wait(15_000)
    last = list(output.device.channels["1"].ledger.rows())[-1]
    assert (last["at_us"], last["peak"]) == (10_000, pytest.approx(peak_ma / 1e3, rel=1e-9))


def test_a_halt_just_before_a_message_keeps_it_back() -> None:
    """Nothing is sent to a device that may have stopped, even between the watch and the message."""
    one = player(12.0)
    time.sleep(0.005)
    one._update()
    assert one._over is not None


def test_a_halt_after_the_watch_is_seen_at_the_next_turn() -> None:
    """A message that left late may have begun the output again: that ends at once, and does not go on."""
    host = Host(InProcess(Firmware(P24Output({str(n): PADS for n in range(1, 9)}))))
    host.mid_level_init()
    one = player(12.0, host)
    one._clock = HaltingClock()
    one._update()
    assert one._over is None
    one._turn()
    assert one._over is not None
    assert "this program was held up for 5.0 s" in one._over[2]
