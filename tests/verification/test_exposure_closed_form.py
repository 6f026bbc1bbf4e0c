"""The formulas against worked reference points, to float rounding."""

from __future__ import annotations

from typing import Any

import pytest
from builders import make_program, waveform

from tensplan.safety.exposure import Scale, closed_form
from tensplan.units import exact

ROUNDING = 1e-12
"""Relative: a handful of double-precision operations, each within 1.1e-16."""

# Case: mA, us, Hz, cm2 -> uC, r.m.s. mA, mean |i| mA, mJ, mA/cm2, mW/cm2; symmetric, 500 ohm.
# Exact values of I t, I sqrt(2 t f), 2 I t f, 1000 I^2 t, and so on.
REFERENCE = {
    "conventional": ((25, 100, 100, 25), (2.5, 12.5**0.5, 0.5, 0.0625, 12.5**0.5 / 25, 0.25)),
    "acupuncture-like": ((40, 200, 4, 25), (8, 1.6, 0.064, 0.32, 0.064, 0.0512)),
    "brief-intense": ((50, 200, 150, 25), (10, 150**0.5, 3.0, 0.5, 150**0.5 / 25, 3.0)),
    "worst-25-cm2": ((100, 400, 150, 25), (40, 1200**0.5, 12.0, 4.0, 1200**0.5 / 25, 24.0)),
    "worst-16-cm2": ((100, 400, 150, 16), (40, 1200**0.5, 12.0, 4.0, 1200**0.5 / 16, 37.5)),
    # Enraf-Nonius TensMed S84 manual, p. 23: 99.5 mA, 400 us, 120 Hz
    "tensmed-s84": (
        (99.5, 400, 120, 25),
        (39.8, 99.5 * 0.096**0.5, 9.552, 3.9601, 99.5 * 0.096**0.5 / 25, 19.00848),
    ),
    # Sanitas SEM as discussed in a public repository: claims 30 mA r.m.s. and 1.5 mA/cm2
    "sanitas-25-hz": ((200, 450, 25, 20), (90, 30.0, 4.5, 18.0, 1.5, 22.5)),
    "sanitas-150-hz": ((200, 450, 150, 20), (90, 5400**0.5, 27.0, 18.0, 5400**0.5 / 20, 135.0)),
}
NAMES = (
    "phase_charge_uc",
    "rms_current_ma",
    "mean_absolute_current_ma",
    "pulse_energy_mj",
    "rms_current_density_ma_per_cm2",
)


@pytest.mark.parametrize(("given", "expected"), REFERENCE.values(), ids=REFERENCE)
def test_reference_points(given: tuple[float, ...], expected: tuple[float, ...]) -> None:
    """Worked cases of symmetric pulses into 500 ohm."""
    amplitude, width, rate, area = given
    program = make_program(
        waveform=waveform(pulse_width_us=width), pulse_rate_hz=rate, amplitude_cap_ma=amplitude
    )
    values = closed_form(program, area_cm2=area).values
    found = [values[name] for name in NAMES] + [values["mean_power_density_w_per_cm2"] * 1e3]
    assert found == pytest.approx(list(expected), rel=ROUNDING, abs=0)
    assert values["net_charge_uc"] == values["net_dc_ma"] == 0


def test_biopac_pulse() -> None:
    """200 V on 500 ohm for 2 ms is 800 uC and 160 mJ (BIOPAC STMISO, monophasic)."""
    program = make_program(
        waveform={"shape": "monophasic", "pulse_width_us": 2000, "cathode": 1},
        amplitude_cap_ma=400,
        pulse_rate_hz=1,
    )
    values = closed_form(program, area_cm2=25).values
    assert values["phase_charge_uc"] == pytest.approx(800, rel=ROUNDING, abs=0)
    assert values["pulse_energy_mj"] == pytest.approx(160, rel=ROUNDING, abs=0)
    assert values["peak_voltage_v"] == pytest.approx(200, rel=ROUNDING, abs=0)


def test_direct_current_of_a_monophasic_train() -> None:
    """40 mA, 200 us, 100 Hz is 0.8 mA of direct current: 0.032 mA/cm2 on 25 cm2."""
    program = make_program(
        waveform={"shape": "monophasic", "pulse_width_us": 200, "cathode": 1}, pulse_rate_hz=100
    )
    values = closed_form(program, area_cm2=25).values
    assert values["net_dc_ma"] == pytest.approx(0.8, rel=ROUNDING, abs=0)
    assert values["dc_density_ma_per_cm2"] == pytest.approx(0.032, rel=ROUNDING, abs=0)


@pytest.mark.parametrize("ratio", [1, 2, 5, 10])
def test_asymmetric_pulses(ratio: int) -> None:
    """A second phase r times as wide and 1/r as high gives I sqrt(t f (1 + 1/r))."""
    shape = {
        "shape": "asymmetric-biphasic",
        "pulse_width_us": 200,
        "interphase_interval_us": 50,
        "recharge_ratio": ratio,
        "cathode": 2,
    }
    values = closed_form(make_program(waveform=shape), area_cm2=25).values
    expected = 40 * (200e-6 * 80 * (1 + 1 / ratio)) ** 0.5
    assert values["rms_current_ma"] == pytest.approx(expected, rel=ROUNDING, abs=0)
    assert values["net_charge_uc"] == 0


def test_tolerances_compound() -> None:
    """20 % on amplitude, width and rate: charge and r.m.s. times 1.44, energy times 1.728."""
    program = make_program(pulse_rate_hz=100)
    scale = Scale(1.2, exact(1.2), exact(1.2))
    nominal = closed_form(program, area_cm2=25).values
    worst = closed_form(program, area_cm2=25, scale=scale).values
    ratio = {name: worst[name] / nominal[name] for name in NAMES}
    assert ratio["phase_charge_uc"] == pytest.approx(1.44, rel=ROUNDING, abs=0)
    assert ratio["rms_current_ma"] == pytest.approx(1.44, rel=ROUNDING, abs=0)
    assert ratio["pulse_energy_mj"] == pytest.approx(1.728, rel=ROUNDING, abs=0)


def test_mean_square_at_2_5_hz_is_a_fifth_over_the_duty_formula() -> None:
    """A second holds whole pulses, so 2.5 Hz counts as 3."""
    values = closed_form(make_program(pulse_rate_hz=2.5), area_cm2=25).values
    assert values["rms_current_ma"] ** 2 == pytest.approx(
        1.2 * 40**2 * 2 * 100e-6 * 2.5, rel=ROUNDING, abs=0
    )


def test_modulated_programs_have_a_bound_at_all_extremes() -> None:
    """High rate, high width and high amplitude at once."""
    modulation: list[dict[str, Any]] = [
        {"parameter": "pulse_rate", "low_hz": 60, "high_hz": 100, "period_s": 8, "form": "sine"},
        {"parameter": "pulse_width", "low_us": 60, "high_us": 100, "period_s": 3, "form": "step"},
        {
            "parameter": "amplitude",
            "low_fraction": 0.2,
            "high_fraction": 0.5,
            "period_s": 5,
            "form": "triangle",
        },
    ]
    program = make_program(
        waveform=waveform(pulse_width_us=None), pulse_rate_hz=None, modulation=modulation
    )
    constant = make_program(pulse_rate_hz=100, amplitude_cap_ma=20)
    bound = closed_form(program, area_cm2=25)
    assert bound.kind == "bound"
    assert bound.values == pytest.approx(
        closed_form(constant, area_cm2=25).values, rel=ROUNDING, abs=0
    )


@pytest.mark.parametrize("area", [0.0, -1.0, float("nan")])
def test_areas_must_be_positive(area: float) -> None:
    """No area, no density."""
    with pytest.raises(ValueError, match="area and resistance must be positive"):
        closed_form(make_program(), area_cm2=area)
