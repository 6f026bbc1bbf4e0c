"""The sources of a plan, the weakest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

CONFIDENCE_WORDS: Final[dict[str, str]] = {
    "project-default": "project default, needs clinical sign-off",
    "recalled": "recalled, not seen in the source",
    "derived": "derived from quoted values",
    "quoted-secondary": "quoted second hand",
    "quoted": "quoted from the source",
}
"""How much a value may be trusted, the weakest first."""

SHORT_CONFIDENCE: Final[dict[str, str]] = {
    "project-default": "project default",
    "recalled": "recalled",
    "derived": "derived",
    "quoted-secondary": "second hand",
    "quoted": "quoted",
}


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """All sources of one confidence."""

    confidence: str
    words: str
    entries: tuple[Mapping[str, Any], ...]


def source_groups(entries: Sequence[Mapping[str, Any]]) -> list[SourceGroup]:
    """Return the sources grouped by confidence; project defaults and recalled values lead."""
    order = [*CONFIDENCE_WORDS, *dict.fromkeys(entry["confidence"] for entry in entries)]
    groups = []
    for confidence in dict.fromkeys(order):
        found = tuple(entry for entry in entries if entry["confidence"] == confidence)
        if found:
            words = CONFIDENCE_WORDS.get(confidence, confidence)
            groups.append(SourceGroup(confidence, words, found))
    return groups


def tolerance_words(data: Mapping[str, Any]) -> str:
    """Return the device tolerances that make the worst case, as the sources state them."""
    values = {entry["what"]: entry for entry in data["sources"]}
    found = []
    for name in ("amplitude", "width", "rate"):
        entry = values.get(f"device {data['device']}: {name} tolerance")
        if entry is not None:
            tag = SHORT_CONFIDENCE.get(entry["confidence"], entry["confidence"])
            found.append(f"{name} {float(entry['value']) * 100:g} % ({tag})")
    return ", ".join(found)
