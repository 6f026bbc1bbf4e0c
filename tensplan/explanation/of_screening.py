"""Explaining the rules of screening: what they ask, what they do, and on whose word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE, Explanation, weak_sentences
from tensplan.patient.clearance import role_words
from tensplan.patient.rule import MODALITIES, Clause, Rule

MODALITY_WORDS: Final = {"tens": "TENS", "heat": "heat", "cold": "cold"}
LEVEL_WORDS: Final = {
    "block": "blocked",
    "site": "site blocked",
    "clearance": "waits for clearance",
    "warning": "warning",
}
UNKNOWN_WORDS: Final = {
    "block": "counts as present: ask first",
    "warning": "a warning: ask",
    "silent": "nothing is assumed",
}
URGENCY_WORDS: Final = {
    "emergency": "emergency, at once",
    "same-day": "the same day",
    "urgent": "urgent, today",
}
"""How urgent a red flag is, as people read it."""


def screening_explained(rule: Rule, plan: Mapping[str, Any] | None = None) -> Explanation:
    """Explain a rule of screening, or a red flag.

    Examples
    --------
    >>> from tensplan.patient.rule import find_rule
    >>> dict(screening_explained(find_rule("I_ICD")).facts)["TENS"]
    'blocked (it may take the pulses for fibrillation and shock; no clearance is accepted here)'
    """
    facts = [("asks", rule.ask), ("how", rule.help), *_effect(rule)]
    facts += [("may still", rule.still)] if rule.still else []
    for statement in rule.sources:
        words = WORDS_OF_CONFIDENCE[statement.confidence]
        facts.append(("source", f"{statement.says}: {statement.source} ({words})"))
    if len(rule.sources) > 1 and not rule.urgency:
        facts.append(("differing", "where sources differ the stricter level is taken"))
    facts += [
        ("in this plan", f"{finding['severity']}: {finding['message']}")
        for finding in ([] if plan is None else plan["findings"])
        if finding["rule"] == rule.finding_id
    ]
    return Explanation(
        kind="red flag" if rule.urgency else "screening rule",
        id=rule.finding_id,
        title=rule.title,
        confidence=rule.confidence,
        facts=tuple(facts),
        weak_facts=weak_sentences((s.says, s.confidence) for s in rule.sources),
    )


def clause_words(clause: Clause) -> str:
    """Return what a clause does, where and when, in a line.

    Examples
    --------
    >>> from tensplan.patient.rule import find_rule
    >>> clause_words(find_rule("I_PM").tens[2])
    "waits for clearance by the cardiology device clinic, valid 180 days, on the leg,
     if a pacemaker is known not to be of demand type (with the device's label; one leg only)"
    """
    parts = [LEVEL_WORDS[clause.level], *_conditions(clause)]
    first = parts[0]
    if clause.by:
        roles = " or ".join(role_words(role) for role in clause.by)
        first += f" by the {roles}, valid {clause.valid_days} days"
    return f"{', '.join([first, *parts[1:]])} ({clause.says})"


_FACT_WORDS: Final = {
    "pacemaker-not-demand": "a pacemaker is known not to be of demand type",
    "supervised": "the sessions are supervised",
    "wound-closed": "the wound is known to be closed",
    "not-fused": "it is known that nothing was fused",
    "monofilament-felt": "the monofilament is known to be felt",
    "injection-within-3-days": "the injection was within 3 days",
}
"""What the facts of `tensplan.patient.case` say."""


def _conditions(clause: Clause) -> Iterator[str]:
    if clause.where:
        yield f"on the {_places(clause.where)}"
    if clause.located == ("anywhere",):
        yield "where it is; everywhere unless the file says where"
    elif clause.located == ("elsewhere",):
        yield "where it is, as the file says"
    elif clause.located:
        yield f"where it is; on the {_places(clause.located)} unless the file says where"
    if clause.motor:
        yield "for programs at motor level"
    if clause.when:
        yield f"if {_FACT_WORDS[clause.when]}"
    if clause.unless:
        yield f"unless {_FACT_WORDS[clause.unless]}"


def _places(places: tuple[str, ...]) -> str:
    return ", ".join(place.replace("-", " ") for place in places)


def _effect(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what a rule does to each modality, or what a red flag demands."""
    if rule.urgency:
        yield "urgency", URGENCY_WORDS[rule.urgency]
        yield "call", rule.call
        yield "then", rule.act
        yield "effect", "everything stops: no TENS, no heat, no cold, and no override"
        return
    for modality in MODALITIES:
        clauses = rule.clauses(modality)
        words = "; ".join(map(clause_words, clauses)) if clauses else "no rule"
        yield MODALITY_WORDS[modality], words
    yield "unknown", UNKNOWN_WORDS[rule.unknown]
