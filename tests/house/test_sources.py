"""Every number of the literature says where it comes from and how well that is known."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

import pytest
from house.tree import ROOT, modules, parse, read, text_files

from simulator.properties import CONFIDENCES, Property, device, device_ids, table
from tensplan.explanation.rules import quantities, rules
from tensplan.placement.citations import citation
from tensplan.protocol.document import read_document
from tensplan.safety.exposure import QUANTITIES
from tensplan.safety.limit import Confidence, Limit
from tensplan.safety.limits import own_limits
from tensplan.units import unit_of

STANDARD_GROUPS = {"iec-60601-2-10": "IEC 60601-2-10", "fda": "FDA"}
"""Groups of limits whose number the standard or guidance itself sets, and its name."""

PLACED_DATA = (
    "placement/sites",
    "placement/regions",
    "placement/layouts",
    "placement/outlines",
    "nerve_response/nerves",
    "nerve_response/crossings",
)


def numbers(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping that holds a value with a unit, or names its confidence."""
    if isinstance(node, dict):
        if {"value", "unit"} <= set(node) or "confidence" in node:
            yield path, node
        for key, inner in node.items():
            yield from numbers(inner, f"{path}/{key}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from numbers(inner, f"{path}/{index}")


def test_confidence_words_are_the_same_everywhere() -> None:
    """Limits and properties are graded with the same five words."""
    assert get_args(Confidence) == CONFIDENCES


@pytest.mark.parametrize("limit", list(own_limits()), ids=lambda limit: limit.id)
def test_every_limit_says_where_it_comes_from(limit: Limit) -> None:
    """A limit has a source, a reason, a confidence, and a standard's name only as its own."""
    assert len(limit.source) > 10
    assert len(limit.rationale) > 10
    assert limit.confidence in CONFIDENCES
    group = limit.id.split("/")[0]
    assert group == "project" or STANDARD_GROUPS[group] in limit.source
    if limit.confidence == "project-default":
        assert group == "project"
        assert "project default" in limit.source
    if limit.confidence == "recalled":
        assert "recalled" in limit.source


@pytest.mark.parametrize("limit", list(own_limits()), ids=lambda limit: limit.id)
def test_unit_of_a_limit_is_the_unit_in_its_name(limit: Limit) -> None:
    """Where the name of the quantity carries a unit, the bound is in that unit."""
    assert unit_of(limit.quantity) in ("", limit.unit)


def test_project_defaults_ask_for_a_clinician() -> None:
    """A limit that the project chose names who has to confirm it, or what it follows."""
    chosen = [limit for limit in own_limits() if limit.confidence == "project-default"]
    assert len(chosen) > 5
    assert [x.id for x in chosen if not re.search("needs clinical sign-off|after", x.source)] == []


def properties() -> list[tuple[str, Property]]:
    """Return every property of the simulator with a name for it."""
    found = [(f"skin/{name}", row) for name, row in table("skin").items()]
    for name in device_ids():
        profile = device(name)
        found += [(f"{name}/{key}", row) for key, row in profile.properties().items()]
        found += [
            (f"{name}/{field.name}", value)
            for field in fields(profile)
            if isinstance(value := getattr(profile, field.name), Property)
        ]
    return sorted(dict(found).items(), key=lambda pair: pair[0])


@pytest.mark.parametrize(("name", "row"), properties(), ids=[name for name, _ in properties()])
def test_every_property_says_where_it_comes_from(name: str, row: Property) -> None:
    """A property has a unit, a source of more than a word, and a confidence."""
    assert row.unit
    assert len(row.source) > 15, name
    assert row.confidence in CONFIDENCES
    if row.confidence == "quoted-secondary":
        assert " " in row.source


@pytest.mark.parametrize("name", device_ids())
def test_every_device_says_where_it_comes_from(name: str) -> None:
    """A device profile has a source and a confidence of its own."""
    profile = device(name)
    assert len(profile.source) > 15
    assert profile.confidence in CONFIDENCES


@pytest.mark.parametrize("name", PLACED_DATA)
def test_every_placement_number_says_where_it_comes_from(name: str) -> None:
    """Sites, regions, layouts and outlines grade what they state; the sources resolve."""
    data = json.loads(read(f"tensplan/{name}.json"))
    graded = list(numbers(data))
    assert len(graded) >= 1
    for path, entry in graded:
        assert entry["confidence"] in CONFIDENCES, path
        sources = entry.get("sources", [entry["source"]] if "source" in entry else None)
        if sources is None:  # a pair of a layout: its layout names the sources
            assert "/pairs/" in path, path
            continue
        assert sources, path
        assert all(citation(source).text for source in sources), path


@pytest.mark.parametrize("part", ["steps"])
def test_every_titration_step_says_where_it_comes_from(part: str) -> None:
    """What a person is told to do has a source and a confidence."""
    data = read_document(ROOT / "tensplan/session_plan/titration.yaml").value
    assert [step["do"] for step in data[part] if step["confidence"] not in CONFIDENCES] == []
    assert [step["do"] for step in data[part] if len(step["source"]) < 10] == []
    assert len(data["stop_source"]) > 20


def test_the_ten_quantities_are_explained_once_each() -> None:
    """The explanation has exactly the quantities that are judged, in their order."""
    assert tuple(quantities()) == QUANTITIES
    assert len(QUANTITIES) == 10


def rules_in_code() -> set[str]:
    """Return the rule ids that the code gives to findings, by keyword or to its helper `fault`."""
    given: set[object] = set()
    for path in modules("tensplan"):
        for node in ast.walk(parse(path)):
            if not isinstance(node, ast.Call):
                continue
            values = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            values += node.args[:1] if getattr(node.func, "id", "") == "fault" else []
            given.update(value.value for value in values if isinstance(value, ast.Constant))
    return {rule for rule in given if isinstance(rule, str) and "/" in rule}


def test_every_rule_in_the_code_is_explained() -> None:
    """Whatever rule a finding names, `tensplan explain` knows it."""
    known = set(rules()) | {limit.id for limit in own_limits()}
    found = rules_in_code()
    assert len(found) > 20
    assert sorted(found - known) == []


CITED = text_files("simulator", "tensplan", "protocols", "docs", "benchmarks")
NO_SOURCE = re.compile(r"\bdossiers?\b|/shared/|\bin-?house (?:notes?|research)\b", re.IGNORECASE)


def test_no_source_is_a_note_of_ours() -> None:
    """A fact cites what was read, never a note that no reader has."""
    assert {
        path: NO_SOURCE.findall(read(path)) for path in CITED if NO_SOURCE.search(read(path))
    } == {}
