"""One explanation: what something is, where it comes from, and how sure we are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from tensplan.safety.limit import CONFIDENCE_WORDS

WORDS_OF_CONFIDENCE: Final = {**CONFIDENCE_WORDS, "design": "set by this project's file format"}

PLAIN_WARNING: Final = {
    "recalled": "Recalled, not seen in the source: take the number as unconfirmed.",
    "project-default": "Project default, needs clinical sign-off: no source sets it.",
}
"""What a reader must know first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """What is known of one rule, quantity, device, site or key.

    Parameters
    ----------
    kind : str
        limit, rule, screening rule, red flag, quantity, device, site, place or key.
    id, title : str
        Its name, and the same in words.
    confidence : str
        How well its source is known.
    facts : tuple of (str, str)
        Label and text, in reading order.
    numbers : tuple of dict
        Rows of a plan's exposure, when a plan was given.
    weak_facts : tuple of str
        Values that are recalled or chosen by the project; printed before everything else.
    """

    kind: str
    id: str
    title: str
    confidence: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[dict[str, Any], ...] = ()
    weak_facts: tuple[str, ...] = ()

    @property
    def warning(self) -> str:
        """The plain sentence that comes first; empty where the source was seen."""
        return "" if self.weak_facts else PLAIN_WARNING.get(self.confidence, "")

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as data."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "confidence": self.confidence,
            "warning": self.warning,
            "weak_facts": list(self.weak_facts),
            "facts": [{"label": label, "text": text} for label, text in self.facts],
            "numbers": list(self.numbers),
        }


def weak_sentences(facts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Gather values by their weak confidence word, one sentence for each.

    Parameters
    ----------
    facts : iterable of (str, str)
        What it is, and its confidence word; sound ones are left out.

    Examples
    --------
    >>> weak_sentences([("step 1 mA", "recalled"), ("width 50 us", "quoted")])
    ('Recalled, not seen in the source: step 1 mA.',)
    """
    found: dict[str, list[str]] = {word: [] for word in PLAIN_WARNING}
    for fact, confidence in facts:
        if confidence in found:
            found[confidence].append(fact)
    return tuple(
        f"{WORDS_OF_CONFIDENCE[word].capitalize()}: {'; '.join(items)}."
        for word, items in found.items()
        if items
    )
