"""Plain text for a terminal."""

import pytest

from tensplan.cli.paper import labelled, paint, table, wrapped


def test_text_is_folded_beside_its_label():
    """The second line begins below the first word, not below the label."""
    lines = labelled("source", "word " * 40).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("  source")
    assert all(line.startswith(" " * 16 + "word") for line in lines[1:])
    assert max(map(len, lines)) <= 100


def test_numbers_stand_flush_right():
    """A right column lines up its last digits."""
    assert table(["", "mA"], [["a", "5"], ["b", "100"]], right="lr") == [
        "    mA",
        "a    5",
        "b  100",
    ]


def test_last_column_is_folded_under_itself():
    """A long last cell goes on below its own beginning."""
    lines = table(["id", "says"], [["a", "word " * 40]])
    assert lines[1].startswith("a   word")
    assert all(line.startswith("    word") for line in lines[2:])


def test_table_without_rows_is_its_head():
    """Nothing found is an empty table, no fault."""
    assert table(["id", "says"], []) == ["id  says"]


def test_long_words_are_never_broken():
    """A rule id stays in one piece, so that it can be copied."""
    word = "x" * 120
    assert word in wrapped(f"see {word}", indent=2)


@pytest.mark.parametrize(("value", "styled"), [("", True), ("1", False)], ids=["unset", "set"])
def test_no_color(monkeypatch, value, styled):
    """NO_COLOR with any text takes the colour away; an empty one does not."""
    monkeypatch.setenv("NO_COLOR", value)
    assert (paint("a", fg="red") != "a") == styled
