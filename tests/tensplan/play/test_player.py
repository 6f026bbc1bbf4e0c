"""The player's own watch: after a halt it sends nothing more."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import pytest

from simulator.sciencemode4.encoding import encode
from simulator.train import Train
from tensplan.play.interruption import Interruption
from tensplan.play.player import Player
from tensplan.play.session_clock import SessionClock
from tensplan.play.voice import Voice


def player(amplitude_ma: float) -> Player:
    """Return a player without a device: whatever it would send or ask is an error."""
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
        nothing,
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


def test_a_halt_at_0_ma_ends_nothing() -> None:
    """Without current there is nothing to begin again, and the turn goes on to the person."""
    one = player(0.0)
    time.sleep(0.005)
    with pytest.raises(AttributeError, match="take"):
        one._turn()
