"""Every verb as a person runs it: its own examples, pipes, colours, completion."""

import json
import os
import pty
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tensplan.cli.run import run
from tensplan.cli.verbs import VERBS
from tensplan.protocol.catalogue import catalogue
from tensplan.resources import protocols_folder

EXAMPLE = re.compile(r"^  (tensplan .*)$", re.MULTILINE)
CLINIC = "schema: tensplan/limits/1\nclinic: Example\nlimits: [{id: project/current-density, error: 1.5}]\n"


def examples(verb: str) -> list[str]:
    """Return the examples of a verb's help."""
    module = __import__(f"tensplan.cli.{verb}", fromlist=["EXAMPLES"])
    return EXAMPLE.findall(module.EXAMPLES)


UNTIL_CTRL_C = ("tensplan device --pty", "tensplan device --tcp", "tensplan review")
"""Lines that go on until somebody stops them, by their beginning."""

BESIDE_A_DEVICE = {
    "tensplan play p-014/plan.json --port 127.0.0.1:4040": "tensplan device --tcp 127.0.0.1:4040",
}
"""Lines that need a device that runs, by their beginning, and how it is started."""

BY_HAND = ("tensplan play p-014/plan.json --port p24",)
"""Needs keys and a terminal; `test_play.py` presses them."""

SLOW = ("tensplan faults --client", "tensplan faults my-plan/plan.json")
"""Take up to minutes; `tests/tensplan/cli/test_faults.py` runs the same, the first where it is marked long."""

CODES = {
    "tensplan play": 1,  # the script ends it early
    "tensplan device -- tensplan play": 1,
}
"""Exit codes other than 0, by the beginning of the line."""

HAND = '{"at_s": 0.2, "channel": "A", "amplitude_ma": 5}\n{"at_s": 2, "do": "stop", "because": "no-time"}\n'
MY_CLIENT = """\
import os
from simulator.sciencemode4.host import Host
from simulator.sciencemode4.ports.line import open_line

print(Host(open_line(os.environ["TENSPLAN_PORT"])).device_id())
"""

TYPED = {
    "tensplan new patient --for": "q\n",
    "tensplan new protocol": "mine\nMine\nA summary.\n" + "\n" * 20,
    "tensplan approve": "y\n",
}
"""What a person types, by the beginning of the line."""


ALL = [
    (verb.name, line)
    for verb in VERBS
    for line in examples(verb.name)
    if not line.startswith(BY_HAND + SLOW)
]


def typed(line: str) -> str:
    """Return what a person types while a line runs."""
    return next((text for start, text in TYPED.items() if line.startswith(start)), "")


IN_THE_BACK = "set -m; {line} > said & while ! test -s said && kill -0 %1; do sleep 0.05; done"
"""Starts a line, and goes on when it has said that it is there, or has ended."""


def as_run(line: str) -> str:
    """Return what a shell runs to do a line to its end."""
    if line.startswith(UNTIL_CTRL_C):
        return f"{IN_THE_BACK.format(line=line)}; kill -INT %1; wait %1"
    for start, device in BESIDE_A_DEVICE.items():
        if line.startswith(start):
            beside = IN_THE_BACK.format(line=device)
            return f"{beside}; {line}; code=$?; kill -INT %1; wait %1; (exit $code)"
    return line


def with_a_free_port(line: str) -> str:
    """Return a line with another port wherever the help names one."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return re.sub(r"\b(4040|8123)\b", str(free.getsockname()[1]), line)


def code_of(line: str) -> int:
    """Return the exit code that a line has."""
    return next((code for start, code in CODES.items() if line.startswith(start)), 0)


def shell(line: str, folder: Path, **more: str) -> subprocess.CompletedProcess:
    """Run a line in bash, with tensplan being this Python's."""
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", **more}
    environment["XDG_DATA_HOME"] = str(folder / ".local/share")
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    tensplan = f'tensplan() {{ "{sys.executable}" -m tensplan "$@"; }}; '
    return subprocess.run(
        ["bash", "-c", tensplan + with_a_free_port(as_run(line))],
        cwd=folder,
        env=environment,
        input=typed(line),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Make a folder with what the examples name."""
    here = tmp_path_factory.mktemp("verbs")
    shutil.copytree(protocols_folder(), here / "protocols")
    shutil.copy(catalogue()["sciatic-path-modulated"], here / "my.yaml")
    (here / "clinic.yaml").write_text(CLINIC)
    for part in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        (here / part).mkdir(parents=True)
    for name, protocol in (
        ("my-plan", "sciatic-path-conventional"),
        ("p-014", "sciatic-path-conventional --patient example-intact"),
        ("foot", "foot-bracket-dorsum-with-lumbar --patient example-intact"),
        ("old", "sciatic-path-conventional"),
        ("new", "sciatic-path-modulated"),
    ):
        inside(f"plan {protocol} --on 2026-11-22 --out {name}", here)
    (here / "answers.yaml").write_text("RF_CES: no\n", encoding="utf-8")
    (here / "hand.jsonl").write_text(HAND, encoding="utf-8")
    (here / "my_client.py").write_text(MY_CLIENT, encoding="utf-8")
    (here / "faults.jsonl").write_text(
        '{"fault": "lead-off", "at_us": 5000000}\n', encoding="utf-8"
    )
    (here / "clinic" / "plans").mkdir(parents=True)
    shutil.copy(catalogue()["foot-bracket-sole"], here / "clinic" / "foot.yaml")
    _with_a_reviewer(here)
    return here


def inside(line: str, folder: Path) -> None:
    """Run a line in this process, in a folder that is its user's home."""
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        here.setenv("XDG_DATA_HOME", str(folder / ".local/share"))
        assert run(shlex.split(line)) == 0, line


def _with_a_reviewer(here: Path) -> None:
    """Make a reviewer whom the clinic trusts, what they approved, and the card of another one."""
    reviewer = "--role physician --no-passphrase"
    inside(f'key new --name "Dr A. Reviewer" {reviewer}', here)
    (card,) = here.glob("reviewer-*.json")
    inside(f"key trust {card.name}", here)
    card.unlink()
    inside("approve p-014/plan.json --reason fits --yes", here)
    inside("approve foot/plan.json --reason fits --yes", here)
    inside("store backup weekly.sqlite", here)
    (here / "mail").mkdir()
    shutil.copy(here / "p-014/plan.approval.json", here / "mail")
    shutil.copy(here / "p-014/plan.json", here / "plan.json")
    inside(f'key new --name "Dr B. Reviewer" {reviewer} --store other', here)


@pytest.mark.parametrize(("verb", "line"), ALL, ids=[line for _, line in ALL])
def test_example_of_the_help_runs(folder, verb, line, tmp_path):
    """What the help shows works as it stands, in a folder that no other example has changed."""
    here = tmp_path / "here"
    shutil.copytree(folder, here)
    done = shell(line, here, TENSPLAN_PASSPHRASE="four quiet words")
    assert done.returncode == code_of(line), done.stderr
    assert "Traceback" not in done.stderr


DATA = [
    "list",
    "list --rules",
    "show sciatic-path-conventional",
    "show my-plan/plan.json",
    "explain project/current-density my-plan/plan.json",
    "diff old/plan.json new/plan.json",
    "simulate sciatic-path-conventional",
    "check my.yaml",
    "plan sciatic-path-conventional --out again",
]


@pytest.mark.parametrize("line", DATA)
def test_json_is_alone_on_stdout(folder, line, capfd):
    """Every verb that answers with data prints JSON and nothing else on stdout."""
    inside(f"{line} --format json", folder)
    assert json.loads(capfd.readouterr().out)


def on_a_terminal(line: str, folder: Path, **more: str) -> str:
    """Run a line on a terminal of 24 by 80 and return what it showed."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm-256color", **more}
    with subprocess.Popen(
        [sys.executable, "-m", "tensplan", *line.split()],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        shown = b""
        while part := _read(leader):
            shown += part
        os.close(leader)
        assert process.wait(60) == 0
    return shown.decode()


def _read(descriptor: int) -> bytes:
    """Read what there is; a closed terminal is the end."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


READING = ["list", "show my-plan/plan.json", "explain generic-tens", "simulate sciatic-path-burst"]


@pytest.mark.parametrize("line", READING)
def test_terminal_gets_colour_and_its_own_width(folder, line):
    """On a terminal there is colour, and no line is wider than the terminal."""
    shown = on_a_terminal(line, folder)
    assert "\x1b[" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(len(part) for part in plain.splitlines()) <= 80


@pytest.mark.parametrize("line", READING)
def test_no_color_is_respected(folder, line):
    """NO_COLOR leaves plain text."""
    assert "\x1b[" not in on_a_terminal(line, folder, NO_COLOR="1")


@pytest.mark.parametrize("line", READING)
def test_pipe_gets_plain_text(folder, line, capfd):
    """What is no terminal gets no escape sequences."""
    inside(line, folder)
    said = capfd.readouterr().out
    assert len(said) > 100
    assert "\x1b[" not in said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["tensplan", "sh"], "show"),
        (["tensplan", "show", "sciatic-path-conv"], "sciatic-path-conventional"),
        (["tensplan", "explain", "project/pad-g"], "project/pad-gap"),
        (["tensplan", "simulate", "x", "--device", "p2"], "p24"),
        (["tensplan", "list", "--strategy", "foot"], "foot-bracket"),
    ],
    ids=["verb", "protocol", "rule", "device", "strategy"],
)
def test_bash_completes(folder, words, expected):
    """The printed script, sourced in bash, completes verbs, ids, rules and devices."""
    bin_folder = folder / "bin"
    bin_folder.mkdir(exist_ok=True)
    program = bin_folder / "tensplan"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tensplan "$@"\n')
    program.chmod(0o755)
    line = (
        "source <(tensplan completion bash); "
        f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
        '_tensplan_completion tensplan; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{bin_folder}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert expected in done.stdout.split(), done.stderr


def test_closed_pipe_is_no_fault(folder):
    """A reader that leaves early gets no traceback."""
    done = shell("tensplan schema plan | head -1; tensplan list --rules | head -1", folder)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_figures_are_all_or_none(folder):
    """Where the folder cannot be made, no figure is left and the message says so."""
    (folder / "a-file").write_text("")
    done = shell("tensplan simulate sciatic-path-burst --figures a-file/figures", folder)
    assert done.returncode == 3
    assert "nothing was written" in done.stderr
