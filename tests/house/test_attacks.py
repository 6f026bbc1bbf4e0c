"""The table of attacks on approvals: each row names tests and rules that exist, each attack has a row."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from house.tree import parse, read, text_files

from tensplan.explanation.rules import rules as own_rules

CASES_OF = "tests/tensplan/approval/test_verification.py"


def rows() -> list[list[str]]:
    """Return the rows of the table: attack, rules, tests."""
    section = read("docs/approval.md").split("## What voids an approval")[1]
    table = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table]


ROWS = rows()


@cache
def cases() -> set[str]:
    """Return the names of the attacks that are run."""
    for node in parse(CASES_OF).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "ATTACKS":
            assert isinstance(node.value, ast.Dict)
            return {key.value for key in node.value.keys if isinstance(key, ast.Constant)}
    return set()


@cache
def functions_of_tests() -> set[str]:
    """Return the names of all test functions."""
    tests = [path for path in text_files("tests") if path.endswith(".py")]
    nodes = (node for path in tests for node in ast.walk(parse(path)))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_each_attack_names_tests_and_rules_that_exist(row: list[str]) -> None:
    """A row without a test, or with one that is gone, is a claim."""
    _, rules, shown_by = row
    named = set(re.findall(r"`(\w+)`", shown_by))
    brackets = set(re.findall(r"\[([^\]]+)\]", shown_by))
    assert named | brackets
    assert named <= functions_of_tests()
    assert brackets <= cases()
    assert set(re.findall(r"[a-z]+/[a-z-]+", rules)) <= set(own_rules())


def test_each_attack_that_is_run_has_a_row() -> None:
    """The table leaves none out."""
    assert {name for row in ROWS for name in re.findall(r"\[([^\]]+)\]", row[2])} == cases()
