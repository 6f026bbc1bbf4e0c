"""YAML documents: values with places, and what is refused."""

from __future__ import annotations

import pytest
import yaml

from tensplan.errors import UnreadableError
from tensplan.protocol.document import did_you_mean, parse_document


def test_values_and_keys_have_places() -> None:
    """Line and column are 1-based and the length is that of the scalar."""
    document = parse_document(b"a:\n  bc: [10, 'x']\n", name="f")
    assert document.value == {"a": {"bc": [10, "x"]}}
    assert document.keys["a", "bc"] == (2, 3, 2)
    assert document.values["a", "bc", 1] == (2, 12, 3)


def test_place_of_an_absent_key_is_its_parents_key() -> None:
    """A missing key is shown at the parent's key, which has a position."""
    document = parse_document(b"x: 1\nwaveform:\n  shape: y\n", name="f")
    assert document.place(("waveform", "pulse_width_us")) == (2, 1, 8)


def test_values_equal_those_of_another_parser() -> None:
    """On plain text without 1.1 surprises, PyYAML's own loader reads the same."""
    text = b"a: {b: [1, 2.5, x], c: 'q'}\nd:\n- e: true\n- null\n"
    assert parse_document(text, name="f").value == yaml.safe_load(text)


def test_duplicate_keys_are_found_with_both_lines() -> None:
    """The second of two equal keys is a finding that names the first."""
    document = parse_document(b"a: 1\nb: 2\na: 3\n", name="f")
    finding = document.findings[0]
    assert (finding.rule, finding.line, finding.column) == ("yaml/duplicate-key", 3, 1)
    assert finding.message == "a is given twice; the first is on line 1"
    assert document.value["a"] == 1


@pytest.mark.parametrize(
    ("text", "ref", "where"),
    [
        (b"a: &x 1\n", "yaml/forbidden", "f:1:4"),
        (b"a: 1\nb: *x\n", "yaml/forbidden", "f:2:4"),
        (b"a: !!str 1\n", "yaml/forbidden", "f:1:4"),
        (b"&k a: 1\n", "yaml/forbidden", "f:1:1"),
        (b"a: 1\n---\nb: 1\n", "yaml/forbidden", "f:2:1"),
        (b"{a: 1}: 2\n", "yaml/forbidden", "f:1:1"),
        (b"[" * 21, "yaml/forbidden", "f:1:21"),
        (b"a: [1\n", "yaml/syntax", "f:2:1"),
        (b"a: \x07\n", "yaml/syntax", "f:1:4"),
        (b"", "yaml/syntax", "f"),
        (b"a: \xff\n", "file/not-text", "f:1:1"),
        (b"a: 1\nb: \x00\n", "file/not-text", "f:2:4"),
        ("a: ü".encode("utf-16"), "file/not-text", "f:1:1"),
    ],
)
def test_what_hides_its_meaning_is_refused(text: bytes, ref: str, where: str) -> None:
    """One clear line with the place; never a parser's traceback."""
    with pytest.raises(UnreadableError) as caught:
        parse_document(text, name="f")
    assert (caught.value.ref, caught.value.where) == (ref, where)
    assert caught.value.exit_code == 3


def test_twenty_levels_are_allowed() -> None:
    """The limit itself passes."""
    assert parse_document(b"[" * 20 + b"]" * 20, name="f").value


def test_quoted_numbers_stay_text() -> None:
    """Quotation marks make text."""
    assert parse_document(b"a: '100'\nb: \"1\"\n", name="f").value == {"a": "100", "b": "1"}


def test_nearest_word_is_suggested() -> None:
    """A near miss is named, a far one is not."""
    assert did_you_mean("puls_width_us", ["pulse_width_us"]) == "did you mean pulse_width_us?"
    assert did_you_mean("zzz", ["pulse_width_us"]) == ""
