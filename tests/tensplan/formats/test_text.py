"""Findings as people read them."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from tensplan.checking import CheckResult
from tensplan.finding import Finding
from tensplan.formats.text import as_text

Build = Callable[..., Finding]
Result = Callable[..., CheckResult]


def test_layout_is_the_promised_one(finding: Build, result: Result) -> None:
    """Place, severity and rule; gutter; line; carets; hint; note."""
    fault = finding(file="protocols/foot.yaml", note="see the manual")
    assert as_text(result(fault)) == (
        "protocols/foot.yaml:2:10: error[project/pad-area]: "
        "the outline of pad A1 is 4 cm2; limit at least 16 cm2\n"
        "  |\n"
        "2 | size_mm: [40, 40]\n"
        "  |          ^^^^^^^^\n"
        "hint: use a larger pad\n"
        "note: see the manual"
    )


def test_gutter_is_as_wide_as_the_line_number(finding: Build, result: Result) -> None:
    """The bars of the three excerpt lines stand in one column."""
    text = as_text(result(finding(line=120, column=1, length=1), text="x\n" * 200))
    assert text.splitlines()[1:4] == ["    |", "120 | x", "    | ^"]


def test_absent_hint_and_note_leave_no_line(finding: Build, result: Result) -> None:
    """Only what there is to say is said."""
    text = as_text(result(finding(hint="")))
    assert [line.partition(":")[0] for line in text.splitlines()][-1] == "  |          ^^^^^^^^"


def test_a_file_that_was_not_read_has_no_excerpt(finding: Build, result: Result) -> None:
    """Without a text there is the message and the hint alone."""
    text = as_text(result(finding(line=1, column=1), text=""))
    assert [line.split(":")[0] for line in text.splitlines()] == ["foot.yaml", "hint"]


def test_no_finding_is_no_text(result: Result) -> None:
    """An empty result prints nothing."""
    assert as_text(result()) == ""


def test_order_is_by_file_and_position(finding: Build, result: Result) -> None:
    """Files in order of name, findings in order of line and column, whatever came first."""
    mixed = [finding(line=3), finding(line=2, column=11), finding(), finding(file="b.yaml")]
    heads = [line for line in as_text(result(*mixed)).splitlines() if "error[" in line]
    assert [head.partition(": ")[0] for head in heads] == [
        "b.yaml:2:10",
        "foot.yaml:2:10",
        "foot.yaml:2:11",
        "foot.yaml:3:10",
    ]


def test_hostile_file_never_reaches_the_terminal_raw(finding: Build, result: Result) -> None:
    """Escapes in the source, message, hint, note and rule are spelled out."""
    evil = "\x1b]0;owned\x07\u202e"
    fault = finding(message=evil, hint=evil, note=evil, rule=evil, line=1, column=1)
    text = as_text(result(fault, text=f"a: {evil}\n"))
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert text.count("\\x1b]0;owned\\x07\\u202e") == 5


def test_hostile_name_stays_on_one_line(finding: Build, result: Result, hostile_name: str) -> None:
    """A file name can neither break the line nor the encoding."""
    text = as_text(result(finding(file=hostile_name)))
    text.encode("utf-8")
    assert len(text.splitlines()) == 5
    assert ":2:10: error[project/pad-area]: " in text.splitlines()[0]


@pytest.mark.parametrize(("severity", "code"), [("error", "31"), ("warning", "33"), ("note", "36")])
def test_colour_marks_severity_and_carets(
    finding: Build, result: Result, severity: str, code: str
) -> None:
    """Each severity has its colour, on its word and on the carets."""
    text = as_text(result(finding(severity=severity)), colour=True)
    assert f"\x1b[{code}m\x1b[1m{severity}[project/pad-area]\x1b[0m" in text
    assert f"  |          \x1b[{code}m\x1b[1m^^^^^^^^\x1b[0m" in text


@pytest.mark.parametrize(
    ("terminal", "no_color", "coloured"),
    [
        pytest.param(True, "", True, id="terminal"),
        pytest.param(True, "1", False, id="terminal-NO_COLOR"),
        pytest.param(False, "", False, id="pipe"),
    ],
)
def test_colour_only_on_a_terminal(
    finding: Build,
    result: Result,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    no_color: str,
    coloured: bool,
) -> None:
    """Left to itself it colours a terminal, never a pipe, never against NO_COLOR."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setenv("NO_COLOR", no_color)
    assert ("\x1b[" in as_text(result(finding()))) is coloured
