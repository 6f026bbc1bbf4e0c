"""The exposure table."""

from __future__ import annotations

import pytest

from tensplan.report.exposure import contacts, exposure_tables
from tensplan.report.wording import named


def rows_of(plan):
    (table,) = exposure_tables(plan)
    return {row.quantity: row for row in table.rows}


def test_every_quantity_has_words(plan):
    """All ten quantities are named, none by its key."""
    words = named("exposure.quantities")
    assert set(rows_of(plan)) == set(words.values())
    assert len(words) == 10


def test_share_of_the_limit_is_worst_case_over_limit(plan):
    """The bar and the words show the worst case against the limit."""
    row = plan["exposure"][5]
    row.update(worst_case=0.5, limit=2)
    shown = rows_of(plan)["Current density, r.m.s."]
    assert (shown.bar, shown.used, shown.verdict) == (25.0, "25 %", "within the limit")
    assert shown.margin == "25 % used, 1.5 mA/cm² left; within the limit"


def test_bar_never_leaves_its_frame(plan):
    """A broken limit fills the bar and keeps its true share in words."""
    plan["exposure"][5].update(worst_case=6, limit=2, verdict="blocked")
    shown = rows_of(plan)["Current density, r.m.s."]
    assert (shown.bar, shown.used, shown.verdict) == (100.0, "300 %", "passes the limit")
    assert shown.margin == "300 % used; passes the limit"


def test_zero_limit_has_no_share(plan):
    """A limit of zero cannot be used in part."""
    shown = rows_of(plan)["Net direct current"]
    assert (shown.limit, shown.used, shown.bar) == ("0", "", 0.0)


def test_row_without_limit_says_so(plan):
    """Without a limit there is neither rule nor source."""
    shown = rows_of(plan)["Phase charge"]
    assert (shown.limit, shown.rule, shown.source, shown.verdict) == ("–", "", "", "no limit set")


def test_limit_carries_source_and_confidence(plan):
    """Source and confidence of a limit come from the plan's sources."""
    shown = rows_of(plan)["Current, r.m.s."]
    assert shown.confidence == "recalled"
    assert shown.source.startswith("IEC 60601-2-10:2012 output table, recalled")


def test_each_channel_and_program_has_its_table(plan_of):
    """Two programs in turn give two tables of ten rows."""
    tables = exposure_tables(plan_of("sciatic-path-rotation"))
    assert [(t.channel, t.program, len(t.rows)) for t in tables] == [
        ("A", "high-rate", 10),
        ("A", "low-rate", 10),
    ]


@pytest.mark.parametrize(("limit", "words"), [(2, "1.63 mA/cm²"), (1, "(passes the limit)")])
def test_density_at_quarter_contact_is_held_against_the_limit(limit, words, plan):
    """A density that passes the limit at less contact says so in words."""
    plan["contact"][0].update(density_quarter=1.629, limit=limit)
    assert contacts(plan)[0].quarter.endswith(words)


def test_smallest_contact_is_also_a_share(plan):
    """The least contact that keeps the limit is given as area and as share of the pad."""
    plan["contact"][0].update(smallest_cm2=5, conductive_cm2=20)
    entry = contacts(plan)[0]
    assert (entry.smallest, entry.smallest_share) == ("5 cm²", "25 %")
