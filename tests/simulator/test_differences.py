"""Differences of nearly equal functions against exact decimals."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest

from simulator.differences import less_sine, plus_expm1

ARGUMENTS = [1e-6, 1e-3, 0.1, 0.5, 0.999, 1.0, 1.001, 3.0]


def series(x: float, first: int, step: int) -> Decimal:
    """Sum x^k / k! with alternating signs from the power `first`, with fifty digits."""
    getcontext().prec = 50
    value, power, factorial, sign = Decimal(0), 0, Decimal(1), 1
    argument = Decimal(x)
    for power in range(1, 80):
        factorial *= power
        if power >= first and (power - first) % step == 0:
            value += sign * argument**power / factorial
            sign = -sign
    return value


@pytest.mark.parametrize("x", ARGUMENTS)
def test_less_sine(x: float) -> None:
    """x - sin x = x^3/3! - x^5/5! + ..., to a few roundings on both sides of the switch at 1."""
    assert float(less_sine(np.array([x]))[0]) == pytest.approx(
        float(series(x, 3, 2)), rel=4e-15, abs=0
    )


@pytest.mark.parametrize("x", ARGUMENTS)
def test_plus_expm1(x: float) -> None:
    """x - 1 + exp(-x) = x^2/2! - x^3/3! + ..., to a few roundings on both sides of the switch."""
    assert float(plus_expm1(np.array([x]))[0]) == pytest.approx(
        float(series(x, 2, 1)), rel=4e-15, abs=0
    )
