"""Files that read in one sitting, functions that do one thing."""

from __future__ import annotations

import ast
from statistics import median

import pytest
from house.tree import PACKAGES, modules, parse, read

LONGEST_FILE = 400
MEDIAN_FILE = 150
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 10
"""Lines; a function without its signature and its docstring."""


def length(path: str) -> int:
    """Return the lines of a file."""
    return len(read(path).splitlines())


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions(package: str) -> dict[str, int]:
    """Return every function of a package with its lines of code."""
    return {
        f"{path}:{node.name}:{node.lineno}": code_lines(node)
        for path in modules(package)
        for node in ast.walk(parse(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_is_too_long(package: str) -> None:
    """No file of a package has more than 400 lines."""
    assert {p: length(p) for p in modules(package) if length(p) > LONGEST_FILE} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_median_file_reads_in_one_sitting(package: str) -> None:
    """The median file of a package has at most 150 lines."""
    lengths = [length(path) for path in modules(package)]
    assert len(lengths) > 10
    assert median(lengths) <= MEDIAN_FILE


@pytest.mark.parametrize("package", PACKAGES)
def test_no_function_is_too_long(package: str) -> None:
    """No function has more than 50 lines of code."""
    long = {name: size for name, size in functions(package).items() if size > LONGEST_FUNCTION}
    assert long == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_median_function_does_one_thing(package: str) -> None:
    """The median function has at most ten lines of code."""
    sizes = functions(package)
    assert len(sizes) > 50
    assert median(sizes.values()) <= MEDIAN_FUNCTION
