"""What logged sessions say together: adherence, tolerance, and whether the pain fell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import inf
from pathlib import Path
from statistics import fmean
from typing import Any

from tensplan.protocol.document import read_document
from tensplan.session_plan.session_record import SessionRecord

REACHED = ("strong-but-comfortable", "twitch")
"""What has to be felt for a session to count as strong enough."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """One week of a trial, judged at its end.

    Parameters
    ----------
    week : int
        Which week, 1-based, from the first session.
    sessions : int
        Sessions that were logged in it.
    relief_points : float or None
        Mean fall of the pain during a session; None when it was not asked.
    relief_share : float or None
        The same as a share of the mean pain before; None when there was none.
    adequate : bool
        Whether strong but comfortable was reached in enough of the sessions.
    """

    week: int
    sessions: int
    relief_points: float | None
    relief_share: float | None
    adequate: bool

    @property
    def responded(self) -> bool | None:
        """Whether the relief counts as such; None when it was not asked."""
        if self.relief_points is None:
            return None
        enough = self.relief_points >= number("relief-points")
        share = self.relief_share is not None and self.relief_share >= number("relief-share")
        return enough or share


@cache
def _numbers() -> dict[str, dict[str, Any]]:
    """Return the numbers of the review, by id."""
    document = read_document(Path(__file__).with_name("response.yaml"))
    return {row["id"]: row for row in document.value["numbers"]}


def number(name: str) -> float:
    """Return a number of the review.

    Examples
    --------
    >>> number("relief-share"), number("wash-out")
    (0.3, 7.0)
    """
    return float(_numbers()[name]["value"])


def source(name: str) -> str:
    """Return where a number of the review comes from.

    Examples
    --------
    >>> source("relief-points")[:11]
    'Farrar 2001'
    """
    return str(_numbers()[name]["source"])


def review(records: Sequence[SessionRecord], week: int) -> Review | None:
    """Judge one week of a trial; None when nothing was logged in it.

    Parameters
    ----------
    records : sequence of SessionRecord
        All sessions of the trial, in any order; the earliest one starts week 1.
    week : int
        Which week, 1-based.

    Examples
    --------
    >>> one = SessionRecord(
    ...     on="2026-11-22", minutes=30, amplitude_ma=(), pain_before=6, pain_during=4,
    ...     pain_after=5, felt="tingle", skin="normal", stop_reason="completed")
    >>> found = review([one], 1)
    >>> found.responded, found.adequate
    (True, False)
    """
    start = min((date.fromisoformat(record.on) for record in records), default=None)
    if start is None:
        return None
    here = [r for r in records if (date.fromisoformat(r.on) - start).days // 7 == week - 1]
    if not here:
        return None
    both = [r for r in here if r.pain_before is not None and r.pain_during is not None]
    fall = fmean(r.relief for r in both if r.relief is not None) if both else None
    before = fmean(r.pain_before for r in both if r.pain_before is not None) if both else 0.0
    reached = sum(r.felt in REACHED for r in here)
    return Review(
        week=week,
        sessions=len(here),
        relief_points=fall,
        relief_share=fall / before if fall is not None and before > 0 else None,
        adequate=reached >= number("adequate-share") * len(here),
    )


def tolerance_ma(records: Sequence[SessionRecord], channel: str) -> tuple[float, float]:
    """Return the highest amplitude that did not hurt and the lowest that did. [mA].

    Without such a session the first is 0 and the second infinite.

    Examples
    --------
    >>> tolerance_ma([], "A")
    (0.0, inf)
    """
    borne, hurt = 0.0, inf
    for record in records:
        amplitude = dict(record.amplitude_ma).get(channel)
        if amplitude is None or record.felt is None:
            continue
        if record.felt == "painful":
            hurt = min(hurt, amplitude)
        else:
            borne = max(borne, amplitude)
    return borne, hurt
