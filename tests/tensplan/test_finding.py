"""Findings as data: order, places, and a JSON form that every reader takes."""

from __future__ import annotations

import json
import math
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from tensplan.finding import Finding, by_position, finite, has_errors, worst_first

KEYS = {
    "file", "line", "column", "path", "rule", "severity", "message", "hint", "value", "limit",
    "unit", "source",
}  # fmt: skip


def finding(**changes: Any) -> Finding:
    """Return a finding with changed fields."""
    return Finding(**{"rule": "a/b", "severity": "warning", "message": "m", **changes})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("placement", "channels", 0, "pads", 1, "site"), "placement.channels[0].pads[1].site"),
        ((0, "a"), "[0].a"),
        (("course",), "course"),
    ],
)
def test_a_path_as_text(path: tuple[str | int, ...], text: str) -> None:
    """Keys are joined by dots, positions stand in brackets."""
    assert finding(path=path).dotted_path == text


def test_the_json_form_has_the_promised_keys() -> None:
    """All promised keys are there, and the text is JSON without NaN or Infinity."""
    data = finding(value=math.nan, limit=math.inf).as_json()
    assert set(data) >= KEYS
    assert (data["value"], data["limit"]) == (None, None)
    assert json.loads(json.dumps(data, allow_nan=False)) == data


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, None), (0.0, 0.0), (-1, -1), (math.nan, None), (math.inf, None), (-math.inf, None)],
    ids=str,
)
def test_only_finite_numbers_are_shown(value: float | None, shown: float | None) -> None:
    """Zero is a number and stays; what is no number is null."""
    assert finite(value) == shown


def test_a_place_is_added_and_taken_away_without_changing_the_rest() -> None:
    """A placed finding is another value, and without its place it is the first again."""
    placed = finding().placed(file="f.yaml", line=3, column=4, length=5)
    assert (placed.file, placed.line, placed.column, placed.length) == ("f.yaml", 3, 4, 5)
    assert placed.without_place() == finding()
    with pytest.raises(FrozenInstanceError):
        placed.line = 1  # type: ignore[misc]


def test_order_by_position_and_by_severity() -> None:
    """By file, line and column with the worst first at one place; or the worst first everywhere."""
    a = finding(file="a", line=2, column=1, severity="note")
    b = finding(file="a", line=10, column=1, severity="warning")
    c = finding(file="a", line=10, column=1, severity="error")
    d = finding(file="b", line=1, column=1, severity="error")
    assert by_position([d, b, c, a]) == [a, c, b, d]
    assert worst_first([a, b, d, c]) == [c, d, b, a]


@pytest.mark.parametrize(
    ("severities", "blocks"),
    [([], False), (["note", "warning"], False), (["note", "error"], True)],
)
def test_only_an_error_blocks(severities: list[Any], blocks: bool) -> None:
    """Warnings and notes never block."""
    assert has_errors(finding(severity=severity) for severity in severities) is blocks
