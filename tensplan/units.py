"""The one place where units of the border become SI, and back."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

MICROSECONDS_PER_SECOND: Final = 1_000_000
SECONDS_PER_MINUTE: Final = 60

UNIT_BY_SUFFIX: Final[dict[str, str]] = {
    "_ma_per_cm2": "mA/cm2",
    "_w_per_cm2": "W/cm2",
    "_kg_per_m2": "kg/m2",
    "_m_per_s": "m/s",
    "_per_s": "1/s",
    "_us": "us",
    "_ms": "ms",
    "_s": "s",
    "_min": "min",
    "_h": "h",
    "_hz": "Hz",
    "_ma": "mA",
    "_uc": "uC",
    "_mj": "mJ",
    "_mv": "mV",
    "_uv": "uV",
    "_v": "V",
    "_mm": "mm",
    "_cm": "cm",
    "_cm2": "cm2",
    "_c": "degC",
}

SI_PER_UNIT: Final[dict[str, float]] = {
    "us": 1e-6,
    "mA": 1e-3,
    "uC": 1e-6,
    "mJ": 1e-3,
    "V": 1.0,
    "mA/cm2": 10.0,
    "W/cm2": 1e4,
    "cm2": 1e-4,
}


def unit_of(key: str) -> str:
    """Return the unit that a file key carries in its name, or nothing.

    Examples
    --------
    >>> unit_of("pulse_width_us"), unit_of("rms_current_density_ma_per_cm2"), unit_of("title")
    ('us', 'mA/cm2', '')
    """
    for suffix, unit in UNIT_BY_SUFFIX.items():
        if key.endswith(suffix):
            return unit
    return ""


def to_si(value: float, unit: str) -> float:
    """Convert a number from a unit of the border to SI.

    Examples
    --------
    >>> to_si(40, "mA")
    0.04
    """
    return value * SI_PER_UNIT[unit]


def from_si(value: float, unit: str) -> float:
    """Convert a number from SI to a unit of the border.

    Examples
    --------
    >>> from_si(0.04, "mA")
    40.0
    """
    return value / SI_PER_UNIT[unit]


def exact(value: float | Fraction) -> Fraction:
    """Return the decimal that was written, as an exact rational.

    The shortest decimal that reads back as the same float is taken as what was meant,
    so that 0.1 is one tenth and not its binary neighbour.

    Examples
    --------
    >>> exact(2.4)
    Fraction(12, 5)
    """
    return value if isinstance(value, Fraction) else Fraction(repr(value))


def microseconds(seconds: float | Fraction) -> Fraction:
    """Return a time in seconds as an exact number of microseconds.

    Examples
    --------
    >>> microseconds(0.25)
    Fraction(250000, 1)
    """
    return exact(seconds) * MICROSECONDS_PER_SECOND


def whole_microseconds(seconds: float | Fraction) -> int:
    """Return a time in seconds as whole microseconds.

    Raises
    ------
    ValueError
        If the time is not a whole number of microseconds.

    Examples
    --------
    >>> whole_microseconds(0.25)
    250000
    """
    time = microseconds(seconds)
    if time.denominator != 1:
        raise ValueError(f"a time of {float(seconds)} s is not a whole number of microseconds")
    return time.numerator
