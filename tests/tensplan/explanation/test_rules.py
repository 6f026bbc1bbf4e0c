"""Every rule that the code can name is explained, and none that it cannot."""

import ast
import re
from pathlib import Path

import pytest

import tensplan
from tensplan.explanation.errors_page import errors_page
from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE
from tensplan.explanation.rules import quantities, rules
from tensplan.protocol.document import read_document
from tensplan.safety.exposure import QUANTITIES
from tensplan.safety.limits import own_limits

PACKAGE = Path(tensplan.__file__).parent
FORM = re.compile(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
MEDIA = {"text/html", "text/css", "application/json", "multipart/form-data"}
NO_RULES = MEDIA | {"application/x-www-form-urlencoded", "and/or", "kg/m2", "m/s"}
LIMITS = {limit.id for limit in own_limits()}


def constants(tree: ast.AST):
    """Yield every text that stands in the code, docstrings left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def named_in_code() -> set[str]:
    """Return every rule id that stands in the code."""
    found = {"internal"}
    for path in PACKAGE.rglob("*.py"):
        if "explanation" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {text for text in constants(tree) if FORM.fullmatch(text)} - NO_RULES
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found |= {
                    part.value.value
                    for part in node.body
                    if isinstance(part, ast.Assign)
                    and isinstance(part.targets[0], ast.Name)
                    and part.targets[0].id == "ref"
                    and isinstance(part.value, ast.Constant)
                }
    return found


def test_every_rule_in_the_code_is_explained():
    """No rule id that a person may meet is without an explanation."""
    assert named_in_code() - set(rules()) - LIMITS == set()


def test_no_explanation_is_stale():
    """No explanation is left of a rule that the code does not name."""
    assert set(rules()) - named_in_code() == set()


def test_the_search_finds_what_it_should():
    """The search sees keyword rules, tables of rules and error classes."""
    assert {"pads/outline", "schema/missing-key", "yaml/forbidden", "usage"} <= named_in_code()


def test_each_rule_is_explained_once():
    """No id is given twice: the second would hide the first."""
    entries = read_document(PACKAGE / "explanation" / "rules.yaml").value["rules"]
    ids = [entry["id"] for entry in entries]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda rule: rule.id)
def test_rule_is_complete(rule):
    """What, why and fix are sentences, and the confidence is a known word."""
    for text in (rule.what, rule.why, rule.fix):
        assert text[0].isupper()
        assert text.endswith(".")
    assert rule.confidence in WORDS_OF_CONFIDENCE
    assert rule.source.strip()


def test_the_ten_quantities_are_explained():
    """Each exposure quantity has its formula, in the order of the tables."""
    assert tuple(quantities()) == QUANTITIES


def test_page_is_current():
    """docs/errors.md is what the data says."""
    page = PACKAGE.parent / "docs" / "errors.md"
    assert page.read_text(encoding="utf-8") == errors_page()


@pytest.mark.parametrize("name", sorted({*rules(), *LIMITS}))
def test_page_has_an_entry(name):
    """Each rule has exactly one entry."""
    assert errors_page().count(f"### {name}\n") == 1
