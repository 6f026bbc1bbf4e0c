"""A device at work: its clock and its speed, what breaks it, what it says of itself."""

from __future__ import annotations

import json

import pytest

from simulator.sciencemode4.codes import Command
from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.live_device import LiveDevice
from simulator.sciencemode4.low_level import ChannelConfig
from simulator.sciencemode4.mid_level import MidLevelUpdate, Pattern
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.ports.line import open_line
from simulator.sciencemode4.ports.tcp_port import TcpPort
from simulator.sciencemode4.script import read_script
from simulator.validation import Limit

PATTERN = Pattern((Point(200, 20), Point(200, -20)), 10_000, ramp=5)


class Bench:
    """A live device whose clock the test moves, and a host on its line."""

    def __init__(self, **options):
        self.now_ns = 0
        self.live = LiveDevice(self.open_port, lambda: self.now_ns, **options)
        self.line = open_line(self.live.plug.name)

    def open_port(self) -> TcpPort:
        """Open the port; the same one whenever it is put back."""
        live = getattr(self, "live", None)
        return TcpPort(number=0 if live is None else int(live.plug.name.split(":")[1]))

    def wait(self, seconds: float, *, step_s: float = 0.1) -> None:
        """Let time pass in small steps."""
        for _ in range(round(seconds / step_s)):
            self.now_ns += round(step_s * 1e9)
            self.live.step()

    def send(self, command: Command, data: bytes = b"") -> bytes:
        """Ask something on the line; return the bytes of the answer."""
        self.line.write(encode(Packet(1, command, data)))
        for _ in range(6):
            self.live.step()
            if said := self.line.read(1_000):
                return said
        return b""

    def play(self, *channels: int) -> None:
        """Begin to stimulate."""
        self.send(Command.MID_LEVEL_INIT, b"\x01")
        patterns = dict.fromkeys(channels or (0,), PATTERN)
        self.send(Command.MID_LEVEL_UPDATE, MidLevelUpdate(patterns).encode())

    def keep_alive(self) -> bytes:
        return self.send(Command.MID_LEVEL_CURRENT_DATA, b"\x04")

    def ask(self, do: str, **fields):
        """Ask the back door."""
        return self.live.door.answer({"do": do, **fields})

    def pulses(self, channel: str = "1") -> int:
        """Pulses that the pads got."""
        return self.ask("ledger")["channels"][channel]["delivered"]["pulses"]


@pytest.fixture
def make():
    """Build benches; close them."""
    made = []

    def build(**options) -> Bench:
        made.append(Bench(**options))
        return made[-1]

    yield build
    for bench in made:
        bench.live.close()
        bench.line.close()


@pytest.fixture
def bench(make) -> Bench:
    """Build a bench at the speed of the wall."""
    return make()


@pytest.mark.parametrize(("speed", "pulses"), [(0.5, 50), (1.0, 100), (8.0, 200)])
def test_device_time_passes_at_the_speed_that_is_set(make, speed, pulses):
    """One second of the clock; at eight-fold speed the two seconds without a host are over."""
    bench = make(speed=speed)
    bench.play()
    bench.wait(1.0)
    assert bench.live.now_us() == round(speed * 1e6)
    assert bench.pulses() == pulses


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf"), 1001.0], ids=str)
def test_an_impossible_speed_is_refused(speed):
    """Time does not stand still, run back, or run faster than is of use."""
    with pytest.raises(ValueError, match="speed must be above 0 and at most 1000"):
        LiveDevice(TcpPort, lambda: 0, speed=speed)


def test_the_pads_have_time_while_nothing_plays(bench):
    """A fault that is appointed happens although no host is there."""
    bench.ask("inject", fault="lead-off", channel="2", at_us=500_000)
    bench.wait(1.0)
    assert bench.live.stimulator.now_us == 1_000_000
    assert bench.live.stimulator.channels["2"].contact.is_open


@pytest.mark.parametrize(
    ("request_", "delivered"),
    [
        pytest.param({"do": "electrode", "channel": "1", "state": "off"}, 0, id="off"),
        pytest.param({"do": "electrode", "channel": "1", "state": "short"}, 0, id="short"),
        pytest.param(
            {"do": "electrode", "channel": "1", "state": "peel", "touching": 0.5}, 100, id="peel"
        ),
        pytest.param({"do": "inject", "fault": "lead-off"}, 0, id="lead-off"),
        pytest.param({"do": "freeze"}, 0, id="freeze"),
        pytest.param({"do": "unplug"}, 0, id="unplug"),
        pytest.param({"do": "clock"}, 100, id="nothing"),
    ],
)
def test_what_breaks_changes_what_the_pads_get(bench, request_, delivered):
    """Charge in the second after a request, in pulses of 8 uC; what is shorted passes no skin."""
    bench.play()
    bench.wait(0.5)
    before = bench.ask("ledger")["channels"]["1"]["delivered"]["charge_uc"]
    assert bench.live.door.answer(request_)["ok"]
    bench.wait(1.0)
    after = bench.ask("ledger")["channels"]["1"]["delivered"]["charge_uc"]
    assert (after - before) / 8.0 == pytest.approx(delivered, abs=1e-6)  # rounding of sums


def test_a_pad_that_peels_is_denser(bench):
    """Half the area gives twice the density, under that pad alone."""
    bench.play()
    bench.wait(1.5)
    bench.keep_alive()
    bench.ask("electrode", channel="1", state="peel", touching=0.5)
    bench.wait(1.5)
    peeled, whole = bench.ask("ledger")["channels"]["1"]["pads"]
    key = "rms_current_density_ma_per_cm2"
    assert peeled[key] == pytest.approx(2 * whole[key], rel=1e-6)


def test_all_is_mended(bench):
    """After clear the device is as before, and plays."""
    bench.ask("inject", fault="output-gain", channel="1", value=3.0)
    bench.ask("electrode", channel="1", state="off")
    bench.ask("link", fault="silence")
    assert [bench.ask("clear")["cleared"] for _ in range(2)] == [1, 0]
    bench.play()
    bench.wait(1.0)
    assert bench.ask("ledger")["channels"]["1"]["delivered"]["peak_ma"] == 20.0
    assert bench.ask("status")["link_fault"] is None


def test_a_frozen_device_starts_anew(bench):
    """It answers nothing, sends nothing, and forgets what it played."""
    bench.play()
    bench.wait(0.5)
    bench.ask("freeze")
    frozen = bench.pulses()
    assert bench.keep_alive() == b""
    assert bench.ask("status")["channels"] is None
    bench.wait(0.5)
    bench.ask("thaw")
    assert bench.ask("status")["level"] == "nothing"
    bench.wait(0.5)
    assert bench.pulses() == frozen
    bench.play()
    bench.wait(0.5)
    assert bench.pulses() == frozen + 50


def test_a_frozen_device_does_not_answer_what_it_was_asked_before(bench):
    """A pulse of 8 ms is under way; its answer, due at its end, does not come."""
    bench.send(Command.LOW_LEVEL_INIT, b"\x00")
    pulse = ChannelConfig(0, (Point(4000, 10), Point(4000, -10))).encode()
    assert bench.send(Command.LOW_LEVEL_CHANNEL_CONFIG, pulse) == b""
    bench.ask("freeze")
    bench.wait(0.3)
    assert bench.line.read(20_000) == b""


def test_a_cable_is_pulled_and_put_back(bench):
    """The host finds its line gone, the output stops at once; a new host finds the same port."""
    bench.play()
    bench.wait(0.5)
    name = bench.live.plug.name
    bench.ask("unplug")
    pulses = bench.pulses()
    bench.wait(0.5)
    assert bench.pulses() == pulses
    status = bench.ask("status")
    assert (status["plugged"], status["host"], status["level"]) == (False, False, "nothing")
    with pytest.raises(OSError, match="refused"):
        open_line(name)
    assert bench.ask("plug")["port"] == name
    open_line(name).close()


def test_the_status_tells_what_the_device_knows(bench):
    """A lost electrode at 20 mA is seen with its next pulse, and stops all channels."""
    bench.play(0, 1)
    bench.wait(0.2)
    before = bench.ask("status")
    assert (before["level"], before["high_voltage"]) == ("mid-level-running", "on")
    assert before["channels"]["2"]["amplitude_ma"] == 20.0
    bench.ask("electrode", channel="2", state="off")
    bench.wait(0.2)
    assert bench.ask("status")["level"] == "mid-level"
    assert bench.pulses("1") < 30


def test_delivered_output_is_held_against_limits(make):
    """The figures of both pads, at the rate of the worst second."""
    rates = []

    def at(pulse_rate):
        rates.append(pulse_rate)
        return [Limit("test/r.m.s.", "rms_current", 0.003)]

    bench = make(limits=at)
    bench.play()
    bench.wait(1.2)
    passed = bench.ask("ledger")["channels"]["1"]["limits_passed"]
    assert [(row["pad"], row["limit"]) for row in passed] == [
        (1, "test/r.m.s."),
        (2, "test/r.m.s."),
    ]
    assert passed[0]["value"] == pytest.approx(0.004, rel=1e-6)
    assert 100 in rates


REFUSED = [
    (None, "a request must be an object"),
    ({}, "do must be one of inject, clear"),
    ({"do": ["clear"]}, "do must be one of"),
    ({"do": "clear", "all": True}, "unknown keys all; known are -"),
    ({"do": "inject"}, "misses ['fault']"),
    ({"do": "inject", "fault": "gremlins"}, "fault must be one of"),
    ({"do": "inject", "fault": "lead-off", "channel": "9"}, "channel must be one of 1, 2"),
    ({"do": "inject", "fault": "lead-off", "at_us": -1}, "at_us must be 0 to"),
    ({"do": "inject", "fault": "lead-off", "at_us": 0}, "time of an event must be"),
    ({"do": "electrode", "channel": 1, "state": "off"}, "channel must be text"),
    ({"do": "electrode", "channel": "1", "state": "gone"}, "state must be on, off, short, or peel"),
    ({"do": "electrode", "channel": "1", "state": "peel"}, "touching must be a share"),
    ({"do": "electrode", "channel": "1", "state": "peel", "touching": float("nan")}, "touching"),
    ({"do": "electrode", "channel": "1", "state": "off", "touching": 0.5}, "state must be"),
    ({"do": "link", "fault": "magic"}, "link fault must be one of drop"),
    ({"do": "link", "fault": "delay", "delay_us": 1.5}, "delay_us must be a whole number"),
    ({"do": "link", "fault": "stray", "stray_hex": "xyz"}, "hexadecimal"),
]


@pytest.mark.parametrize(("request_", "reason"), REFUSED, ids=[str(r)[:45] for r, _ in REFUSED])
def test_what_cannot_be_done_is_said(bench, request_, reason):
    """One sentence, and the device plays on."""
    bench.play()
    bench.wait(0.5)
    answer = bench.live.door.answer(request_)
    assert answer["ok"] is False
    assert reason in answer["error"]
    bench.wait(0.5)
    assert bench.pulses() == 100


def test_a_script_happens_at_its_times(bench):
    """What breaks the device is exact, whatever the order of the lines."""
    lines = [
        '{"do": "link", "fault": "silence", "at_us": 700000}',
        "",
        '{"fault": "electrode-short", "at_us": 305000, "until_us": 405000, "channel": "1"}',
    ]
    bench.live.appoint(read_script(lines, bench.live.door))
    bench.play()
    bench.wait(0.6)
    assert bench.keep_alive() != b""
    bench.wait(0.2)
    assert bench.keep_alive() == b""
    charge = bench.ask("ledger")["channels"]["1"]["delivered"]["charge_uc"]
    missing = 10 + 15 / 6  # ten pulses of a tenth of a second, and what the rise lacks
    assert charge == pytest.approx((80 - missing) * 8.0, rel=1e-6)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("{", "line 2: it must be one line of JSON", id="cut"),
        pytest.param("[1]", "line 2: it must be an object", id="list"),
        pytest.param('{"fault": "lead-off"}', "line 2: at_us must be", id="no-time"),
        pytest.param('{"do": "dance", "at_us": 1}', "line 2: do must be one of", id="unknown"),
        pytest.param('{"fault": "x", "at_us": 1}', "line 2: fault must be one of", id="no-fault"),
    ],
)
def test_a_script_is_understood_before_it_is_played(bench, line, reason):
    """The first line that is none is named."""
    with pytest.raises(ValueError, match=reason):
        read_script([json.dumps({"do": "unplug", "at_us": 5}), line], bench.live.door)
