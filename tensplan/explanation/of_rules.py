"""Explaining limits, other rules, and the quantities that they judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE, Explanation, weak_sentences
from tensplan.explanation.rules import Quantity, Rule, common, quantities, rules
from tensplan.safety.limit import Limit
from tensplan.safety.limits import own_limits
from tensplan.units import unit_of

Plan = Mapping[str, Any]
Facts = list[tuple[str, str]]


def limit_explained(limit: Limit, plan: Plan | None = None) -> Explanation:
    """Explain a limit: bound, source, clause, confidence, what it is for.

    Examples
    --------
    >>> found = limit_explained(own_limits().named("iec-60601-2-10/output-current"))
    >>> found.warning
    'Recalled, not seen in the source: take the number as unconfirmed.'
    """
    facts: Facts = []
    if limit.error is not None:
        facts.append(("limit", f"{limit.bound_text('error')}; beyond it: blocked"))
    if limit.warning is not None:
        facts.append(("warns", f"{limit.bound_text('warning')}; beyond it: a warning"))
    facts += [("applies", _scope(limit)), ("what for", limit.rationale)]
    facts += [("source", limit.source)]
    facts += [("clause", limit.clause)] if limit.clause != "-" else []
    facts += [("confidence", WORDS_OF_CONFIDENCE[limit.confidence])]
    quantity = quantities().get(limit.quantity)
    judged = limit.quantity if quantity is None else f"{limit.quantity} = {quantity.formula}"
    facts.append(("judges", judged))
    extra = rules().get(limit.id)
    facts += [] if extra is None else [("to keep it", extra.fix)]
    rows = _rows(plan, "rule", limit.id)
    facts += _finding_facts(plan, limit.id)
    return Explanation(
        kind="limit",
        id=limit.id,
        title=_title(limit.quantity),
        confidence=limit.confidence,
        facts=tuple(facts),
        numbers=rows,
    )


def rule_explained(rule: Rule, plan: Plan | None = None) -> Explanation:
    """Explain a rule that is no limit: what it finds, why, and how to satisfy it.

    Examples
    --------
    >>> dict(rule_explained(rules()["timing/one-rate"]).facts)["to fix"]
    'Keep one of them.'
    """
    facts: Facts = [("finds", rule.what), ("why", rule.why), ("to fix", rule.fix)]
    facts += [("source", rule.source), ("confidence", WORDS_OF_CONFIDENCE[rule.confidence])]
    return Explanation(
        kind="rule",
        id=rule.id,
        title=rule.what.rstrip("."),
        confidence=rule.confidence,
        facts=(*facts, *_finding_facts(plan, rule.id)),
    )


def quantity_explained(quantity: Quantity, plan: Plan | None = None) -> Explanation:
    """Explain an exposure quantity: formula, inputs, both routes, its limits, and a plan's numbers."""
    shared = common()
    facts: Facts = [
        ("says", quantity.says),
        ("unit", unit_of(quantity.id)),
        ("formula", quantity.formula),
        ("from", ", ".join(quantity.inputs)),
        ("taken", shared["at"]),
        ("closed form", shared["closed_form"]),
        ("simulated", shared["simulated"]),
        ("worst case", shared["worst_case"]),
        *_limits_on(quantity.id),
        ("source", shared["source"]),
        ("confidence", WORDS_OF_CONFIDENCE[shared["confidence"]]),
    ]
    return Explanation(
        kind="quantity",
        id=quantity.id,
        title=quantity.title,
        confidence=shared["confidence"],
        facts=tuple(facts),
        numbers=_rows(plan, "quantity", quantity.id),
        weak_facts=_weak_limits(quantity.id),
    )


def judged_value_explained(quantity: str) -> Explanation:
    """Explain a value that is read from the file and judged as it is, such as a pad's gap."""
    facts = [("unit", own_limits().of(quantity)[0].unit), *_limits_on(quantity)]
    return Explanation(
        kind="quantity",
        id=quantity,
        title=_title(quantity),
        confidence="derived",
        facts=tuple(facts),
        weak_facts=_weak_limits(quantity),
    )


def _limits_on(quantity: str) -> Facts:
    found = own_limits().of(quantity)
    if not found:
        return [("limits", "none is known; the number is shown and not judged")]
    texts = [f"{limit.bound_text()} ({limit.id})" for limit in found]
    return [("limits", "; ".join(texts))]


def _weak_limits(quantity: str) -> tuple[str, ...]:
    found = own_limits().of(quantity)
    return weak_sentences(
        (f"{limit.id}, {limit.bound_text()}", limit.confidence) for limit in found
    )


def _rows(plan: Plan | None, key: str, value: str) -> tuple[dict[str, Any], ...]:
    rows = [] if plan is None else plan["exposure"]
    return tuple(dict(row) for row in rows if row[key] == value)


def _finding_facts(plan: Plan | None, rule: str) -> Facts:
    findings = [] if plan is None else plan["findings"]
    return [
        ("in this plan", f"{finding['severity']}: {finding['message']}")
        for finding in findings
        if finding["rule"] == rule
    ]


def _scope(limit: Limit) -> str:
    scope = limit.scope
    if scope is None:
        return "always"
    parts = []
    if scope.pulse_rate_above_hz is not None:
        parts.append(f"above a pulse rate of {scope.pulse_rate_above_hz:g} Hz")
    if scope.pulse_rate_at_most_hz is not None:
        parts.append(f"up to a pulse rate of {scope.pulse_rate_at_most_hz:g} Hz")
    if scope.unless_dc_blocking:
        parts.append("unless the device is stated to block direct current")
    if scope.setting is not None:
        parts.append({"home": "at home", "supervised": "under supervision"}[scope.setting])
    if scope.skin == "impaired":
        parts.append("where sensation nearby or circulation is reduced or unknown")
    return ", ".join(parts)


def _title(quantity: str) -> str:
    known = quantities().get(quantity)
    if known is not None:
        return known.title
    unit = unit_of(quantity)
    suffix = unit.replace("/", "_per_").lower()
    name = quantity.removesuffix(f"_{suffix}") if suffix else quantity
    return name.replace("_", " ").capitalize()
