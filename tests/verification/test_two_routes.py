"""Two routes to every exposure: the closed form against the expanded pulses, on random programs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from simulator.properties import device
from tensplan.protocol.coherence_of_timing import check_timing
from tensplan.protocol.program import Program
from tensplan.safety.exposure import QUANTITIES, Scale, closed_form
from tensplan.safety.simulated import simulated_exposure, train_of
from tensplan.safety.two_routes import BOUND_SLACK, ROUTES_AGREE_TO, tolerance_scale
from tests.fuzz.strategies import KINDS, MODULATED, model, program_data

SHORT = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=600)

SCALES = (
    Scale(),
    tolerance_scale(device("generic-tens")),
    Scale(1.1, Fraction(21, 20), Fraction(101, 100)),
    Scale(1.0, Fraction(1), Fraction(3, 2)),
)


def coherent(data: dict[str, Any]) -> Program:
    """Return the program, or give the example up when it is refused.

    That is when its pulses overlap, or when its bursts no longer fit at one of the scales.
    """
    program = model(data)
    assume(not list(check_timing(program, ())))
    try:
        train = train_of(program)
        for _ in train.chunks(0, train.duration_us):
            pass
        for scale in SCALES:
            train.scaled(pulse_rate=scale.pulse_rate)
    except ValueError:
        assume(False)
    return program


def disagreements(program: Program, scale: Scale, area_cm2: float, load_ohm: float) -> list[str]:
    """Return each quantity on which the routes disagree, with both values."""
    formula = closed_form(program, area_cm2=area_cm2, resistance_ohm=load_ohm, scale=scale)
    pulses = simulated_exposure(
        train_of(program), area_cm2=area_cm2, resistance_ohm=load_ohm, scale=scale
    )
    found = []
    for quantity in QUANTITIES:
        a, b = formula.values[quantity], pulses[quantity]
        exact = formula.kind == "exact"
        limit = ROUTES_AGREE_TO * max(abs(a), abs(b)) if exact else a * BOUND_SLACK
        off = abs(a - b) if exact else b - a
        if not off <= limit:
            found.append(f"{quantity}: formula {a!r}, pulses {b!r} ({formula.kind})")
    return found


def check_routes(kind: str, scale: Scale) -> Any:
    """Return the property for one kind of program at one scale."""

    @given(
        data=program_data((kind,)),
        area_cm2=st.floats(4, 100),
        load_ohm=st.sampled_from((200.0, 500.0, 2000.0)),
    )
    def prop(data: dict[str, Any], area_cm2: float, load_ohm: float) -> None:
        program = coherent(data)
        assert disagreements(program, scale, area_cm2, load_ohm) == []

    return prop


@pytest.mark.parametrize("scale", SCALES, ids=("nominal", "tolerances", "small", "rate"))
@pytest.mark.parametrize("kind", KINDS + MODULATED)
def test_routes_agree(kind: str, scale: Scale) -> None:
    """Constant, burst and stepped trains agree to 1e-6; a modulated one keeps under its bound."""
    SHORT(check_routes(kind, scale))()


@pytest.mark.long
@pytest.mark.parametrize("scale", SCALES, ids=("nominal", "tolerances", "small", "rate"))
@pytest.mark.parametrize("kind", KINDS + MODULATED)
def test_routes_agree_on_many(kind: str, scale: Scale) -> None:
    """The same on 600 programs of each kind."""
    LONG(check_routes(kind, scale))()


PLAIN: dict[str, Any] = {
    "waveform": {"shape": "monophasic", "cathode": 1, "pulse_width_us": 100},
    "target": "sensory",
    "amplitude_cap_ma": 10,
    "ramp": {"up_s": 0, "down_s": 0},
}
FOUND = {
    "worst second begins in the last burst of a long step": {
        "duration_min": 5,
        "steps": [
            {"pulse_rate_hz": 100, "duration_s": 30},
            {"pulse_rate_hz": 200, "duration_s": 0.2, "off_s": 3},
        ],
        "burst": {"bursts_per_s": 2, "pulses_per_burst": 5},
    },
    "the session ends before the widest step": {
        "duration_min": 0.01,
        "steps": [
            {"pulse_rate_hz": 10, "duration_s": 1},
            {"pulse_rate_hz": 10, "duration_s": 1, "pulse_width_us": 200},
        ],
    },
}


@pytest.mark.parametrize("scale", SCALES, ids=("nominal", "tolerances", "small", "rate"))
@pytest.mark.parametrize("name", FOUND)
def test_found_disagreements_stay_fixed(name: str, scale: Scale) -> None:
    """Programs on which the closed form was once wrong: both routes agree."""
    program = model(PLAIN | FOUND[name])
    assert disagreements(program, scale, 20.0, 500.0) == []
