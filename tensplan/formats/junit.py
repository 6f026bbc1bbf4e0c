"""Findings as a JUnit report: one test case for each file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from tensplan.formats.text import file_as_text
from tensplan.formats.visible import visible

if TYPE_CHECKING:
    from tensplan.checking import CheckedFile, CheckResult
    from tensplan.finding import Finding

SUITE: Final = "tensplan check"
UNREADABLE: Final = 3


def as_junit(result: CheckResult) -> str:
    """Write a JUnit report.

    A file with findings of level error is one failure that lists all its findings (readers of
    JUnit show only the first failure of a case); a file that cannot be read is an error;
    warnings and notes of a file that passes are its output.

    Examples
    --------
    >>> from tensplan.checking import CheckedFile, CheckResult
    >>> print(as_junit(CheckResult((CheckedFile("foot.yaml", ()),))).splitlines()[3])
        <testcase classname="tensplan.check" name="foot.yaml" file="foot.yaml" time="0"/>
    """
    failures = sum(1 for file in result.files if _kind(file) == "failure")
    errors = sum(1 for file in result.files if _kind(file) == "error")
    counts = f'tests="{len(result.files)}" failures="{failures}" errors="{errors}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="{SUITE}" {counts} time="0">',
        f'  <testsuite name="{SUITE}" {counts} skipped="0" time="0">',
        *map(_case, result.files),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines)


def _kind(file: CheckedFile) -> str:
    if file.exit_code >= UNREADABLE:
        return "error"
    if any(finding.severity == "error" for finding in file.findings):
        return "failure"
    return "system-out" if file.findings else ""


def _case(file: CheckedFile) -> str:
    kind, name = _kind(file), _attribute(file.name)
    line = _attribute(str(_worst(file).line)) if file.findings else ""
    place = f"file={name} line={line}" if line else f"file={name}"
    opening = f'    <testcase classname="tensplan.check" name={name} {place} time="0"'
    if not kind:
        return f"{opening}/>"
    about = "" if kind == "system-out" else _about(file)
    text = _content(file_as_text(file))
    return f"{opening}>\n      <{kind}{about}>{text}</{kind}>\n    </testcase>"


def _about(file: CheckedFile) -> str:
    worst = _worst(file)
    others = sum(1 for finding in file.findings if finding.severity == "error") - 1
    more = f" (and {others} more)" if others > 0 else ""
    message = _attribute(f"{worst.line}:{worst.column}: {worst.message}{more}")
    return f" message={message} type={_attribute(worst.rule)}"


def _worst(file: CheckedFile) -> Finding:
    from tensplan.finding import worst_first

    return worst_first(file.findings)[0]


def _attribute(text: str) -> str:
    return quoteattr(_drawn(text))


def _content(text: str) -> str:
    drawn = "\n".join(map(_drawn, text.split("\n")))
    return drawn.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _drawn(text: str) -> str:
    """Return text with only characters that XML 1.0 allows."""
    return visible(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
