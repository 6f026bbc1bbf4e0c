"""Explaining what is computed under a pack."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE, Explanation
from tensplan.explanation.of_rules import judged_value_explained
from tensplan.protocol.document import read_document


@cache
def _data() -> dict[str, Any]:
    return dict(read_document(Path(__file__).with_name("heat_quantities.yaml")).value)


@cache
def heat_quantities() -> dict[str, dict[str, str]]:
    """Return what is known of each quantity under a pack, by its id.

    Examples
    --------
    >>> heat_quantities()["omega"]["title"]
    'Injury integral'
    """
    return {row["id"]: row for row in _data()["quantities"]}


def heat_quantity_explained(quantity: str, plan: Mapping[str, Any] | None = None) -> Explanation:
    """Explain a quantity under a pack: formula, model, who is simulated, limits, a plan's numbers.

    Parameters
    ----------
    quantity : str
        One of `heat_quantities`.
    plan : mapping, optional
        Content of a plan.json whose numbers are added.
    """
    known, limits = heat_quantities()[quantity], judged_value_explained(quantity)
    rows = [] if plan is None else plan["heat"]
    numbers = [
        (
            "in this plan",
            f"{row['modality']} on the {row['area']}, {row['person']}: {row[quantity]:.4g}",
        )
        for row in rows
    ]
    return Explanation(
        kind="quantity",
        id=quantity,
        title=known["title"],
        confidence=known["confidence"],
        facts=(
            ("says", known["says"]),
            ("formula", known["formula"]),
            ("model", _data()["common"]["model"]),
            ("taken", _data()["common"]["taken"]),
            *limits.facts,
            ("source", known["source"]),
            ("confidence", WORDS_OF_CONFIDENCE[known["confidence"]]),
            *numbers,
        ),
        weak_facts=limits.weak_facts,
    )
