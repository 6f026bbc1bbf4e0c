"""The review page in Chromium: by keyboard alone, at phone and desk width, checked by axe-core."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from chromium_page import DESK, PHONE, chromium_page, focused, sticks_out, tab_to, violations
from playwright.sync_api import Page
from review_desk import PASSPHRASE, make_review

import tensplan
from tensplan.cli.run import run
from tensplan.session_plan.canonical import canonical_bytes

pytestmark = pytest.mark.browser

CAP = "programs.conventional.amplitude_cap_ma"
TITLE = "example-intact: Conventional TENS along the sciatic path"


@dataclass(frozen=True)
class Served:
    """A running page, its plan and its store."""

    address: str
    plan: Path
    store: Path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Run the command over a folder with one real plan, as a clinician does."""
    desk = make_review(tmp_path).desk
    person = tensplan.load_patient("example-intact")
    protocol = tensplan.load_protocol("sciatic-path-conventional")
    plan = desk.folder / "p-014" / "plan.json"
    plan.parent.mkdir()
    made = tensplan.plan(protocol, patient=person, on="2026-11-22").as_json()
    plan.write_bytes(canonical_bytes(made))
    command = [sys.executable, "-m", "tensplan", "review", str(desk.folder), "--store", desk.store]
    with subprocess.Popen(
        [*command, "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stdout is not None
            yield Served(process.stdout.readline().strip(), plan, Path(desk.store))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def entered(page: Page, served: Served) -> str:
    """Open the printed address, and return that of the list it leads to."""
    page.goto(served.address)
    page.wait_for_url(re.compile(r"/[\w-]+/$"))
    return page.url


def press_until(page: Page, name: str, text: str = "") -> None:
    """Go to a field by Tab and write into it."""
    tab_to(page, name)
    if text:
        page.keyboard.type(text)


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_list_to_an_approval_by_keyboard(width: int, served: Served) -> None:
    """Tab, Enter and Space alone lead from the printed address to a plan that may be delivered."""
    with chromium_page(width) as page:
        entered(page, served)
        tab_to(page, TITLE)
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('Conventional')")
        press_until(page, "reason", "pads and cap fit; hot and cold test seen")
        press_until(page, "passphrase", PASSPHRASE)
        press_until(page, "read")
        page.keyboard.press("Space")
        press_until(page, "sign")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status]")
        assert "Approved by Dr A. Reviewer" in page.inner_text("main")
    assert run(["verify", str(served.plan), "--store", str(served.store)]) == 0


def test_the_address_that_a_file_opens_leads_in(served: Served, tmp_path: Path) -> None:
    """From a local file, as the command opens the browser, and then not a second time."""
    file = tmp_path / "open.html"
    file.write_text(f'<meta http-equiv="refresh" content="0; url={served.address}">', "utf-8")
    with chromium_page() as page:
        page.goto(file.as_uri())
        page.wait_for_selector("h1:has-text('1 plan waits for review')")
        assert "token" not in page.url
    with chromium_page() as page:
        page.goto(served.address)
        assert "that address opens once" in page.inner_text("main")


def approved(page: Page, base: str) -> None:
    """Sign the plan that is shown, with the mouse."""
    page.fill("#why", "pads and cap fit")
    page.fill("#passphrase", PASSPHRASE)
    page.check("#read")
    page.click("[name=sign]")
    page.wait_for_selector("[role=status]")
    place = page.locator("[role=status]").bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 900


def refused(page: Page, base: str) -> None:
    """Give a wrong passphrase: what went wrong is in view, above the form."""
    page.fill("#why", "pads and cap fit")
    page.fill("#passphrase", "wrong")
    page.check("#read")
    page.click("[name=sign]")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#passphrase") == ""
    place = page.locator("[role=alert]").bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 900


def asked(page: Page, base: str) -> None:
    """Ask what if the cap were another."""
    page.goto(f"{page.url}/what-if")
    page.fill(f"[name='{CAP}']", "30")
    page.click("[name=ask]")
    page.wait_for_selector("h2:has-text('With the changes')")


def to(place: str) -> Callable[[Page, str], None]:
    """Return the step to another page."""
    return lambda page, base: page.goto(f"{base}{place}") and None


STEPS: list[Callable[[Page, str], None]] = [
    refused,
    approved,
    to("history"),
    to("upload"),
    to(""),
    to("no-such-page"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(scheme: str, served: Served) -> None:
    """Each page, at both widths, in light and dark: no complaint of axe-core, nothing sticks out."""
    with chromium_page(scheme=scheme) as page:
        wrong: list[str] = []

        def check(what: str) -> None:
            page.wait_for_load_state()
            for width in (PHONE, DESK):
                page.set_viewport_size({"width": width, "height": 900})
                wide = sticks_out(page)
                wrong.extend([f"{what} at {width}: {wide} px too wide"] if wide else [])
                wrong.extend(f"{what} at {width}: {found}" for found in violations(page))

        base = entered(page, served)
        check("list")
        page.click(f"a:has-text('{TITLE.split(': ')[1]}')")
        page.wait_for_selector("#why")
        plan = page.url
        check("plan")
        asked(page, base)
        check("answer")
        page.goto(plan)
        for step in STEPS:
            step(page, base)
            check(getattr(step, "__name__", page.url))
        assert wrong == []


def test_the_report_and_the_console(served: Served) -> None:
    """The report opens beside the page, in a sandbox of its own origin, and the console stays empty."""
    with chromium_page() as page:
        said: list[str] = []
        page.context.on("console", lambda message: said.append(message.text))
        entered(page, served)
        page.click(f"a:has-text('{TITLE.split(': ')[1]}')")
        with page.expect_popup() as opened:
            page.click("a:has-text('Read the whole report')")
        report = opened.value
        report.wait_for_load_state()
        assert "Conventional TENS along the sciatic path" in report.title()
        assert report.evaluate("self.origin") == "null"
        assert said == []


def test_focus_is_seen(served: Served) -> None:
    """What the keyboard is on has an outline."""
    with chromium_page() as page:
        entered(page, served)
        tab_to(page, "History")
        style = "getComputedStyle(document.activeElement).outlineStyle"
        assert (focused(page), page.evaluate(style)) == ("History", "solid")
