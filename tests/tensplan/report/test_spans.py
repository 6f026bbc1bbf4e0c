"""Running text with its looks."""

from __future__ import annotations

import pytest

from tensplan.report.spans import Span, joined, marked, plain, words_of


@pytest.mark.parametrize("hostile", ["**x**", "~x~", "`x`", "{y}", "{0.__class__}", "<b>"])
def test_a_value_is_never_read_as_a_mark(hostile):
    """Marks and places in a value come out as they went in."""
    assert marked("a {x}", {"x": hostile}) == (Span(f"a {hostile}"),)


def test_spans_as_values_keep_their_look():
    """A tag in a sentence stays a tag; plain spans take the look around them."""
    tag = Span("recalled", "tag", "recalled")
    assert marked("~see {x}~", {"x": (Span("this "), tag)}) == (Span("see this ", "soft"), tag)


def test_a_missing_value_is_a_fault():
    """A place without a value is not left empty."""
    with pytest.raises(KeyError, match="x"):
        marked("{x}", {})


def test_tags_are_not_joined():
    """Two tags beside each other stay two."""
    tag = Span("recalled", "tag", "recalled")
    assert joined([(tag,), (), (tag,)], "") == (tag, tag)


def test_marks_are_not_read_aloud():
    """A sign that repeats a word is not among the words."""
    assert words_of((Span("!", "mark", "warning"), *plain(" Warning"))) == "Warning"
