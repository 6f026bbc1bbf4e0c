"""Explaining what a plan predicts of the nerves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE, Explanation
from tensplan.protocol.document import read_document
from tensplan.units import unit_of

Plan = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Prediction:
    """One predicted quantity.

    Parameters
    ----------
    id, title : str
        Name with its unit, and readable name.
    says, formula, note : str
        What it is, how it is found, and what it cannot say.
    inputs : tuple of str
        What it is found from.
    source, confidence : str
        Where the method comes from.
    """

    id: str
    title: str
    says: str
    formula: str
    inputs: tuple[str, ...]
    source: str
    confidence: str
    note: str


@cache
def predicted() -> dict[str, Prediction]:
    """Return the predicted quantities by id.

    Examples
    --------
    >>> predicted()["first_tingle_ma"].inputs
    ('threshold_ma',)
    """
    entries = read_document(Path(__file__).with_name("nerve.yaml")).value["quantities"]
    return {
        entry["id"]: Prediction(**{**entry, "inputs": tuple(entry["inputs"])}) for entry in entries
    }


def prediction_explained(quantity: Prediction, plan: Plan | None = None) -> Explanation:
    """Explain a predicted quantity: formula, inputs, source, and a plan's own values.

    Examples
    --------
    >>> dict(prediction_explained(predicted()["advice_ma"]).facts)["formula"]
    'min(cap, tolerance if measured, max(2 nerve_tingle_ma, first_tingle_ma)), with upper_ma for ...'
    """
    facts = [
        ("says", quantity.says),
        ("unit", unit_of(quantity.id) or "1"),
        ("formula", quantity.formula),
        ("from", ", ".join(quantity.inputs)),
        ("mind", quantity.note),
        ("source", quantity.source),
        ("confidence", WORDS_OF_CONFIDENCE[quantity.confidence]),
        *_in_plan(quantity.id, plan),
    ]
    return Explanation(
        kind="quantity",
        id=quantity.id,
        title=quantity.title,
        confidence=quantity.confidence,
        facts=tuple(facts),
    )


def _in_plan(name: str, plan: Plan | None) -> Iterator[tuple[str, str]]:
    """Yield a plan's values: of every row that has one for a threshold, else of every window."""
    if plan is None:
        return
    if name.startswith("threshold_"):
        for row in plan["nerve"]:
            if name == "threshold_ma" or row.get(name) is not None:
                where = f"channel {row['channel']} ({row['program']}), pad {row['pad']}"
                what = f"{row['nerve']}, {row['fibre']}, {row['sense']}"
                yield "in this plan", f"{where}: {what} at {_value(row, name)}"
        return
    for window in plan["nerve_windows"]:
        where = f"channel {window['channel']} ({window['program']})"
        value = _value(window, name) if name in window else "not stated"
        yield "in this plan", f"{where}: {value}"


def _value(row: Mapping[str, Any], name: str) -> str:
    """Return a value with its unit, a current with its ends."""
    if name.endswith("_ma"):
        return _interval(row, name.removesuffix("_ma"))
    return "none" if row[name] is None else f"{row[name]:g} {unit_of(name)}".rstrip()


def _interval(row: Mapping[str, Any], name: str) -> str:
    """Return a value with its ends, where it has them."""
    ends = [row.get(f"{name}_{end}_ma") for end in ("low", "high")]
    middle = _amount(row[f"{name}_ma"])
    known = [f"{end:g}" for end in ends if end is not None]
    return f"{middle} ({' to '.join(known)})" if len(known) == 2 else middle


def _amount(value: float | None) -> str:
    return "no amplitude" if value is None else f"{value:g} mA"
