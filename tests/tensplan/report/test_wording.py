"""The words of the report by name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import tensplan.report
from tensplan.report.wording import _texts, counted, named, rich, say

ROOM = Path(tensplan.report.__file__).parent


def leaves(texts, prefix=""):
    """Yield the names of all texts."""
    for key, value in texts.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from leaves(value, f"{name}.")
        else:
            yield name, value


def test_every_text_is_text():
    """No number, date or empty value slips in by the rules of YAML."""
    assert [name for name, value in leaves(_texts()) if not isinstance(value, str)] == []


@pytest.mark.parametrize("name", ["nothing.here", "page", "count.session"])
def test_a_name_without_a_text_is_a_fault(name):
    """A wrong name is told, a group of texts is no text."""
    with pytest.raises(KeyError):
        say(name)


def test_one_text_is_no_group():
    """Only a group can be listed."""
    with pytest.raises(KeyError, match="one text"):
        named("page.skip")


def test_numbers_choose_their_form():
    """One is one, everything else is many."""
    assert [counted("count.week", n) for n in (0, 1, 2)] == ["0 weeks", "1 week", "2 weeks"]


def test_looks_of_a_text_are_read():
    """Strong and soft parts are told apart."""
    looks = [span.look for span in rich("signed.nobody")]
    assert looks == ["strong", "plain"]


def names_in_code():
    """Yield every constant name of a text that the code asks for."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            asks = node.func.id in ("say", "rich", "counted", "named") and node.args
            if asks and isinstance(node.args[0], ast.Constant):
                yield node.func.id, node.args[0].value


@pytest.mark.parametrize(("kind", "name"), sorted(set(names_in_code())))
def test_every_name_in_the_code_has_its_text(kind, name):
    """No page is reached whose words are missing."""
    if kind == "named":
        assert named(name)
    elif kind == "counted":
        assert set(named(name)) == {"one", "other"}
    else:
        assert say(name)


def test_no_text_is_left_over():
    """Each text is asked for by its name or through its group."""
    code = "\n".join(p.read_text(encoding="utf-8") for p in sorted(ROOM.rglob("*.py")))
    asked = set(re.findall(r"\"([a-z][a-z_\-]*(?:\.[a-z][a-z_0-9\-]*)+)\"", code))
    open_ended = set(re.findall(r"f\"([a-z_]+(?:\.[a-z_]+)*)[._]\{", code))
    groups = set(re.findall(r"named\(\"([a-z]+)\"\)", code))
    known = asked | open_ended | groups
    unused = [
        name
        for name, _ in leaves(_texts())
        if not any(name == one or name.startswith((f"{one}.", f"{one}_")) for one in known)
    ]
    assert unused == []


COMPARED = {"not explained by"}
"""Values of plan.json that code compares with; nobody reads them from here."""


def sentences(path):
    """Return texts of three words and more that are no docstring, no fault and no markup."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    raised = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    apart = {id(node) for fault in raised for node in ast.walk(fault)}
    apart |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart
    ]
    words = r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}"
    return [text for text in texts if re.search(words, text) and "<" not in text]


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: path.name)
def test_the_code_holds_no_sentences(path):
    """What people read in the report stands in the file of words."""
    assert set(sentences(path)) - COMPARED == set()
