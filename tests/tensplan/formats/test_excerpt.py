"""Excerpts keep their carets below the characters that they mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensplan.finding import Finding
from tensplan.formats.excerpt import AFTER, BEFORE, excerpt, source_lines
from tensplan.formats.visible import visible, width
from tensplan.protocol.document import parse_document

Build = Callable[..., Finding]
LINES = st.text(st.sampled_from(list("ab: \t足裏e\u0301\x1b\u202e\x07")), min_size=1, max_size=300)


def at(line: str, column: int, length: int) -> Finding:
    return Finding(rule="a/b", severity="error", message="", line=1, column=column, length=length)


def below_carets(source: str, carets: str) -> str:
    """Return what stands above the carets and after them, by terminal columns."""
    indent = len(carets) - len(carets.lstrip())
    taken = 0
    while width(source[:taken]) < indent:
        taken += 1
    return source[taken:]


@pytest.mark.parametrize(
    ("line", "column", "length", "source", "carets"),
    [
        pytest.param("a: bad", 4, 3, "a: bad", "   ^^^", id="plain"),
        pytest.param("\ta:\tbad", 5, 3, "    a:  bad", "        ^^^", id="tabs"),
        pytest.param("足: 裏裏 x", 4, 2, "足: 裏裏 x", "    ^^^^", id="wide"),
        pytest.param("e\u0301: bad", 5, 3, "e\u0301: bad", "   ^^^", id="combining"),
        pytest.param("a\x1b: bad", 5, 3, "a\\x1b: bad", "       ^^^", id="control-before"),
        pytest.param("a: \x1b!", 4, 2, "a: \\x1b!", "   ^^^^^", id="control-inside"),
        pytest.param("a: bad", 7, 1, "a: bad", "      ^", id="at-the-end"),
        pytest.param("a: bad", 99, 5, "a: bad", "      ^", id="past-the-end"),
        pytest.param("a: bad", 4, 99, "a: bad", "   ^^^", id="too-long"),
        pytest.param("a: bad", 0, 0, "a: bad", "^", id="no-column"),
    ],
)
def test_carets_stand_below_what_is_meant(
    line: str, column: int, length: int, source: str, carets: str
) -> None:
    """Tabs, wide, combining and hostile characters shift the carets as they shift the text."""
    piece = excerpt(at(line, column, length), [line])
    assert piece is not None
    assert (piece.source, piece.carets) == (source, carets)


@given(LINES, st.integers(1, 300), st.integers(1, 40))
def test_carets_point_at_the_character_of_any_line(line: str, column: int, length: int) -> None:
    """In any line the first caret is below the character at the finding's column."""
    piece = excerpt(at(line, column, length), [line])
    character = line.rstrip()[column - 1 : column]
    if piece is None:
        assert not line.strip()
    elif character and character not in "\t\u0301":
        assert (
            below_carets(piece.source, piece.carets).lstrip("\u0301").startswith(visible(character))
        )


@pytest.mark.parametrize("column", [1, 5_000, 200_000], ids=["start", "middle", "end"])
def test_a_very_long_line_is_cut_around_the_carets(column: int) -> None:
    """A line of 200 000 characters gives a window with an ellipsis at each cut end."""
    line = "x" * (column - 1) + "!" + "y" * (200_000 - column)
    piece = excerpt(at(line, column, 1), [line])
    assert piece is not None
    assert len(piece.source) <= BEFORE + AFTER + 2
    assert below_carets(piece.source, piece.carets)[0] == "!"
    assert piece.source.startswith("…") == (column > BEFORE)
    assert piece.source.endswith("…") == (column < 200_000)


def test_carets_end_with_the_window() -> None:
    """A span longer than the window is underlined as far as it is shown."""
    piece = excerpt(at("", 1, 5_000), ["z" * 6_000])
    assert piece is not None
    assert piece.carets == "^" * AFTER


@pytest.mark.parametrize("number", [0, 3, 4], ids=["none", "blank", "past-the-end"])
def test_a_line_that_shows_nothing_gives_no_excerpt(finding: Build, number: int) -> None:
    """Without a line to show there is no gutter."""
    assert excerpt(finding(line=number), ["a: 1", "b: 2", "  "]) is None


@pytest.mark.parametrize(
    "end",
    ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"],
    ids=["lf", "crlf", "cr", "nel", "ls", "ps"],
)
def test_lines_are_counted_as_the_reader_counts_them(end: str) -> None:
    """Whatever ends a line for the YAML reader ends it here, so the right line is shown."""
    document = parse_document(f"a: 1{end}# x{end}bad: 2\n".encode(), name="x.yaml")
    line, _, _ = document.values[("bad",)]
    assert source_lines(document.text)[line - 1] == "bad: 2"
