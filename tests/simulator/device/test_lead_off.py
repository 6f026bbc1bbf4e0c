"""What each policy does when a pad falls off, and when it is back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from virtual_devices import SECOND_US, bench, run

from simulator.device import TransitionRefused, VirtualStimulator, lead_off_policies

OFF = replace(bench(), touching=(0.0, 1.0))

RISE = 0.02 / 300
"""Step from pulse to pulse of a rise to 20 mA in 3 s at 100 Hz. [A]"""


def off_and_back(policy: str, amplitude: float = 0.02) -> VirtualStimulator:
    """Return a device whose pad was off from 11 s to 21 s, at 31 s."""
    stimulator = run(amplitude=amplitude, lead_off=policy, watched=())
    for second, contact in ((11, OFF), (21, bench())):
        stimulator.advance(second * SECOND_US)
        stimulator.place("A", contact)
    stimulator.advance(31 * SECOND_US)
    return stimulator


def charge(stimulator: VirtualStimulator, start_s: int, stop_s: int) -> float:
    """Return the charge delivered between two times. [C]"""
    return sum(
        row["absolute"]
        for row in stimulator.channels["A"].ledger.rows()
        for onset in range(row["at_us"], row["at_us"] + row["period_us"] * row["repeats"], row["period_us"])
        if start_s * SECOND_US <= onset < stop_s * SECOND_US
    )  # fmt: skip


@pytest.mark.parametrize("policy", sorted(lead_off_policies()))
def test_nothing_passes_an_open_circuit(policy: str) -> None:
    """Whatever the policy, an open circuit delivers nothing."""
    assert charge(off_and_back(policy), 11, 21) == 0.0


@pytest.mark.parametrize(
    ("policy", "state", "rise"),
    [
        ("latch", "fault-latched", RISE),
        ("globus", "running", RISE),
        ("p24", "running", RISE),
        ("polystim", "running", 0.02),
        ("none", "running", 0.02),
    ],
)
def test_what_comes_back_with_the_contact(policy: str, state: str, rise: float) -> None:
    """Three policies give nothing after the return; two are back at once at full amplitude."""
    stimulator = off_and_back(policy)
    ledger = stimulator.channels["A"].ledger
    assert stimulator.state == state
    assert ledger.largest_rise() == pytest.approx(rise, rel=1e-9)
    assert (charge(stimulator, 21, 31) == 0.0) is (rise == RISE)


def test_a_latched_device_needs_an_acknowledgement_and_a_rise() -> None:
    """After a latch only acknowledging, starting and setting bring pulses, from 0 up."""
    stimulator = off_and_back("latch")
    assert stimulator.report().fault == "lead-off"
    stimulator.acknowledge()
    stimulator.advance(41 * SECOND_US)
    assert charge(stimulator, 21, 41) == 0.0
    stimulator.start()
    stimulator.set_amplitude("A", 0.02)
    stimulator.advance(51 * SECOND_US)
    assert charge(stimulator, 41, 51) > 0
    assert stimulator.channels["A"].ledger.largest_rise() < 2 * RISE


@pytest.mark.parametrize(
    ("policy", "below", "above"),
    [("p24", 0.014, 0.015), ("globus", 0.009, 0.010), ("polystim", 0.009, 0.010)],
)
def test_below_its_threshold_a_policy_sees_nothing(policy: str, below: float, above: float) -> None:
    """A lead that is off at a low amplitude goes unnoticed, and is back with a step."""
    assert off_and_back(policy, below).channels["A"].ledger.largest_rise() == pytest.approx(below)
    noticed = [line.what for line in off_and_back(policy, above).journal]
    assert any(what.startswith("lead-off") for what in noticed)


def test_polystim_gives_the_time_again() -> None:
    """The timer waits while the pad is off: the session ends ten seconds later."""
    stimulator = off_and_back("polystim")
    assert stimulator.report().remaining_us == pytest.approx(40 * SECOND_US, abs=20_000)
    stimulator.advance(100 * SECOND_US)
    assert stimulator.journal[-1].at_us == pytest.approx(71 * SECOND_US, abs=20_000)


def test_what_is_reported_and_what_is_true_are_two_things() -> None:
    """Without detection the device shows 20 mA and no error while the skin gets nothing."""
    stimulator = run(amplitude=0.02, lead_off="none", watched=())
    stimulator.advance(11 * SECOND_US)
    stimulator.place("A", OFF)
    stimulator.advance(21 * SECOND_US)
    shown = stimulator.report().channels["A"]
    assert (shown.amplitude, shown.level, shown.error) == (0.02, 0.02, "")
    assert charge(stimulator, 11, 21) == 0.0
    assert stimulator.channels["A"].sent.pulses == 2_000


def test_globus_can_be_raised_again_after_the_return() -> None:
    """The error is gone with the contact, and the amplitude rises from 0."""
    stimulator = off_and_back("globus")
    assert stimulator.report().channels["A"].error == ""
    stimulator.set_amplitude("A", 0.02)
    stimulator.advance(41 * SECOND_US)
    assert charge(stimulator, 31, 41) > 0
    assert stimulator.channels["A"].ledger.largest_rise() == pytest.approx(RISE, rel=1e-9)


def test_a_stopped_channel_cannot_be_raised() -> None:
    """The P24 stops the channel; an amplitude for it is refused with the reason."""
    with pytest.raises(TransitionRefused, match="channel A sends nothing lead-off"):
        off_and_back("p24").set_amplitude("A", 0.02)
