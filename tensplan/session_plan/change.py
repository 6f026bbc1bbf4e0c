"""One difference between two protocols or plans, and which way it leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Effect = Literal["raises", "changes", "lowers", "wording"]

EFFECTS: Final[tuple[Effect, ...]] = ("raises", "changes", "lowers", "wording")
"""Worst first: what raises exposure or takes a check away, what may, what lowers, what is text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference in clinical words.

    Parameters
    ----------
    effect : {"raises", "changes", "lowers", "wording"}
        Whether it raises exposure or takes a check away, has no clear direction, lowers, or is
        text only.
    where, what : str
        Program, pad, pack or course; and which of its properties.
    before, after : str
        In words, with units.
    relative : float or None
        Change of the number as a fraction of the old one, where there is one number.
    rank : int
        Place among changes of the same effect, the worst first.
    """

    effect: Effect
    where: str
    what: str
    before: str
    after: str
    relative: float | None = None
    rank: int = 50

    def as_json(self) -> dict[str, Any]:
        """Return the change as data."""
        return {
            "effect": self.effect,
            "where": self.where,
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "relative": self.relative,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Aspect:
    """One property as it is compared.

    Parameters
    ----------
    words : str
        How people read it; two aspects with the same words are the same.
    worse : {"higher", "lower", "any", "unclear", "text"}
        Which way raises exposure or takes a check away; ``any``: every change does.
    measure : tuple of float
        What ``higher`` and ``lower`` compare, the most important first.
    rank : int
        As in `Change`.
    """

    words: str
    worse: Literal["higher", "lower", "any", "unclear", "text"]
    measure: tuple[float, ...] = ()
    rank: int = 50


def compare(where: str, old: Mapping[str, Aspect], new: Mapping[str, Aspect]) -> Iterable[Change]:
    """Yield the differences between two sets of aspects with the same names.

    Examples
    --------
    >>> old = {"amplitude cap": Aspect(words="40 mA", worse="higher", measure=(40.0,))}
    >>> new = {"amplitude cap": Aspect(words="50 mA", worse="higher", measure=(50.0,))}
    >>> [(change.effect, change.relative) for change in compare("program x", old, new)]
    [('raises', 0.25)]
    """
    for what, before in old.items():
        after = new[what]
        if before.words == after.words:
            continue
        yield Change(
            effect=_effect(before, after),
            where=where,
            what=what,
            before=before.words,
            after=after.words,
            relative=_relative(before, after),
            rank=before.rank,
        )


def worst_first(changes: Iterable[Change]) -> list[Change]:
    """Sort changes by effect, then by rank, then by size."""
    return sorted(
        changes,
        key=lambda change: (
            EFFECTS.index(change.effect),
            change.rank,
            -abs(change.relative) if change.relative is not None else 0.0,
        ),
    )


def _effect(before: Aspect, after: Aspect) -> Effect:
    if before.worse == "text":
        return "wording"
    if before.worse == "any":
        return "raises"
    if before.worse == "unclear" or before.measure == after.measure:
        return "changes"
    grown = after.measure > before.measure
    return "raises" if grown == (before.worse == "higher") else "lowers"


def _relative(before: Aspect, after: Aspect) -> float | None:
    """Return the relative change where each side is one number."""
    first, second = set(before.measure), set(after.measure)
    if len(first) != 1 or len(second) != 1:
        return None
    old, new = first.pop(), second.pop()
    return (new - old) / abs(old) if old else None
