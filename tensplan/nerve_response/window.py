"""Between the first tingle and what is tolerated: the range that a person will use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tensplan.finding import finite
from tensplan.nerve_response.row import NerveRow, rounded, without_empty

LADDER_MULTIPLE = 2.0
"""The ladder ends at so many times the nerve's threshold (after Sharan 2018; project default)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """Upper edge of the window: what is tolerated at most, and how that is known. [mA]"""

    middle_ma: float
    low_ma: float
    high_ma: float
    basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """Share of one kind of fibre that fires over the amplitude."""

    nerve: str
    fibre: str
    pad: str
    amplitudes_ma: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NerveWindow:
    """The range of one channel and program.

    Parameters
    ----------
    channel, program : str
        Where.
    cap_ma, step_ma : float, float or None
        Amplitude cap, and the device's smallest step where it is stated. [mA]
    first_tingle_ma, first_tingle_low_ma, first_tingle_high_ma : float
        Earliest tingle of all, median, 5 and 95 % of people. [mA]
    first_tingle_pad : str
        Pad under which it comes.
    nerve : str
        The intended nerve that answers first; empty where none is predicted.
    nerve_tingle_ma, nerve_tingle_low_ma, nerve_tingle_high_ma : float or None
        Its tingle. [mA]
    upper_ma, upper_low_ma, upper_high_ma : float or None
        What is tolerated at most. [mA]
    upper_basis : str
        Where the upper edge comes from.
    advice_ma : float
        End of the titration ladder. [mA]
    charge_uc : float or None
        Of the leading phase at the nerve's threshold. [uC]
    best_pulse_width_us : int or None
        Width at which the window is widest. [us]
    shift_10mm : float or None
        Threshold of a pad 10 mm beside the nerve's line over that of the pad on it.
    selectivity : float or None
        First tingle or twitch of another nerve over the tingle of the intended one; None without
        another.
    before : mapping or None
        Medians before they were scaled to the person's own currents.
    recruitment : tuple of Curve
        Curves of the earliest fibres.
    """

    channel: str
    program: str
    cap_ma: float
    step_ma: float | None
    first_tingle_ma: float
    first_tingle_low_ma: float
    first_tingle_high_ma: float
    first_tingle_pad: str
    nerve: str
    nerve_tingle_ma: float | None
    nerve_tingle_low_ma: float | None
    nerve_tingle_high_ma: float | None
    upper_ma: float | None
    upper_low_ma: float | None
    upper_high_ma: float | None
    upper_basis: str
    advice_ma: float
    charge_uc: float | None
    best_pulse_width_us: int | None
    shift_10mm: float | None
    before: Mapping[str, float] | None
    recruitment: tuple[Curve, ...]
    selectivity: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the window as plan.json holds it; null where no current fires the fibre."""
        found = {
            key: finite(value) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }
        return without_empty(found, "selectivity")


def earliest(rows: Sequence[NerveRow], *, target: bool | None = None) -> NerveRow | None:
    """Return the row whose tingle comes first, of all or only of the intended nerves.

    Examples
    --------
    >>> earliest([]) is None
    True
    """
    felt = [row for row in rows if row.sense == "sensation" and target in (None, row.target)]
    return min(felt, key=lambda row: row.threshold_ma, default=None)


def advice(
    cap_ma: float,
    first: NerveRow,
    meant: NerveRow | None,
    edge: Edge,
    tolerated_ma: float | None,
) -> float:
    """Return where the ladder ends: the cap, or twice the nerve; without a nerve the upper edge. [mA]

    Not below the first tingle that is predicted, but never above what the person was measured to
    tolerate: what a person feels comes before what is predicted.
    """
    end = edge.middle_ma if meant is None else LADDER_MULTIPLE * meant.threshold_ma
    most = cap_ma if tolerated_ma is None else min(cap_ma, tolerated_ma)
    return min(most, rounded(max(end, first.threshold_ma)))
