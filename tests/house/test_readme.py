"""The README and the other documents say what is so."""

from __future__ import annotations

import contextlib
import io
import re
import shlex

import pytest
from click.testing import CliRunner
from house.tree import ROOT, read, text_files

from tensplan.cli.group import group

README = read("README.md")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + [
    path for path in text_files("docs", "benchmarks", "tests") if path.endswith(".md")
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(language: str) -> list[str]:
    """Return the README's blocks in a language."""
    return [body.strip() for kind, body in BLOCK.findall(README) if kind == language]


def links() -> list[tuple[str, str]]:
    """Return each link into the repository with the document that has it."""
    return [
        (path, target)
        for path in DOCUMENTS
        for target in LINK.findall(re.sub(r"```.*?```", "", read(path), flags=re.DOTALL))
        if not target.startswith(("http://", "https://", "mailto:"))
    ]


def anchors(path: str) -> set[str]:
    """Return the anchors of a document's headings."""
    titles = re.findall(r"^#+ (.+)$", read(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_readme_has_two_commands_of_one_line() -> None:
    """One command for the main job, one for the tests, each a single line."""
    commands = blocks("sh")
    assert len(commands) == 2
    assert [command for command in commands if "\n" in command] == []
    assert "tensplan plan" in commands[0]
    assert "pytest" in commands[1]


@pytest.mark.parametrize("number", [0, 1], ids=["first", "second"])
def test_continuous_integration_runs_the_readmes_own_commands(number: int) -> None:
    """Each command stands letter by letter as a line of the script that CI runs."""
    assert blocks("sh")[number] in read(".ci/run").splitlines()


def test_readmes_python_runs() -> None:
    """The block runs as it stands, and the check it prints names the limit it was given."""
    (code,) = blocks("python")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert "2 mA/cm2" in printed.getvalue()


COMMANDS = [
    command
    for command in re.findall(r"`(tensplan [^`]+)`", README)
    if not command.startswith("tensplan check")  # the catalogue is checked by its own tests
]


@pytest.mark.parametrize("command", COMMANDS)
def test_readmes_commands_exit_with_zero(command: str) -> None:
    """What the doors tell a reader to type works."""
    result = CliRunner().invoke(group, shlex.split(command)[1:], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert result.output


@pytest.mark.parametrize(("path", "target"), links(), ids=[f"{p}>{t}" for p, t in links()])
def test_links_resolve(path: str, target: str) -> None:
    """Every link into the repository leads to a file or folder, and to a heading that is there."""
    name, _, anchor = target.partition("#")
    file = (ROOT / path).parent / name if name else ROOT / path
    assert file.exists()
    if anchor:
        assert anchor in anchors(file.resolve().relative_to(ROOT).as_posix())


def test_readme_says_first_what_it_is_not() -> None:
    """Before any command a reader has met the three denials."""
    head = README.split("## Two commands")[0]
    for words in ("Investigational", "Not a medical device", "without a clinician's own judgement"):
        assert words in head
