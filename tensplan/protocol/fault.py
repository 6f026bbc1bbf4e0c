"""A fault of a protocol file, as a finding of level error."""

from __future__ import annotations

from tensplan.finding import Finding
from tensplan.protocol.document import Path


def fault(rule: str, message: str, hint: str, path: Path) -> Finding:
    """Return a finding of level error."""
    return Finding(rule=rule, severity="error", message=message, hint=hint, path=path)
