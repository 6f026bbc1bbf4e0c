"""The report as a person reads it: by keyboard, by screen reader, on a phone, in black ink."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium_page import DESK, PHONE, chromium_page, show, sticks_out, tab_to, violations

import tensplan
from tensplan.report.html import render_refusal, render_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return a report for a person, one of two programs for nobody, and a refusal."""
    person = tensplan.load_patient("example-intact")
    protocol = tensplan.load_protocol("sciatic-path-conventional")
    numb = tensplan.load_patient("example-numb-sole")
    sole = tensplan.load_protocol("foot-bracket-sole")
    rotation = tensplan.load_protocol("sciatic-path-rotation")
    on = "2026-11-22"
    return {
        "person": render_report(tensplan.plan(protocol, patient=person, on=on).as_json()),
        "specimen": render_report(tensplan.plan(rotation, on=on).as_json()),
        "refusal": render_refusal(tensplan.plan(sole, patient=numb, on=on).as_json()),
    }


@pytest.mark.parametrize(
    ("width", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"]
)
def test_no_barrier_is_found(
    pages: dict[str, str], tmp_path: Path, width: int, scheme: str
) -> None:
    """The accessibility checker has no complaint, on a dark phone nor on a light desk."""
    found = {}
    with chromium_page(width, scheme=scheme) as page:
        for name, html in pages.items():
            show(page, html, tmp_path)
            found[name] = (violations(page), sticks_out(page))
    assert found == dict.fromkeys(pages, ([], 0))


def test_the_keyboard_reaches_what_scrolls(pages: dict[str, str], tmp_path: Path) -> None:
    """The first stop skips to the plan; every table that scrolls can be reached and moved."""
    with chromium_page(PHONE) as page:
        show(page, pages["person"], tmp_path)
        tab_to(page, "Skip to the plan", most=1)
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        names = page.eval_on_selector_all(".scroll", "all => all.map(one => one.ariaLabel)")
        reached = []
        for _ in names:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.ariaLabel"))
        assert reached == names
        assert len(set(names)) == len(names) >= 4


def test_a_screen_reader_hears_tables_and_pictures(pages: dict[str, str], tmp_path: Path) -> None:
    """Stacked on a phone, a table is still a table with heads; each picture has a name."""
    with chromium_page(PHONE) as page:
        show(page, pages["person"], tmp_path)
        table = page.get_by_role("table", name="Channel A, conventional", exact=True)
        assert table.get_by_role("columnheader").count() == 7
        assert table.get_by_role("rowheader").count() == 10
        assert page.get_by_role("img", name="Where the pads go, right side").count() == 1
        assert page.get_by_role("img", name="Worst case: everything harmful at once").count() == 1
        assert page.get_by_role("main").count() == page.get_by_role("contentinfo").count() == 1


def test_nothing_is_told_by_colour_alone(pages: dict[str, str], tmp_path: Path) -> None:
    """Without colours verdicts differ by their signs, lines of a figure by their dashes."""
    with chromium_page(DESK) as page:
        show(page, pages["person"], tmp_path)
        page.emulate_media(media="print")
        signs = page.eval_on_selector_all(".tile .mark", "all => all.map(one => one.textContent)")
        assert signs == ["!", "✓", "–"]
        looks = page.eval_on_selector_all(
            "figure:has(.curve.basal) polyline",
            "all => all.map(one => [one.getAttribute('class'), getComputedStyle(one).strokeDasharray])",
        )
        dashes = dict(looks)
        assert {"curve skin", "curve basal", "curve deep", "bound"} <= dashes.keys()
        assert len(set(dashes.values())) == len(dashes) - 1  # the mark of the pack is a line too
        tags = page.eval_on_selector_all(
            ".tag.recalled, .tag.project-default",
            "all => all.map(one => getComputedStyle(one).borderTopStyle)",
        )
        assert set(tags) == {"dashed"}
