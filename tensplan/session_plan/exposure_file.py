"""The exposure of a plan as a table for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

COLUMNS: Final = (
    "channel",
    "program",
    "quantity",
    "unit",
    "kind",
    "closed_form",
    "simulated",
    "worst_case",
    "limit",
    "rule",
    "verdict",
)
"""Keys of a row of ``exposure`` in plan.json, in its order."""


def exposure_csv(plan: Mapping[str, Any]) -> str:
    """Return the exposure rows as they stand in plan.json; what is null is an empty cell.

    Examples
    --------
    >>> import tensplan
    >>> made = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    >>> exposure_csv(made.as_json()).splitlines()[1][:44]
    'A,conventional,phase_charge_uc,uC,bound,4,4,'
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(plan["exposure"])
    return out.getvalue()
