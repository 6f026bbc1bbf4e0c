"""Every fault at each moment of a planned session."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from virtual_devices import AREA, SECOND_US, make_device, make_train

from simulator.device import Fault, TrainProgram, fault_kinds
from simulator.device.admission import AdmittedChannel
from simulator.device.plan_campaign import LONGEST_US, Row, campaign, cases
from simulator.device.protections import protections
from simulator.properties import device


def channels(count: int = 1, **changes: object) -> list[AdmittedChannel]:
    """Return channels of a plan of ten minutes at 40 mA, but for the changes."""
    train = make_train(**({"duration_us": 600 * SECOND_US} | changes))
    return [
        AdmittedChannel(id=name, program="p", areas=(AREA, AREA), train=train)
        for name in "AB"[:count]
    ]


@cache
def rows(protection: str, *kinds: str, amplitude: float = 0.04) -> tuple[Row, ...]:
    """Return what comes of some faults at every moment."""
    planned = channels(amplitude=amplitude)
    chosen = [case for case in cases(planned) if case.kind in kinds]
    return tuple(campaign(planned, device("generic-tens"), protections()[protection], chosen))


@pytest.mark.parametrize("count", [1, 2])
def test_every_fault_comes_at_five_moments(count: int) -> None:
    """Whatever the plan uses of the device, each kind is there."""
    found = cases(channels(count))
    assert {case.kind for case in found} == set(fault_kinds())
    assert len(found) == 5 * len(fault_kinds())


def charge_on_the_plateau(kind: str, count: int) -> float:
    """Return what all pads get after a fault that nobody notices, at ten pulses a second. [C]"""
    planned = channels(count, pulse_rate=Fraction(10))
    chosen = [c for c in cases(planned) if (c.kind, c.moment) == (kind, "on the plateau")]
    (row,) = campaign(planned, device("generic-tens"), protections()["none"], chosen)
    return row.outcome.charge


@pytest.mark.parametrize("count", [1, 2])
def test_a_pulse_that_comes_out_elsewhere(count: int) -> None:
    """At an output with nothing plugged in nobody gets it; at the pads of another channel somebody does."""
    assert (charge_on_the_plateau("wrong-channel", count) > 0) == (count == 2)


def test_a_welded_relay_takes_nothing_from_a_plan_of_one_channel() -> None:
    """No current goes where nothing is plugged in: the pads get what they get without the fault."""
    got = charge_on_the_plateau("relay-welded", 1)
    assert got == pytest.approx(charge_on_the_plateau("blocking-capacitor-short", 1), rel=1e-9)


def test_a_long_session_is_cut() -> None:
    """The last moment lies before the end of what is played."""
    assert max(case.at_us for case in cases(channels())) < SECOND_US + LONGEST_US


def test_a_short_session_is_refused() -> None:
    """Half a minute has no room for a pause."""
    with pytest.raises(ValueError, match="at least 40 s for this, got 30 s"):
        cases(channels(duration_us=30 * SECOND_US))


@pytest.mark.parametrize("kind", ["bridge-stuck-on", "output-gain", "setting-bit-error"])
def test_a_careful_device_leaves_no_hazard_unnoticed(kind: str) -> None:
    """At every moment the fault is noticed."""
    found = rows("careful", kind)
    assert len(found) == 5
    assert all(row.outcome.noticed_by for row in found)
    assert not any(row.is_undetected_hazard for row in found)


def test_a_device_that_looks_at_nothing_leaves_them() -> None:
    """A stuck bridge is a hazard at each moment, and the row says that nothing looks for it."""
    found = rows("none", "bridge-stuck-on")
    assert all(row.is_undetected_hazard for row in found)
    assert {row.why_unseen for row in found} == {"nothing looks for it"}


@pytest.mark.parametrize(("amplitude", "seen"), [(0.014, False), (0.03, True)])
def test_lead_off_of_the_p24_is_seen_from_its_threshold(amplitude: float, seen: bool) -> None:
    """Below 15 mA it cannot be, and the row says so."""
    found = rows("p24", "lead-off", amplitude=amplitude)
    assert all(bool(row.outcome.noticed_by) is seen for row in found)
    assert {row.why_unseen for row in found} == (
        {""} if seen else {"cannot be: p24 looks for it from 15 mA"}
    )


def test_a_pad_that_comes_back_during_the_rise_jolts() -> None:
    """At 16 mA the pad is back before the rise reaches 15 mA: a step nobody noticed."""
    found = next(
        row for row in rows("p24", "lead-off", amplitude=0.016) if row.case.moment == "in a pause"
    )
    assert [hazard.name for hazard in found.outcome.hazards] == ["rise"]
    assert found.is_undetected_hazard


def test_a_latent_fault_says_when_it_shows() -> None:
    """A shorted capacitor changes nothing until the next self-test."""
    found = rows("careful", "blocking-capacitor-short")
    assert {row.why_unseen for row in found} == {"latent: shows at the next self-test"}


@pytest.mark.parametrize("protection", sorted(protections()))
def test_a_host_that_goes_is_missed_at_every_moment(protection: str) -> None:
    """In a pause, too: whoever resumes at the device itself finds the watch running again."""
    assert {row.outcome.noticed_by for row in rows(protection, "host-loss")} == {"host-timeout"}


def test_a_pause_does_not_hide_a_lost_host() -> None:
    """After a resume at the device the host is missed like any time else."""
    stimulator = make_device(host_timeout_us=2 * SECOND_US)
    stimulator.load("A", TrainProgram(make_train()))
    stimulator.start()
    stimulator.set_amplitude("A", 0.02)
    stimulator.pause()
    stimulator.inject(Fault(kind="host-loss", at_us=stimulator.now_us))
    stimulator.advance(stimulator.now_us + 10 * SECOND_US)
    stimulator.resume()
    stimulator.advance(stimulator.now_us + 3 * SECOND_US)
    assert stimulator.state == "paused"
    assert "host-timeout" in [line.what for line in stimulator.journal]
