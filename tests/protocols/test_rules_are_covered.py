"""Every rule that the code can emit is shown on a file, or named by a test."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import tensplan
from tensplan.safety.limits import own_limits

HERE = Path(__file__).parent
TESTS = HERE.parent
PACKAGE = Path(tensplan.__file__).parent

GROUPS = (
    "approval",
    "device",
    "exposure",
    "file",
    "limits",
    "nerve",
    "pads",
    "placement",
    "plan",
    "program",
    "project",
    "protocol",
    "pulse",
    "routes",
    "schema",
    "thermal",
    "timing",
    "course",
    "yaml",
    "iec-60601-2-10",
    "fda",
)
RULE = re.compile(rf"({'|'.join(GROUPS)})/[a-z][a-z0-9]*(-[a-z0-9]+)*")
EXPECT = re.compile(r"^# expect: (\S+) at \d+:\d+$", re.MULTILINE)

OF_LIMITS = {limit.id for limit in own_limits()}
"""Rules whose id is that of a row of the limits."""

NEVER_SHOWN = {"limits/loosened"}
"""Put into one refusal of the whole limits file, whose words are tested instead of the rule."""


def docstrings(tree: ast.Module) -> set[int]:
    """Return the identities of the docstring nodes of a module."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def texts(path: Path) -> set[str]:
    """Return the text constants of a source file that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = docstrings(tree)
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in described
    }


@cache
def emitted() -> frozenset[str]:
    """Return the rules that stand in the code as text, and those of the limits."""
    found = {text for path in PACKAGE.rglob("*.py") for text in texts(path)}
    return frozenset({text for text in found if RULE.fullmatch(text)} | OF_LIMITS)


@cache
def shown() -> frozenset[str]:
    """Return the rules that a file of this folder announces."""
    paths = [path for name in ("reject", "warn") for path in (HERE / name).glob("*.yaml")]
    content = [path.read_bytes().decode("utf-8", errors="replace") for path in paths]
    return frozenset(rule for text in content for rule in EXPECT.findall(text))


@cache
def named_in_tests() -> frozenset[str]:
    """Return the rules that any other test file names."""
    paths = [path for path in TESTS.rglob("test_*.py") if path != Path(__file__)]
    return frozenset(text for path in paths for text in texts(path) if RULE.fullmatch(text))


def emitted_by(group: str) -> set[str]:
    """Return the emitted rules of a group."""
    return {rule for rule in emitted() if rule.split("/")[0] == group}


@pytest.mark.parametrize("rule", sorted(emitted() - NEVER_SHOWN))
def test_rule_is_covered(rule):
    """A rule that no file shows and no test names could stop working unseen."""
    assert rule in shown() | named_in_tests()


@pytest.mark.parametrize("group", ["schema", "timing", "pulse", "pads", "program", "yaml"])
def test_rules_of_files_are_shown_on_files(group):
    """Rules about the text of a file are shown on files: all of the group."""
    assert emitted_by(group)
    assert emitted_by(group) <= shown()


@pytest.mark.parametrize("rule", sorted(shown()))
def test_shown_rule_exists(rule):
    """No file announces a rule that the code does not have."""
    assert rule in emitted()


def test_exceptions_are_rules():
    """An exception that the code no longer has is dropped here too."""
    assert emitted() >= NEVER_SHOWN


def test_all_rules_are_seen():
    """The search finds rules by keyword, by position, by class, by table and in the limits."""
    assert {
        "pads/overlap",
        "timing/one-rate",
        "yaml/forbidden",
        "schema/not-finite",
        "project/pad-gap",
    } <= emitted()
