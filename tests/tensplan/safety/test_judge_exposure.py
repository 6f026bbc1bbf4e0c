"""The judge of exposures: the worse of two routes, hints that hold, contact, and low loads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from builders import make_program, waveform
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.properties import device
from tensplan.protocol.placement import Channel
from tensplan.safety import two_routes as module
from tensplan.safety.judge_exposure import JudgedExposure, judge_exposure
from tensplan.safety.limits import own_limits
from tensplan.safety.quantity_words import words

LARGE = {"site": "tibial-ankle", "size_mm": [80, 80]}
MONOPHASIC = waveform(shape="monophasic", interphase_interval_us=None, cathode=1)


def judged(
    area_cm2: float = 20.0, device_id: str = "generic-tens", small: int = 0, **program: Any
) -> JudgedExposure:
    """Judge a program on a pad of some conductive area and a larger one."""
    first = {"site": "popliteal-upper", "size_mm": [80, 80], "conductive_area_cm2": area_cm2}
    pads = [first, LARGE] if small == 0 else [LARGE, first]
    return judge_exposure(
        Channel.model_validate({"id": "A", "pads": pads, "program": "main"}),
        make_program(**program),
        program_name="main",
        channel_path=("placement", "channels", 0),
        profile=device(device_id),
        limits=own_limits(),
    )


def rows(found: JudgedExposure) -> dict[str, Any]:
    """Return the rows by quantity."""
    return {row.quantity: row for row in found.rows}


def test_the_worst_case_has_all_tolerances_at_once() -> None:
    """20 % each: charge by 1.2^2, r.m.s. by 1.2 sqrt(1.2^2), power by its square, voltage by 1.2."""
    row = rows(judged(pulse_rate_hz=100))
    factors = {name: row[name].worst_case / row[name].closed_form for name in (
        "phase_charge_uc", "rms_current_ma", "mean_power_density_w_per_cm2",
        "pulse_energy_mj", "peak_voltage_v", "mean_absolute_current_ma",
    )}  # fmt: skip
    assert factors == pytest.approx(
        {"phase_charge_uc": 1.44, "rms_current_ma": 1.44, "mean_power_density_w_per_cm2": 1.44**2,
         "pulse_energy_mj": 1.728, "peak_voltage_v": 1.2, "mean_absolute_current_ma": 1.728},
        rel=1e-9,  # products of a few floats
    )  # fmt: skip


def test_a_constant_voltage_device_is_judged_at_its_lowest_load() -> None:
    """Set in volts at 500 ohm it drives 2.5 times the current into 200 ohm; nominal stays."""
    current, voltage = (
        rows(judged(pulse_rate_hz=100)),
        rows(judged(device_id="auvon-as8016", pulse_rate_hz=100)),
    )
    ratio = {
        q: voltage[q].worst_case / current[q].worst_case for q in current if current[q].worst_case
    }
    assert ratio == pytest.approx(
        {"phase_charge_uc": 2.5, "rms_current_ma": 2.5, "mean_absolute_current_ma": 2.5,
         "rms_current_density_ma_per_cm2": 2.5, "mean_power_density_w_per_cm2": 2.5,
         "pulse_energy_mj": 2.5, "peak_voltage_v": 1.0},
        rel=1e-9,  # R I^2 with R 0.4 and I 2.5 times as large
    )  # fmt: skip
    assert all(current[q].closed_form == voltage[q].closed_form for q in current)
    assert all(current[q].simulated == voltage[q].simulated for q in current)


@pytest.mark.parametrize("small", [0, 1])
def test_density_is_that_of_the_smaller_pad(small: int) -> None:
    """Whichever pad is smaller gives the area, the name and the place of the finding."""
    found = judged(1.0, small=small)
    row = rows(found)
    assert row["rms_current_density_ma_per_cm2"].closed_form == pytest.approx(
        row["rms_current_ma"].closed_form, rel=1e-12
    )
    density = next(f for f in found.findings if f.rule == "project/current-density")
    assert f"under pad A{small + 1}" in density.message
    assert density.path == ("placement", "channels", 0, "pads", small, "size_mm")
    assert {contact.pad for contact in found.contacts} == {f"A{small + 1}"}


def test_less_contact_is_more_density() -> None:
    """Half the contact doubles the density, and the smallest contact just keeps the limit."""
    for contact in judged(20.0).contacts:
        assert (contact.density_half, contact.density_quarter) == (
            2 * contact.density,
            4 * contact.density,
        )
        at_smallest = contact.density * contact.conductive_cm2 / contact.smallest_cm2
        assert at_smallest == pytest.approx(contact.limit, rel=1e-12)
    assert {c.rule for c in judged(20.0).contacts} == {
        "project/current-density",
        "fda/power-density",
    }


NUMBER = re.compile(r"at (?:least|most) ([0-9.]+)")


@settings(max_examples=60)
@given(
    cap=st.integers(50, 900),
    area=st.floats(0.5, 20),
    rate=st.integers(20, 150),
    width=st.sampled_from([100, 250, 1000]),
    device_id=st.sampled_from(["generic-tens", "auvon-as8016", "p24"]),
)
def test_a_hint_keeps_the_limit_when_it_is_followed(
    cap: int, area: float, rate: int, width: int, device_id: str
) -> None:
    """The hinted cap, or the hinted area, removes the finding that gave the hint."""
    shape = {"waveform": waveform(pulse_width_us=width), "pulse_rate_hz": rate}
    for finding in judged(area, device_id, amplitude_cap_ma=cap, **shape).findings:
        numbers = [float(number) for number in NUMBER.findall(finding.hint)]
        assert numbers, finding
        if not numbers[-1] > 0:
            continue
        lower = judged(area, device_id, amplitude_cap_ma=numbers[-1], **shape)
        assert finding.rule not in [f.rule for f in lower.findings]
        higher = judged(area, device_id, amplitude_cap_ma=numbers[-1] + 0.11, **shape)
        assert finding.rule in [f.rule for f in higher.findings], "the hint asks for too much"
        if len(numbers) == 2 and numbers[0] <= 51.2:  # the other pad's conductive area
            larger = judged(numbers[0], device_id, amplitude_cap_ma=cap, **shape)
            assert finding.rule not in [f.rule for f in larger.findings]


def test_direct_current_has_no_hint_of_a_number() -> None:
    """No cap makes a net direct current right on self-adhesive pads."""
    found = judged(waveform=MONOPHASIC, amplitude_cap_ma=1)
    (finding,) = (f for f in found.findings if f.rule == "project/net-direct-current")
    assert finding.hint == "use a charge-balanced shape, or a device that states d.c. blocking"


@pytest.mark.parametrize("route", ["closed_form", "simulated_exposure"])
def test_the_worse_of_the_two_routes_is_judged(route: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If one route alone is too high, the limit is broken and the disagreement is an error."""
    whole = getattr(module, route)

    def higher(*arguments: Any, **named: Any) -> Any:
        found = whole(*arguments, **named)
        values = found if isinstance(found, dict) else found.values
        values["rms_current_density_ma_per_cm2"] = 2.5
        return found

    monkeypatch.setattr(module, route, higher)
    found = judged()
    assert rows(found)["rms_current_density_ma_per_cm2"].verdict == "blocked"
    assert {"routes/disagree", "project/current-density"} <= {f.rule for f in found.findings}


@pytest.mark.parametrize(
    ("factor", "agree"), [(1 + 0.9e-6, True), (1 + 1.1e-6, False), (1 - 1.1e-6, False)]
)
def test_routes_agree_to_a_millionth(
    factor: float, agree: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a train without modulation either route may be off by 1e-6, and no more."""
    whole = module.simulated_exposure

    def off(*arguments: Any, **named: Any) -> dict[str, float]:
        return {name: value * factor for name, value in whole(*arguments, **named).items()}

    monkeypatch.setattr(module, "simulated_exposure", off)
    assert ("routes/disagree" in {f.rule for f in judged().findings}) is not agree


def test_a_bound_is_judged_and_never_passed() -> None:
    """A modulated train is judged by its bound, which the measured value does not pass."""
    sweep = {
        "parameter": "amplitude",
        "form": "sine",
        "low_fraction": 0.2,
        "high_fraction": 0.8,
        "period_s": 3,
    }
    found = judged(modulation=[sweep])
    assert {row.kind for row in found.rows} == {"bound"}
    assert all(row.simulated <= row.closed_form * (1 + 1e-9) for row in found.rows)
    assert not [f for f in found.findings if f.rule == "routes/disagree"]


@pytest.mark.parametrize(
    ("quantity", "name"),
    [
        ("phase_charge_uc", "phase charge"),
        ("net_dc_ma", "net direct current"),
        ("dc_density_ma_per_cm2", "direct-current density"),
        ("mean_power_density_w_per_cm2", "mean power density"),
        ("peak_voltage_v", "peak voltage"),
    ],
)
def test_a_quantity_in_words(quantity: str, name: str) -> None:
    """Messages name quantities without their unit suffix."""
    assert words(quantity) == name
