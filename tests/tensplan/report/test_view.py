"""The document that every form of the report lays out."""

from __future__ import annotations

import json

import pytest

from tensplan.report.blocks import Beside, Findings, Group, Listing, Paragraph, Table
from tensplan.report.html import render_report
from tensplan.report.spans import words_of
from tensplan.report.view import refusal_view, report_view
from tensplan.session_plan.canonical import canonical_bytes
from tensplan.session_plan.plan_file import read_plan

ORDER = [
    "may",
    "where",
    "set",
    "stop",
    "evidence",
    "received",
    "placement",
    "waveform",
    "exposure",
    "contact",
    "output",
    "nerve",
    "heat",
    "course",
    "titration",
    "stop-again",
    "findings",
    "evidence-again",
    "beside",
    "assumed",
    "sources",
    "made",
]


def section(report, key):
    return next(part for part in report.sections if part.key == key)


def texts(blocks):
    """Yield every running text of some blocks."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield words_of(block.text)
        elif isinstance(block, Listing):
            yield from map(words_of, block.items)
        elif isinstance(block, Table):
            yield from (words_of(cell.text) for row in block.rows for cell in row)
        elif isinstance(block, Group):
            yield from (block.title, *texts(block.blocks))
        elif isinstance(block, Beside):
            yield from texts(block.groups)


def said(report, key):
    return " ".join(texts(section(report, key).blocks))


def test_sections_stand_in_the_order_of_the_reader(intact):
    """First the plan, then what to do with it, then the reasons, sources and signatures last."""
    report = report_view(intact)
    assert [part.key for part in report.sections] == ORDER
    assert [part.key for part in report.first] == ORDER[:5]


def test_a_stored_plan_is_enough(intact, tmp_path):
    """What is read back from the bytes of plan.json gives the same page as the plan in memory."""
    path = tmp_path / "plan.json"
    path.write_bytes(canonical_bytes(intact))
    assert render_report(read_plan(path)) == render_report(intact)


def test_every_table_is_whole(intact):
    """Each row fills the columns of its table, spans counted."""

    def tables(blocks):
        for block in blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Group):
                yield from tables(block.blocks)
            elif isinstance(block, Beside):
                yield from tables(block.groups)

    found = [t for part in report_view(intact).sections for t in tables(part.blocks)]
    assert len(found) >= 10
    widths = {
        words_of(table.caption): {sum(cell.span for cell in row) for row in table.rows}
        for table in found
        if table.columns
    }
    heads = {words_of(t.caption): {len(t.columns)} for t in found if t.columns}
    assert widths == heads


@pytest.mark.parametrize(
    ("entries", "share"),
    [
        ([("x" * 900, True), ("y", False)], 60),
        ([("x", True), ("y" * 900, False)], 35),
        ([], 50),
    ],
    ids=["for", "against", "none"],
)
def test_evidence_columns_follow_the_length_of_their_text(entries, share, plan):
    """The side with more words gets more width, within bounds."""
    fit = {"citation": "", "certainty": "", "applies": ""}
    plan["evidence"] = [
        {"for": is_for, ("supports" if is_for else "says"): text, **fit} for text, is_for in entries
    ]
    (beside,) = section(report_view(plan), "evidence").blocks
    assert beside.share == share


def test_stop_sources_are_said_once(plan):
    """Rules that share a source show it once."""
    assert len(plan["stop"]) > 1
    assert said(report_view(plan), "stop-again").count("Source: ") == 1


def test_five_minutes_name_what_this_plan_says(intact):
    """The check list holds the person, the pads, the cap, the nearest limit and the first warning."""
    words = said(report_view(intact), "received")
    for text in (
        "example-intact, right side",
        "A1 above the knee crease",
        "conventional up to 40 mA for 30 min",
        "Current density, r.m.s. at 20 % of its limit (project/current-density)",
        "Errors and warnings: 2, the first being: the open-circuit voltage",
        intact["digest"].removeprefix("sha256:")[:12],
    ):
        assert text in words


def test_nearest_limit_follows_the_plan(intact):
    """Another quantity that comes nearer takes the place."""
    intact["exposure"][2].update(worst_case=45, limit=50)
    assert "Current, r.m.s. at 90 % of its limit" in said(report_view(intact), "received")


def test_everything_weak_is_listed_near_the_end(intact):
    """Each project default and recalled value, weak input, step and finding is in the list."""
    words = said(report_view(intact), "assumed")
    weak = [s for s in intact["sources"] if s["confidence"] in ("project-default", "recalled")]
    assert len(weak) == 80
    assert [entry["what"] for entry in weak if entry["what"] not in words] == []
    inputs = [name for row in intact["nerve"] for name in row["weak"]]
    inputs += [name for entry in intact["thermal"] for name in entry["weak"]]
    assert [name for name in inputs if name.replace("_", " ") not in words] == []
    assert intact["titration"][0]["steps"][0]["do"] in words
    assert "project/pain-threshold" in words
    parts = "Parts of the plan: when relief is judged and what follows; sciatic nerve gliding"
    assert parts in words
    assert words.endswith(
        "the order of layouts; the order of places; when to stop and whom to call"
    )


def test_a_part_that_is_quoted_is_not_called_assumed(intact):
    """Only what is a choice of the project or recalled is named among the weak parts."""
    for review in intact["reviews"]:
        review["confidence"] = "quoted"
    intact["layout"]["confidence"] = "quoted"
    words = said(report_view(intact), "assumed")
    assert "when relief is judged" not in words
    assert "the order of layouts" not in words


def test_a_read_source_is_not_called_assumed(intact):
    """What was quoted or derived stands among the sources only."""
    report = report_view(intact)
    read = [s for s in intact["sources"] if s["confidence"] in ("quoted", "derived")]
    assert [s["source"][1:] for s in read if s["source"][1:] not in said(report, "sources")] == []
    assert "FDA, Guidance Document for Powered Muscle" not in said(report, "assumed")


def test_evidence_keeps_whom_and_how_certain(intact):
    """Population, certainty and fit of each piece stand in the later table."""
    words = said(report_view(intact), "evidence-again")
    entry = intact["evidence"][0]
    assert entry["population"][1:] in words
    assert "Moderate; indirect" in words
    assert "doi:10.1136/bmjopen-2021-051073" in words


def test_refusal_splits_errors_from_the_rest(blocked):
    """Errors stop; warnings and notes are only noted."""
    view = refusal_view(blocked, "")
    (errors,) = section(view, "why").blocks
    assert isinstance(errors, Findings)
    assert [finding.source.split(" ")[0] for finding in errors.findings] == [
        "project/current-density",
        "project/pad-area",
    ]
    (others,) = section(view, "also").blocks
    assert len(errors.findings) + len(others.items) == len(blocked["findings"])


def test_view_leaves_the_plan_alone(intact):
    """Nothing of the plan is changed on the way."""
    before = json.dumps(intact)
    report_view(intact)
    assert json.dumps(intact) == before
