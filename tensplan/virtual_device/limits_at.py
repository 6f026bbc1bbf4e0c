"""The limits that the virtual device holds its delivered output against."""

from __future__ import annotations

from functools import cache

from simulator.device.truth import LimitsAt
from simulator.properties import device
from simulator.validation import Limit
from tensplan.safety.limits import Limits
from tensplan.safety.plain_limits import plain_limits


def limits_at(limits: Limits) -> LimitsAt:
    """Return what gives the limits at a pulse rate on a P24.

    Examples
    --------
    >>> from tensplan.safety.limits import own_limits
    >>> names = [limit.name for limit in limits_at(own_limits())(100.0)]
    >>> "project/net-direct-current" in names
    True
    """
    blocking = device("p24").dc_blocking is True

    @cache
    def at(pulse_rate: float) -> tuple[Limit, ...]:
        return plain_limits(limits, pulse_rate_hz=pulse_rate, dc_blocking=blocking)

    return at
