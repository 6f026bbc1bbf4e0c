"""Findings as workflow commands of GitHub."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tensplan.checking import CheckResult
from tensplan.finding import Finding
from tensplan.formats.annotations import as_annotations
from tensplan.formats.text import as_text

Build = Callable[..., Finding]
Result = Callable[..., CheckResult]
COMMAND = re.compile(r"::(\w+) ([^:]*)::(.*)")


def unescaped(text: str) -> str:
    """Undo GitHub's escapes, percent last."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(code, character)
    return text.replace("%25", "%")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read the annotations as the runner does: a line that begins with two colons."""
    found = []
    for line in text.splitlines()[: text.splitlines().index(stop_line(text))]:
        if line.startswith("::"):
            match = COMMAND.fullmatch(line)
            assert match is not None, line
            name, listed, message = match.groups()
            pairs = dict(pair.split("=", 1) for pair in listed.split(","))
            values = {key: unescaped(value) for key, value in pairs.items()}
            found.append((name, values, unescaped(message)))
    return found


def stop_line(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("::stop-commands::"))


def test_annotation_names_place_rule_and_message(finding: Build, result: Result) -> None:
    """The command has file, line, columns and title, and the message with its hint."""
    first = as_annotations(result(finding(message="50% over", note="see: a, b"))).splitlines()[0]
    assert first == (
        "::error file=foot.yaml,line=2,col=10,endColumn=18,title=project/pad-area::"
        "50%25 over%0Ahint: use a larger pad%0Anote: see: a, b"
    )


def test_no_finding_is_no_text(result: Result) -> None:
    """An empty result prints nothing."""
    assert as_annotations(result()) == ""


@pytest.mark.parametrize(
    ("severity", "command"), [("error", "error"), ("warning", "warning"), ("note", "notice")]
)
def test_severity_chooses_the_command(
    finding: Build, result: Result, severity: str, command: str
) -> None:
    """A note is a notice."""
    ((name, _, _),) = commands(as_annotations(result(finding(severity=severity))))
    assert name == command


def test_worst_come_first(finding: Build, result: Result) -> None:
    """Errors before warnings before notes, wherever they stand."""
    mixed = [finding(severity=s, line=n) for n, s in enumerate(("note", "warning", "error"), 1)]
    names = [name for name, _, _ in commands(as_annotations(result(*mixed)))]
    assert names == ["error", "warning", "notice"]


@pytest.mark.parametrize(
    ("count", "shown", "more"),
    [
        pytest.param(10, 10, [], id="ten"),
        pytest.param(11, 10, ["1 more error: all are listed below"], id="eleven"),
        pytest.param(37, 10, ["27 more errors: all are listed below"], id="many"),
    ],
)
def test_what_github_would_drop_is_counted(
    finding: Build, result: Result, count: int, shown: int, more: list[str]
) -> None:
    """Ten of a kind are annotations, the rest is a number, and the log lists all."""
    found = [finding(line=n) for n in range(1, count + 1)] + [finding(severity="note")]
    text = as_annotations(result(*found))
    names = [name for name, _, _ in commands(text)]
    assert (names.count("error"), names.count("notice")) == (shown, 1)
    assert [line for line in text.splitlines() if " more " in line] == more
    assert text.count("error[project/pad-area]") == count


def test_log_is_the_text_between_marks_that_stop_commands(finding: Build, result: Result) -> None:
    """After the annotations comes the whole text, where nothing is taken for a command."""
    found = result(finding(message="::set-output name=x::y", file="::error::x.yaml"))
    text = as_annotations(found)
    word = stop_line(text).removeprefix("::stop-commands::")
    assert text.endswith(f"\n{stop_line(text)}\n{as_text(found, colour=False)}\n::{word}::")
    assert word not in as_text(found, colour=False)


def test_word_of_the_marks_follows_the_text(finding: Build, result: Result) -> None:
    """Another text has another word, the same text the same."""
    one, same, other = (
        stop_line(as_annotations(result(finding(message=message)))) for message in "aab"
    )
    assert one == same
    assert one != other


def test_any_name_stays_inside_its_property(
    finding: Build, result: Result, hostile_name: str
) -> None:
    """No name ends its property, its command or its line; plain ones come back whole."""
    ((_, values, _),) = commands(as_annotations(result(finding(file=hostile_name))))
    drawn = {"\x1b": "\\x1b", "\udcff": "\\xff", "\u202e": "\\u202e"}
    expected = "".join(drawn.get(character, character) for character in hostile_name)
    assert values["file"] == expected
    assert values["title"] == "project/pad-area"


def test_finding_without_a_line_has_no_position(finding: Build, result: Result) -> None:
    """Line 0 means none, and GitHub would refuse it."""
    ((_, values, _),) = commands(as_annotations(result(finding(line=0, column=0))))
    assert set(values) == {"file", "title"}
