"""Findings as workflow commands, which GitHub shows beside the changed lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tensplan.formats.text import as_text
from tensplan.formats.visible import visible

if TYPE_CHECKING:
    from tensplan.checking import CheckResult
    from tensplan.finding import Finding

MOST_PER_KIND: Final = 10
"""GitHub shows so many annotations of a kind per step and drops the rest without a word."""
COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}
_IN_MESSAGE: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY: Final = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def as_annotations(result: CheckResult) -> str:
    """Write the worst findings as annotations, then all of them as text for the log.

    The text stands between ``stop-commands`` marks, so that no line of a checked file can be
    taken for a command; their word is a digest of the text, which no file can hold in advance.

    Examples
    --------
    >>> from tensplan.checking import check_files
    >>> print(as_annotations(check_files(["no:such.yaml"])).splitlines()[0])
    ::error file=no%3Asuch.yaml,line=1,col=1,title=file/not-readable::the file cannot be read: no such file or directory%0Ahint: check the path; tensplan list shows the catalogue
    """  # noqa: E501  (one line of output is one line)
    from tensplan.finding import worst_first

    findings = worst_first(result.findings)
    if not findings:
        return ""
    lines = [*map(_annotation, _shown(findings)), *_more(findings)]
    return "\n".join([*lines, *_log(as_text(result, colour=False))])


def _shown(findings: list[Finding]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.severity] += 1
        if seen[finding.severity] <= MOST_PER_KIND:
            yield finding


def _more(findings: list[Finding]) -> Iterator[str]:
    for severity, count in Counter(finding.severity for finding in findings).items():
        more = count - MOST_PER_KIND
        if more > 0:
            yield f"{more} more {severity}{'' if more == 1 else 's'}: all are listed below"


def _annotation(finding: Finding) -> str:
    properties = {"file": finding.file}
    if finding.line > 0:
        end = finding.column + finding.length
        properties |= {"line": str(finding.line), "col": str(finding.column)}
        # without a width there is nothing to underline, and GitHub wants end after start
        properties |= {"endColumn": str(end)} if finding.length > 1 else {}
    properties["title"] = finding.rule
    listed = ",".join(f"{key}={_escaped(text, _IN_PROPERTY)}" for key, text in properties.items())
    return f"::{COMMANDS[finding.severity]} {listed}::{_escaped(_message(finding), _IN_MESSAGE)}"


def _message(finding: Finding) -> str:
    hint = f"\nhint: {finding.hint}" if finding.hint else ""
    note = f"\nnote: {finding.note}" if finding.note else ""
    return finding.message + hint + note


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(character) or visible(character) for character in text)


def _log(text: str) -> Iterable[str]:
    word = "tensplan-" + hashlib.sha256(text.encode()).hexdigest()[:32]
    return (f"::stop-commands::{word}", text, f"::{word}::")
