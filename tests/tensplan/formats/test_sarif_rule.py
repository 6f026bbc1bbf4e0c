"""Rules as SARIF describes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tensplan.finding import Finding
from tensplan.formats.sarif_rule import sarif_rule
from tensplan.safety.limit import CONFIDENCE_WORDS, Limit
from tensplan.safety.limits import own_limits

Build = Callable[..., Finding]


@pytest.mark.parametrize("limit", own_limits().entries, ids=lambda limit: limit.id)
def test_limit_is_described_with_bound_source_and_confidence(finding: Build, limit: Limit) -> None:
    """Each limit says its bound, why it is there, its source and how well that is known."""
    rule = sarif_rule(finding(rule=limit.id))
    assert limit.bound_text("warning" if limit.error is None else "error") in str(
        rule["shortDescription"]["text"]
    )
    assert rule["fullDescription"]["text"] == limit.rationale
    for part in (limit.source, CONFIDENCE_WORDS[limit.confidence], f"tensplan explain {limit.id}"):
        assert part in rule["help"]["text"]
    assert rule["properties"]["confidence"] == limit.confidence


def test_clause_that_is_a_dash_is_left_out(finding: Build) -> None:
    """A source without clauses is not followed by a dash."""
    for limit in own_limits().entries:
        assert not sarif_rule(finding(rule=limit.id))["properties"]["source"].endswith(" -")


def test_other_rules_are_described_in_words_with_the_findings_source(finding: Build) -> None:
    """A rule that is no limit gives its name in words and the source that its finding names."""
    rule = sarif_rule(finding(rule="yaml/duplicate-key", source="YAML 1.2, 3.2.1.1"))
    assert rule == {
        "id": "yaml/duplicate-key",
        "shortDescription": {"text": "yaml: duplicate key"},
        "help": {"text": "Source: YAML 1.2, 3.2.1.1. Run: tensplan explain yaml/duplicate-key."},
        "properties": {"tags": ["yaml"]},
    }
