"""Words that the product does not use, and words that belong to no project."""

from __future__ import annotations

import ast
import re

import pytest
from house.tree import PACKAGES, files_of_the_project, modules, parse, read, text_files

CLAIM = re.compile(r"\b(?:un)?safe(?:ly|r|st)?\b|\bharmless\b|\brisk-free\b", re.IGNORECASE)
"""The product shows exposure; it never claims that a plan is without harm."""

DENIALS = (
    "makes no claim that anything is harmless",
    "or a proof that a plan is harmless",
    'never "safe"',
    "'unsafe-inline'",  # a word of the browser's content policy
    "| safe",  # the template engine's word for text that is not escaped again
)
BLAME = re.compile(r"\b(?:invalid|please|illegal|wrong input|bad value)\b", re.IGNORECASE)
UNDONE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK|NotImplemented" r"Error)\b")
OLD_TERMS = re.compile(
    r"\bintensity_ma\b|\bpulse duration_us\b|\bfrequency_hz\b|\bduty_cycle_pct\b"
)


def without_denials(text: str) -> str:
    """Return the text without the sentences that deny such a claim."""
    for denial in DENIALS:
        text = text.replace(denial, "")
    return text


def strings(path: str) -> list[tuple[int, str]]:
    """Return the strings of a module with their lines; docstrings included."""
    return [
        (node.lineno, node.value)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


SHOWN = [*text_files("tensplan", "protocols", "docs", "simulator"), "README.md", "CHANGELOG.md"]
TEXTS = sorted(path for path in SHOWN if not path.endswith(".py"))


@pytest.mark.parametrize("path", TEXTS)
def test_texts_claim_exposure_and_nothing_more(path: str) -> None:
    """No text, template or data file says that something is without harm, or blames the reader."""
    text = without_denials(read(path))
    if not path.startswith("docs/"):  # the docs may quote the words that are not used
        assert BLAME.findall(text) == []
    assert CLAIM.findall(text) == [] or path.startswith("docs/decisions/")


@pytest.mark.parametrize("package", PACKAGES)
def test_strings_claim_exposure_and_nothing_more(package: str) -> None:
    """No string in the code does either."""
    found = [
        f"{path}:{line}: {text}"
        for path in modules(package)
        for line, text in strings(path)
        if CLAIM.search(without_denials(text)) or BLAME.search(text)
        if len(text) > len("please-safe/")  # a lone word such as a keyword's value
    ]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_is_left_undone_in_the_code(package: str) -> None:
    """No note to do it later, and no function that only says that it is not there."""
    assert {p: UNDONE.findall(read(p)) for p in modules(package) if UNDONE.search(read(p))} == {}


def test_nothing_is_left_undone_in_the_texts() -> None:
    """The same for documents, data and templates."""
    texts = [path for path in files_of_the_project() if not path.endswith(".py")]
    assert {path: UNDONE.findall(read(path)) for path in texts if UNDONE.search(read(path))} == {}


@pytest.mark.parametrize("path", [p for p in TEXTS if p.startswith(("protocols/", "docs/"))])
def test_terms_are_those_of_the_glossary(path: str) -> None:
    """No file key of another vocabulary slips in."""
    assert OLD_TERMS.findall(read(path)) == []
