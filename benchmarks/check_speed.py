"""``tensplan check`` on many files in one call, and on one file in a new process."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from benchmarks.timing import ROOT, Row, children, growth, process, seconds, side_by_side

FILES = 1000
SAMPLE = 10
SCHEMA = ROOT / "protocols/schema/protocol.schema.json"
IMPORTS = "import click, pydantic, ruamel.yaml, numpy"
TENSPLAN = [sys.executable, "-m", "tensplan"]
CAP = re.compile(r"amplitude_cap_ma: *(\d+)")


def write_files(folder: Path, number: int) -> list[Path]:
    """Write distinct protocols: the catalogue's, each with its own amplitude cap."""
    real = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "protocols").rglob("*.yaml"))
        if "tensplan/protocol/1" in path.read_text(encoding="utf-8")
    ]
    written = []
    for index in range(number):
        share = 1 - (index // len(real)) / 1000
        text = CAP.sub(
            lambda cap, share=share: f"amplitude_cap_ma: {int(cap[1]) * share:.4f}",
            real[index % len(real)],
        )
        path = folder / f"{index:04d}.yaml"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def many_files(folder: Path, peers: Path) -> tuple[Row, str]:
    """Measure 1,000 files against a checker of the schema alone, and the growth from 10 on."""
    files = [str(path) for path in write_files(folder, FILES)]
    peer = [str(peers / "checkers/bin/check-jsonschema"), "--schemafile", str(SCHEMA)]
    ours_s, peer_s = side_by_side(process([*TENSPLAN, "check", *files]), process([*peer, *files]))
    different = _different_verdicts(files)
    row = Row(
        "check, 1,000 files in one call",
        ours_s,
        "check-jsonschema, schema only",
        peer_s,
        ours_s / peer_s,
        "at most 1",
        ours_s <= peer_s,
        f"{different} of {SAMPLE} verdicts differ from one at a time",
    )
    sizes = (10, 100, 1000)
    times = [seconds(process([*TENSPLAN, "check", *files[:size]])) for size in sizes]
    return row, "check " + growth("files", sizes, times)


def _different_verdicts(files: list[str]) -> int:
    together = _findings(files)
    return sum(
        _findings([file]) != [entry for entry in together if entry["file"] == file]
        for file in files[:: len(files) // SAMPLE][:SAMPLE]
    )


def _findings(files: list[str]) -> list[dict[str, object]]:
    said = process([*TENSPLAN, "check", "--format", "json", *files])()
    found: list[dict[str, object]] = json.loads(said)["findings"]
    return found


def one_file(peers: Path) -> Row:
    """Measure one file in a new process against importing what such a tool imports; processor time."""
    file = str(ROOT / "protocols/sciatic-path/sciatic-path-conventional.yaml")
    ours_s, peer_s = side_by_side(
        process([*TENSPLAN, "check", file]),
        process([str(peers / "checkers/bin/python"), "-c", IMPORTS]),
        repeats=9,
        clock=children,
    )
    return Row(
        "check, one file, new process",
        ours_s,
        f'python -c "{IMPORTS}"',
        peer_s,
        ours_s / peer_s,
        "at most 1.3",
        ours_s <= 1.3 * peer_s,
        "-",
    )
