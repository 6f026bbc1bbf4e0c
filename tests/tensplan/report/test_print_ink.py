"""Drawings for paper: nothing is left to a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tensplan.report.blocks import Figures, Group, Picture
from tensplan.report.print_ink import printed
from tensplan.report.view import report_view


def pictures(blocks: Any) -> list[Picture]:
    """Return the pictures of blocks at any depth."""
    found: list[Picture] = []
    for block in blocks:
        if isinstance(block, Figures):
            found += block.pictures
        elif isinstance(block, Group):
            found += pictures(block.blocks)
    return found


@pytest.fixture
def drawings(plan_of: Any) -> list[str]:
    """Return every drawing of a report with two channels, heat and nerves."""
    report = report_view(plan_of("foot-bracket-dorsum-with-lumbar"))
    return [one.svg for part in report.sections for one in pictures(part.blocks)]


def test_colours_are_spelled_out(drawings: list[str]) -> None:
    """No name of a colour, no rule for a screen and no font of a machine is left."""
    assert len(drawings) > 8
    for svg in map(printed, drawings):
        assert "var(" not in svg
        assert "@" not in svg
        assert set(re.findall(r"font-family:([^;}]+)", svg)) == {"'DejaVu Sans'"}


def test_the_light_colours_are_taken(drawings: list[str]) -> None:
    """Paper is white and ink is dark, whatever the reader's screen prefers."""
    shapes = "".join(map(printed, drawings))
    assert "#15191c" not in shapes
    assert "#1b2227" in shapes


def test_every_class_of_a_drawing_has_a_rule(drawings: list[str]) -> None:
    """A shape without a rule would be drawn as a black blob."""
    for svg in map(printed, drawings):
        rules = svg[svg.index("<style>") : svg.index("</style>")]
        shapes = re.findall(r'<(?:path|polyline|rect|circle) [^>]*?class="([^"]+)"', svg)
        assert shapes
        assert [names for names in shapes if not _dressed(names, rules)] == []


def _dressed(names: str, rules: str) -> bool:
    """Whether a rule is about one of the classes of a shape."""
    return any(re.search(rf"\.{name}\b", rules) for name in names.split())
