"""What the templates read."""

from __future__ import annotations

from tensplan.report.view import refusal_view, report_view


def test_evidence_columns_follow_the_length_of_their_text(plan):
    """The side with more words gets more width, within bounds."""
    long, short = {"for": True, "supports": "x" * 900}, {"for": False, "says": "y"}
    plan["evidence"] = [long, short]
    assert report_view(plan)["evidence_share"] == 60
    plan["evidence"] = [{**long, "supports": "x"}, {**short, "says": "y" * 900}]
    assert report_view(plan)["evidence_share"] == 35
    plan["evidence"] = []
    assert report_view(plan)["evidence_share"] == 50


def test_stop_sources_are_said_once(plan):
    """Rules that share a source show it once."""
    assert len(plan["stop"]) > 1
    assert len(report_view(plan)["stop_sources"]) == 1


def test_refusal_splits_errors_from_the_rest(blocked):
    """Errors stop; warnings and notes are only noted."""
    view = refusal_view(blocked, "")
    assert [finding["rule"] for finding in view["errors"]] == [
        "project/current-density",
        "project/pad-area",
    ]
    assert len(view["errors"]) + len(view["others"]) == len(blocked["findings"])
