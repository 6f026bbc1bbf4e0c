"""Declared packages are imported, imported ones are declared, and each has its reason."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest
from house.tree import PACKAGES, imports, modules, read, text_files

PROJECT = tomllib.loads(read("pyproject.toml"))["project"]
MODULES_OF = {
    "pyyaml": {"yaml"},
    "pydantic": {"pydantic", "pydantic_core"},
    "scikit-fem": {"skfem"},
    "fhirkit-rs": {"fhirkit"},
    "fhir.resources": {"fhir"},
}
"""What a distribution is imported as, where that is not its name."""

OWN = {
    "simulator",
    "tensplan",
    "tests",
    "house",
    "bench",
    "builders",
    "channels",
    "chromium_page",
    "review_desk",
    "fault_table",
    "rights",
    "virtual_devices",
    "people",
    "packs",
    "clinics",
    "virtual_p24",
    "playing",
    "device_process",
    "conftest",
    "foreign_project",
}
TOOLS = {"ruff", "mypy", "types_pyyaml"}
"""Run as commands."""


def names(requirements: list[str]) -> set[str]:
    """Return the names of requirements in lower case."""
    return {re.split(r"[<>=!~;\[ ]", text)[0].lower() for text in requirements}


def third_party(paths: list[str]) -> set[str]:
    """Return the top-level packages that files import, beside the standard library and our own."""
    tops = {name.split(".")[0] for path in paths for name in imports(path)}
    return tops - set(sys.stdlib_module_names) - OWN


def importable(distributions: set[str]) -> set[str]:
    """Return what distributions are imported as."""
    plain = {name.replace("-", "_") for name in distributions}
    return plain.union(*(MODULES_OF.get(name, set()) for name in distributions))


CODE = [path for package in PACKAGES for path in modules(package)]
CORE = names(PROJECT["dependencies"])
TEST = names(PROJECT["optional-dependencies"]["test"])
TESTS = [path for path in text_files("tests") if path.endswith(".py")]


def test_every_import_of_the_packages_is_declared() -> None:
    """Nothing that is imported is missing from a plain install; the plugin needs pytest itself."""
    plugin = {"tensplan/pytest_plugin.py"}
    assert third_party([path for path in CODE if path not in plugin]) - importable(CORE) == set()


def test_every_import_of_the_tests_is_declared() -> None:
    """The test extra is enough to run the tests."""
    assert third_party(TESTS) - importable(CORE | TEST) == set()


@pytest.mark.parametrize("name", sorted(CORE))
def test_every_dependency_is_imported(name: str) -> None:
    """A package that nobody imports costs every user its size for nothing."""
    assert importable({name}) & third_party(CODE)


@pytest.mark.parametrize("name", sorted(CORE))
def test_every_dependency_has_its_reason(name: str) -> None:
    """The decision on dependencies and the page on installing name each of them."""
    (decision,) = [p for p in text_files("docs/decisions") if "dependencies" in p]
    assert name in read(decision).lower()
    assert name in read("docs/install.md").lower()


def test_python_versions_are_the_same_everywhere() -> None:
    """The build file, the README and the page on installing name the same oldest Python."""
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert f"Python {oldest} or newer" in read("README.md")
    assert f"Python {oldest}" in read("docs/install.md")
