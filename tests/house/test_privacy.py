"""Nothing of the machine or the workplace on which the project was written."""

from __future__ import annotations

import re

import pytest
from house.tree import files_of_the_project, read

MACHINE = re.compile(
    r"(?<![\w.:/<-])/(?:work|root|home/[a-z]\w*|Users/\w+|opt|mnt)/[\w.-]+|[A-Z]:\\Users\\",
)
SCRATCH = re.compile(r"(?<![\w.])/tm" r"p/")
REGISTRY = re.compile(
    r"\b(?:pypi\."
    r"org|files\.python"
    r"hosted\.org|registry\.npm"
    r"js\.org|proxy\.go"
    r"lang\.org)\b"
)
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{20,}|\bAKIA[0-9A-Z]{16}\b")
FILES = files_of_the_project()


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(MACHINE, id="machine-paths"),
        pytest.param(REGISTRY, id="registry-hosts"),
        pytest.param(SECRET, id="secrets"),
    ],
)
def test_no_file_tells_of_the_machine(pattern: re.Pattern[str]) -> None:
    """No path of one machine, no package registry, no secret, in any file of the project."""
    assert len(FILES) > 200
    assert {path: pattern.findall(read(path)) for path in FILES if pattern.search(read(path))} == {}


def test_no_code_or_data_names_a_scratch_folder() -> None:
    """Temporary files go where the system says, never to a fixed folder."""
    code = [path for path in FILES if path.startswith(("simulator/", "tensplan/", "protocols/"))]
    assert {path: SCRATCH.findall(read(path)) for path in code if SCRATCH.search(read(path))} == {}
