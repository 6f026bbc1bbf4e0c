"""Commands, states and time of the virtual stimulator."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from virtual_devices import SECOND_US, bench, make_device, make_train, run

from simulator.device import (
    Clock,
    NotAnswering,
    PointProgram,
    TrainProgram,
    TransitionRefused,
    VirtualStimulator,
)
from simulator.properties import device

POINTS = PointProgram(((200, 0.02), (200, -0.02)), 20_000)


def test_a_session_begins_at_zero() -> None:
    """Before anyone sets an amplitude the pulses carry nothing."""
    stimulator = make_device()
    stimulator.load("A", TrainProgram(make_train()))
    stimulator.start()
    stimulator.advance(10 * SECOND_US)
    totals = stimulator.channels["A"].ledger.totals()
    assert (totals.pulses, totals.charge) == (900, 0.0)


def test_the_amplitude_rises_in_time() -> None:
    """After half the rise the level is half of what was set, and what is reported is both."""
    stimulator = run(amplitude=0.02)
    stimulator.advance(stimulator.now_us + 1_500_000)
    shown = stimulator.report().channels["A"]
    assert (stimulator.state, shown.amplitude) == ("ramping", 0.02)
    assert shown.level == pytest.approx(0.01)
    stimulator.advance(stimulator.now_us + 1_500_000)
    assert stimulator.state == "running"


def test_a_lower_amplitude_is_at_once() -> None:
    """Less current never waits for a ramp."""
    stimulator = run()
    stimulator.advance(10 * SECOND_US)
    stimulator.set_amplitude("A", 0.005)
    assert stimulator.report().channels["A"].level == 0.005


def test_a_pause_holds_the_session_and_ends_with_a_rise() -> None:
    """No pulse passes in a pause; after it the session gives what was left, from 0 up."""
    stimulator = run()
    stimulator.advance(11 * SECOND_US)
    stimulator.pause()
    before = stimulator.channels["A"].ledger.totals()
    stimulator.advance(31 * SECOND_US)
    assert stimulator.channels["A"].ledger.totals() == before
    assert stimulator.report().remaining_us == 50 * SECOND_US
    stimulator.resume()
    assert stimulator.report().channels["A"].level == 0.0
    stimulator.advance(100 * SECOND_US)
    ledger = stimulator.channels["A"].ledger
    assert ledger.totals().pulses == 6_000
    assert ledger.largest_rise() < 0.0002
    assert stimulator.state == "standby"


@pytest.mark.parametrize("end", ["stop", "power_off"])
def test_an_end_is_at_once_and_forgets_the_amplitude(end: str) -> None:
    """After stop or switching off nothing passes, and the next session is at 0 again."""
    stimulator = run()
    stimulator.advance(11 * SECOND_US)
    getattr(stimulator, end)()
    pulses = stimulator.channels["A"].ledger.totals().pulses
    stimulator.advance(21 * SECOND_US)
    assert stimulator.channels["A"].ledger.totals().pulses == pulses == 1_000
    assert stimulator.channels["A"].level.target == 0.0


def test_the_timer_ends_the_session() -> None:
    """At the end of the program the device is in standby, to the microsecond."""
    stimulator = run()
    stimulator.advance(100 * SECOND_US)
    assert [(line.at_us, line.what) for line in stimulator.journal][-1] == (
        61 * SECOND_US,
        "time-up",
    )


def test_amplitudes_are_taken_down_to_a_step() -> None:
    """The generic unit has steps of 1 mA: 7.9 mA asked is 7 mA sent and delivered."""
    stimulator = run(amplitude=0.0079, rise_us=0)
    stimulator.advance(100 * SECOND_US)
    channel = stimulator.channels["A"]
    assert (channel.asked.peak, channel.sent.peak) == (0.0079, 0.007)
    assert channel.ledger.totals().peak == pytest.approx(0.007, rel=1e-12)


@pytest.mark.parametrize("amplitude", [0.0401, -0.001, math.nan], ids=["cap", "negative", "nan"])
def test_amplitudes_beyond_the_cap_are_refused(amplitude: float) -> None:
    """The cap of the program is never passed, and the level stays."""
    stimulator = run()
    with pytest.raises(ValueError, match=r"amplitude must be 0 to 0\.04 A on A, got"):
        stimulator.set_amplitude("A", amplitude)
    assert stimulator.channels["A"].level.target == 0.04


@pytest.mark.parametrize(
    "act",
    [
        lambda stimulator: stimulator.set_amplitude("A", 0.01),
        lambda stimulator: stimulator.resume(),
        lambda stimulator: stimulator.stop(),
        lambda stimulator: stimulator.acknowledge(),
    ],
    ids=["set", "resume", "stop", "acknowledge"],
)
def test_commands_out_of_order_are_refused(act: Callable[[VirtualStimulator], None]) -> None:
    """In standby there is nothing to raise, resume, stop or acknowledge."""
    with pytest.raises(TransitionRefused, match="standby"):
        act(make_device())


def test_a_program_is_not_changed_while_it_plays() -> None:
    """Loading in a session is refused."""
    with pytest.raises(TransitionRefused, match="a program is not changed in state ramping"):
        run().load("A", TrainProgram(make_train()))


def test_off_does_not_answer() -> None:
    """A device that is off answers no command."""
    stimulator = VirtualStimulator(Clock(), {"A": bench()}, device("p24"))
    with pytest.raises(NotAnswering, match="does not answer: off"):
        stimulator.report()


def test_time_does_not_run_backwards() -> None:
    """Advancing into the past is refused."""
    with pytest.raises(ValueError, match="until_us must be 1000000"):
        make_device().advance(5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"serial": "P24"}, "must begin with SIM"),
        ({"lead_off": "best"}, "lead-off policy must be one of globus, latch"),
        ({"watched": ["eye"]}, "no detector is called eye"),
        ({"channels": {}}, "at least one channel"),
        ({"profile": device("wl-2407")}, "no source states the compliance voltage of wl-2407"),
    ],
    ids=["serial", "policy", "detector", "channels", "compliance"],
)
def test_what_a_device_is_made_of_is_checked(changes: dict[str, object], message: str) -> None:
    """Unknown names, a serial of a real unit and an unbounded voltage are refused."""
    with pytest.raises(ValueError, match=message):
        make_device(**changes)


def test_a_host_that_falls_silent_pauses_the_device() -> None:
    """The last sign of life at 11 s and 2 s of patience: no pulse from 13 s on."""
    stimulator = run(host_timeout_us=2 * SECOND_US)
    for second in range(2, 12):
        stimulator.advance(second * SECOND_US)
        stimulator.keep_alive()
    stimulator.advance(30 * SECOND_US)
    assert stimulator.state == "paused"
    assert stimulator.channels["A"].ledger.totals().pulses == 1_200


def test_a_host_drives_points_at_once() -> None:
    """Points come at the amplitude that the host names, change at once, and end with None."""
    stimulator = make_device()
    stimulator.drive("A", POINTS)
    stimulator.advance(2 * SECOND_US)
    stimulator.drive("A", PointProgram(((100, 0.01), (100, -0.01)), 10_000))
    stimulator.advance(3 * SECOND_US)
    stimulator.drive("A", None)
    stimulator.advance(9 * SECOND_US)
    totals = stimulator.channels["A"].ledger.totals()
    assert totals.pulses == 50 + 100
    assert totals.charge == pytest.approx(50 * 8e-6 + 100 * 2e-6, rel=1e-12)


def test_a_single_pulse_ends_by_itself() -> None:
    """One pattern and no more, as the low level of a wire protocol asks for it."""
    stimulator = make_device()
    stimulator.drive("A", PointProgram(POINTS.points, 400, count=1))
    stimulator.advance(9 * SECOND_US)
    assert stimulator.channels["A"].ledger.totals().pulses == 1
    assert stimulator.state == "standby"


def test_a_host_cannot_pass_the_largest_amplitude() -> None:
    """Points above what the device can give are refused."""
    with pytest.raises(ValueError, match=r"amplitude must be at most 0\.08 A on A, got 0\.09 A"):
        make_device().drive("A", PointProgram(((200, 0.09),), 20_000))


def test_how_time_is_cut_does_not_matter() -> None:
    """One long advance and a thousand odd ones write the same truth."""
    whole, cut = run(), run()
    whole.advance(70 * SECOND_US)
    while cut.now_us < 70 * SECOND_US:
        cut.advance(min(70 * SECOND_US, cut.now_us + 98_765))
    one, other = (each.channels["A"].ledger for each in (whole, cut))
    assert one.totals().pulses == other.totals().pulses
    assert one.totals().charge == pytest.approx(other.totals().charge, rel=1e-12)
    assert one.exposure(0).rms_current == pytest.approx(other.exposure(0).rms_current, rel=1e-12)
    assert whole.journal == cut.journal


def test_a_voltage_source_is_not_judged_by_its_current() -> None:
    """20 V of a constant-voltage unit into 200 ohm is 100 mA where 40 mA were named: no fault."""
    stimulator = run(contact=bench(200.0), profile=device("auvon-as8016"), rise_us=0)
    stimulator.advance(10 * SECOND_US)
    assert stimulator.state == "running"
    totals = stimulator.channels["A"].ledger.totals()
    assert totals.peak == pytest.approx(0.1, rel=1e-9)
