"""Limits as plain numbers: what is broken, and that nothing passes unseen."""

from dataclasses import fields, replace
from fractions import Fraction

import pytest

import simulator
from simulator.exposure import Exposure, measure
from simulator.validation import QUANTITIES, Limit, judge, validate

LOAD = simulator.Load(resistance=500.0, area=16e-4)


def make_train(**changes):
    """The strongest train of the reference points."""
    given_values = {
        "shape": "symmetric-biphasic",
        "amplitude": 0.1,
        "width_us": 400,
        "pulse_rate": Fraction(150),
        "duration_us": 60_000_000,
    }
    return simulator.Train(**{**given_values, **changes})


def test_limits_are_judged_one_by_one_in_order():
    """A density of 21.65 A/m2 breaks 20 and keeps 22; 40 uC keeps 50 uC."""
    limits = [
        Limit("density", "rms_current_density", 20.0),
        Limit("wider", "rms_current_density", 22.0),
        Limit("charge", "phase_charge", 50e-6),
    ]
    checks = validate(make_train(), LOAD, limits)
    assert [(check.name, check.broken) for check in checks] == [
        ("density", True),
        ("wider", False),
        ("charge", False),
    ]
    assert checks[0].value == pytest.approx(21.6506, rel=1e-5)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_value_at_the_maximum_is_kept_unless_strict(quantity):
    """The maximum itself is allowed, and one step of a float above it is not."""
    exposure = replace(measure(make_train(), LOAD), **{quantity: 0.25})
    assert not judge(Limit("at", quantity, 0.25), exposure).broken
    assert judge(Limit("at", quantity, 0.25, strict=True), exposure).broken
    above = replace(exposure, **{quantity: 0.25000000000000006})
    assert judge(Limit("at", quantity, 0.25), above).broken


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_nan_never_passes(quantity, strict):
    """A value that is not a number breaks every limit."""
    exposure = replace(measure(make_train(), LOAD), **{quantity: float("nan")})
    assert judge(Limit("any", quantity, 1e9, strict), exposure).broken


def test_every_measured_quantity_can_be_limited():
    """The quantities are the ten of the exposure, and only the worst second's place is none."""
    names = {entry.name for entry in fields(Exposure)}
    assert names - set(QUANTITIES) == {"worst_second_start_us", "pulses_in_worst_second"}
    assert len(QUANTITIES) == 10


@pytest.mark.parametrize(
    ("quantity", "maximum", "message"),
    [
        ("loudness", 1.0, "quantity of limit 'x' must be one of phase_charge"),
        ("worst_second_start_us", 1.0, "must be one of phase_charge"),
        ("phase_charge", -1.0, "maximum of limit 'x' must be finite and at least 0"),
        ("phase_charge", float("nan"), "must be finite and at least 0, got nan"),
        ("phase_charge", float("inf"), "must be finite and at least 0, got inf"),
    ],
)
def test_impossible_limit_is_refused(quantity, maximum, message):
    """A limit that could never be broken by mistake is refused when written."""
    with pytest.raises(ValueError, match=message):
        Limit("x", quantity, maximum)


def test_unknown_public_name_is_an_attribute_error():
    """Names come lazily, and an unknown one is refused as usual."""
    with pytest.raises(AttributeError, match="no attribute 'colour'"):
        _ = simulator.colour


@pytest.mark.parametrize("name", simulator.__all__)
def test_public_name_is_importable(name):
    """Every public name leads to an object of that name."""
    assert getattr(simulator, name).__name__ == name
