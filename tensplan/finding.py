"""A finding: one broken or doubtful thing, as data."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One fault, doubt or remark, with its place, its numbers and its source.

    Parameters
    ----------
    rule : str
        ``group/name``; the group names a standard only where that standard sets the limit.
    severity : {"error", "warning", "note"}
        An error blocks.
    message : str
        Quantity, value found and value allowed, with units.
    hint : str
        What to do, beginning with a verb; may be empty.
    path : tuple of (str or int)
        Keys from the document's root to the value.
    file, line, column : str, int, int
        Place in the file, 1-based; line 0 where a finding has no file.
    length : int
        Number of characters to underline.
    value, limit : float or None
        The judged number and its bound, in `unit`.
    source : str
        Where the rule comes from.

    Examples
    --------
    >>> Finding(rule="project/pad-gap", severity="error", message="pads A1 and A2 touch").severity
    'error'
    """

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    note: str = ""
    path: tuple[str | int, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0
    length: int = 1
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    source: str = ""

    def placed(self, *, file: str, line: int, column: int, length: int = 1) -> Finding:
        """Return the same finding with a place in a file."""
        return replace(self, file=file, line=line, column=column, length=length)

    def without_place(self) -> Finding:
        """Return the same finding without file and line, so that it depends on content alone."""
        return replace(self, file="", line=0, column=0, length=1)

    @property
    def dotted_path(self) -> str:
        """The path as text, for example ``placement.channels[0].pads[1].site``."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
        return text

    def as_json(self) -> dict[str, Any]:
        """Return the finding with the keys that the JSON output promises."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.dotted_path,
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "note": self.note,
            "value": finite(self.value),
            "limit": finite(self.limit),
            "unit": self.unit,
            "source": self.source,
        }


def finite(value: float | None) -> float | None:
    """Return a number that JSON can hold; None for one that is not finite."""
    return value if value is None or math.isfinite(value) else None


def by_position(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by file and place, the worst first at one place."""
    return sorted(findings, key=_position)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by severity, then by file and place."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), *_position(f)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether any finding blocks."""
    return any(finding.severity == "error" for finding in findings)


def _position(finding: Finding) -> tuple[str, int, int, int, str]:
    severity = SEVERITIES.index(finding.severity)
    return (finding.file, finding.line, finding.column, severity, finding.rule)
