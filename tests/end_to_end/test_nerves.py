"""The nerves of a plan from the command line: written, shown, simulated, explained, compared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tensplan.cli.run import run
from tensplan.session_plan.plan_reader import read_whole_plan

PROTOCOL = "distal-nerve-tibial"
MODELS = ("simulator.nerve", "simulator.recruitment", "tensplan.nerve_response.response")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan once, as a user does."""
    out = tmp_path_factory.mktemp("plan")
    assert run(["plan", PROTOCOL, "--on", "2026-11-22", "--out", str(out)]) == 0
    return out


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command line that succeeds and return its answer."""
    capsys.readouterr()
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def test_plan_holds_rows_and_windows(folder: Path) -> None:
    """plan.json has skin and nerve under both pads, and one window with its ladder's end."""
    plan = read_whole_plan(folder / "plan.json")
    found = {(row["pad"], row["nerve"]) for row in plan["nerve"]}
    assert {("A1", "skin"), ("A2", "skin"), ("A1", "tibial"), ("A2", "tibial")} <= found
    (window,) = plan["nerve_windows"]
    assert 0 < window["first_tingle_ma"] < window["advice_ma"] <= window["cap_ma"] == 35
    assert "depth of tibial under tibial-ankle" in {s["what"] for s in plan["sources"]}


def test_report_shows_what_to_expect(folder: Path) -> None:
    """The report has the table, both figures, the ladder and what is not modelled."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    for words in (
        "What the nerves are predicted to do",
        "Who fires at which amplitude",
        "How many fibres fire",
        "Start at 0 mA",
        "no proof that the nerve was reached",
        "fading of sensation is not modelled",
        "project default",
    ):
        assert words in page


def test_show_and_explain_tell_the_plans_own_numbers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`show` lists the thresholds; `explain` adds formula, source and this plan's values."""
    plan = str(folder / "plan.json")
    row = read_whole_plan(plan)["nerve"][0]
    assert f"{row['threshold_ma']:g}" in told(capsys, "show", plan)
    explained = told(capsys, "explain", "threshold_ma", plan)
    assert "in this plan" in explained
    assert "10.1152/jn.00353.2001" in explained.replace("\n", "").replace(" ", "")
    assert f"at {row['threshold_ma']:g} mA" in " ".join(explained.split())


@pytest.mark.parametrize("topic", ["first_tingle_ma", "upper_ma", "advice", "nerve tingle"])
def test_every_predicted_quantity_is_explained(
    topic: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each has its formula and the plan's value, with or without its unit."""
    text = told(capsys, "explain", topic, str(folder / "plan.json"))
    assert "formula" in text
    assert "in this plan" in text


def test_simulate_gives_the_same_rows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a plan holds is what a simulation of the protocol says."""
    data = json.loads(told(capsys, "simulate", PROTOCOL, "--format", "json"))
    plan = read_whole_plan(folder / "plan.json")
    assert data["channels"][0]["nerve"] == plan["nerve"]
    assert data["channels"][0]["nerve_doubts"]


def test_diff_names_an_earlier_pain(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wider pulse hurts at less current, and the comparison says that this is worse."""
    from tensplan.resources import protocols_folder

    text = (protocols_folder() / "distal-nerve" / f"{PROTOCOL}.yaml").read_text(encoding="utf-8")
    wide = tmp_path / "wide.yaml"
    wide.write_text(text.replace("pulse_width_us: 150", "pulse_width_us: 250"), encoding="utf-8")
    out = tmp_path / "wide"
    assert run(["plan", str(wide), "--on", "2026-11-22", "--out", str(out)]) in (0, 1)
    capsys.readouterr()
    run(["diff", str(folder / "plan.json"), str(out / "plan.json"), "--format", "json"])
    changes = json.loads(capsys.readouterr().out)["changes"]
    pain = [c for c in changes if c["what"] == "predicted pain, skin, pad A1"]
    assert pain
    assert {change["effect"] for change in pain} == {"raises"}


def test_check_never_asks_the_model() -> None:
    """`check` stays fast: it loads neither fibres nor fields nor this room."""
    code = (
        "import sys; from tensplan.cli.run import run; "
        f"code = run(['check', *sys.argv[1:]]); "
        f"print(code, [name for name in {MODELS!r} if name in sys.modules])"
    )
    from tensplan.resources import protocols_folder

    file = protocols_folder() / "distal-nerve" / f"{PROTOCOL}.yaml"
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_a_device_program_has_no_nerves(capsys: pytest.CaptureFixture[str]) -> None:
    """A program of a real device has no placement, so nothing is predicted of it."""
    from tensplan.protocol.catalogue import device_programs

    name = next(iter(device_programs()))
    capsys.readouterr()
    run(["simulate", name, "--format", "json"])
    assert "nerve" not in capsys.readouterr().out
