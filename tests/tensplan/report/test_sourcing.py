"""The sources, the weakest first."""

from __future__ import annotations

from tensplan.report.sourcing import source_groups, tolerance_words
from tensplan.report.wording import named


def test_project_defaults_and_recalled_values_lead(plan):
    """Groups stand in the order of trust, the least first."""
    found = [group.confidence for group in source_groups(plan["sources"])]
    assert found[:2] == ["project-default", "recalled"]
    assert found == [name for name in named("sources.confidence") if name in found]


def test_no_source_is_lost(plan):
    """Every source is in exactly one group, an unknown confidence in its own."""
    plan["sources"].append({"what": "x", "value": "", "source": "y", "confidence": "hearsay"})
    groups = source_groups(plan["sources"])
    assert sum(len(group.entries) for group in groups) == len(plan["sources"])
    assert (groups[-1].confidence, groups[-1].words) == ("hearsay", "hearsay")


def test_tolerances_carry_their_confidence(plan):
    """The worst case names what it is made of, and how well that is known."""
    words = "amplitude 20 % (recalled), width 20 % (recalled), rate 20 % (recalled)"
    assert tolerance_words(plan) == words
    plan["device"] = "another"
    assert tolerance_words(plan) == ""
