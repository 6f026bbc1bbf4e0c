"""Between the first tingle and what is no longer comfortable."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.properties import table
from simulator.recruitment.prediction import SKIN, Prediction

UpperFrom = Literal[
    "tolerance-over-nerve-threshold", "intolerance-over-perception", "measured-tolerance"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """Amplitudes of a channel between the first tingle and discomfort, for the first minutes.

    Parameters
    ----------
    perception : float
        First tingle of any fibre, under either pad; no proof that the nerve was reached. [A]
    felt_in : str
        Where that is: "skin" or the name of a nerve.
    nerve : str or None
        The nerve that is meant, if one was named.
    nerve_current : float or None
        First tingle along it; None without one. [A]
    upper : float
        Upper edge. [A]
    upper_from : str
        "tolerance-over-nerve-threshold", "intolerance-over-perception" or "measured-tolerance".
    reaches_nerve : bool
        Whether the nerve that is meant begins to tingle inside the window; False without one.
    """

    perception: float
    felt_in: str
    nerve: str | None
    nerve_current: float | None
    upper: float
    upper_from: UpperFrom
    reaches_nerve: bool


def window(
    predictions: Sequence[Prediction],
    *,
    nerve: str | None = None,
    measured_tolerance: float | None = None,
) -> Window:
    """Find the comfort window of a channel.

    The upper edge is the lowest of what two ratios of healthy people give, unless the person's own
    tolerance was measured.

    Parameters
    ----------
    predictions : sequence of Prediction
        Of one channel, calibrated or not.
    nerve : str or None
        The nerve that is meant.
    measured_tolerance : float or None
        Largest amplitude that the person tolerates. [A]

    Raises
    ------
    ValueError
        If nothing is felt, the nerve has no sensation among the predictions, or the tolerance is
        not above 0 and finite.

    Examples
    --------
    >>> from simulator.recruitment import Prediction
    >>> def tingle(nerve, current):
    ...     return Prediction(nerve=nerve, fibre="A-beta", sense="sensation", pad=1, low=current,
    ...                       current=current, high=current, reachable=True, charge=1e-6,
    ...                       uniform=current, isopotential=current, weak=())
    >>> found = window([tingle("skin", 4e-3), tingle("tibial", 6e-3)], nerve="tibial")
    >>> round(found.upper * 1e3, 1), found.upper_from
    (12.6, 'tolerance-over-nerve-threshold')
    """
    first = first_tingle(predictions)
    along = None if nerve is None else first_tingle(predictions, nerve).current
    rows = table("human_thresholds")
    edges: dict[UpperFrom, float] = {
        "intolerance-over-perception": first.current * rows["intolerance_over_perception"].value
    }
    if along is not None:
        ratio = rows["tolerance_over_nerve_threshold"].value
        edges["tolerance-over-nerve-threshold"] = along * ratio
    if measured_tolerance is not None:
        check_current("tolerance", measured_tolerance)
        edges = {"measured-tolerance": measured_tolerance}
    source = min(edges, key=lambda name: edges[name])
    return Window(
        perception=first.current,
        felt_in=first.nerve,
        nerve=nerve,
        nerve_current=along,
        upper=edges[source],
        upper_from=source,
        reaches_nerve=along is not None and along <= edges[source],
    )


def first_tingle(predictions: Sequence[Prediction], nerve: str | None = None) -> Prediction:
    """Give the prediction of a sensation with the lowest current, of any fibre or of one nerve.

    Raises
    ------
    ValueError
        If there is none, or no current is felt.

    Examples
    --------
    >>> first_tingle([])
    Traceback (most recent call last):
    ValueError: predictions must hold a sensation, got none
    """
    felt = [row for row in predictions if row.sense == "sensation" and nerve in (None, row.nerve)]
    if not felt:
        where = "" if nerve is None else f" of {nerve}"
        raise ValueError(f"predictions must hold a sensation{where}, got none")
    first = min(felt, key=lambda row: row.current)
    if not math.isfinite(first.current):
        raise ValueError(f"current of a first tingle must be finite, got {first.current} A")
    return first


def selectivity(predictions: Sequence[Prediction], nerve: str) -> float | None:
    """Lowest current of another nerve's sensation or twitch over that of the nerve that is meant.

    Above 1 the nerve fires first. The skin is no other nerve. None where there is no other.

    Raises
    ------
    ValueError
        If the nerve has no sensation among the predictions.
    """
    own = first_tingle(predictions, nerve).current
    others = [
        row.current for row in predictions if row.nerve not in (nerve, SKIN) and row.sense != "pain"
    ]
    return min(others) / own if others else None


def check_current(quantity: str, value: float) -> None:
    """Refuse a current that is not above 0 and finite.

    Raises
    ------
    ValueError
        Naming the quantity.
    """
    if not 0 < value < math.inf:
        raise ValueError(f"{quantity} must be above 0 A and finite, got {value} A")
