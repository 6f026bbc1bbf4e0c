"""The truth as data: units in the keys, and delivered output held against limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from virtual_devices import bench, run

from simulator.device.truth import broken_limits, truth
from simulator.validation import Limit

SECOND_US = 1_000_000


def test_the_figures_are_those_of_the_train():
    """Ten seconds of 40 mA, 100 us, 100 Hz into 500 ohm under 20 cm2, after a rise of three."""
    stimulator = run()
    stimulator.advance(stimulator.now_us + 13 * SECOND_US)
    one = truth(stimulator)["channels"]["A"]
    assert one["delivered"]["pulses"] == one["sent"]["pulses"] == one["asked"]["pulses"] == 1300
    assert one["delivered"]["peak_ma"] == 40.0
    pad = one["pads"][0]
    assert pad["phase_charge_uc"] == pytest.approx(4.0, rel=1e-9)
    assert pad["pulse_energy_mj"] == pytest.approx(0.16, rel=1e-9)  # two phases of 0.08
    assert pad["rms_current_ma"] == pytest.approx(40 * (2e-4 * 100) ** 0.5, rel=1e-8)
    assert pad["rms_current_density_ma_per_cm2"] == pytest.approx(pad["rms_current_ma"] / 20)
    assert pad["mean_power_density_w_per_cm2"] == pytest.approx(0.016 / 20, rel=1e-8)
    assert (pad["net_dc_ma"], pad["pulses_in_worst_second"]) == (0.0, 100)


@pytest.mark.parametrize(("maximum", "pads"), [(0.0056, [1, 2]), (0.0057, [])], ids=["1", "2"])
def test_limits_are_held_against_both_pads(maximum, pads):
    """The r.m.s. current of the worst second is 5.66 mA."""
    stimulator = run()
    stimulator.advance(stimulator.now_us + 5 * SECOND_US)
    rates = set()

    def at(pulse_rate):
        rates.add(pulse_rate)
        return [Limit("r.m.s.", "rms_current", maximum)]

    assert [pad for pad, _ in broken_limits(stimulator.channels["A"], at)] == pads
    assert rates == {100}


@pytest.mark.parametrize("step_us", [5_000, 7_001, 250_000, 3_000_000], ids=str)
def test_small_steps_are_written_down_as_large_ones(step_us):
    """However often the clock is looked at, a plateau is a few entries with the same sums."""
    whole, cut = run(), run()
    end = whole.now_us + 12 * SECOND_US
    whole.advance(end)
    while cut.now_us < end:
        cut.advance(min(end, cut.now_us + step_us))
    assert truth(cut) == truth(whole)
    ledgers = [one.channels["A"].ledger for one in (whole, cut)]
    plateau = [[e for e in ledger.entries if e.onset_us[0] > 5 * SECOND_US] for ledger in ledgers]
    assert len(plateau[1]) <= max(1, len(plateau[0]))


def test_pulses_on_another_area_are_written_apart():
    """On a resistor a peeling pad changes no current, only what lies under it."""
    stimulator = run()
    stimulator.advance(stimulator.now_us + 5 * SECOND_US)
    stimulator.place("A", replace(bench(), touching=(0.25, 1.0)))
    stimulator.advance(stimulator.now_us + 5 * SECOND_US)
    peeled, whole = truth(stimulator)["channels"]["A"]["pads"]
    key = "rms_current_density_ma_per_cm2"
    assert peeled["rms_current_ma"] == whole["rms_current_ma"]
    assert peeled[key] == pytest.approx(4 * whole[key], rel=1e-8)
