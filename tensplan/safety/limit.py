"""One limit: a bound on one quantity, with its source."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from tensplan.protocol.field import Model, ShortText, key

Comparison = Literal["<=", "<", ">=", ">", "within"]
Confidence = Literal["quoted", "quoted-secondary", "recalled", "derived", "project-default"]
Bound = float | Annotated[tuple[float, ...], Field(strict=False, min_length=2, max_length=2)]

CONFIDENCE_WORDS = {
    "quoted": "quoted from the source",
    "quoted-secondary": "quoted from a secondary source",
    "recalled": "recalled, not seen in the source",
    "derived": "derived by arithmetic",
    "project-default": "project default, needs clinical sign-off",
}


class Scope(Model):
    """When a limit applies."""

    pulse_rate_above_hz: float | None = key("above", "Applies above this rate.", default=None)
    pulse_rate_at_most_hz: float | None = key("at most", "Applies up to this rate.", default=None)
    unless_dc_blocking: bool | None = key(
        "unless blocked", "Falls away when the device blocks direct current.", default=None
    )


class Limit(Model):
    """A bound on a quantity: where a warning begins, where an error begins, and why."""

    id: str = key("id", "group/name; the group is a standard only where the standard sets it.")
    quantity: str = key("quantity", "What is bounded; the unit is in the name.")
    unit: str = key("unit", "Unit of the bounds.")
    comparison: Comparison = key("comparison", "How the quantity must stand to the bound.")
    warning: Bound | None = key("warning", "Beyond this: a warning.", default=None)
    error: Bound | None = key("error", "Beyond this: an error, which blocks.", default=None)
    scope: Scope | None = key("scope", "When it applies; always when left out.", default=None)
    source: ShortText = key("source", "Where the number comes from.")
    clause: ShortText = key("clause", "Clause, table or page.")
    confidence: Confidence = key("confidence", "How well the source is known.")
    rationale: ShortText = key("rationale", "What it is for.")

    def applies(self, *, pulse_rate_hz: float, dc_blocking: bool) -> bool:
        """Say whether the limit applies at a pulse rate on a device."""
        scope = self.scope
        if scope is None:
            return True
        above = scope.pulse_rate_above_hz
        at_most = scope.pulse_rate_at_most_hz
        return (
            (above is None or pulse_rate_hz > above)
            and (at_most is None or pulse_rate_hz <= at_most)
            and not (scope.unless_dc_blocking and dc_blocking)
        )

    def level(self, value: float) -> Literal["error", "warning", "none"]:
        """Judge a value; NaN is an error, never a pass."""
        if not math.isfinite(value) or not self._keeps(value, self.error):
            return "error"
        return "none" if self._keeps(value, self.warning) else "warning"

    def bound(self, level: str) -> float | None:
        """Return the bound of a level as one number (the upper one of a range)."""
        bound = self.error if level == "error" or self.warning is None else self.warning
        return bound[-1] if isinstance(bound, tuple) else bound

    def bound_text(self, level: str = "error") -> str:
        """Return the bound in words, with its unit."""
        bound = self.error if level == "error" and self.error is not None else self.warning
        if isinstance(bound, tuple):
            return f"{bound[0]:g} to {bound[1]:g} {self.unit}"
        words = {"<=": "at most", "<": "below", ">=": "at least", ">": "above"}
        return f"{words[self.comparison]} {bound:g} {self.unit}"

    def is_at_least_as_strict_as(self, other: Limit) -> bool:
        """Say whether no value passes here that `other` would stop."""
        return self._tighter(self.error, other.error) and self._tighter(self.warning, other.warning)

    def is_ordered(self) -> bool:
        """Say whether the warning begins no later than the error."""
        if self.warning is None or self.error is None:
            return self.warning is not None or self.error is not None
        return self._tighter(self.warning, self.error)

    def _keeps(self, value: float, bound: Bound | None) -> bool:
        if bound is None:
            return True
        if isinstance(bound, tuple):
            return bound[0] <= value <= bound[1]
        return {
            "<=": value <= bound,
            "<": value < bound,
            ">=": value >= bound,
            ">": value > bound,
            "within": False,
        }[self.comparison]

    def _tighter(self, new: Bound | None, old: Bound | None) -> bool:
        if old is None:
            return True
        if new is None:
            return False
        if isinstance(new, tuple) and isinstance(old, tuple):
            return old[0] <= new[0] <= new[1] <= old[1]
        if isinstance(new, tuple) or isinstance(old, tuple):
            return False
        return new <= old if self.comparison in ("<=", "<") else new >= old
