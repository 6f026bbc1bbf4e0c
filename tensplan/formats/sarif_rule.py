"""A rule as SARIF describes it: what it bounds, why, and where it comes from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tensplan.finding import Finding
    from tensplan.safety.limit import Limit


def sarif_rule(finding: Finding) -> dict[str, Any]:
    """Return the reporting descriptor of a finding's rule.

    Examples
    --------
    >>> from tensplan.finding import Finding
    >>> rule = sarif_rule(Finding(rule="yaml/syntax", severity="error", message="x"))
    >>> rule["shortDescription"]["text"]
    'yaml: syntax'
    """
    limit = _limits().get(finding.rule)
    short = _words(finding.rule) if limit is None else _bound(limit)
    source = finding.source if limit is None else _cited(limit)
    descriptor: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": short},
        "help": {"text": _help(finding.rule, source, limit)},
        "properties": {"tags": [finding.rule.partition("/")[0]]},
    }
    if limit is not None:
        descriptor["fullDescription"] = {"text": limit.rationale}
        descriptor["properties"] |= {"source": source, "confidence": limit.confidence}
    return descriptor


def _words(rule: str) -> str:
    group, _, name = rule.partition("/")
    return f"{group}: {name.replace('-', ' ')}" if name else group


def _bound(limit: Limit) -> str:
    level = "warning" if limit.error is None else "error"
    return f"{limit.quantity} {limit.bound_text(level)}"


def _cited(limit: Limit) -> str:
    """Return source and clause; a dash stands for a source without clauses."""
    return limit.source if limit.clause == "-" else f"{limit.source}, {limit.clause}"


def _help(rule: str, source: str, limit: Limit | None) -> str:
    from tensplan.safety.limit import CONFIDENCE_WORDS

    parts = [f"Run: tensplan explain {rule}."]
    if limit is not None:
        parts.insert(0, f"{limit.rationale.rstrip('.')} ({CONFIDENCE_WORDS[limit.confidence]}).")
    if source:
        parts.insert(-1, f"Source: {source}.")
    return " ".join(parts)


@cache
def _limits() -> dict[str, Limit]:
    from tensplan.safety.limits import own_limits

    return {limit.id: limit for limit in own_limits().entries}
