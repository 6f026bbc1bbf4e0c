"""A page in a real Chromium: opened, checked for accessibility, pictured.

Debian's own browser, driven by playwright; axe-core comes inside its Python package. Nothing is
fetched, and every page has an empty profile.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

PHONE, DESK = 390, 1280
"""Widths at which pages are looked at. [px]"""

HEIGHTS = {PHONE: 844, DESK: 900}
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium"
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@contextmanager
def chromium_page(width: int = DESK, *, scheme: str = "light", **context: object) -> Iterator[Page]:
    """Open an empty page of a width, in light or dark; further keywords go to the context."""
    size = {"width": width, "height": HEIGHTS.get(width, 900)}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=QUIET)
        try:
            own = browser.new_context(viewport=size, color_scheme=scheme, **context)
            page = own.new_page()
            page.set_default_timeout(60_000)  # a busy machine is slow, not wrong
            yield page
        finally:
            browser.close()


def show(page: Page, html: str, folder: Path) -> None:
    """Show HTML as a file, as a reader of a mailed report opens it."""
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    page.goto(path.as_uri())


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on the page: rule, effect, and the first element of each."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']} ({rule['impact']}): {rule['nodes'][0]['html'][:160]}" for rule in found]


def sticks_out(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def picture(page: Page, path: Path, *, whole: bool = True) -> None:
    """Write a screenshot, of the whole page or of what the window shows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=whole)


def focused(page: Page) -> str:
    """Return what the keyboard is on: the name, id or words of the element."""
    words: str = page.evaluate(
        "(e => e.name || e.id || e.innerText || e.tagName)(document.activeElement)"
    )
    return words.strip()


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until the keyboard is on an element whose name, id or words are these."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"{most} presses of Tab do not reach {name!r}")
