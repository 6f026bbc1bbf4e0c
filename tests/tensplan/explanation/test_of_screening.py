"""Rules of screening in words: each by its code, and the page that lists them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensplan.explanation.lookup import explain, topics
from tensplan.explanation.screening_page import screening_page
from tensplan.patient.rule import MODALITIES, Rule, red_flags, screening_rules

RULES = [*red_flags().values(), *screening_rules().values()]
PAGE = Path(__file__).parents[3] / "docs" / "screening.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained_with_all_its_sources(rule: Rule) -> None:
    """By its code or as a finding names it: question, effect on each modality, every source."""
    found = explain(rule.id)
    assert explain(rule.finding_id) == found == explain(rule.id.lower())
    facts = [text for _, text in found.facts]
    assert rule.ask in facts
    for statement in rule.sources:
        assert any(statement.says in text and statement.source in text for text in facts)
    for name in MODALITIES:
        for clause in rule.clauses(name):
            assert any(clause.says in text for text in facts)
    assert rule.id in topics()


def test_weak_sources_are_said_first() -> None:
    """A rule that rests on a default or on memory says so before anything else."""
    assert explain("RF_PE").weak_facts == (
        "Recalled, not seen in the source: chest pain or breathlessness after surgery.",
    )
    assert explain("I_ICD").weak_facts == ()
    assert "9 of 10" in explain("P_SENS").weak_facts[0]


def test_a_plan_adds_what_it_found() -> None:
    """With a plan, its findings of the rule are shown."""
    finding = {"rule": "screening/I_ICD", "severity": "error", "message": "blocked"}
    facts = explain("I_ICD", {"findings": [finding]}).facts
    assert ("in this plan", "error: blocked") in facts


def test_page_is_current() -> None:
    """The committed page is what the program writes."""
    assert PAGE.read_text(encoding="utf-8") == screening_page() + "\n"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_lists_every_rule(rule: Rule) -> None:
    """Each rule has a row with its code and its title, and its sources."""
    page = screening_page()
    assert f"| `{rule.id}` | {rule.title} |" in page
    assert f"- `{rule.id}`\n" in page
