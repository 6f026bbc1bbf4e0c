"""May this be done: one answer apiece for TENS, heat and cold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tensplan.session_plan.plan import VERDICT_WORDS

_MARKS: Final = {"pass": "✓", "warn": "!", "blocked": "✕", "stop": "✕", "not-planned": "–"}
_NAMES: Final = {"tens": "TENS", "heat": "Heat", "cold": "Cold"}
_SEVERITY_MARKS: Final = {"error": "✕", "warning": "!", "note": "i"}


@dataclass(frozen=True, slots=True)
class Tile:
    """The answer for one modality."""

    name: str
    verdict: str
    mark: str
    words: str
    reasons: tuple[str, ...]


def tiles(data: Mapping[str, Any]) -> list[Tile]:
    """Return the answers in the order TENS, heat, cold."""
    parts = data["modalities"]
    return [
        Tile(
            name=name,
            verdict=parts[key]["verdict"],
            mark=_MARKS[parts[key]["verdict"]],
            words=VERDICT_WORDS[parts[key]["verdict"]],
            reasons=tuple(parts[key]["reasons"]),
        )
        for key, name in _NAMES.items()
    ]


def severity_mark(severity: str) -> str:
    """Return the sign that stands beside a severity, so that colour is not alone.

    Examples
    --------
    >>> severity_mark("error")
    '✕'
    """
    return _SEVERITY_MARKS[severity]
