"""Factories for findings and for the result of a check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tensplan.checking import CheckedFile, CheckResult
from tensplan.finding import Finding, has_errors

SOURCE = "id: foot\nsize_mm: [40, 40]\nminutes: 30\n"
HOSTILE_NAMES = {
    "space": "my foot.yaml",
    "colon": "foot:1:2.yaml",
    "newline": "foot\n::error::x.yaml",
    "command": "::warning file=a::foot.yaml",
    "percent-comma": "100%,foot.yaml",
    "quotes": "\"<foot>'&.yaml",
    "escape": "foot\x1b[31m.yaml",
    "wide": "足/裏.yaml",
    "not-utf-8": "foot\udcff.yaml",
    "direction": "foot\u202elmay.yaml",
}


@pytest.fixture
def finding() -> Callable[..., Finding]:
    def build(**changes: Any) -> Finding:
        given: dict[str, Any] = {
            "rule": "project/pad-area",
            "severity": "error",
            "message": "the outline of pad A1 is 4 cm2; limit at least 16 cm2",
            "hint": "use a larger pad",
            "file": "foot.yaml",
            "line": 2,
            "column": 10,
            "length": 8,
        }
        return Finding(**{**given, **changes})

    return build


@pytest.fixture
def checked() -> Callable[..., CheckedFile]:
    def build(*findings: Finding, name: str = "", text: str = SOURCE, **changes: Any) -> Any:
        name = name or (findings[0].file if findings else "foot.yaml")
        code = 1 if has_errors(findings) else 0
        return CheckedFile(name, findings, text, **{"exit_code": code, **changes})

    return build


@pytest.fixture
def result(checked: Callable[..., CheckedFile]) -> Callable[..., CheckResult]:
    def build(*findings: Finding, **changes: Any) -> CheckResult:
        names = dict.fromkeys(finding.file for finding in findings)
        files = [
            checked(*(f for f in findings if f.file == name), name=name, **changes)
            for name in names
        ]
        return CheckResult(tuple(files))

    return build


@pytest.fixture(params=list(HOSTILE_NAMES.values()), ids=list(HOSTILE_NAMES))
def hostile_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)
