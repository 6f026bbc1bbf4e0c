"""Verification of the output stage on resistor and RC loads.

Routes: closed forms written out here, an ODE solver that knows no modes, conservation laws and
limits. Relative tolerances of 1e-12 to 1e-10 leave room for rounding alone: the response has no
time step. Where the ODE solver is the second route, its own tolerance sets the number.
"""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from simulator.circuit import Cell
from simulator.output_stage import OutputStage, respond
from simulator.periodic import steady_state
from simulator.skin_load import Load, resistor, skin

RS, RP, C = 700.0, 5000.0, 100e-9
ONE = Load(name="one cell", series_resistance=RS, cells=(Cell(RP, C),))
TWO = Load(
    name="two cells", series_resistance=700.0, cells=(Cell(5000.0, 100e-9), Cell(1500.0, 220e-9))
)
MONO = [(0, 200, 1.0)]
SYMMETRIC = [(0, 200, 1.0), (200, 200, -1.0)]
GAPPED = [(0, 150, 1.0), (200, 300, -0.5)]
PULSES = [
    pytest.param(MONO, id="monophasic"),
    pytest.param(SYMMETRIC, id="symmetric"),
    pytest.param(GAPPED, id="asymmetric-with-gap"),
]
STAGES = [
    pytest.param(OutputStage(), id="unlimited"),
    pytest.param(OutputStage(compliance_voltage=30.0), id="clips"),
    pytest.param(OutputStage(blocking_capacitance=1e-6), id="blocked"),
    pytest.param(
        OutputStage(compliance_voltage=30.0, blocking_capacitance=1e-6, rest_resistance=100.0),
        id="clips-blocked-bleeds",
    ),
    pytest.param(OutputStage(output="constant-voltage", rest_resistance=0.0), id="voltage"),
]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(60)


def integral(segment, values):
    """Gauss integral of a function of time over one segment; exact for smooth exponentials."""
    time = 0.5 * segment.duration * (NODES + 1)
    return 0.5 * segment.duration * WEIGHTS @ values(time)


# zero and limit cases ---------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_no_amplitude_gives_nothing(stage):
    """Zero amplitude from rest gives no voltage, current or charge."""
    response = respond(stage, GAPPED, 0.0, TWO)
    _, voltage, current = response.waveform()
    assert np.all(voltage == 0)
    assert np.all(current == 0)
    assert response.net_charge == 0


def test_voltage_starts_at_series_and_ends_at_full_resistance():
    """A current step meets the series resistance at once and all resistance in the end."""
    response = respond(OutputStage(), [(0, 100_000, 1.0)], 0.01, ONE)
    voltage, _ = response.at(np.array([0.0, response.duration]))
    # 200 time constants: what is left of the exponential is below rounding
    np.testing.assert_allclose(voltage, [0.01 * RS, 0.01 * (RS + RP)], rtol=1e-12)


@pytest.mark.parametrize("ohm", [500.0, 1000.0, 2000.0, 10000.0])
@pytest.mark.parametrize(
    ("amplitude", "compliance"), [(0.04, math.inf), (0.04, 60.0)], ids=["unlimited", "60-V"]
)
def test_pure_resistor_follows_ohm(ohm, amplitude, compliance):
    """Into a resistor the current is the asked one or compliance over resistance."""
    stage = OutputStage(compliance_voltage=compliance)
    response = respond(stage, SYMMETRIC, amplitude, resistor(ohm))
    voltage, current = response.at(np.array([50e-6, 250e-6]))
    expected = min(amplitude, compliance / ohm)
    np.testing.assert_allclose(current, [expected, -expected], rtol=1e-12)
    np.testing.assert_allclose(voltage, [expected * ohm, -expected * ohm], rtol=1e-12)
    assert (response.clip_start is not None) == (amplitude * ohm > compliance)


def test_vanishing_cell_is_a_resistor():
    """A cell without resistance leaves the series resistance alone."""
    nearly = Load(name="x", series_resistance=500.0, cells=(Cell(1e-9, 1e-7),))
    response = respond(OutputStage(compliance_voltage=15.0), SYMMETRIC, 0.04, nearly)
    # the cell adds 1e-9 of 500 ohm
    assert response.phase_charges[0] == pytest.approx(15.0 / 500.0 * 200e-6, rel=1e-10, abs=0)


def test_large_compliance_is_no_compliance():
    """A compliance that is never reached changes no digit."""
    free = respond(OutputStage(), SYMMETRIC, 0.04, TWO)
    wide = respond(OutputStage(compliance_voltage=1e6), SYMMETRIC, 0.04, TWO)
    for a, b in zip(free.waveform(), wide.waveform(), strict=True):
        assert np.array_equal(a, b)
    assert wide.clipped_time == 0


def test_charge_rises_with_compliance_towards_the_asked_charge():
    """More compliance delivers more of the leading phase, and all of it in the limit."""
    limits = [20.0, 40.0, 60.0, 80.0, 100.0, 200.0]
    charges = [
        respond(OutputStage(compliance_voltage=v), SYMMETRIC, 0.04, TWO).phase_charges[0]
        for v in limits
    ]
    assert np.all(np.diff(charges[:4]) > 0)
    assert charges[-1] == pytest.approx(0.04 * 200e-6, rel=1e-12, abs=0)


# closed forms -----------------------------------------------------------------------------


def test_current_step_closed_form():
    """One cell under a held current charges with its own time constant."""
    response = respond(OutputStage(), MONO, 0.01, ONE)
    time = np.linspace(0, 200e-6, 41)
    voltage, current = response.at(time)
    expected = 0.01 * (RS + RP * -np.expm1(-time / (RP * C)))
    np.testing.assert_allclose(voltage, expected, rtol=1e-12)
    np.testing.assert_allclose(current, 0.01, rtol=0)


def test_voltage_step_closed_form():
    """One cell under a held voltage charges with the resistances in parallel."""
    stage = OutputStage(output="constant-voltage")
    response = respond(stage, MONO, 0.04, ONE)  # 20 V: 40 mA into 500 ohm
    time = np.linspace(0, 199.9e-6, 41)
    voltage, current = response.at(time)
    tau = C * RS * RP / (RS + RP)
    final = 20.0 / (RS + RP)
    np.testing.assert_allclose(voltage, 20.0, rtol=1e-12)
    np.testing.assert_allclose(
        current, final + (20.0 / RS - final) * np.exp(-time / tau), rtol=1e-12
    )
    charge = final * 200e-6 - (20.0 / RS - final) * tau * math.expm1(-200e-6 / tau)
    assert response.net_charge == pytest.approx(charge, rel=1e-12, abs=0)


def test_clip_instant_and_sag_closed_form():
    """Clipping starts when the cell reaches its share, then the current sags exponentially."""
    amplitude, limit = 0.02, 30.0
    response = respond(OutputStage(compliance_voltage=limit), MONO, amplitude, ONE)
    cell = limit - amplitude * RS
    start = -RP * C * math.log1p(-cell / (amplitude * RP))
    assert response.clip_start == pytest.approx(start, rel=1e-11, abs=0)
    tau = C * RS * RP / (RS + RP)
    final = limit / (RS + RP)
    after = np.linspace(start * 1.001, 200e-6, 30)
    expected = final + (amplitude - final) * np.exp(-(after - start) / tau)
    np.testing.assert_allclose(response.at(after)[1], expected, rtol=1e-11)
    tail = 200e-6 - start
    charge = amplitude * start + final * tail
    charge -= (amplitude - final) * tau * math.expm1(-tail / tau)
    assert response.phase_charges[0] == pytest.approx(charge, rel=1e-11, abs=0)
    assert response.clipped_time == pytest.approx(tail, rel=1e-11, abs=0)


def test_open_rest_decays_with_the_cell():
    """With open terminals nothing flows and the cell leaks through its own resistance."""
    response = respond(OutputStage(), MONO, 0.01, ONE, duration_us=1200)
    time = np.linspace(200e-6, 1200e-6, 11)
    voltage, current = response.at(time)
    at_end = 0.01 * RP * -math.expm1(-200e-6 / (RP * C))
    np.testing.assert_allclose(voltage, at_end * np.exp(-(time - 200e-6) / (RP * C)), rtol=1e-11)
    assert np.all(current == 0)


def test_blocking_capacitor_steady_state_closed_form():
    """A monophasic train through a capacitor settles where each rest undoes each pulse."""
    ohm, farad, amplitude, rate = 1000.0, 4.7e-6, 0.04, 100.0
    stage = OutputStage(blocking_capacitance=farad, rest_resistance=0.0)
    response = steady_state(stage, MONO, amplitude, resistor(ohm), rate)
    kept = math.exp(-(0.01 - 200e-6) / (ohm * farad))
    expected = amplitude * 200e-6 / farad * kept / (1 - kept)
    # Newton stops at a change of 1e-12 of 41 V over a period, 1e-10 of this 0.25 V
    assert response.final_state[0] == pytest.approx(expected, rel=1e-9, abs=0)
    assert abs(response.net_charge) < 1e-9 * amplitude * 200e-6


# symmetry, scaling, superposition ---------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_opposite_pulse_gives_opposite_response(stage):
    """Turning the pulse over turns voltage, current and charge over."""
    flipped = [(offset, width, -relative) for offset, width, relative in GAPPED]
    one, other = respond(stage, GAPPED, 0.03, TWO), respond(stage, flipped, 0.03, TWO)
    for a, b in zip(one.waveform()[1:], other.waveform()[1:], strict=True):
        np.testing.assert_allclose(a, -b, rtol=1e-11, atol=1e-13)  # V and A of order 10 and 0.01
    assert other.net_charge == pytest.approx(-one.net_charge, rel=1e-9, abs=1e-18)


@pytest.mark.parametrize("capacitance", [None, 1e-6], ids=["direct", "blocked"])
def test_linear_load_doubles_with_the_current(capacitance):
    """Twice the current gives twice the voltage while nothing clips."""
    stage = OutputStage(blocking_capacitance=capacitance)
    time, single, _ = respond(stage, GAPPED, 0.01, TWO).waveform()
    _, double, _ = respond(stage, GAPPED, 0.02, TWO).waveform()
    assert time.size > 0
    np.testing.assert_allclose(double, 2 * single, rtol=1e-12)


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(OutputStage(), id="current-open"),
        pytest.param(OutputStage(blocking_capacitance=1e-6), id="current-open-blocked"),
        pytest.param(
            OutputStage(output="constant-voltage", rest_resistance=0.0), id="voltage-shorted"
        ),
    ],
)
def test_phases_superpose_in_the_linear_model(stage):
    """The response to two phases is the sum of the responses to each alone."""
    first, second = [GAPPED[0]], [GAPPED[1]]
    time = np.linspace(0, 800e-6, 161)
    both = respond(stage, GAPPED, 0.03, TWO, duration_us=800).at(time)
    alone = [respond(stage, part, 0.03, TWO, duration_us=800).at(time) for part in (first, second)]
    for k in (0, 1):
        summed = alone[0][k] + alone[1][k]
        scale = np.max(np.abs(summed))
        np.testing.assert_allclose(both[k], summed, rtol=0, atol=1e-12 * scale)


def test_falling_resistance_needs_less_than_the_linear_bound():
    """The load whose resistance falls with current never needs more than the linear one."""
    areas = (25e-4, 25e-4)
    for amplitude in (1e-4, 1e-3, 1e-2, 5e-2):
        fall = respond(OutputStage(), SYMMETRIC, amplitude, skin(areas)).peak_voltage
        bound = respond(OutputStage(), SYMMETRIC, amplitude, skin(areas, falling=False))
        assert fall < bound.peak_voltage


# conservation -----------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("pulse", PULSES)
def test_every_cell_conserves_charge(stage, pulse):
    """What enters a cell is stored in it or leaks through it, in every segment."""
    response = respond(stage, pulse, 0.03, TWO, duration_us=900)
    for segment in response.segments:
        charge, final = segment.charge(), segment.final_state()
        for k, cell in enumerate(segment.cells):
            leaked = integral(segment, lambda t, s=segment, k=k: s.cell_voltages(t)[:, k])
            stored = cell.capacitance * (final[k] - segment.state[k])
            # the pulse carries microcoulombs; 1e-17 C is rounding of a difference of such
            assert stored + leaked / cell.resistance == pytest.approx(charge, rel=1e-10, abs=1e-17)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("pulse", PULSES)
def test_charge_is_the_integral_of_the_current(stage, pulse):
    """Closed-form charges equal the quadrature of the current, phase by phase."""
    response = respond(stage, pulse, 0.03, TWO, duration_us=900)
    for (offset, width, _), charge in zip(pulse, response.phase_charges, strict=True):
        inside = [
            integral(s, s.current)
            for s in response.segments
            if offset / 1e6 <= s.start < (offset + width) / 1e6
        ]
        assert charge == pytest.approx(sum(inside), rel=1e-11, abs=0)
    total = sum(integral(s, s.current) for s in response.segments)
    assert response.net_charge == pytest.approx(total, rel=1e-9, abs=1e-17)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("pulse", PULSES)
def test_energy_balances(stage, pulse):
    """What the source gives is burnt in resistors or stored in capacitors."""
    response = respond(stage, pulse, 0.03, TWO, duration_us=900)
    given = burnt = 0.0
    for s in response.segments:
        given += integral(s, lambda t, s=s: s.current(t) * s.terminal_voltage(t))
        burnt += integral(s, lambda t, s=s: RS * s.current(t) ** 2)
        for k, cell in enumerate(s.cells):
            power = lambda t, s=s, k=k: s.cell_voltages(t)[:, k] ** 2  # noqa: E731
            burnt += integral(s, power) / cell.resistance
    cells = response.segments[0].cells
    stored = sum(
        0.5 * c.capacitance * v * v for c, v in zip(cells, response.final_state, strict=True)
    )
    assert burnt > 0
    assert given == pytest.approx(burnt + stored, rel=1e-11, abs=0)


def test_balanced_unclipped_pulse_leaves_no_net_charge():
    """Equal areas of the phases cancel when the current is held."""
    balanced = [(0, 100, 1.0), (150, 400, -0.25)]
    response = respond(OutputStage(), balanced, 0.04, TWO)
    assert abs(response.net_charge) < 1e-12 * response.phase_charges[0]


def test_clipping_unbalances_a_symmetric_pulse():
    """The second phase finds the cells charged against it, clips later, and carries more."""
    response = respond(OutputStage(compliance_voltage=30.0), SYMMETRIC, 0.02, TWO)
    first, second = response.phase_charges
    assert response.clip_start is not None
    assert first < 0.02 * 200e-6
    assert -second > first
    assert response.net_charge == pytest.approx(first + second, rel=1e-12, abs=0)


# continuity -------------------------------------------------------------------------------


@pytest.mark.parametrize("capacitance", [None, 1e-6], ids=["direct", "blocked"])
def test_nothing_jumps_at_the_clip_instant(capacitance):
    """Voltage and current go on without a step where the source begins to clip."""
    stage = OutputStage(compliance_voltage=30.0, blocking_capacitance=capacitance)
    response = respond(stage, MONO, 0.02, TWO)
    before, after = response.segments
    assert (before.holds, after.holds) == ("current", "voltage")
    end, zero = np.array([before.duration]), np.array([0.0])
    np.testing.assert_allclose(before.current(end), after.current(zero), rtol=1e-10)
    np.testing.assert_allclose(
        before.terminal_voltage(end), after.terminal_voltage(zero), rtol=1e-12
    )
    np.testing.assert_array_equal(before.final_state(), after.state)


def test_source_holds_the_current_again_when_it_fits():
    """A cell that discharges within a phase ends the clipping, without a jump."""
    stage = OutputStage(compliance_voltage=30.0)
    charged = np.array([22.0, 7.0])  # as if left by a stronger pulse of the same direction
    response = respond(stage, [(0, 2000, 1.0)], 0.002, TWO, state=charged)
    before, after = response.segments
    assert (before.clipped, after.clipped) == (True, False)
    np.testing.assert_allclose(before.current(np.array([before.duration])), 0.002, rtol=1e-9)


# second route -----------------------------------------------------------------------------


def ode_phase(stage, cells, wanted, width, state):
    """One phase by an ODE solver: states are cell voltages and the charge that has passed."""
    resistance = TWO.series_resistance

    def rate(_, y):
        s = y[:-1].sum()
        if stage.output == "constant-voltage":
            current = (wanted * stage.nominal_load - s) / resistance
        else:
            voltage = np.clip(
                wanted * resistance + s, -stage.compliance_voltage, stage.compliance_voltage
            )
            current = (voltage - s) / resistance
        slopes = [
            (current - v / c.resistance) / c.capacitance for v, c in zip(y[:-1], cells, strict=True)
        ]
        return [*slopes, current]

    return solve_ivp(
        rate,
        (0, width),
        [*state, 0.0],
        method="DOP853",
        rtol=1e-11,
        # below the volts and the microcoulombs of the case by ten orders
        atol=[1e-10] * len(cells) + [1e-16],
        max_step=width / 200,
    ).y[:, -1]


@pytest.mark.parametrize("pulse", [SYMMETRIC, [(0, 150, 1.0), (150, 300, -0.5)]], ids=["s", "a"])
@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(OutputStage(), id="unlimited"),
        pytest.param(OutputStage(compliance_voltage=30.0), id="clips"),
        pytest.param(OutputStage(blocking_capacitance=0.47e-6), id="blocked"),
        pytest.param(
            OutputStage(compliance_voltage=30.0, blocking_capacitance=0.47e-6), id="clips-blocked"
        ),
        pytest.param(OutputStage(output="constant-voltage"), id="voltage"),
    ],
)
def test_ode_solver_gives_the_same(stage, pulse):
    """An ODE solver that switches by a clamp arrives at the same charges and cell voltages."""
    response = respond(stage, pulse, 0.02, TWO)
    cells = stage.cells(TWO)
    state, charges = np.zeros(len(cells)), []
    for _, width, relative in pulse:
        *state, charge = ode_phase(stage, cells, 0.02 * relative, width * 1e-6, state)
        charges.append(charge)
    # the clamp has a kink, which costs the solver digits: 1e-8 instead of its 1e-11
    np.testing.assert_allclose(response.phase_charges, charges, rtol=1e-8)
    # a balanced pulse empties the blocking capacitor: 1e-9 V is nothing beside the 20 V of others
    np.testing.assert_allclose(response.final_state, state, rtol=1e-7, atol=1e-9)


def test_steady_state_is_where_a_long_train_ends():
    """Running 400 pulses one after another leads to the state that was solved for."""
    stage = OutputStage(compliance_voltage=40.0, blocking_capacitance=1e-6, rest_resistance=1000.0)
    state = None
    for _ in range(400):
        state = respond(stage, MONO, 0.02, TWO, duration_us=10_000, state=state).final_state
    settled = steady_state(stage, MONO, 0.02, TWO, 100.0)
    # 400 periods of 10 ms are more than 400 time constants of 1 uF with 9.2 kohm
    np.testing.assert_allclose(settled.final_state, state, rtol=1e-9)
    assert abs(settled.net_charge) < 1e-9 * settled.phase_charges[0]
