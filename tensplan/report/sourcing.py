"""The sources of a plan, the weakest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tensplan.report.tags import tag
from tensplan.report.wording import named, say


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """All sources of one confidence."""

    confidence: str
    words: str
    entries: tuple[Mapping[str, Any], ...]


def source_groups(entries: Sequence[Mapping[str, Any]]) -> list[SourceGroup]:
    """Return the sources grouped by confidence; project defaults and recalled values lead."""
    known = named("sources.confidence")
    order = [*known, *dict.fromkeys(entry["confidence"] for entry in entries)]
    groups = []
    for confidence in dict.fromkeys(order):
        found = tuple(entry for entry in entries if entry["confidence"] == confidence)
        if found:
            words = known.get(confidence, confidence)
            groups.append(SourceGroup(confidence, words, found))
    return groups


def tolerance_words(data: Mapping[str, Any]) -> str:
    """Return the device tolerances that make the worst case, as the sources state them."""
    values = {entry["what"]: entry for entry in data["sources"]}
    found = []
    for name in ("amplitude", "width", "rate"):
        entry = values.get(f"device {data['device']}: {name} tolerance")
        if entry is not None:
            percent = f"{float(entry['value']) * 100:g}"
            trust = tag(entry["confidence"])[0].text
            found.append(say("exposure.tolerance_value", name=name, percent=percent, tag=trust))
    return ", ".join(found)
