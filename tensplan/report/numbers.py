"""Numbers and units as people read them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

UNIT_SIGNS: Final[dict[str, str]] = {
    "us": "µs",
    "uC": "µC",
    "cm2": "cm²",
    "mA/cm2": "mA/cm²",
    "W/cm2": "W/cm²",
    "degC": "°C",
    "1/day": "a day",
}
"""Signs for the units of plan.json; a unit that is not listed is its own sign."""

_SCALED: Final = {("A", -3): "mA", ("s", -6): "µs"}
_AMOUNT: Final = re.compile(r"^(-?\d[\d.]*(?:e[+-]?\d+)?) (A|s)$")


def shown(value: float | None, digits: int = 3) -> str:
    """Return a number at so many significant digits, never with an exponent.

    Parameters
    ----------
    value : float or None
        The number; None is shown as a dash.
    digits : int
        Significant digits, at least 1.

    Examples
    --------
    >>> shown(0.00165888), shown(40.0), shown(231.269), shown(None)
    ('0.00166', '40', '231', '–')
    """
    if value is None:
        return "–"
    text = f"{Decimal(f'{value:.{digits}g}'):f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text) else "0"


def quantity(value: float | None, unit: str, digits: int = 3) -> str:
    """Return a number with the sign of its unit.

    Examples
    --------
    >>> quantity(0.4073, "mA/cm2")
    '0.407 mA/cm²'
    """
    return shown(value, digits) if value is None else f"{shown(value, digits)} {sign(unit)}".strip()


def sign(unit: str) -> str:
    """Return the sign of a unit.

    Examples
    --------
    >>> sign("uC"), sign("Hz")
    ('µC', 'Hz')
    """
    return UNIT_SIGNS.get(unit, unit)


def share(value: float) -> str:
    """Return a fraction in per cent, small ones as a bound.

    Examples
    --------
    >>> share(0.2036), share(0.00092), share(0.0), share(1.2)
    ('20 %', 'below 0.1 %', '0 %', '120 %')
    """
    if 0 < value < 0.001:
        return "below 0.1 %"
    return f"{shown(value * 100, 2 if value < 1 else 3)} %"


def prettier(text: str) -> str:
    """Return a stated value with the signs of its units; small SI amounts in µs and mA.

    Examples
    --------
    >>> prettier("5e-05 s"), prettier("0.08 A"), prettier("at most 2 mA/cm2")
    ('50 µs', '80 mA', 'at most 2 mA/cm²')
    """
    match = _AMOUNT.match(text)
    for (unit, power), small in _SCALED.items():
        if match and match[2] == unit and abs(float(match[1])) < 1:
            return f"{shown(float(match[1]) / 10**power)} {small}"
    words = [UNIT_SIGNS.get(word, word) for word in text.split(" ")]
    return " ".join(words)


def sentence(text: str) -> str:
    """Return a text with a capital first letter, the rest as it is.

    Examples
    --------
    >>> sentence("a TENS unit"), sentence("")
    ('A TENS unit', '')
    """
    return text[:1].upper() + text[1:]
