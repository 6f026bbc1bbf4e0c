"""Hostile characters are drawn as escapes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensplan.formats.visible import visible, width


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        pytest.param("plain µ° 足…", "plain µ° 足…", id="plain"),
        pytest.param("\x1b[2J", "\\x1b[2J", id="escape"),
        pytest.param("a\r\nb\tc", "a\\r\\nb\\tc", id="breaks"),
        pytest.param("\x00\x07\x7f", "\\x00\\x07\\x7f", id="c0"),
        pytest.param("\x9b31m", "\\x9b31m", id="c1"),
        pytest.param("a\u202eb\u2066", "a\\u202eb\\u2066", id="direction"),
        pytest.param("a\u200bb", "a\\u200bb", id="zero-width"),
        pytest.param("\u2028", "\\u2028", id="line-separator"),
        pytest.param("\U000e0041", "\\U000e0041", id="tag"),
        pytest.param("\udcff", "\\xff", id="byte-of-a-name"),
        pytest.param("\ud800", "\\ud800", id="half-pair"),
    ],
)
def test_characters_that_are_not_drawn_become_escapes(text: str, drawn: str) -> None:
    """A character that a terminal would obey or hide is spelled out; others stay."""
    assert visible(text) == drawn


@given(st.text(st.characters()))
def test_nothing_visible_steers_a_terminal(text: str) -> None:
    """Whatever goes in, only drawn characters come out, and the answer can be encoded."""
    drawn = visible(text)
    drawn.encode("utf-8")
    assert not [c for c in drawn if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("foot", 4, id="ascii"),
        pytest.param("足裏", 4, id="wide"),
        pytest.param("Ｆ", 2, id="full-width"),
        pytest.param("e\u0301", 1, id="combining"),
        pytest.param("µ…", 2, id="narrow"),
    ],
)
def test_width_counts_terminal_columns(text: str, columns: int) -> None:
    """Wide characters take two columns and combining marks none."""
    assert width(text) == columns
