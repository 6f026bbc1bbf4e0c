"""The truth of a pair of electrodes against the exposure measured on the train."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from virtual_devices import AREA, SECOND_US, bench, make_train, run

from simulator.device import Contact, Ledger
from simulator.device.ledger import COLUMNS, Entry
from simulator.exposure import Exposure, measure
from simulator.load import Load
from simulator.modulation import Modulation
from simulator.schedule import BurstWindow, Ramp, Step

SESSIONS = {
    "constant": make_train(duration_us=1_800 * SECOND_US),
    "slow": make_train(pulse_rate=2.5, width_us=200),
    "monophasic": make_train(shape="monophasic"),
    "asymmetric": make_train(shape="asymmetric-biphasic", recharge_ratio=4),
    "bursts": make_train(burst=BurstWindow(250_000, 250_000)),
    "ramped": make_train(ramp=Ramp(3 * SECOND_US, SECOND_US)),
    "steps": make_train(
        pulse_rate=None,
        steps=(Step(100, 100, 3 * SECOND_US, 0), Step(2, 200, 3 * SECOND_US, 2 * SECOND_US)),
        ramp=Ramp(SECOND_US, 0),
    ),
    "swept": make_train(
        pulse_rate=None,
        modulations=(Modulation("pulse_rate", 60, 100, "triangle", period_us=8 * SECOND_US),),
    ),
    "random": make_train(
        pulse_rate=None,
        modulations=(
            Modulation("pulse_rate", 60, 100, "random", period_us=600 * SECOND_US, seed=7),
        ),
    ),
}


@pytest.mark.parametrize("train", SESSIONS.values(), ids=SESSIONS)
def test_a_session_on_a_resistor_is_the_exposure_of_its_train(train: object) -> None:
    """Count exact; the ten quantities to 1e-9, which covers sums over a second of pulses."""
    contact = bench()
    stimulator = run(train, contact=contact, rise_us=0, watched=())  # type: ignore[arg-type]
    stimulator.advance(2_000 * SECOND_US)
    channel = stimulator.channels["A"]
    counts = (channel.asked.pulses, channel.sent.pulses, channel.ledger.totals().pulses)
    assert set(counts) == {train.pulse_count()}  # type: ignore[attr-defined]
    got, want = channel.ledger.exposure(0), measure(train, Load(500.0, AREA))  # type: ignore[arg-type]
    skipped = ("worst_second_start_us", "pulses_in_worst_second")
    for name in (entry.name for entry in fields(Exposure) if entry.name not in skipped):
        assert getattr(got, name) == pytest.approx(getattr(want, name), rel=1e-9, abs=1e-15), name


def test_asked_sent_and_delivered_agree_on_a_resistor() -> None:
    """Without rise and faults the three charges are one: pulses x 2 phases x 4 uC."""
    stimulator = run(rise_us=0)
    stimulator.advance(100 * SECOND_US)
    channel = stimulator.channels["A"]
    totals = channel.ledger.totals()
    expected = 6_000 * 2 * 0.04 * 100e-6
    for charge in (channel.asked.charge, channel.sent.charge, totals.charge):
        assert charge == pytest.approx(expected, rel=1e-12)
    assert totals.net_charge == 0.0
    assert totals.energy == pytest.approx(6_000 * 500 * 0.04**2 * 200e-6, rel=1e-12)


def test_repeated_pulses_are_written_once() -> None:
    """A day at a constant rate takes no more entries than an hour."""
    sizes = []
    for hours in (1, 24):
        stimulator = run(make_train(duration_us=hours * 3_600 * SECOND_US))
        stimulator.advance(hours * 3_600 * SECOND_US + 2 * SECOND_US)
        ledger = stimulator.channels["A"].ledger
        assert ledger.totals().pulses == hours * 360_000
        sizes.append(len(ledger.entries))
    assert sizes[0] == sizes[1] < 10


def test_density_is_by_the_area_that_touches() -> None:
    """A pad of which half touches has twice the density of the other one."""
    pads = Contact(areas=(AREA, AREA), touching=(0.5, 1.0))
    stimulator = run(contact=pads, amplitude=0.005, watched=())
    stimulator.advance(100 * SECOND_US)
    ledger = stimulator.channels["A"].ledger
    half, whole = (ledger.exposure(pad).rms_current_density for pad in (0, 1))
    assert half == pytest.approx(2 * whole, rel=1e-12)


def entry(onsets: list[int], peaks: list[float], period_us: int = 0, repeats: int = 1) -> Entry:
    """Return an entry whose squares are its peaks."""
    values = np.zeros((len(COLUMNS), len(peaks)))
    values[COLUMNS.index("peak")] = values[COLUMNS.index("square")] = peaks
    return Entry(np.array(onsets, dtype=np.int64), values, (1e-3, 1e-3), period_us, repeats)


def test_the_worst_second_may_lie_across_entries() -> None:
    """A second that takes the end of a long repeat and the next entry is found."""
    ledger = Ledger()
    ledger.add(entry([0], [1.0], 100_000, 1_000))
    ledger.add(entry([99_950_000], [5.0]))
    exposure = ledger.exposure(0)
    assert exposure.pulses_in_worst_second == 11
    assert exposure.rms_current == pytest.approx(15.0**0.5, rel=1e-12)


def test_the_largest_rise_is_between_neighbours() -> None:
    """The step from nothing to the first pulse counts, so does the one into the next repeat."""
    ledger = Ledger()
    ledger.add(entry([0, 10], [0.010, 0.004], 20, 3))
    assert ledger.largest_rise() == pytest.approx(0.010)
    ledger.add(entry([100], [0.030]))
    assert ledger.largest_rise() == pytest.approx(0.026)


def test_an_empty_ledger_is_no_exposure() -> None:
    """Nothing delivered is zero in every quantity, not an error and not NaN."""
    exposure = Ledger().exposure(0)
    assert {getattr(exposure, part.name) for part in fields(Exposure)} == {0}


def test_rows_show_each_pulse_of_a_pattern() -> None:
    """A row says when, how often, on what areas, and every column."""
    ledger = Ledger()
    ledger.add(entry([0, 10], [0.010, 0.004], 20, 3))
    rows = list(ledger.rows())
    assert [row["at_us"] for row in rows] == [0, 10]
    assert rows[0]["repeats"] == 3
    assert set(COLUMNS) < set(rows[0])
