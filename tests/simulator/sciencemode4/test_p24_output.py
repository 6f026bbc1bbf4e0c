"""The protocol on the virtual stimulator: what is asked over the wire is what the ledger holds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from simulator.device import Contact, Fault
from simulator.sciencemode4.codes import HighVoltage, Status
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import DeviceRefused, Host
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.low_level import Measurement
from simulator.sciencemode4.mid_level import ChannelTrouble, Pattern
from simulator.sciencemode4.p24_output import P24Output
from simulator.sciencemode4.point import Point
from simulator.skin_load import resistor
from tests.fuzz.wire import stream

SECOND = 1_000_000
PULSE = (Point(200, 20), Point(100, 0), Point(200, -20))
PATTERN = Pattern(PULSE, 20_000)
BENCH = Contact(areas=(20e-4, 20e-4), bench=resistor(500.0))


class Rig:
    """A host, a device and a virtual stimulator with 500 ohm on each channel."""

    def __init__(self) -> None:
        self.output = P24Output({str(n): BENCH for n in range(8)})
        self.device = Firmware(self.output)
        self.link = InProcess(self.device)
        self.host = Host(self.link)

    def play(self, patterns: dict[int, Pattern], seconds: int, *, stop_all: bool = True):
        """Start patterns and keep them alive; give the last answer."""
        self.host.mid_level_init(stop_all=stop_all)
        self.host.update(patterns)
        return self.go_on(seconds)

    def go_on(self, seconds: int):
        """Keep alive; give the last answer."""
        for _ in range(seconds):
            self.link.wait(SECOND)
            data = self.host.current_data()
        return data

    def place(self, channel: int, **change: object) -> None:
        """Change how the pads of a channel lie."""
        self.output.device.place(str(channel), replace(BENCH, **change))

    def totals(self, channel: int):
        """Sums of the ledger of a channel."""
        return self.output.device.channels[str(channel)].ledger.totals()


def test_a_session_is_in_the_ledger_to_the_last_pulse():
    """A minute at 50 Hz: 3000 pulses of 4 uC a phase, no net charge, 0.08 mJ each."""
    rig = Rig()
    data = rig.play({0: PATTERN, 3: Pattern(PULSE, 10_000)}, 60)
    assert (data.active, data.troubles) == ({0, 3}, {})
    for channel, pulses in ((0, 3000), (3, 6000)):
        totals = rig.totals(channel)
        assert totals.pulses == pulses
        assert totals.charge == pytest.approx(pulses * 8e-6, rel=1e-9)
        assert totals.net_charge == pytest.approx(0.0, abs=1e-15)
        assert totals.energy == pytest.approx(pulses * 8e-5, rel=1e-9)
    assert rig.totals(1).pulses == 0


def test_a_ramp_and_a_change_reach_the_pads():
    """Half, whole, then the new pattern when the old one's turn was over."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: Pattern(PULSE, 20_000, ramp=1)})
    rig.link.wait(25_000)
    rig.host.update({0: Pattern((Point(100, 40), Point(100, -40)), 10_000)})
    rig.link.wait(40_000)
    entries = rig.output.device.channels["0"].ledger.entries
    onsets = [int(t) for entry in entries for t in _onsets(entry)]
    peaks = [round(float(entry.values[0][0]) * 1000, 6) for entry in entries]
    assert onsets == [0, 20_000, 40_000, 50_000, 60_000]
    assert peaks[0] == 10.0
    assert set(peaks[1:]) == {20.0, 40.0}


def _onsets(entry):
    """Every onset of an entry of the ledger."""
    return [
        onset + number * entry.period_us
        for number in range(entry.repeats)
        for onset in entry.onset_us
    ]


def test_without_keep_alive_the_pads_get_nothing_after_two_seconds():
    """100 pulses, however late somebody looks."""
    rig = Rig()
    rig.host.mid_level_init()
    rig.host.update({0: PATTERN})
    rig.link.wait(60 * SECOND)
    assert rig.host.status().status is Status.MID_LEVEL
    assert rig.totals(0).pulses == 100


@pytest.mark.parametrize(
    ("stop_all", "active"), [(True, set()), (False, {1})], ids=["all-stop", "one-stops"]
)
def test_a_pad_that_falls_off_is_told(stop_all, active):
    """At 20 mA the P24 sees it with the next pulse; which channels stop is the host's choice."""
    rig = Rig()
    rig.play({0: PATTERN, 1: PATTERN}, 1, stop_all=stop_all)
    rig.place(0, touching=(1.0, 0.0))
    data = rig.go_on(1)
    assert (data.active, data.troubles) == (active, {0: ChannelTrouble.ELECTRODE})
    assert rig.totals(0).pulses <= 51
    assert rig.totals(1).pulses == (100 if active else 51)


def test_a_pad_that_falls_off_below_fifteen_milliampere_is_not_seen():
    """The host is told of a channel that plays; the ledger shows that no charge passes."""
    rig = Rig()
    rig.play({0: Pattern((Point(200, 14.5), Point(200, -14.5)), 20_000)}, 1)
    before = rig.totals(0).charge
    rig.place(0, touching=(1.0, 0.0))
    data = rig.go_on(1)
    assert (data.active, data.troubles) == ({0}, {})
    assert rig.totals(0).charge == before


def test_too_little_current_comes_and_goes():
    """20 kohm let 7.5 of 20 mA through; with 500 ohm the trouble is over."""
    rig = Rig()
    rig.play({0: PATTERN}, 1)
    rig.place(0, bench=resistor(20_000.0))
    assert rig.go_on(1).troubles == {0: ChannelTrouble.LOW_CURRENT}
    rig.place(0)
    assert rig.go_on(1).troubles == {}
    assert rig.totals(0).pulses == 150


def test_low_level_pulses_are_given_one_by_one():
    """Ten pulses on four channels, each in the ledger of its channel."""
    rig = Rig()
    rig.host.low_level_init()
    for number in range(10):
        rig.host.pulse(number % 4, PULSE)
    assert [rig.totals(channel).pulses for channel in range(5)] == [3, 3, 2, 2, 0]
    rig.host.low_level_stop()


def test_a_low_level_pulse_may_leave_charge_behind():
    """The P24 permits patterns that are not balanced; the ledger tells."""
    rig = Rig()
    rig.host.low_level_init()
    rig.host.pulse(0, (Point(1000, 30),))
    assert rig.totals(0).net_charge == pytest.approx(30e-6, rel=1e-9)


@pytest.mark.parametrize(
    ("measurement", "value"),
    [(Measurement.CURRENT, 20.0), (Measurement.VOLTAGE, 10.0), (Measurement.SUPPLY, 150.0)],
    ids=lambda kind: str(getattr(kind, "name", kind)),
)
def test_a_pulse_is_measured(measurement, value):
    """20 mA into 500 ohm, from 150 V."""
    rig = Rig()
    rig.host.low_level_init(measurement)
    ack = rig.host.pulse(0, PULSE)
    assert ack.samples[10] == pytest.approx(value, abs=0.005)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"touching": (1.0, 0.0)}, "ELECTRODE_ERROR", id="off"),
        pytest.param({"bench": resistor(20_000.0)}, "LOW_CURRENT", id="too-much"),
    ],
)
def test_a_low_level_pulse_that_does_not_arrive_is_told(change, says):
    """With its own answer."""
    rig = Rig()
    rig.place(0, **change)
    rig.host.low_level_init()
    with pytest.raises(DeviceRefused, match=says):
        rig.host.pulse(0, PULSE)


def test_a_pattern_without_current_plays_silence():
    """Points of 0 mA are allowed; the channel counts as active."""
    rig = Rig()
    data = rig.play({0: Pattern((Point(200, 0),), 20_000)}, 1)
    assert data.active == {0}
    assert rig.totals(0).pulses == 0


def test_an_output_half_that_hangs_does_not_take_the_protocol_with_it():
    """Requests are answered: the supply is told as on after a stop, and does not come up again."""
    rig = Rig()
    rig.play({0: PATTERN}, 1)
    rig.output.device.sleep()
    rig.host.mid_level_stop()
    assert rig.host.status().high_voltage is HighVoltage.ON
    with pytest.raises(DeviceRefused, match="HIGH_VOLTAGE_ERROR"):
        rig.host.mid_level_init()
    assert rig.totals(0).pulses == 50


@pytest.mark.parametrize("step_us", [7_000, 1_000_000], ids=["small-steps", "one-step"])
def test_a_stop_that_was_not_heard_is_heard_later(step_us):
    """A second of hanging in which the host stops: not one pulse comes when it is over."""
    rig = Rig()
    rig.play({0: PATTERN}, 1)
    end_us = rig.link.now_us + 1_000_000
    rig.output.device.inject(
        Fault(kind="firmware-hang", at_us=rig.link.now_us, until_us=end_us, channel="0")
    )
    rig.link.wait(100_000)
    rig.host.mid_level_stop()
    while rig.link.now_us < end_us + 500_000:
        rig.link.wait(step_us)
    assert rig.totals(0).pulses == 50


def test_a_p24_has_eight_channels():
    """No more and no fewer."""
    with pytest.raises(ValueError, match="a P24 has 8 channels, got pads for 1"):
        P24Output({"1": BENCH})


def test_a_storm_of_requests_leaves_it_alive():
    """Requests in any order at any time; afterwards a plain session is whole."""
    rig = Rig()
    chance = Random(7)
    for _ in range(3000):
        rig.link.now_us += chance.choice((0, 0, 1, 100, 2_000, 30_000))
        rig.device.receive(stream(chance), rig.link.now_us)
        if chance.random() < 0.01:
            rig.place(chance.randrange(8), touching=(1.0, chance.choice((0.0, 1.0))))
    for channel in range(8):
        rig.place(channel)
    rig.link.write(b"\x0f\x0f" + bytes.fromhex("f0 81 55 81 59 81 4e 81 0c 04 3e 0f"))
    rig.link.drop()
    before = rig.totals(0).pulses
    assert rig.play({0: PATTERN}, 1).active == {0}
    assert rig.totals(0).pulses == before + 50
