"""A project of somebody else: a real protocol, a broken copy of it, and what is found there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "protocols" / "sciatic-path" / "sciatic-path-conventional.yaml"
GOOD, BROKEN = "protocols/good.yaml", "protocols/foot/broken.yaml"
SMALL_PAD = "size_mm: [30, 30]"
CHECK = [sys.executable, "-m", "tensplan", "check"]

Fault = tuple[str, int, str]
"""File, line and rule of a finding of level error."""


@dataclass(frozen=True)
class ForeignProject:
    """A folder, and programs that run in it with this checkout importable."""

    folder: Path

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            arguments,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def write(self, name: str, text: str) -> None:
        """Write a file below the folder."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")


def foreign_project(folder: Path) -> ForeignProject:
    """Return a project with one real protocol and one with two faults."""
    project = ForeignProject(folder)
    project.write(GOOD, REAL.read_text(encoding="utf-8"))
    project.write(BROKEN, broken_text())
    return project


def broken_text() -> str:
    text = REAL.read_text(encoding="utf-8")
    broken = text.replace("size_mm: [50, 50]", SMALL_PAD, 1)
    broken = broken.replace("    target:", "    colour: red\n    target:", 1)
    assert broken.count("\n") == text.count("\n") + 1
    return broken


def line_of(text: str, word: str) -> int:
    """Return the number of the first line that holds a word."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if word in line)


def found_in_text(output: str) -> set[Fault]:
    found = re.findall(r"^(.+):(\d+):\d+: error\[(.+?)\]: ", output, re.MULTILINE)
    return {(file, int(line), rule) for file, line, rule in found}


def found_in_json(output: str) -> set[Fault]:
    return {(f["file"], f["line"], f["rule"]) for f in json.loads(output)["findings"]}


def found_in_annotations(output: str) -> set[Fault]:
    found = re.findall(r"^::error file=(.+?),line=(\d+),.*title=(.+?)::", output, re.MULTILINE)
    return {(file, int(line), rule) for file, line, rule in found}


def found_in_sarif(output: str) -> set[Fault]:
    found = set()
    for result in json.loads(output)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        line = place["region"]["startLine"]
        found.add((place["artifactLocation"]["uri"], line, result["ruleId"]))
    return found


def found_in_junit(output: str) -> set[Fault]:
    return found_in_text("\n".join(ET.fromstring(output.encode()).itertext()))


READERS = {
    "text": found_in_text,
    "json": found_in_json,
    "github": found_in_annotations,
    "sarif": found_in_sarif,
    "junit": found_in_junit,
}
