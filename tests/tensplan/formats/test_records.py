"""Findings as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from tensplan.checking import CheckResult
from tensplan.finding import Finding
from tensplan.formats.records import as_records

Build = Callable[..., Finding]
Result = Callable[..., CheckResult]
PROMISED = ["file", "line", "column", "path", "rule", "severity", "message", "hint"]
PROMISED += ["value", "limit", "unit", "source"]  # promised to the outside; more may be added


def refuse(word: str) -> Any:
    raise AssertionError(f"{word} is not JSON")


def test_record_has_the_promised_keys(finding: Build, result: Result) -> None:
    """Every promised key is there, with the finding's value."""
    fault = finding(path=("pads", 0, "size_mm"), value=4.0, limit=16.0, unit="cm2", source="a book")
    (record,) = json.loads(as_records(result(fault)))["findings"]
    assert {key: record[key] for key in PROMISED} == {
        "file": "foot.yaml",
        "line": 2,
        "column": 10,
        "path": "pads[0].size_mm",
        "rule": "project/pad-area",
        "severity": "error",
        "message": "the outline of pad A1 is 4 cm2; limit at least 16 cm2",
        "hint": "use a larger pad",
        "value": 4.0,
        "limit": 16.0,
        "unit": "cm2",
        "source": "a book",
    }


def test_checked_counts_files(finding: Build, checked: Any) -> None:
    """Files are counted, whether they have findings or not."""
    files = (checked(finding()), checked(name="good.yaml"), checked(name="fine.yaml"))
    assert json.loads(as_records(CheckResult(files)))["checked"] == 3


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf], ids=str)
def test_numbers_that_json_lacks_are_null(finding: Build, result: Result, number: float) -> None:
    """NaN and infinity become null; strict readers accept the output."""
    text = as_records(result(finding(value=number, limit=2.0)))
    (record,) = json.loads(text, parse_constant=refuse)["findings"]
    assert (record["value"], record["limit"]) == (None, 2.0)


def test_any_name_comes_back_whole(finding: Build, result: Result, hostile_name: str) -> None:
    """A file name is read back as it was, from output in pure ASCII."""
    text = as_records(result(finding(file=hostile_name)))
    assert text.isascii()
    assert json.loads(text)["findings"][0]["file"] == hostile_name
