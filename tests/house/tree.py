"""What lies in the repository: its code, its text, and the imports of a module."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("simulator", "tensplan")
TEXT_ENDINGS = (".py", ".md", ".yaml", ".yml", ".json", ".toml", ".j2", ".css", ".csv", ".txt")
FOLDERS = (*PACKAGES, "protocols", "tests", "docs", "benchmarks", ".ci")


def modules(package: str) -> list[str]:
    """Return the Python files of a package as paths from the root."""
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / package).rglob("*.py"))


def text_files(*folders: str) -> list[str]:
    """Return the text files below folders, without caches, as paths from the root."""
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and (path.suffix in TEXT_ENDINGS or path.parent.name == ".ci")
    ]
    return sorted(path for path in found if "/." not in path and "__pycache__" not in path)


def files_of_the_project() -> list[str]:
    """Return every text file that a reader of the project sees."""
    beside = [p.name for p in ROOT.iterdir() if p.is_file() and p.suffix in TEXT_ENDINGS]
    return sorted([*text_files(*FOLDERS), *beside, "LICENSE", ".pre-commit-hooks.yaml"])


def read(path: str) -> str:
    """Return the text of a file of the project; hostile test files hold bytes that are no text."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def parse(path: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(read(path))


@cache
def imports(path: str) -> frozenset[str]:
    """Return the full names that a module imports anywhere in it, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            found.update(_targets(node.module or "", [alias.name for alias in node.names]))
    return frozenset(found)


def module_path(name: str) -> str | None:
    """Return the file of a module of this project; None for any other module."""
    base = ROOT / name.replace(".", "/")
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if name.split(".", maxsplit=1)[0] in PACKAGES and path.is_file():
            return path.relative_to(ROOT).as_posix()
    return None


def reached(path: str) -> set[str]:
    """Return the modules of this project that a module imports, directly or through others."""
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        for name in imports(waiting.pop()):
            file = module_path(name)
            if file is not None and file not in seen:
                seen.add(file)
                waiting.append(file)
    return seen


def _targets(module: str, names: list[str]) -> set[str]:
    """Return submodules where the names are such, else the module itself."""
    if module.split(".", maxsplit=1)[0] not in PACKAGES:
        return {module}
    full = {name: f"{module}.{name}" for name in names}
    return {full[name] if module_path(full[name]) else module for name in names}
