"""One limit: a bound on one quantity, with its source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

Comparison = Literal["<=", "<", ">=", ">", "within"]
Confidence = Literal["quoted", "quoted-secondary", "recalled", "derived", "project-default"]
Bound = float | tuple[float, ...]

CONFIDENCE_WORDS = {
    "quoted": "quoted from the source",
    "quoted-secondary": "quoted from a secondary source",
    "recalled": "recalled, not seen in the source",
    "derived": "derived by arithmetic",
    "project-default": "project default, needs clinical sign-off",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """When a limit applies.

    Parameters
    ----------
    pulse_rate_above_hz, pulse_rate_at_most_hz : float, optional
        Only above, or only up to, this pulse rate. [Hz]
    unless_dc_blocking : bool, optional
        Falls away when the device blocks direct current.
    setting : {"home", "supervised"}, optional
        Only where the sessions take place there.
    skin : {"impaired"}, optional
        Only where sensation nearby or circulation is reduced or unknown.
    """

    pulse_rate_above_hz: float | None = None
    pulse_rate_at_most_hz: float | None = None
    unless_dc_blocking: bool | None = None
    setting: Literal["home", "supervised"] | None = None
    skin: Literal["impaired"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A bound on a quantity: where a warning begins, where an error begins, and why.

    Parameters
    ----------
    id : str
        ``group/name``; the group is a standard only where the standard sets the limit.
    quantity, unit : str
        What is bounded, and the unit of the bounds.
    comparison : {"<=", "<", ">=", ">", "within"}
        How the quantity must stand to the bound.
    warning, error : float or (float, float), optional
        Beyond the first a warning, beyond the second an error, which blocks.
    scope : Scope, optional
        When it applies; always when left out.
    source, clause, rationale : str
        Where the number comes from, and what it is for.
    confidence : str
        How well the source is known, one of `CONFIDENCE_WORDS`.

    Raises
    ------
    ValueError
        If a text is empty, a word unknown, or a bound missing or not finite.
    """

    id: str
    quantity: str
    unit: str
    comparison: Comparison
    warning: Bound | None = None
    error: Bound | None = None
    scope: Scope | None = None
    source: str
    clause: str
    confidence: Confidence
    rationale: str

    def __post_init__(self) -> None:
        texts = (self.id, self.quantity, self.unit, self.source, self.clause, self.rationale)
        if not all(texts):
            raise ValueError(
                f"{self.id}: id, quantity, unit, source, clause and rationale are needed"
            )
        if self.comparison not in get_args(Comparison):
            raise ValueError(f"{self.id}: comparison is {self.comparison!r}")
        if self.confidence not in CONFIDENCE_WORDS:
            raise ValueError(f"{self.id}: confidence is {self.confidence!r}")
        given = [bound for bound in (self.warning, self.error) if bound is not None]
        if not given or not all(_is_bound(bound, self.comparison) for bound in given):
            raise ValueError(f"{self.id}: warning and error are {self.warning} and {self.error}")

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

    def applies_to_pack(self, *, setting: str, skin: str) -> bool:
        """Say whether the limit applies to a pack in a setting, on skin of a kind."""
        scope = self.scope
        return scope is None or (scope.setting in (None, setting) and scope.skin in (None, skin))

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


def _is_bound(bound: Bound, comparison: str) -> bool:
    """Say whether a bound has the form that its comparison needs, and only finite numbers."""
    if comparison == "within":
        return isinstance(bound, tuple) and len(bound) == 2 and all(map(math.isfinite, bound))
    return not isinstance(bound, tuple) and math.isfinite(bound)
