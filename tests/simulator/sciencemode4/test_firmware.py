"""The device as its host sees it: what it answers, what it then does, and when it stops."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from bench import Bench

from simulator.properties import device
from simulator.sciencemode4.codes import Command, HighVoltage, Result, Status
from simulator.sciencemode4.deframer import Deframer
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.general import StimStatus
from simulator.sciencemode4.host import DeviceRefused, Host
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.low_level import ChannelConfig, Measurement
from simulator.sciencemode4.mid_level import ChannelTrouble, Pattern
from simulator.sciencemode4.options import Options
from simulator.sciencemode4.point import Point

SECOND = 1_000_000
PULSE = (Point(200, 20), Point(100, 0), Point(200, -20))
PATTERN = Pattern(PULSE, 20_000)
IDLE = StimStatus(Status.NOTHING, HighVoltage.OFF)


class Rig:
    """A host, a device and a bench, in one process."""

    def __init__(self, bench: Bench | None = None, **options: object) -> None:
        self.bench = Bench() if bench is None else bench
        self.device = Firmware(self.bench, options=Options(**options))
        self.link = InProcess(self.device)
        self.host = Host(self.link)

    def keep_alive(self, seconds: int):
        """Wait in steps of one second; give the last answer."""
        for _ in range(seconds):
            self.link.wait(SECOND)
            data = self.host.current_data()
        return data


def answers(said: bytes) -> list[Packet]:
    """Packets that a device said."""
    return list(Deframer().feed(said))


def test_a_session_of_the_mid_level():
    """Identify, start, keep alive, change, stop; every pattern is given at its time."""
    rig = Rig()
    assert rig.host.status() == IDLE
    assert rig.host.version().firmware == (1, 2, 3)
    rig.host.mid_level_init()
    assert rig.host.status() == StimStatus(Status.MID_LEVEL, HighVoltage.ON)
    rig.host.update({0: PATTERN})
    assert rig.keep_alive(3).active == {0}
    assert rig.host.status().status is Status.MID_LEVEL_RUNNING
    rig.host.mid_level_stop()
    assert rig.host.status() == IDLE
    assert [onset for _, onset, _ in rig.bench.given] == list(range(0, 3 * SECOND, 20_000))


@pytest.mark.parametrize(
    ("wait_us", "active", "pulses"),
    [(1_999_999, {0}, 100), (2_000_000, set(), 100), (60 * SECOND, set(), 100)],
    ids=["just-in-time", "just-late", "a-minute"],
)
def test_without_a_keep_alive_stimulation_ends_after_two_seconds(wait_us, active, pulses):
    """At two seconds it is over, whenever somebody looks, and no later pulse comes."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.link.wait(wait_us)
    assert rig.host.current_data().active == active
    assert len(rig.bench.given) == pulses


def test_after_the_time_ran_out_an_update_starts_again():
    """The supply stayed on, and the ramp is done again."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: Pattern(PULSE, 20_000, ramp=1)})
    rig.link.wait(3 * SECOND)
    assert rig.host.status() == StimStatus(Status.MID_LEVEL, HighVoltage.ON)
    rig.host.update({0: Pattern(PULSE, 20_000, ramp=1)})
    rig.link.wait(40_000)
    assert [current for _, _, current in rig.bench.given[-2:]] == [0.01, 0.02]


def test_a_question_for_the_status_is_no_keep_alive():
    """Only an update and a question for current data are."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    for _ in range(3):
        rig.link.wait(SECOND)
        rig.host.status()
    assert len(rig.bench.given) == 100


def test_a_ramp_rises_in_equal_steps():
    """Three weaker patterns at a quarter, a half and three quarters."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({2: Pattern(PULSE, 20_000, ramp=3)})
    rig.link.wait(100_000)
    currents = [current for _, _, current in rig.bench.given]
    assert currents == pytest.approx([0.005, 0.01, 0.015, 0.02, 0.02], rel=1e-12)


def test_a_change_waits_for_its_turn_and_has_no_ramp():
    """A pattern that replaces one begins when the next of the old one was due."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.link.wait(5_000)
    rig.host.update({0: Pattern((Point(200, 10), Point(200, -10)), 10_000, ramp=9)})
    rig.link.wait(30_000)
    assert rig.bench.given == [(0, 0, 0.02), (0, 20_000, 0.01), (0, 30_000, 0.01)]


def test_a_channel_that_an_update_does_not_name_stops():
    """An update says all that is played."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN, 1: PATTERN})
    rig.host.update({1: PATTERN})
    assert rig.host.current_data().active == {1}
    rig.host.update({})
    assert rig.host.status().status is Status.MID_LEVEL


@pytest.mark.parametrize(
    ("stop_all", "active"), [(True, set()), (False, {1})], ids=["all-stop", "one-stops"]
)
def test_an_electrode_that_is_off_stops_its_channel(stop_all, active):
    """One pulse finds it; the other channel stops when the host asked for that."""
    rig = Rig()
    rig.bench.load[0] = None
    rig.host.mid_level_init(stop_all=stop_all)
    rig.host.update({0: PATTERN, 1: PATTERN})
    rig.link.wait(SECOND)
    data = rig.host.current_data()
    assert data.active == active
    assert data.troubles == {0: ChannelTrouble.ELECTRODE}
    assert [onset for channel, onset, _ in rig.bench.given if channel == 0] == [0]


def test_below_fifteen_milliampere_an_electrode_that_is_off_is_not_found():
    """The known limit of the P24: the host sees a channel that plays, the skin gets nothing."""
    rig = Rig()
    rig.bench.load[0] = None
    rig.host.mid_level_init()
    rig.host.update({0: Pattern((Point(200, 14.5), Point(200, -14.5)), 20_000)})
    data = rig.keep_alive(2)
    assert (data.active, data.troubles) == ({0}, {})
    assert {current for _, _, current in rig.bench.given} == {0.0}


@pytest.mark.parametrize(
    ("option", "active"), [("continue", {0}), ("stop", set())], ids=["continue", "stop"]
)
def test_too_little_current_is_told(option, active):
    """10 kilohm take 15 mA from 150 V; what was asked for does not flow."""
    rig = Rig(low_current=option)
    rig.bench.load[0] = 10_000.0
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    data = rig.keep_alive(1)
    assert (data.active, data.troubles) == (active, {0: ChannelTrouble.LOW_CURRENT})


def test_a_trouble_that_passes_is_forgotten():
    """A load that comes back in range clears its channel."""
    rig = Rig()
    rig.bench.load[0] = 10_000.0
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.keep_alive(1)
    rig.bench.load[0] = 500.0
    assert rig.keep_alive(1).troubles == {}


@pytest.mark.parametrize(
    ("option", "status"),
    [("ready", Status.MID_LEVEL), ("running", Status.MID_LEVEL_RUNNING)],
    ids=["ready", "running"],
)
def test_status_after_all_channels_were_stopped(option, status):
    """Not documented, so an option."""
    rig = Rig(status_after_trouble=option)
    rig.bench.load[0] = None
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.link.wait(100_000)
    assert rig.host.status().status is status


@pytest.mark.parametrize(
    ("option", "voltage"),
    [("on", HighVoltage.ON), ("off", HighVoltage.OFF)],
    ids=["on", "off"],
)
def test_supply_after_the_time_ran_out(option, voltage):
    """Not documented, so an option; either way an update can start again."""
    rig = Rig(voltage_after_timeout=option)
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.link.wait(2 * SECOND)
    assert rig.host.status().high_voltage is voltage
    rig.host.update({0: PATTERN})
    rig.link.wait(1)
    assert rig.bench.given[-1] == (0, 2 * SECOND, 0.02)


def test_patterns_that_do_not_fit_beside_each_other_are_refused():
    """Points and 60 us each, of all channels, in less than a second of each second."""
    rig = Rig()
    rig.host.mid_level_init()
    fits = Pattern((Point(4000, 1), Point(938, 0)), 5_000)
    rig.host.update({0: fits})
    with pytest.raises(DeviceRefused, match="MID_LEVEL_UPDATE was answered with PULSE_TIMEOUT"):
        rig.host.update({0: Pattern((Point(4000, 1), Point(940, 0)), 5_000)})
    with pytest.raises(DeviceRefused, match="PULSE_TIMEOUT"):
        rig.host.update({0: fits, 1: fits})
    assert rig.host.current_data().active == {0}


def test_low_level_pulses_follow_each_other():
    """Each is answered when it is over: 500 us of points and 60 us each."""
    rig = Rig()
    rig.host.low_level_init()
    numbers = [
        rig.host.send(Command.LOW_LEVEL_CHANNEL_CONFIG, ChannelConfig(5, PULSE).encode())
        for _ in range(3)
    ]
    times = []
    for number in numbers:
        rig.host.answer(Command.LOW_LEVEL_CHANNEL_CONFIG, number)
        times.append(rig.link.now_us)
    assert times == [560, 1120, 1680]
    assert rig.bench.given == [(5, 0, 0.02), (5, 560, 0.02), (5, 1120, 0.02)]
    rig.host.low_level_stop()
    assert rig.host.status() == IDLE


@pytest.mark.parametrize(
    ("option", "last"), [("busy", Result.BUSY), ("silent", None)], ids=["busy", "silent"]
)
def test_the_eleventh_waiting_pulse_is_not_taken(option, last):
    """The device keeps ten."""
    rig = Rig(full_buffer=option)
    rig.host.low_level_init()
    frames = [encode(Packet(n, 2, ChannelConfig(0, PULSE).encode())) for n in range(11)]
    said = answers(rig.device.receive(b"".join(frames), 0))
    assert [(p.number, p.data[0]) for p in said] == ([] if last is None else [(10, last)])
    assert len(answers(rig.device.advance(SECOND))) == 10


def test_a_stop_drops_what_waits():
    """Pulses that wait are neither given nor answered."""
    rig = Rig()
    rig.host.low_level_init()
    for _ in range(5):
        rig.host.send(Command.LOW_LEVEL_CHANNEL_CONFIG, ChannelConfig(0, PULSE).encode())
    rig.host.low_level_stop()
    rig.link.wait(SECOND)
    assert len(rig.bench.given) == 1


@pytest.mark.parametrize(
    ("measurement", "value"),
    [(Measurement.CURRENT, 20.0), (Measurement.VOLTAGE, 10.0), (Measurement.SUPPLY, 150.0)],
    ids=lambda kind: str(getattr(kind, "name", kind)),
)
def test_a_pulse_can_be_measured(measurement, value):
    """128 samples span the pulse: 20 mA into 500 ohm are 10 V, from a supply of 150 V."""
    rig = Rig()
    rig.host.low_level_init(measurement)
    ack = rig.host.pulse(0, PULSE)
    assert (ack.sampling_us, len(ack.samples)) == (4, 128)
    assert ack.samples[10] == value
    if measurement is not Measurement.SUPPLY:
        assert ack.samples[60] == 0.0


@pytest.mark.parametrize(
    ("load", "says"),
    [(None, "ELECTRODE_ERROR"), (10_000.0, "LOW_CURRENT")],
    ids=["open", "too-much"],
)
def test_a_pulse_that_does_not_arrive_is_told(load, says):
    """The answer to the pulse carries what its detector found."""
    rig = Rig()
    rig.bench.load[0] = load
    rig.host.low_level_init()
    with pytest.raises(DeviceRefused, match=says):
        rig.host.pulse(0, PULSE)


def test_without_execution_nothing_is_given():
    """The request is answered at once."""
    rig = Rig()
    rig.host.low_level_init()
    data = ChannelConfig(0, PULSE, execute=False).encode()
    assert rig.host.ask(Command.LOW_LEVEL_CHANNEL_CONFIG, data)[0] == Result.OK
    assert (rig.bench.given, rig.link.now_us) == ([], 0)


def test_without_a_supply_no_pulse_is_given():
    """The low level can be made ready with the supply off."""
    rig = Rig()
    rig.host.low_level_init(high_voltage=False)
    with pytest.raises(DeviceRefused, match="HIGH_VOLTAGE_ERROR"):
        rig.host.pulse(0, PULSE)


@pytest.mark.parametrize("start", ["low_level_init", "mid_level_init"], ids=["low", "mid"])
def test_a_supply_that_does_not_come_up_is_told(start):
    """The level is then not ready."""
    rig = Rig(Bench(supply_comes_up=False))
    with pytest.raises(DeviceRefused, match="HIGH_VOLTAGE_ERROR"):
        getattr(rig.host, start)()
    assert rig.host.status() == IDLE


@pytest.mark.parametrize(
    ("ready", "command", "data"),
    [
        pytest.param(None, 2, "80 06 44 b4 00", id="pulse-first"),
        pytest.param(None, 32, "00", id="update-first"),
        pytest.param(None, 36, "04", id="keep-alive-first"),
        pytest.param("low_level_init", 30, "01", id="mid-while-low"),
        pytest.param("mid_level_init", 0, "00", id="low-while-mid"),
    ],
)
def test_a_level_is_made_ready_first_and_alone(ready, command, data):
    """Otherwise the answer is 7, as long as clients expect it."""
    rig = Rig()
    if ready:
        getattr(rig.host, ready)()
    (said,) = answers(rig.device.receive(encode(Packet(9, command, bytes.fromhex(data))), 0))
    assert (said.number, said.command, said.data[0]) == (9, command + 1, Result.NOT_INITIALISED)
    assert len(said.data) == {2: 3, 36: 7}.get(command, 1)


@pytest.mark.parametrize(
    ("command", "data"),
    [
        pytest.param(30, "02", id="init-2"),
        pytest.param(30, "", id="init-nothing"),
        pytest.param(32, "01 00 00 50 0c 88 c4 00", id="current-above-130"),
        pytest.param(36, "05", id="selection"),
    ],
)
def test_a_value_outside_its_range_is_refused(command, data):
    """The answer is 2, and nothing has changed."""
    rig = Rig()
    rig.host.mid_level_init()
    before = rig.host.status()
    with pytest.raises(DeviceRefused, match="PARAMETER_ERROR"):
        rig.host.ask(Command(command), bytes.fromhex(data))
    assert rig.host.status() == before


def test_a_refused_keep_alive_extends_nothing():
    """Two seconds count from the last request that was taken."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.link.wait(SECOND)
    with pytest.raises(DeviceRefused, match="PARAMETER_ERROR"):
        rig.host.ask(Command.MID_LEVEL_CURRENT_DATA, b"\x05")
    rig.link.wait(SECOND)
    assert rig.host.status().status is Status.MID_LEVEL


@pytest.mark.parametrize("command", [6, 63, 66, 67, 100, 1023], ids=str)
def test_what_is_no_request_is_unknown(command):
    """Answered with 67, the number of the request, and result 11."""
    (said,) = answers(Firmware(Bench()).receive(encode(Packet(9, command)), 0))
    assert said == Packet(9, Command.UNKNOWN_COMMAND, b"\x0b")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("general-error", [Packet(0, 66, b"\x01")]),
        ("ack", [Packet(1, 63, b"\x01")]),
        ("silent", []),
    ],
    ids=["general-error", "ack", "silent"],
)
def test_a_broken_frame_is_answered_as_chosen(option, said):
    """Two answers are published, none is possible; the next frame is understood."""
    device = Firmware(Bench(), options=Options(broken_frame=option))
    broken = bytes.fromhex("f0 81 55 81 59 81 4e 81 0d 04 3e 0f")
    assert answers(device.receive(broken, 0)) == said
    assert len(device.receive(encode(Packet(1, 62)), 0)) == 15


@pytest.mark.parametrize(
    ("option", "command"), [("unknown", 67), ("answered", 55)], ids=["unknown", "answered"]
)
def test_older_requests_are_answered_as_chosen(option, command):
    """The battery of a device that has none."""
    device = Firmware(Bench(), options=Options(older_requests=option))
    (said,) = answers(device.receive(encode(Packet(3, Command.BATTERY)), 0))
    assert (said.number, said.command) == (3, command)


@pytest.mark.parametrize(
    ("option", "result"),
    [("ok", Result.OK), ("refused", Result.NOT_INITIALISED)],
    ids=["ok", "refused"],
)
@pytest.mark.parametrize("command", [4, 34], ids=["low", "mid"])
def test_a_stop_of_what_was_not_ready_is_answered_as_chosen(option, result, command):
    """Not documented, so an option; it never stops the other level."""
    device = Firmware(Bench(), options=Options(stop_uninitialised=option))
    (said,) = answers(device.receive(encode(Packet(3, command)), 0))
    assert said.data[0] == result


@pytest.mark.parametrize(("option", "count"), [("ack", 1), ("silent", 0)], ids=["ack", "silent"])
def test_a_reset_stops_everything(option, count):
    """Whether its answer still leaves the device is an option."""
    rig = Rig(reset=option)
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    assert len(answers(rig.device.receive(encode(Packet(9, Command.RESET)), 0))) == count
    rig.link.wait(SECOND)
    assert rig.host.status() == IDLE
    assert rig.bench.given == []


@pytest.mark.parametrize(
    ("option", "pulses", "status"),
    [("stop", 5, IDLE), ("watchdog", 100, StimStatus(Status.MID_LEVEL, HighVoltage.ON))],
    ids=["stop", "watchdog"],
)
def test_a_lost_host_ends_stimulation(option, pulses, status):
    """At once, or when the two seconds are over; half a frame of the old host is forgotten."""
    rig = Rig(host_loss=option)
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.link.wait(100_000)
    rig.link.write(b"\xf0\x81\x55")
    rig.link.drop()
    rig.link.wait(10 * SECOND)
    assert len(rig.bench.given) == pulses
    assert Host(rig.link).status() == status


def test_time_does_not_go_back():
    """A clock that does is a mistake of the caller."""
    device = Firmware(Bench())
    device.advance(10)
    with pytest.raises(ValueError, match="time must not go back: 9 us after 10 us"):
        device.advance(9)


@pytest.mark.parametrize("largest", [0.0, 151.0, float("nan")], ids=str)
def test_the_largest_current_has_a_range(largest):
    """Above 0 and at most what a point can hold."""
    with pytest.raises(ValueError, match="above 0 and at most 150 mA"):
        Options(largest_current_ma=largest)


def test_the_largest_current_is_that_of_the_device_profile():
    """Two places that say it say the same."""
    most = device("p24").max_amplitude
    assert most is not None
    assert Options().largest_current_ma == pytest.approx(most.value * 1000, rel=1e-12)


@pytest.mark.parametrize("option", [field.name for field in fields(Options)])
def test_every_option_is_in_the_document(option):
    """What is not published and how it can be set stands in one table."""
    document = Path(__file__).parents[3] / "docs" / "sciencemode4.md"
    assert f"| `{option}` |" in document.read_text(encoding="utf-8")
