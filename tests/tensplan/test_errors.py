"""Faults that stop the work: each kind has its own name and the promised exit code."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import tensplan
from tensplan.errors import (
    BlockedPlanError,
    FindingsError,
    TensplanError,
    UnreadableError,
    UsageError,
)


def every_kind() -> list[type[TensplanError]]:
    """Return every kind of fault that the package defines."""
    for module in pkgutil.walk_packages(tensplan.__path__, "tensplan."):
        if not module.name.endswith(("__main__", "pytest_plugin")):
            importlib.import_module(module.name)
    found, todo = [], [TensplanError]
    while todo:
        kind = todo.pop()
        found.append(kind)
        todo += kind.__subclasses__()
    return sorted(set(found), key=lambda kind: kind.ref)


def test_each_kind_has_a_name_of_its_own() -> None:
    """Two kinds of fault never share the name that is printed, and the name is plain."""
    refs = [kind.ref for kind in every_kind()]
    assert len(refs) == len(set(refs)), refs
    assert all(re.fullmatch(r"[a-z]+([-/][a-z]+)*", ref) for ref in refs), refs


@pytest.mark.parametrize(
    ("kind", "code"),
    [(FindingsError, 1), (BlockedPlanError, 1), (UsageError, 2), (UnreadableError, 3)],
)
def test_exit_codes_are_the_promised_ones(kind: type[TensplanError], code: int) -> None:
    """1 findings, 2 wrong usage, 3 not readable; kinds below a kind keep its code."""
    assert kind.exit_code == code
    assert {below.exit_code for below in kind.__subclasses__()} <= {code}


@pytest.mark.parametrize(
    ("where", "hint", "text"),
    [
        ("", "", "error[usage]: w"),
        ("f.yaml:1:2", "", "f.yaml:1:2: error[usage]: w"),
        ("", "do it", "error[usage]: w\nhint: do it"),
        ("f.yaml", "do it", "f.yaml: error[usage]: w\nhint: do it"),
    ],
)
def test_the_text_has_place_and_hint_only_when_there_are(where: str, hint: str, text: str) -> None:
    """No empty place and no empty hint is printed."""
    assert str(UsageError("w", where=where, hint=hint)) == text
