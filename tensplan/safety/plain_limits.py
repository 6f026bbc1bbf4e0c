"""The limits as the simulator takes them: plain numbers in SI, with a name."""

from __future__ import annotations

from simulator.validation import QUANTITIES, Limit
from tensplan.safety.limits import Limits
from tensplan.units import to_si, unit_of


def plain_limits(limits: Limits, *, pulse_rate_hz: float, dc_blocking: bool) -> tuple[Limit, ...]:
    """Return the limits of exposure beyond which an error begins.

    Parameters
    ----------
    limits : Limits
        The project's, or a clinic's.
    pulse_rate_hz : float
        Some hold only below or above a rate. [Hz]
    dc_blocking : bool
        Whether the device blocks direct current.

    Returns
    -------
    tuple of simulator.validation.Limit
        Those that are a maximum of a quantity that the simulator measures.

    Examples
    --------
    >>> from tensplan.safety.limits import own_limits
    >>> found = plain_limits(own_limits(), pulse_rate_hz=100, dc_blocking=True)
    >>> [limit.maximum for limit in found if limit.name == "project/current-density"]
    [20.0]
    """
    found = []
    for limit in limits:
        quantity = limit.quantity.removesuffix(_suffix(limit.quantity))
        if quantity not in QUANTITIES or limit.comparison not in ("<=", "<"):
            continue
        if limit.applies(pulse_rate_hz=pulse_rate_hz, dc_blocking=dc_blocking):
            bound = limit.error
            if isinstance(bound, int | float):
                maximum = to_si(bound, limit.unit)
                found.append(Limit(limit.id, quantity, maximum, strict=limit.comparison == "<"))
    return tuple(found)


def _suffix(quantity: str) -> str:
    """Return the unit that a name carries, as it is written there."""
    return "_" + unit_of(quantity).replace("/", "_per_").lower()
