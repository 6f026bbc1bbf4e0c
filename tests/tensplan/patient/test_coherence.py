"""Patient files whose parts contradict each other are found by ``tensplan check``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from people import patient_data

from tensplan.checking import check_files

LEAVE = {"by_role": "surgeon", "on": "2026-11-22"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        (
            {"conditions": ["I_PM"], "conditions_not_asked": ["I_ICD", "I_PM"]},
            [("patient/contradiction", "error", "conditions_not_asked[1]")],
        ),
        ({"where": {"P_INF": ["foot"]}}, [("patient/contradiction", "error", "where.P_INF")]),
        (
            {"clearances": [{"code": "I_NONE", **LEAVE}, {"code": "T_6W", **LEAVE}]},
            [("screening/clearance", "warning", "clearances[0].code")],
        ),
    ],
    ids=["sound", "found-and-not-asked", "place-of-nothing", "no-such-rule"],
)
def test_contradictions_are_found_at_their_line(
    tmp_path: Path, change: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    """Each contradiction is one finding, at the place where it stands."""
    path = tmp_path / "p.yaml"
    path.write_text(yaml.safe_dump(patient_data(**change), sort_keys=False))
    findings = check_files([path]).findings
    assert [(f.rule, f.severity, f.dotted_path) for f in findings] == expected
    assert all(finding.line > 1 for finding in findings)
