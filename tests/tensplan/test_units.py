"""Units: suffixes, conversion and exact time."""

from __future__ import annotations

from fractions import Fraction

import pint
import pytest

from tensplan.units import SI_PER_UNIT, exact, from_si, to_si, unit_of, whole_microseconds

_REGISTRY = pint.UnitRegistry()
_PINT_NAMES = {
    "us": "microsecond",
    "mA": "milliampere",
    "uC": "microcoulomb",
    "mJ": "millijoule",
    "V": "volt",
    "mA/cm2": "milliampere/centimeter**2",
    "W/cm2": "watt/centimeter**2",
    "cm2": "centimeter**2",
}


@pytest.mark.parametrize("unit", SI_PER_UNIT)
def test_conversion_is_that_of_an_independent_library(unit: str) -> None:
    """Every factor equals pint's."""
    expected = _REGISTRY.Quantity(1.0, _PINT_NAMES[unit]).to_base_units().magnitude
    scale = {"mJ": 1, "V": 1}.get(unit, 1)  # pint's base units of J and V hold kg m2 s-2
    assert to_si(1.0, unit) == pytest.approx(expected * scale, rel=1e-12)


@pytest.mark.parametrize("unit", SI_PER_UNIT)
def test_there_and_back_is_the_same(unit: str) -> None:
    """Converting to SI and back changes nothing beyond rounding."""
    assert from_si(to_si(3.7, unit), unit) == pytest.approx(3.7, rel=1e-15)


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("pulse_width_us", "us"),
        ("period_s", "s"),
        ("dc_density_ma_per_cm2", "mA/cm2"),
        ("bursts_per_s", "1/s"),
        ("title", ""),
    ],
)
def test_unit_is_read_from_the_key(key: str, unit: str) -> None:
    """The longest matching suffix wins."""
    assert unit_of(key) == unit


def test_decimals_are_taken_as_written() -> None:
    """One tenth is one tenth, not its binary neighbour."""
    assert exact(0.1) == Fraction(1, 10)


def test_fractions_of_a_microsecond_are_refused() -> None:
    """A time off the microsecond grid raises."""
    with pytest.raises(ValueError, match="not a whole number of microseconds"):
        whole_microseconds(0.0000001)
