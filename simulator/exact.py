"""Exact numbers: rationals, whole microseconds, and products that must not overflow."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Integral

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

MICROSECONDS = 1_000_000
LONGEST_US = 10**12
"""Longest session the integer clock is used for (about eleven days) [us]."""

_INT64_ROOM = 2**62


def rational(quantity: str, value: object, unit: str) -> Fraction:
    """Return a positive number as the exact rational its decimal text means.

    Parameters
    ----------
    quantity : str
        What the number is, for the message.
    value : Fraction, int, float, Decimal or str
        A float stands for the shortest decimal that prints as it, so 0.1 is one tenth.
    unit : str
        Unit, for the message.

    Returns
    -------
    Fraction
        The same number, exactly.

    Raises
    ------
    ValueError
        If the value is not a finite number above 0.

    Examples
    --------
    >>> rational("pulse_rate", 2.5, "Hz")
    Fraction(5, 2)
    """
    text = repr(float(value)) if isinstance(value, float) else value
    try:
        if isinstance(text, bool) or not isinstance(text, Fraction | Integral | Decimal | str):
            raise TypeError
        exact = Fraction(text)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        raise ValueError(
            f"{quantity} must be a finite number above 0 {unit}, got {value!r}"
        ) from None
    if not exact > 0:
        raise ValueError(f"{quantity} must be above 0 {unit}, got {value} {unit}")
    return exact


def whole(quantity: str, value: object, low: int, high: int = LONGEST_US, unit: str = "us") -> int:
    """Return a whole number inside its range, or raise.

    Parameters
    ----------
    quantity : str
        What the number is, for the message.
    value : int
        The number.
    low, high : int
        Allowed range, both ends included.
    unit : str
        Unit, for the message.

    Returns
    -------
    int
        The same number.

    Raises
    ------
    ValueError
        If the value is not an integer (a bool or a float is none) or lies outside the range.

    Examples
    --------
    >>> whole("duration_us", 60_000_000, 1)
    60000000
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise ValueError(f"{quantity} must be a whole number of {unit}, got {value!r}")
    number = int(value)
    if not low <= number <= high:
        raise ValueError(f"{quantity} must be {low} to {high} {unit}, got {number} {unit}")
    return number


def floor_multiple(index: IntArray, numerator: int, denominator: int) -> IntArray:
    """Return floor(index * numerator / denominator) without overflow.

    Parameters
    ----------
    index : ndarray of int64
        Non-negative integers.
    numerator, denominator : int
        A positive rational.

    Returns
    -------
    ndarray of int64
        Exact floors; beyond 62 bits the products are formed in integers of any length.

    Examples
    --------
    >>> floor_multiple(np.arange(4), 20_000, 3).tolist()
    [0, 6666, 13333, 20000]
    """
    if index.size == 0:
        return index.astype(np.int64)
    if int(index.max()) * numerator < _INT64_ROOM:
        return index * numerator // denominator
    return (index.astype(object) * numerator // denominator).astype(np.int64)
