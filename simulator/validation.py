"""Limits as plain numbers with a name, and which of them a train breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import isfinite, isnan

from simulator.exposure import Exposure, measure
from simulator.load import Load
from simulator.train import Train

QUANTITIES = tuple(
    entry.name
    for entry in fields(Exposure)
    if entry.name not in ("worst_second_start_us", "pulses_in_worst_second")
)
"""The quantities a limit can name, in SI units."""


@dataclass(frozen=True)
class Limit:
    """A maximum of one exposure quantity.

    Parameters
    ----------
    name : str
        How the caller knows the limit.
    quantity : str
        One of `QUANTITIES`.
    maximum : float
        Largest allowed value, in the SI unit of the quantity; at least 0.
    strict : bool
        Whether the maximum itself already breaks the limit.

    Raises
    ------
    ValueError
        If the quantity is unknown or the maximum is negative or not finite.

    Examples
    --------
    >>> Limit("density", "rms_current_density", 20.0).quantity
    'rms_current_density'
    """

    name: str
    quantity: str
    maximum: float
    strict: bool = False

    def __post_init__(self) -> None:
        if self.quantity not in QUANTITIES:
            raise ValueError(
                f"quantity of limit {self.name!r} must be one of {', '.join(QUANTITIES)}, "
                f"got {self.quantity!r}"
            )
        if not (self.maximum >= 0 and isfinite(self.maximum)):
            raise ValueError(
                f"maximum of limit {self.name!r} must be finite and at least 0, got {self.maximum}"
            )


@dataclass(frozen=True)
class Check:
    """What became of one limit: the measured value, the maximum, and whether it is broken."""

    name: str
    quantity: str
    value: float
    maximum: float
    broken: bool


def validate(train: Train, load: Load, limits: Iterable[Limit]) -> tuple[Check, ...]:
    """Generate the pulses of a train, measure them, and say which limits they break.

    Parameters
    ----------
    train : Train
        The pulse train.
    load : Load
        Resistance and conductive area.
    limits : iterable of Limit
        The limits.

    Returns
    -------
    tuple of Check
        One for each limit, in order.

    Raises
    ------
    ValueError
        If pulses overlap.

    Examples
    --------
    >>> from fractions import Fraction
    >>> train = Train(shape="symmetric-biphasic", amplitude=0.1, width_us=400,
    ...               pulse_rate=Fraction(150), duration_us=60_000_000)
    >>> limit = Limit("density", "rms_current_density", 20.0)
    >>> [check.broken for check in validate(train, Load(500.0, 16e-4), [limit])]
    [True]
    """
    exposure = measure(train, load)
    return tuple(judge(limit, exposure) for limit in limits)


def judge(limit: Limit, exposure: Exposure) -> Check:
    """Hold one limit against an exposure.

    Parameters
    ----------
    limit : Limit
        The limit.
    exposure : Exposure
        Measured exposure.

    Returns
    -------
    Check
        A value that is NaN breaks any limit.
    """
    value = float(getattr(exposure, limit.quantity))
    kept = value < limit.maximum if limit.strict else value <= limit.maximum
    return Check(limit.name, limit.quantity, value, limit.maximum, isnan(value) or not kept)
