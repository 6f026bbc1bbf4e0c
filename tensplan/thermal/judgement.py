"""Judging what is reached under a pack: every quantity of every person against every limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tensplan.finding import Finding
from tensplan.protocol.thermal import Thermal
from tensplan.safety.exposure_row import VERDICT_OF_LEVEL
from tensplan.safety.limit import Limit
from tensplan.safety.limits import Limits
from tensplan.thermal.person import Skin
from tensplan.thermal.reached import Reached

Verdict = Literal["pass", "warn", "blocked"]
ORDER: Final = {"pass": 0, "warn": 1, "blocked": 2}

WORDS: Final = {
    "max_skin_c": "the skin reaches",
    "min_skin_c": "the skin falls to",
    "coldest_c": "the coldest tissue is at",
    "peak_basal_c": "the basal layer reaches",
    "cem43_min": "the thermal dose is",
    "omega": "the injury integral is",
    "skin_above_43_min": "the skin lies above 43 degC for",
    "skin_above_48_min": "the skin lies above 48 degC for",
}
"""What is said of each judged quantity before its number."""

WHO: Final = {
    "given": "in the person given",
    "normal": "in a person of normal circulation",
    "worst": "in the worst case",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How one quantity of one person stands to one limit."""

    person: str
    quantity: str
    value: float
    limit: Limit
    level: Literal["error", "warning", "none"]

    @property
    def verdict(self) -> Verdict:
        """The level as a verdict."""
        return worst_verdict([VERDICT_OF_LEVEL[self.level]])


def standings(
    people: Sequence[Reached], limits: Limits, *, setting: str, skin: Skin
) -> tuple[Standing, ...]:
    """Hold everything that was reached against every limit that applies.

    Parameters
    ----------
    people : sequence of Reached
        Everybody who was simulated.
    limits : Limits
        What to judge by.
    setting, skin : str
        Home or supervised; intact or impaired.

    Returns
    -------
    found : tuple of Standing
        All, also what is kept; a value that is no number is an error.
    """
    return tuple(
        Standing(
            person=one.person,
            quantity=quantity,
            value=value,
            limit=limit,
            level=limit.level(value),
        )
        for one in people
        for quantity, value in one.values.items()
        for limit in limits.of(quantity)
        if limit.applies_to_pack(setting=setting, skin=skin)
    )


def worst_verdict(verdicts: Sequence[str]) -> Verdict:
    """Return the worst of some verdicts; of none, a pass.

    Examples
    --------
    >>> worst_verdict(["pass", "blocked", "warn"]), worst_verdict([])
    ('blocked', 'pass')
    """
    found = max(verdicts, key=ORDER.__getitem__, default="pass")
    return "blocked" if found == "blocked" else "warn" if found == "warn" else "pass"


def findings_of(
    index: int, entry: Thermal, found: Sequence[Standing], hint: str
) -> Iterator[Finding]:
    """Yield one finding for each broken limit, on the person who breaks it most.

    Parameters
    ----------
    index, entry : int, Thermal
        Which use of heat or cold.
    found : sequence of Standing
        From `standings`.
    hint : str
        What would pass; said once, with the first error.
    """
    broken = [
        one
        for one in worst_standings(found)  # findings at one place are shown by rule
        if one.level != "none"
    ]
    first = next((one for one in broken if one.level == "error"), None)
    for one in broken:
        yield _finding(index, entry, one, hint if one is first else "")


def worst_standings(found: Sequence[Standing]) -> list[Standing]:
    """Return for each limit, in the order of their ids, whoever stands worst to it."""
    limits = {one.limit.id: one.limit for one in found}
    return [
        _most(limit, [one for one in found if one.limit.id == name])
        for name, limit in sorted(limits.items())
    ]


def _most(limit: Limit, found: Sequence[Standing]) -> Standing:
    """Return who is worst for a limit; a value that is no number before all."""
    sign = 1.0 if limit.comparison in ("<=", "<") else -1.0
    return max(found, key=lambda one: (one.value != one.value, sign * one.value))


def _finding(index: int, entry: Thermal, one: Standing, hint: str) -> Finding:
    unit = "" if one.limit.unit == "omega" else f" {one.limit.unit}"
    return Finding(
        rule=one.limit.id,
        severity="error" if one.level == "error" else "warning",
        message=(
            f"{entry.modality} on the {entry.area_words}: {WORDS[one.quantity]} {one.value:.3g}{unit} "
            f"{WHO[one.person]}; limit {one.limit.bound_text(one.level)}"
        ),
        hint=hint,
        note=f"{one.limit.rationale} (tensplan explain {one.limit.id})",
        path=("thermal", index),
        value=one.value,
        limit=one.limit.bound(one.level),
        unit=one.limit.unit,
        source=one.limit.source,
    )
