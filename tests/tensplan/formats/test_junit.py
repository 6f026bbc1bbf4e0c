"""Findings as a JUnit report."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from tensplan.checking import CheckResult
from tensplan.finding import Finding
from tensplan.formats.junit import as_junit
from tensplan.formats.text import file_as_text

Build = Callable[..., Finding]
Result = Callable[..., CheckResult]


def cases(result: CheckResult) -> list[ET.Element]:
    return list(ET.fromstring(as_junit(result)).iter("testcase"))


def test_a_broken_file_is_one_failure_that_lists_everything(finding: Build, result: Result) -> None:
    """Readers show the first failure only, so there is one, and it holds all findings."""
    found = result(
        finding(severity="warning", line=1), finding(line=3, message="first"), finding(line=2)
    )
    (case,) = cases(found)
    assert case.attrib == {
        "classname": "tensplan.check",
        "name": "foot.yaml",
        "file": "foot.yaml",
        "line": "2",
        "time": "0",
    }
    (failure,) = case
    assert failure.tag == "failure"
    assert failure.get("type") == "project/pad-area"
    assert failure.get("message") == (
        "2:10: the outline of pad A1 is 4 cm2; limit at least 16 cm2 (and 1 more)"
    )
    assert failure.text == file_as_text(found.files[0])


@pytest.mark.parametrize("severity", ["warning", "note"])
def test_a_file_that_passes_says_its_warnings(
    finding: Build, result: Result, severity: str
) -> None:
    """Warnings and notes do not fail a case; they are its output."""
    (case,) = cases(result(finding(severity=severity)))
    assert [child.tag for child in case] == ["system-out"]
    assert f"{severity}[project/pad-area]" in str(case[0].text)


def test_an_unreadable_file_is_an_error(finding: Build, result: Result) -> None:
    """What could not be judged is an error, not a failure."""
    (case,) = cases(result(finding(rule="file/not-readable"), text="", exit_code=3))
    assert [(child.tag, child.get("type")) for child in case] == [("error", "file/not-readable")]


def test_counts_agree_with_the_cases(finding: Build, checked: Any) -> None:
    """One case a file; failures and errors are counted by file."""
    files = (
        checked(finding(), finding(line=3)),
        checked(name="good.yaml"),
        checked(finding(severity="warning", file="warned.yaml")),
        checked(finding(file="gone.yaml"), exit_code=3),
    )
    root = ET.fromstring(as_junit(CheckResult(files)))
    for suite in (root, root[0]):
        assert [suite.get(key) for key in ("tests", "failures", "errors")] == ["4", "1", "1"]
    assert [len(case) for case in root.iter("testcase")] == [1, 0, 1, 1]


def test_no_file_is_an_empty_suite() -> None:
    """A report of nothing is still a report."""
    root = ET.fromstring(as_junit(CheckResult(())))
    assert (root[0].get("tests"), len(root[0])) == ("0", 0)


def test_hostile_text_is_well_formed(finding: Build, result: Result) -> None:
    """Characters that XML forbids or obeys are spelled out."""
    evil = "]]></failure>\x00\x1b\ufffe\uffff\ud800&lt;\"'"
    (case,) = cases(result(finding(message=evil, rule=evil), text=f"a\nb: {evil}\n"))
    drawn = "]]></failure>\\x00\\x1b\\ufffe\\uffff\\ud800&lt;\"'"
    assert case[0].get("type") == drawn
    assert str(case[0].text).count(drawn) == 3


def test_any_name_is_well_formed(finding: Build, result: Result, hostile_name: str) -> None:
    """A file name is one attribute, on one line, in an encoding that can be written."""
    (case,) = cases(result(finding(file=hostile_name)))
    drawn = {"\x1b": "\\x1b", "\udcff": "\\xff", "\u202e": "\\u202e", "\n": "\\n"}
    expected = "".join(drawn.get(character, character) for character in hostile_name)
    assert (case.get("name"), case.get("file")) == (expected, expected)
