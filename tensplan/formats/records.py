"""Findings for programs: one JSON object."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tensplan.checking import CheckResult
    from tensplan.finding import Finding


def as_records(result: CheckResult) -> str:
    """Write ``{"findings": [...], "checked": n}`` as JSON in ASCII.

    A number that JSON cannot hold (NaN, infinity) becomes null; the message still says it.

    Examples
    --------
    >>> from tensplan.checking import CheckResult
    >>> print(as_records(CheckResult(())))
    {
      "findings": [],
      "checked": 0
    }
    """
    findings = [finding_as_record(finding) for finding in result.findings]
    record = {"findings": findings, "checked": len(result.files)}
    return json.dumps(record, indent=2, allow_nan=False)


def finding_as_record(finding: Finding) -> dict[str, Any]:
    """Return the promised keys of a finding, with only numbers that JSON can hold."""
    return {key: _in_json(value) for key, value in finding.as_json().items()}


def _in_json(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
