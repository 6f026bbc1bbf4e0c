"""Heat and cold as data of a plan: numbers by person, traces, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from simulator.bioheat import Temperatures
from tensplan.protocol.model import Protocol
from tensplan.protocol.thermal import Thermal
from tensplan.thermal.alternative import Alternative
from tensplan.thermal.guidance import doubts, guidance
from tensplan.thermal.judgement import Standing, worst_standings, worst_verdict
from tensplan.thermal.reached import Reached
from tensplan.thermal.refusal import pads_in

DEEP_MM: Final = 10.0
"""Depth of the third trace; half the way to most nerves of the leg. [mm]"""
MOST_POINTS: Final = 61


def row(index: int, entry: Thermal, one: Reached, found: Sequence[Standing]) -> dict[str, Any]:
    """Return the row of one entry and person.

    Parameters
    ----------
    index, entry : int, Thermal
        Which use of heat or cold.
    one : Reached
        The person.
    found : sequence of Standing
        Of everybody; only the person's own count.
    """
    own = [standing for standing in found if standing.person == one.person]
    broken = [standing.limit.id for standing in own if standing.level != "none"]
    return {
        "entry": index,
        "modality": entry.modality,
        "area": entry.area,
        "person": one.person,
        **one.values,
        "broken": list(dict.fromkeys(broken)),
        "verdict": worst_verdict([standing.verdict for standing in own]),
    }


def described(
    index: int,
    entry: Thermal,
    people: Sequence[Reached],
    others: Sequence[Alternative],
    *,
    found: Sequence[Standing],
    session: dict[str, Any] | None,
    protocol: Protocol,
) -> dict[str, Any]:
    """Return what a page shows of one entry beside its rows.

    Parameters
    ----------
    index, entry : int, Thermal
        Which use of heat or cold.
    people, others : sequences
        Who was simulated, and what would pass instead.
    found : sequence of Standing
        Of everybody.
    session : dict or None
        From `session_row`.
    protocol : Protocol
        For the pads that lie in the area.
    """
    first = people[0].temperatures if people else None
    return {
        "entry": index,
        "modality": entry.modality,
        "area": entry.area,
        "verdict": worst_verdict([one.verdict for one in found]) if people else "blocked",
        "deep_mm": DEEP_MM,
        "judged": [_judged(one) for one in worst_standings(found)],
        "session": session,
        "traces": [
            {"person": one.person, **trace(one.temperatures, entry.duration_min)} for one in people
        ],
        "would_pass": [_other(one) for one in others],
        "guidance": guidance(entry, pads_in(entry.area, protocol)),
        "doubts": doubts(entry),
        "weak": [] if first is None else list(first.weak),
    }


def session_row(people: Sequence[Reached], found: Sequence[Standing]) -> dict[str, Any] | None:
    """Return what a whole session comes to for everybody; None where the pack has no company.

    Parameters
    ----------
    people, found : sequences
        Who was simulated through the session, and how they stand to the limits.
    """
    if not people:
        return None
    spans = people[0].temperatures.spans
    return {
        "parts": [
            {"name": span.name, "from_min": span.start / 60, "to_min": span.end / 60}
            for span in spans
        ],
        "people": [{"person": one.person, **one.values} for one in people],
        "judged": [_judged(one) for one in worst_standings(found)],
        "verdict": worst_verdict([one.verdict for one in found]),
    }


def trace(found: Temperatures, minutes: float) -> dict[str, list[float]]:
    """Return temperatures in time at a few instants: skin, basal layer, depth and pack.

    Parameters
    ----------
    found : Temperatures
        Of one person.
    minutes : float
        Time of the pack on the skin. [min]

    Returns
    -------
    lists : dict
        ``time_min`` [min], and ``skin_c``, ``basal_c``, ``deep_c``, ``pack_c`` [degC]; the pack
        ends when it is taken off.
    """
    time = np.linspace(0.0, float(found.time[-1]), MOST_POINTS)
    off = 60 * minutes
    early = np.array([10.0, 20.0, 30.0, 45.0])  # where the skin moves fastest
    instants = np.unique(np.r_[time, early[early < time[-1]], off])
    deep = np.interp(instants, found.marks, found.at(DEEP_MM / 1000))
    pack = np.interp(instants[instants <= off], found.time, found.pack)
    return {
        "time_min": _rounded(instants / 60),
        "skin_c": _rounded(np.interp(instants, found.time, found.skin)),
        "basal_c": _rounded(np.interp(instants, found.time, found.basal)),
        "deep_c": _rounded(deep),
        "pack_c": _rounded(pack),
    }


def _judged(one: Standing) -> dict[str, Any]:
    """Return how whoever is worst stands to one limit."""
    return {
        "rule": one.limit.id,
        "quantity": one.quantity,
        "unit": one.limit.unit,
        "person": one.person,
        "value": one.value,
        "comparison": one.limit.comparison,
        "limit": one.limit.bound("error"),
        "verdict": one.verdict,
    }


def _rounded(values: Any) -> list[float]:
    """Return numbers that a figure can show, to a hundredth."""
    return [round(float(value), 2) for value in values]


def _other(one: Alternative) -> dict[str, Any]:
    """Return a change that passes, with what everybody reaches under it."""
    return {
        "change": one.change,
        "words": one.words,
        "area": one.entry.area,
        "duration_min": one.entry.duration_min,
        "pack_temperature_c": one.entry.pack_temperature_c,
        "cover": one.entry.cover.model_dump(exclude_none=True),
        "people": [{"person": who.person, **who.values} for who in one.people],
    }
