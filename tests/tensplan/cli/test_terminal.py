"""Words of others on a terminal: in no verb can they steer it, hide a line or forge one."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest
from builders import plan_for, protocol_data
from clinics import keep_as_made

import tensplan.cli
from tensplan.cli.run import run
from tensplan.cli.terminal import data_text
from tensplan.formats.visible import visible
from tensplan.session_plan.canonical import canonical_bytes, digest

EVIL = "\x1b]0;x\x07\x9b2J\u202e"
"""Sets a title, rings, clears the screen, turns the writing round: no style that a pipe takes away."""

FORGED = "Dr A. Reviewer\nplan: approved by everybody"

OWN_WAY = (
    *("terminal", "check", "plan", "export", "schema"),
    *("completion", "group", "progress", "device", "play"),
)
"""Modules with a `click.echo` of their own: formats that escape by themselves, or no words of others."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder with hostile protocols and plans, and a store that knows the plan."""
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        hostile = protocol_data(title=f"{name} {EVIL}", summary=EVIL)
        (tmp_path / f"{name}.yaml").write_text(json.dumps(hostile), encoding="utf-8")
    plan = plan_for("P-014")
    plan["findings"][0]["message"] += EVIL
    plan["digest"] = digest(plan)
    (tmp_path / "plan.json").write_bytes(canonical_bytes(plan))
    keep_as_made(tmp_path / "store", plan)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["show", "./one.yaml"], id="show-protocol"),
        pytest.param(["show", "plan.json"], id="show-plan"),
        pytest.param(["show", "./one.yaml", "--format", "json"], id="show-json"),
        pytest.param(["diff", "./one.yaml", "./two.yaml"], id="diff"),
        pytest.param(["check", f"./no{EVIL}.yaml"], id="check"),
        pytest.param(["show", f"no{EVIL}"], id="error"),
        pytest.param(["verify", f"no{EVIL}.json"], id="no-file"),
        pytest.param(["export", "plan.json", "--format", "csv", "-o", f"{EVIL}.csv"], id="export"),
    ],
)
def test_words_of_files_are_drawn(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """None of the hostile characters reaches the terminal as it is; an escape stands for it."""
    run(arguments)
    told = "".join(capsys.readouterr())
    assert not set(told) & set("\x1b\x07\x9b\u202e")
    assert "202e" in told


LINE = "\n\x1b[32mplan: approved by everybody\x1b[0m"
"""A line break, and a style of our own, such as a file name or a title may hold."""


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["show", f"no{LINE}.yaml"], id="protocol"),
        pytest.param(["verify", f"no{LINE}.json"], id="plan"),
        pytest.param(["export", f"no{LINE}.json", "--format", "csv"], id="export"),
        pytest.param(["show", "title.yaml"], id="title"),
        pytest.param(["show", "key.yaml"], id="key"),
    ],
)
def test_no_words_forge_a_line(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line break in a file's name, title or key begins no line, and its colour is drawn."""
    title = protocol_data(title=f"calm{LINE}", summary=f"calm{LINE}")
    (folder / "title.yaml").write_text(json.dumps(title), encoding="utf-8")
    (folder / "key.yaml").write_text(json.dumps(title | {f"k{LINE}": 1}), encoding="utf-8")
    run(arguments)
    told = "".join(capsys.readouterr())
    assert "plan: approved by everybody" in told
    assert not [line for line in told.splitlines() if line.startswith("plan: approved")]
    assert "\x1b" not in told


def test_words_of_reviewers_are_drawn(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Name, clinic and reasons of a card, a signature and a revocation, in every verb that shows them."""
    store = ["--store", str(folder / "store")]
    name = FORGED + EVIL
    own = ["--name", name, "--role", "physician", "--clinic", EVIL, "--no-passphrase"]
    assert run(["key", "new", *own, *store]) == 0
    (card,) = folder.glob("reviewer-*.json")
    assert run(["key", "trust", card.name, *store]) == 0
    assert run(["approve", "plan.json", "--reason", f"fits {EVIL}", "--yes", *store]) == 0
    assert run(["verify", "plan.json", *store]) == 0
    assert run(["key", "list", *store]) == 0
    assert run(["key", "revoke", name, "--because", EVIL, *store]) == 0
    assert run(["verify", "plan.json", *store]) == 1
    told = "".join(capsys.readouterr())
    assert not set(told) & set("\x1b\x07\x9b\u202e")
    assert not [
        line for line in told.splitlines() if line.startswith("plan: approved by everybody")
    ]


def test_programs_that_take_turns_are_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The names in a plan that nobody has approved, and that of its device."""
    plan = plan_for("P-014", duration_min=1)
    (one,), first = plan["channels"], plan["course"][0]
    one["programs"].append(FORGED + EVIL)
    plan["protocol"]["content"]["programs"][FORGED + EVIL] = one["program"]
    plan["course"][1] = first | {"programs": {"A": FORGED + EVIL}}
    plan["device"] = EVIL  # known to nobody: the campaign does not begin
    plan["digest"] = digest(plan)
    (tmp_path / "turns.json").write_bytes(canonical_bytes(plan))
    assert run(["faults", str(tmp_path / "turns.json"), "--day", "2"]) == 2
    told = capsys.readouterr().err
    assert not set(told) & set("\x1b\x07\x9b\u202e")
    assert "on day 2 A plays Dr A. Reviewer\\nplan: approved by everybody" in told


@pytest.mark.parametrize("is_terminal", [True, False], ids=["terminal", "pipe"])
def test_a_table_is_drawn_on_a_terminal_and_whole_in_a_pipe(
    is_terminal: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A table needs no approval: whoever wrote the plan chose the names in it."""
    plan = plan_for("P-014")
    plan["exposure"][0]["program"] = f"x{EVIL}"
    plan["digest"] = digest(plan)
    (tmp_path / "plan.json").write_bytes(canonical_bytes(plan))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    table = ["--format", "csv", "--table", "exposure"]
    assert run(["export", str(tmp_path / "plan.json"), *table]) == 0
    told = capsys.readouterr().out
    assert (f"x{EVIL}" in told) is not is_terminal
    assert (r"x\x1b]0;x\x07\x9b2J\u202e" in told) is is_terminal
    assert len(told.splitlines()) == len(plan["exposure"]) + 1


def test_data_reads_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is escaped in JSON is the same text for whoever reads it."""
    words = [EVIL, "Ä", "\u0600 \U000e0041", "\ud800"]
    assert json.loads(data_text(words)) == words
    assert all(visible(line) == line for line in data_text(words).splitlines())
    unseen = protocol_data(summary=f"{EVIL} \U000e0041")
    text = json.dumps(unseen).replace("\\udb40\\udc41", "\\U000e0041")  # as YAML writes it
    (folder / "one.yaml").write_text(text, encoding="utf-8")
    assert run(["show", "./one.yaml", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"] == f"{EVIL} \U000e0041"


@pytest.mark.parametrize(
    "path", sorted(Path(tensplan.cli.__file__).parent.glob("*.py")), ids=lambda p: p.stem
)
def test_one_way_to_the_terminal(path: Path) -> None:
    """A verb prints with `tensplan.cli.terminal.echo`, unless its words are its own."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("echo", "secho")
    ]
    assert not calls or path.stem in OWN_WAY
