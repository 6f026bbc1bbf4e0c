"""May this be done."""

from __future__ import annotations

import pytest

from tensplan.report.verdict import answers
from tensplan.report.wording import named
from tensplan.session_plan.plan import VERDICT_WORDS


def test_three_answers_in_order(plan):
    """TENS, heat and cold each get an answer, whatever the order of the file."""
    plan["modalities"] = dict(reversed(plan["modalities"].items()))
    assert [answer.name for answer in answers(plan)] == ["TENS", "Heat", "Cold"]


@pytest.mark.parametrize("verdict", ["pass", "warn", "blocked", "not-planned"])
def test_answer_uses_the_plan_words(verdict, plan):
    """The words are those of the plan, with a sign of their own beside the colour."""
    plan["modalities"]["cold"] = {"verdict": verdict, "reasons": ["because"]}
    tile = answers(plan)[2]
    assert (tile.words, tile.reasons) == (VERDICT_WORDS[verdict], ("because",))
    assert len(tile.mark) == 1


def test_marks_tell_severities_apart():
    """No two severities share a sign."""
    marks = named("findings.marks")
    assert (set(marks), len(set(marks.values()))) == ({"error", "warning", "note"}, 3)
