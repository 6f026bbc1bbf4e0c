"""The forms in which the findings of a check can be written.

Examples
--------
>>> list(FORMATS)
['text', 'json', 'github', 'sarif', 'junit']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tensplan.formats.annotations import as_annotations
from tensplan.formats.junit import as_junit
from tensplan.formats.records import as_records
from tensplan.formats.sarif import as_sarif
from tensplan.formats.text import as_text

if TYPE_CHECKING:
    from tensplan.checking import CheckResult

__all__ = ["FORMATS", "as_annotations", "as_junit", "as_records", "as_sarif", "as_text"]

FORMATS: Final[dict[str, Callable[[CheckResult], str]]] = {
    "text": as_text,
    "json": as_records,
    "github": as_annotations,
    "sarif": as_sarif,
    "junit": as_junit,
}
"""Each takes a `CheckResult` and returns text without a newline at its end."""
