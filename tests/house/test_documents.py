"""Decisions in one form, and a register of verifications that is complete."""

from __future__ import annotations

import ast
import re

import pytest
from house.tree import ROOT, parse, read, text_files

DECISIONS = [path for path in text_files("docs/decisions") if path.endswith(".md")]
PARTS = ("**Context.**", "**Decision.**", "**Consequences.**", "**What would change our mind.**")
LONGEST_DECISION = 40

REGISTER = "tests/verification/README.md"
FILES = sorted(path.name for path in (ROOT / "tests/verification").glob("test_*.py"))


def functions(file: str) -> set[str]:
    """Return the test functions of a verification file."""
    return {
        node.name
        for node in parse(f"tests/verification/{file}").body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def register() -> list[list[str]]:
    """Return the rows of the register: id, test, module, case, reference, tolerance, red."""
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in read(REGISTER).splitlines()
        if re.match(r"\| [A-Z]+\d+ \|", line)
    ]
    assert rows
    return rows


def named(rows: list[list[str]]) -> set[str]:
    """Return the test functions that the register names."""
    return {name for row in rows for name in re.findall(r"`(test_\w+)`", row[1])}


def test_decisions_are_numbered_without_a_gap() -> None:
    """0001, 0002 and so on; a number is never used twice."""
    numbers = [int(path.split("/")[-1][:4]) for path in DECISIONS]
    assert len(numbers) > 10
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS)
def test_decision_has_its_four_parts(path: str) -> None:
    """Context, decision, consequences, and what would change our mind, in at most 40 lines."""
    text = read(path)
    places = [text.find(part) for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)
    assert len(text.splitlines()) <= LONGEST_DECISION
    assert text.startswith(f"# {path.rsplit('/', maxsplit=1)[-1][:4]} ")


@pytest.mark.parametrize("file", FILES)
def test_register_has_every_verification(file: str) -> None:
    """Every test function of a verification file is named in the register."""
    found = functions(file)
    assert found
    assert found - named(register()) == set()


def test_register_names_no_test_that_is_gone() -> None:
    """What the register names exists."""
    assert named(register()) - {name for file in FILES for name in functions(file)} == set()


def test_register_rows_are_whole_and_their_ids_unique() -> None:
    """Each row has all seven columns filled; an id is used once; the module exists."""
    rows = register()
    assert [row[0] for row in rows if len(row) != 7 or not all(row)] == []
    assert len({row[0] for row in rows}) == len(rows)
    modules = {name for row in rows for name in re.findall(r"`([\w/]+\.(?:py|json))`", row[2])}
    assert len(modules) > 5
    assert sorted(name for name in modules if not (ROOT / name).is_file()) == []


def test_register_counts_what_was_never_seen_red() -> None:
    """A test that was not yet seen red says so in its row, and the page states how many."""
    unseen = sum(row[6].startswith("not yet") for row in register())
    assert f"Rows not yet seen red: {unseen}." in read(REGISTER)
