"""The checks of the browser tests find what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium_page import (
    DESK,
    PHONE,
    chromium_page,
    focused,
    picture,
    show,
    sticks_out,
    tab_to,
    violations,
)

pytestmark = pytest.mark.browser

GOOD = """<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1>
<p><a href="#end">To the end</a> <button name="go">Go</button></p><p id="end">End</p></main></html>"""
BAD = GOOD.replace("<p id", '<p style="color:#ddd;width:900px"').replace(
    "</p><p", '<img src="data:,"><p'
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_good_page_is_clean_and_a_bad_one_is_named(tmp_path: Path, scheme: str) -> None:
    """A sound page has no complaint; pale words, a mute picture and a wide line are found."""
    with chromium_page(PHONE, scheme=scheme) as page:
        show(page, GOOD, tmp_path)
        assert (violations(page), sticks_out(page)) == ([], 0)
        show(page, BAD, tmp_path)
        found = " ".join(violations(page))
        assert "color-contrast" in found
        assert "image-alt" in found
        assert sticks_out(page) > 400


def test_keyboard_and_picture(tmp_path: Path) -> None:
    """Tab walks through what can be used, what it never reaches is said, the picture is written."""
    with chromium_page(DESK) as page:
        show(page, GOOD, tmp_path)
        tab_to(page, "To the end")
        tab_to(page, "go")
        assert focused(page) == "go"
        with pytest.raises(AssertionError, match="do not reach 'stop'"):
            tab_to(page, "stop", most=4)
        picture(page, tmp_path / "look" / "page.png")
    assert (tmp_path / "look" / "page.png").stat().st_size > 1000
