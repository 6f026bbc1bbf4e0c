"""What a public name says of itself."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module

import pytest
from house.tree import PACKAGES, modules, parse

import simulator
import tensplan

ROOMS = (
    "bioheat",
    "device",
    "nerve",
    "output_stage",
    "properties",
    "skin_load",
    "volume_conductor",
)
"""Rooms of the simulator that are used by name."""

DATA = {"Block", "Check", "Exposure", "Pulses", "Response", "Finding", "Plan"}
"""What functions return: shown in the examples of those functions."""


def entry_points() -> list[tuple[str, str]]:
    """Return the names that a user of the two packages imports."""
    pairs = [("simulator", name) for name in simulator.__all__]
    pairs += [("tensplan", name) for name in tensplan.__all__]
    for room in ROOMS:
        names = vars(import_module(f"simulator.{room}"))
        pairs += [
            (f"simulator.{room}", name)
            for name, value in names.items()
            if inspect.isfunction(value) and not name.startswith("_")
            if value.__module__.startswith(f"simulator.{room}")
        ]
    return sorted({pair for pair in pairs if pair[1] not in DATA})


def undocumented(tree: ast.Module) -> list[str]:
    """Return public functions and classes without a docstring."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        node.name
        for node in tree.body
        if isinstance(node, kinds) and node.name[0] != "_" and not ast.get_docstring(node)
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_and_public_name_says_what_it_is(package: str) -> None:
    """Each module, public function and public class has a docstring."""
    missing = {path: undocumented(parse(path)) for path in modules(package)}
    assert {path: names for path, names in missing.items() if names} == {}
    assert [path for path in modules(package) if not ast.get_docstring(parse(path))] == []


@pytest.mark.parametrize(("module", "name"), entry_points(), ids=".".join)
def test_entry_points_have_examples(module: str, name: str) -> None:
    """What a user imports shows a use of itself, which the suite runs as a doctest."""
    docstring = inspect.getdoc(getattr(import_module(module), name)) or ""
    home = import_module(module).__doc__ or ""
    assert "Examples\n--------\n" in docstring or f".{name}(" in home
    assert ">>> " in docstring or f".{name}(" in home
