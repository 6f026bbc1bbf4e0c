"""Heat and cold in words."""

from __future__ import annotations

import pytest
from packs import well

import tensplan
from tensplan.report.html import render_report
from tensplan.report.thermal import packs, thermal_words
from tensplan.report.wording import named
from tensplan.safety.limits import own_limits
from tensplan.thermal.part import thermal_part

ENTRY = {
    "modality": "heat",
    "area": "foot-sole",
    "pack": "wheat-bag",
    "pack_temperature_c": 45,
    "cover": {"dry_towel_layers": 2, "damp_towel_layers": 1},
    "duration_min": 15,
    "when": "after-stimulation",
    "gap_min": 10,
    "skin_check_every_min": 5,
}


def test_entry_says_all_its_numbers():
    """Pack, temperature, place, cover, time, order, gap and skin check."""
    assert thermal_words(ENTRY) == (
        "Wheat bag at 45 °C on the sole of the foot, over 2 layers of dry towel and 1 layer of "
        "damp towel, for 15 minutes, after the stimulation, at least 10 minutes between them. "
        "Look at the skin every 5 minutes."
    )


@pytest.mark.parametrize("cover", [{}, {"dry_towel_layers": 0}], ids=["absent", "zero"])
def test_bare_pack_is_said(cover):
    """No towel is said, never left out."""
    assert "with no towel between" in thermal_words({**ENTRY, "cover": cover})


def test_heat_of_a_specimen_is_described_and_not_allowed(plan):
    """The entry carries the verdict of its modality and its own reasons."""
    (pack,) = packs(plan)
    assert pack.verdict == "blocked"
    assert "described but not allowed" in pack.reasons[-1]
    assert pack.physics == "no listed limit broken"


@pytest.fixture(scope="module")
def refused():
    """Return the plan of a pack that is too hot."""
    return tensplan.plan(tensplan.load_protocol("lumbar-segmental-tank-pack"), on="2026-11-22")


def test_refused_pack_shows_why_and_what_would_pass(refused):
    """Each broken limit is said, and the change that was simulated and passes."""
    (pack,) = packs(refused.as_json())
    assert pack.physics == "blocked"
    assert sum("in the worst case; limit" in reason for reason in pack.reasons) == 5
    assert pack.would_pass == ("a pack at 49 degC",)
    assert {"passes the limit", "within the limit"} == {value.verdict for value in pack.values}


def test_values_stand_beside_their_limit_and_source(refused):
    """Normal and worst, the bound with its side, and where it comes from."""
    (pack,) = packs(refused.as_json())
    values = {value.rule: value for value in pack.values}
    dose = values["project/thermal-dose-home"]
    assert (dose.limit, dose.confidence) == ("below 2 min", "quoted-secondary")
    assert [len(value.by_person) for value in pack.values] == [2] * len(pack.values)
    assert "recalled" in values["project/skin-hottest"].source


def test_page_carries_figures_guidance_and_doubts(refused):
    """What is drawn and said reaches the page, each tag of confidence with it."""
    page = render_report(refused.as_json())
    assert page.count('id="heat-0-') == 4  # title and description of two figures
    for words in (
        "Heat: with the pack",
        "Where these temperatures are wrong",
        "at 3, 8, 13 and 15",
    ):
        assert words in page


def test_a_person_is_drawn_beside_normal_and_worst(refused):
    """A third figure and a third column stand for the person given."""
    part = thermal_part(
        tensplan.load_protocol("sciatic-path-conventional"),
        setting="home",
        limits=own_limits(),
        person=well(),
    )
    plan = tensplan.plan(tensplan.load_protocol("sciatic-path-conventional"), on="2026-11-22")
    (pack,) = packs({**plan.as_json(), **part.content})
    assert [figure.caption for figure in pack.figures] == list(named("figures.people").values())
    assert len(pack.values[0].by_person) == 3
