"""What the log says so far, as data for plan.json and the report."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Any

from tensplan.protocol.model import Protocol
from tensplan.session_plan.adherence import adherence
from tensplan.session_plan.history import History
from tensplan.session_plan.response import number, review, tolerance_ma


def history_content(history: History | None, protocol: Protocol, *, on: date) -> dict[str, Any]:
    """Return sessions, adherence, tolerance and reviews of a person; empty without a session.

    Parameters
    ----------
    history : History or None
        What was logged; None when no log was read.
    protocol : Protocol
        What is asked now; tolerance is told for its channels, on its pads only.
    on : date
        Day of the plan.

    Examples
    --------
    >>> import tensplan
    >>> history_content(None, tensplan.load_protocol("foot-bracket-sole"), on=date(2026, 11, 22))
    {}
    """
    if history is None or not history.entries:
        return {}
    days = [record.on for record in history.records]
    followed = history.entries[-1][1]
    same = [record for record, old in history.entries if old == followed]
    return {
        "sessions": len(days),
        "first_on": min(days),
        "last_on": max(days),
        "adherence": adherence(same, followed.course, on),
        "tolerance": [_tolerance(history, protocol, c.id) for c in protocol.placement.channels],
        "reviews": _reviews(history),
    }


def _tolerance(history: History, protocol: Protocol, channel: str) -> dict[str, Any]:
    """Return what was borne and what hurt on one channel; None where nothing is known."""
    borne, hurt = tolerance_ma(history.on_pads(protocol, channel), channel)
    return {
        "channel": channel,
        "borne_ma": borne if borne > 0 else None,
        "hurt_ma": hurt if isfinite(hurt) else None,
    }


def _reviews(history: History) -> list[dict[str, Any]]:
    """Return the reviewed weeks that have sessions."""
    weeks = (int(number("first-review-week")), int(number("second-review-week")))
    found = (review(history.records, week) for week in weeks)
    return [
        {
            "week": item.week,
            "sessions": item.sessions,
            "relief_points": item.relief_points,
            "relief_share": item.relief_share,
            "adequate": item.adequate,
            "responded": item.responded,
        }
        for item in found
        if item is not None
    ]
