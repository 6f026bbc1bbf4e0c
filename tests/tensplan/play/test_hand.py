"""The hand of a person: levels, scripts and keys."""

from __future__ import annotations

import pytest

from tensplan.play.keys import Keys
from tensplan.play.level import Level
from tensplan.play.steering import ScriptError, read_script

CAPS = {"A": 40.0, "B": 25.0}


def test_a_level_rises_slowly_and_falls_at_once() -> None:
    """From 0 to the cap takes the rise time, whatever is asked on the way; down takes none."""
    level = Level(cap_ma=40, rise_us=4_000_000)
    level.ask(20, now_us=0)
    assert [level.at(t) for t in (0, 1_000_000, 2_000_000, 9_000_000)] == [0, 10, 20, 20]
    level.ask(30, now_us=9_000_000)
    assert level.at(9_500_000) == 25
    level.ask(5, now_us=9_500_000)
    assert level.at(9_500_000) == 5
    level.begin_again(now_us=10_000_000)
    assert [level.at(10_000_000), level.at(10_250_000), level.at(12_000_000)] == [0, 2.5, 5]


def test_a_level_without_rise_time_is_there_at_once() -> None:
    """A program with no ramp up has none here."""
    level = Level(cap_ma=40, rise_us=0)
    level.ask(20, now_us=0)
    assert level.at(0) == 20


@pytest.mark.parametrize("amplitude", [-0.5, 40.5, float("nan")])
def test_a_level_outside_its_range_is_refused(amplitude: float) -> None:
    """Nothing is cut to the cap in silence."""
    with pytest.raises(ValueError, match="amplitude must be 0 to 40 mA"):
        Level(cap_ma=40, rise_us=0).ask(amplitude, now_us=0)


def test_a_script_is_followed_in_time() -> None:
    """Each order comes once, when its time has come."""
    text = '{"at_s": 1, "channel": "B", "amplitude_ma": 25}\n\n{"at_s": 1.5, "do": "pause"}\n'
    script = read_script(text + '{"at_s": 9, "do": "stop", "because": "pain"}', CAPS)
    assert script.next_us() == 1_000_000
    assert script.take(999_999) == []
    assert [order.do for order in script.take(2_000_000)] == ["set", "pause"]
    assert [order.because for order in script.take(9_000_000)] == ["pain"]
    assert script.next_us() is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("[]", "an order has a time at_s", id="list"),
        pytest.param("{", "Expecting property name", id="json"),
        pytest.param('{"do": "stop"}', "an order has a time at_s", id="no-time"),
        pytest.param('{"at_s": NaN, "do": "stop"}', "at_s must be a number", id="nan"),
        pytest.param('{"at_s": -1, "do": "stop"}', "at_s must be 0 to 100000 s", id="before"),
        pytest.param('{"at_s": 1, "do": "dance"}', 'got "dance"', id="deed"),
        pytest.param('{"at_s": 1, "channel": "C", "amplitude_ma": 1}', 'no channel "C"', id="channel"),
        pytest.param(
            '{"at_s": 1, "channel": "B", "amplitude_ma": 25.5}', "0 to 25 mA, the cap", id="cap"
        ),
        pytest.param('{"at_s": 1, "channel": "A"}', "amplitude_ma must be a number", id="amplitude"),
        pytest.param('{"at_s": 1, "do": "stop", "because": "bored"}', "because must be", id="reason"),
        pytest.param('{"at_s": 1, "do": "stop", "loudly": 1}', "unknown loudly", id="key"),
        pytest.param(
            '{"at_s": 5, "do": "pause"}\n{"at_s": 4, "do": "stop"}', "line 2 is no order: its time", id="back"
        ),
    ],
)  # fmt: skip
def test_a_script_that_cannot_be_followed_is_refused(line: str, words: str) -> None:
    """Before anything is played; the line is named."""
    with pytest.raises(ScriptError, match="is no order") as caught:
        read_script(line, CAPS, where="hand.jsonl")
    assert words in str(caught.value)
    assert caught.value.exit_code == 3


def test_keys_steer_the_selected_channel() -> None:
    """Arrows and signs change it by half a milliampere, 2 selects, space pauses, q stops."""
    keys = Keys(["A", "B"])
    found = keys.orders("\x1b[A+2\x1b[B-09x", paused=False)
    assert [(o.do, o.channel, o.amplitude_ma) for o in found] == [
        ("change", "A", 0.5),
        ("change", "A", 0.5),
        ("change", "B", -0.5),
        ("change", "B", -0.5),
        ("set", "B", 0.0),
    ]
    assert keys.selected == "B"
    assert [o.do for o in keys.orders(" ", paused=False)] == ["pause"]
    assert [o.do for o in keys.orders(" q", paused=True)] == ["resume", "stop"]
