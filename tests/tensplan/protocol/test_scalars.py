"""Plain scalars by the YAML 1.2 core schema."""

from __future__ import annotations

import math

import pytest

from tensplan.protocol.scalars import resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0777", 777),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-.inf", -math.inf),
        ("+12", 12),
        ("true", True),
        ("null", None),
        ("1.0.0", "1.0.0"),
        ("100 us", "100 us"),
        ("-", "-"),
        (".", "."),
        ("2026-11-22", "2026-11-22"),
    ],
)
def test_scalars_follow_the_core_schema(text: str, value: object) -> None:
    """What looks like YAML 1.1's booleans, times and dates stays text."""
    found = resolve(text)
    assert (type(found), found) == (type(value), value)


def test_nan_is_read_as_nan() -> None:
    """NaN is recognised, so that the model can refuse it."""
    assert math.isnan(float(resolve(".nan") or 0))


def test_endless_numbers_are_refused() -> None:
    """A number of 41 digits raises instead of being converted."""
    with pytest.raises(ValueError, match=r"41 characters \(at most 40"):
        resolve("1" * 41)
