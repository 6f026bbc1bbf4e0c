"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tensplan import __version__
from tensplan.formats.records import finding_as_record
from tensplan.formats.sarif_rule import sarif_rule

if TYPE_CHECKING:
    from tensplan.checking import CheckResult
    from tensplan.finding import Finding

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT: Final = "%SRCROOT%"
FINGERPRINT: Final = "tensplanFinding/v1"
UNREADABLE: Final = 3
_CARRIED: Final = ("path", "hint", "note", "value", "limit", "unit", "source")


def as_sarif(result: CheckResult) -> str:
    """Write one run of SARIF 2.1.0, the same bytes for the same findings.

    Examples
    --------
    >>> from tensplan.checking import CheckResult
    >>> json.loads(as_sarif(CheckResult(())))["runs"][0]["results"]
    []
    """
    findings = result.findings
    rules = _rules(findings)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    readable = all(file.exit_code < UNREADABLE for file in result.files)
    driver = {"name": "tensplan", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": readable}],
        "columnKind": "unicodeCodePoints",
        "results": _results(findings, numbers),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rules(findings: list[Finding]) -> list[dict[str, Any]]:
    first = {finding.rule: finding for finding in reversed(findings)}
    return [sarif_rule(first[rule]) for rule in sorted(first)]


def _results(findings: list[Finding], numbers: dict[str, int]) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        key = _key(finding)
        seen[key] += 1
        fingerprint = hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()
        results.append(_result(finding, numbers[finding.rule], fingerprint))
    return results


def _result(finding: Finding, number: int, fingerprint: str) -> dict[str, Any]:
    hint = f"\nhint: {finding.hint}" if finding.hint else ""
    record = finding_as_record(finding)
    return {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": finding.severity,
        "message": {"text": finding.message + hint},
        "locations": [{"physicalLocation": _place(finding)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {name: record[name] for name in _CARRIED if record[name] not in ("", None)},
    }


def _place(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(finding.file)}
    if finding.line > 0:
        column = max(finding.column, 1)
        place["region"] = {
            "startLine": finding.line,
            "startColumn": column,
            "endLine": finding.line,
            "endColumn": column + max(finding.length, 1),
        }
    return place


def _artifact(file: str) -> dict[str, str]:
    path = PurePath(file)
    encoded = quote(os.fsencode(path.as_posix()), safe="/")
    if path.is_absolute():
        return {"uri": "file://" + encoded}
    return {"uri": encoded, "uriBaseId": ROOT}


def _key(finding: Finding) -> str:
    """Return what stays when lines move: rule, file and path in the document."""
    return "\0".join((finding.rule, _artifact(finding.file)["uri"], finding.dotted_path))
