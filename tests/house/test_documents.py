"""Decisions in one form, and a register of verifications that is complete."""

from __future__ import annotations

import ast
import re
from math import log10

import pytest
from house.tree import ROOT, parse, read, text_files

from simulator.properties import device, table
from simulator.skin_load import lowest_credible
from tensplan.protocol.placement import CONDUCTIVE_SHARE
from tensplan.safety.exposure import REFERENCE_LOAD_OHM
from tensplan.safety.two_routes import (
    BOUND_SLACK,
    ROUTES_AGREE_TO,
)
from tensplan.safety.workload import LARGEST_WORKLOAD, PULSES_PER_SEGMENT

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


CONSTANTS = {
    "conductive share": f"else {CONDUCTIVE_SHARE:g} of the outline",
    "routes agree": f"a relative 1e-{-round(log10(ROUTES_AGREE_TO))} ",
    "bound slack": f"by more than 1e-{-round(log10(BOUND_SLACK))} ",
    "reference load": f"the {REFERENCE_LOAD_OHM:g} ohm load",
    "lowest load": f"taken at {lowest_credible().resistance:g} ohm",
    "largest work": f"the work of {LARGEST_WORKLOAD:,} pulses",
    "step work": f"counts as {PULSES_PER_SEGMENT}",
    "generic unit": f"({device('generic-tens').compliance_voltage.value:g} V)",
    "tolerance": f"{device('generic-tens').amplitude_tolerance.value:.0%} is taken".replace(
        "%", " %"
    ),
}
SKIN = {
    "series resistance": ("series_resistance", 1.0, "ohm"),
    "parallel resistance, dry": ("parallel_resistance_dry", 1.0, "ohm"),
    "parallel resistance, wet": ("parallel_resistance_wet", 1.0, "ohm"),
    "parallel capacitance, dry": ("parallel_capacitance_dry", 1e9, "nF"),
    "parallel capacitance, wet": ("parallel_capacitance_wet", 1e9, "nF"),
    "current density that halves the parallel resistance": (
        "halving_current_density",
        0.1,
        "mA/cm2",
    ),
}


@pytest.mark.parametrize("words", CONSTANTS.values(), ids=CONSTANTS)
def test_methods_name_the_constants_of_the_code(words: str) -> None:
    """A number that the page on methods states is the one that is used."""
    assert words in " ".join(read("docs/methods.md").split())


@pytest.mark.parametrize("words", SKIN)
def test_methods_print_the_skin_table(words: str) -> None:
    """Value, range and confidence of each skin number stand as in the data."""
    key, factor, unit = SKIN[words]
    row = table("skin")[key]
    low, high = row.low, row.high
    assert low is not None
    assert high is not None
    cells = (
        f"| {words} | {row.value * factor:,.6g} {unit} "
        f"| {low * factor:,.6g} to {high * factor:,.6g} | {row.confidence.replace('-', ' ')}"
    )
    assert cells in read("docs/methods.md")
