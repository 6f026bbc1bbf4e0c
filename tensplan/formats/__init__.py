"""The forms in which the findings of a check can be written.

Examples
--------
>>> list(FORMATS)
['text', 'json', 'github', 'sarif', 'junit']
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tensplan.checking import CheckResult

__all__ = ["FORMATS"]

Form = Callable[["CheckResult"], str]


def _imported_when_used(module: str, function: str) -> Form:
    """Return a form whose module is imported on its first call: most runs need only one."""

    def write(result: CheckResult) -> str:
        form: Form = getattr(import_module(f"tensplan.formats.{module}"), function)
        return form(result)

    return write


FORMATS: Final[dict[str, Form]] = {
    "text": _imported_when_used("text", "as_text"),
    "json": _imported_when_used("records", "as_records"),
    "github": _imported_when_used("annotations", "as_annotations"),
    "sarif": _imported_when_used("sarif", "as_sarif"),
    "junit": _imported_when_used("junit", "as_junit"),
}
"""Each takes a `CheckResult` and returns text without a newline at its end."""
