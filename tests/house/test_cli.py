"""Every verb has help with an example, and every name that is promised exists."""

import re
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tensplan.cli.greeting import greeting
from tensplan.cli.group import group
from tensplan.cli.verbs import GROUPS, VERBS
from tensplan.explanation.errors_page import errors_page

ROOT = Path(__file__).parents[2]
NAMES = [verb.name for verb in VERBS]


def help_of(name: str) -> str:
    """Return what ``tensplan NAME --help`` prints."""
    done = CliRunner().invoke(group, [name, "--help"])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", NAMES)
def test_help_has_summary_options_and_examples(name):
    """Each verb says what it does, with at least one example of itself."""
    text = help_of(name)
    assert f"Usage: tensplan {name}" in text or f"Usage: group {name}" in text
    assert "Examples:" in text
    assert re.search(rf"^ +tensplan {name}\b", text, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_help_fits_a_hundred_columns(name):
    """No line of the help is wider than 100 columns."""
    assert max(map(len, help_of(name).splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_described(name):
    """No option is without a sentence."""
    command = import_module(f"tensplan.cli.{name}").command
    bare = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert bare == []
    assert command.name == name


@pytest.mark.parametrize("verb", VERBS, ids=NAMES)
def test_verb_is_greeted(verb):
    """The greeting names each verb in its group, and each group is known."""
    assert re.search(rf"\b{verb.name}\b", greeting())
    assert verb.group in GROUPS


def test_greeting_names_no_verb_that_does_not_exist():
    """What the greeting tells people to type exists."""
    typed = set(re.findall(r"\btensplan ([a-z]+)\b", greeting()))
    assert typed <= set(NAMES)


@pytest.mark.parametrize("page", ["README.md", "docs/errors.md", "docs/ci.md"])
def test_pages_name_only_verbs_that_exist(page):
    """What a page tells people to type exists."""
    path = ROOT / page
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    typed = set(re.findall(r"^\s*(?:\$ )?tensplan ([a-z]+)\b", text, re.MULTILINE))
    typed |= set(re.findall(r"`tensplan ([a-z]+)\b", text))
    assert typed <= set(NAMES)


def test_exit_codes_are_listed():
    """The five exit codes stand where people look for them."""
    text = " ".join(errors_page().split())
    for words in ("0 fine", "1 findings", "2 wrong usage", "3 not readable", "4 internal error"):
        assert words in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["list"], 0),
        (["show", "no-such-protocol"], 2),
        (["explain", "no/such-rule"], 2),
        (["no-such-verb"], 2),
        (["show", "./no-such-file.yaml"], 3),
        (["check", "./no-such-file.yaml"], 3),
        (["simulate", "physio5-fm"], 1),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else str(part),
)
def test_exit_codes_are_kept(arguments, code, capsys):
    """Each way to end has its code."""
    from tensplan.cli.run import run

    assert run(arguments) == code
    capsys.readouterr()
