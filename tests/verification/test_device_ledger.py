"""The ledger of the virtual stimulator against closed forms and other routes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import exp, expm1

import pytest
from builders import make_program
from virtual_devices import AREA, SECOND_US, bench, make_train, run

from simulator.circuit import Cell
from simulator.device import Contact, TrainProgram
from simulator.device.channel import Channel
from simulator.device.level import Level
from simulator.device.memory import Memory, deliver
from simulator.modulation import Modulation
from simulator.output_stage import OutputStage
from simulator.periodic import steady_state
from simulator.skin_load import Load, resistor, skin
from tensplan.safety.exposure import closed_form
from tensplan.safety.simulated import train_of
from tensplan.units import from_si, unit_of

SI = ("_ma_per_cm2", "_w_per_cm2", "_uc", "_ma", "_mj", "_v")


@pytest.mark.parametrize(
    "changes",
    [
        {"pulse_rate_hz": 100},
        {"pulse_rate_hz": 2.5, "amplitude_cap_ma": 60},
        {"pulse_rate_hz": 150, "waveform": {"shape": "monophasic", "pulse_width_us": 200, "cathode": 1}},
        {"pulse_rate_hz": 90, "burst": {"bursts_per_s": 2, "pulses_per_burst": 9}},
    ],
    ids=["constant", "slow", "monophasic", "bursts"],
)  # fmt: skip
def test_a_played_session_is_the_closed_form(changes: dict[str, object]) -> None:
    """Thirty minutes as played, ramps and rise included, have the ten quantities of the formula."""
    program = make_program(**changes)
    train = train_of(program)
    stimulator = run(train, amplitude=train.amplitude, watched=(), contact=bench())
    stimulator.advance(2_000 * SECOND_US)
    exposure = stimulator.channels["A"].ledger.exposure(0)
    formula = closed_form(program, area_cm2=AREA * 1e4)
    for name, value in formula.values.items():
        ending = next(ending for ending in SI if name.endswith(ending))
        got = from_si(getattr(exposure, name.removesuffix(ending)), unit_of(name))
        assert got == pytest.approx(value, rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize(
    ("train", "count"),
    [
        (make_train(duration_us=1_800 * SECOND_US), 180_000),
        (make_train(duration_us=1_800 * SECOND_US, pulse_rate=Fraction(200, 3)), 120_000),
        (make_train(duration_us=1_800 * SECOND_US + 1), 180_001),
        (
            make_train(
                duration_us=1_800 * SECOND_US,
                pulse_rate=None,
                modulations=(
                    Modulation("pulse_rate", 60, 100, "triangle", period_us=8 * SECOND_US),
                ),
            ),
            144_000,
        ),
    ],
    ids=["constant", "third", "one-more", "swept"],
)
def test_every_pulse_of_a_session_is_counted(train: object, count: int) -> None:
    """Rate times time, one more for a microsecond more, the mean rate for a sweep: exact."""
    stimulator = run(train)  # type: ignore[arg-type]
    stimulator.advance(2_000 * SECOND_US)
    channel = stimulator.channels["A"]
    counts = (channel.asked.pulses, channel.sent.pulses, channel.ledger.totals().pulses)
    assert counts == (count, count, count)


def test_energy_in_a_resistor_and_a_cell_is_the_closed_form() -> None:
    """I^2 (Rs w + Rp (w - tau (1 - exp(-w / tau)))) for one phase from rest."""
    load = Load(name="one cell", series_resistance=700.0, cells=(Cell(5_000.0, 100e-9),))
    current, width, tau = 0.01, 200e-6, 5e-4
    done, left = deliver(Memory(), OutputStage(), ((0, 200, 1.0),), current, load, 0)
    charging = width + tau * expm1(-width / tau)
    assert done.energy == pytest.approx(current**2 * (700 * width + 5_000 * charging), rel=1e-10)
    assert left.state == pytest.approx((current * 5_000 * -expm1(-width / tau),), abs=1e-9)


def test_cells_fade_between_pulses_as_an_exponential() -> None:
    """After a gap of two time constants exp(-2) of the voltage is left, to a nanovolt."""
    load = Load(name="one cell", series_resistance=700.0, cells=(Cell(5_000.0, 100e-9),))
    _, left = deliver(Memory(), OutputStage(), ((0, 200, 1.0),), 0.01, load, 0)
    before = left.before(OutputStage(), load, left.end_us + 1_000)
    assert left.state is not None
    assert before.state[0] == pytest.approx(left.state[0] * exp(-2), abs=1e-9)


def settled(stage: OutputStage, load: Load, shape: str) -> Channel:
    """Return a channel after 20 s of pulses at 10 mA."""
    channel = Channel(stage, replace(bench(), bench=load))
    channel.program = TrainProgram(make_train(shape=shape))
    channel.level, channel.sending = Level(target=0.01), True
    channel.play(0, 20 * SECOND_US, asking=True)
    return channel


@pytest.mark.parametrize("shape", ["symmetric-biphasic", "monophasic"])
def test_pulses_settle_into_the_periodic_state(shape: str) -> None:
    """After many pulses charge and voltage are those that Newton's method finds for one period."""
    stage, load = OutputStage(compliance_voltage=60.0), skin((AREA, AREA), falling=False)
    channel = settled(stage, load, shape)
    phases = make_train(shape=shape).pulse(100).phases
    wanted = steady_state(stage, phases, 0.01, load, 100.0)
    last = channel.ledger.entries[-1].values[:, -1]
    assert last[1] == pytest.approx(max(map(abs, wanted.phase_charges)), rel=1e-6)
    assert last[6] == pytest.approx(wanted.peak_voltage, rel=1e-6)


def test_a_blocking_capacitor_leaves_no_direct_current() -> None:
    """Monophasic pulses through a capacitor that discharges between them: no net charge is left."""
    stage = OutputStage(
        compliance_voltage=60.0, blocking_capacitance=10e-6, rest_resistance=1_000.0
    )
    channel = settled(stage, resistor(500.0), "monophasic")
    net, absolute = (channel.ledger.entries[-1].values[row, -1] for row in (2, 3))
    assert abs(net) < 1e-7 * absolute
    assert absolute == pytest.approx(2 * 0.01 * 100e-6, rel=1e-6)


def test_peeling_keeps_the_charge_and_raises_the_density() -> None:
    """A current source gives a quarter of a pad the same charge: four times the density."""
    found = []
    for share in (1.0, 0.25):
        pads = Contact(areas=(AREA, AREA), touching=(share, 1.0), bench=resistor(500.0))
        stimulator = run(contact=pads, watched=())
        stimulator.advance(70 * SECOND_US)
        found.append(stimulator.channels["A"].ledger)
    whole, peeled = found
    assert peeled.totals().charge == whole.totals().charge
    ratio = peeled.exposure(0).rms_current_density / whole.exposure(0).rms_current_density
    assert ratio == pytest.approx(4.0, rel=1e-12)
    power = peeled.exposure(0).mean_power_density / whole.exposure(0).mean_power_density
    assert power == pytest.approx(4.0, rel=1e-12)
