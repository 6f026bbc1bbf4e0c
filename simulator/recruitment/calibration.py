"""Predictions scaled to what one person felt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.recruitment.comfort import check_current, first_tingle, window
from simulator.recruitment.prediction import Prediction


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """Predictions before and after the person was asked.

    Parameters
    ----------
    before, after : tuple of Prediction
        In the same order.
    factor : float
        Measured over predicted.
    scaled_by : str
        "sensation" or "tolerance": which measured current set the factor.
    """

    before: tuple[Prediction, ...]
    after: tuple[Prediction, ...]
    factor: float
    scaled_by: str


def calibrate(
    predictions: Sequence[Prediction],
    *,
    ceiling: float,
    sensation: float | None = None,
    tolerance: float | None = None,
    nerve: str | None = None,
) -> Calibration:
    """Scale all predictions of a channel to a measured current.

    Layered models get trends right and absolute values wrong, so one factor serves every fibre. The
    first tingle sets it where it was measured, else the tolerance against the predicted upper edge.
    Intervals keep their width: other bodies still differ, but what this one's other fibres do was
    not measured.

    Parameters
    ----------
    predictions : sequence of Prediction
    ceiling : float
        Amplitude up to which something counts as reachable. [A]
    sensation, tolerance : float or None
        Amplitude of the person's first tingle, and largest one tolerated; at least one. [A]
    nerve : str or None
        Nerve that is meant, as for `window`.

    Raises
    ------
    ValueError
        If a current is not above 0 and finite, none is given, or the tolerance is below the
        sensation.

    Examples
    --------
    >>> row = Prediction(nerve="skin", fibre="A-beta", sense="sensation", pad=1, low=2e-3,
    ...                  current=3e-3, high=5e-3, reachable=True, charge=0.6e-6, uniform=3e-3,
    ...                  isopotential=3e-3, weak=())
    >>> told = calibrate([row], ceiling=0.04, sensation=6e-3)
    >>> told.factor, told.after[0].current
    (2.0, 0.006)
    """
    check_current("ceiling", ceiling)
    for name, value in (("sensation", sensation), ("tolerance", tolerance)):
        if value is not None:
            check_current(f"measured {name}", value)
    factor, source = _factor(predictions, sensation, tolerance, nerve)
    before = tuple(predictions)
    after = tuple(_scaled(row, factor, ceiling) for row in before)
    return Calibration(before=before, after=after, factor=factor, scaled_by=source)


def _factor(
    predictions: Sequence[Prediction],
    sensation: float | None,
    tolerance: float | None,
    nerve: str | None,
) -> tuple[float, str]:
    """Measured over predicted, and which of the two was taken."""
    if sensation is None and tolerance is None:
        raise ValueError("a measured sensation or tolerance must be given, got neither")
    if sensation is None:
        assert tolerance is not None
        return tolerance / window(predictions, nerve=nerve).upper, "tolerance"
    if tolerance is not None and not tolerance >= sensation:
        raise ValueError(
            f"measured tolerance must be at least the sensation of {sensation} A, got {tolerance} A"
        )
    return sensation / first_tingle(predictions).current, "sensation"


def _scaled(row: Prediction, factor: float, ceiling: float) -> Prediction:
    """Give one prediction times a factor."""
    return replace(
        row,
        current=row.current * factor,
        low=row.low * factor,
        high=row.high * factor,
        charge=row.charge * factor,
        uniform=row.uniform * factor,
        isopotential=row.isopotential * factor,
        reachable=row.low * factor <= ceiling,
    )
