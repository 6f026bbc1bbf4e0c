"""``tensplan simulate``: heat and cold in lines, data and figures."""

import json

import pytest
import yaml
from builders import PROTOCOL
from packs import BOTTLE

from tensplan.cli.run import run

HOT = "lumbar-segmental-tank-pack"


@pytest.fixture
def told(capsys):
    """Run a simulation and return what it says."""

    def told(*arguments):
        assert run(["simulate", *map(str, arguments)]) == 0
        return capsys.readouterr().out

    return told


def test_lines_say_what_is_reached_broken_and_would_pass(told):
    """People, limits and the change that passes are in the text."""
    out = told(HOT)
    for words in (
        "Heat on the lower back: blocked (temperatures alone)",
        "worst",
        "CEM43 min",
        "project/basal-temperature: 50.59, limit 43",
        "a pack at 49 degC (each simulated)",
        "numbers are recalled or project defaults",
    ):
        assert words in out


def test_data_have_the_keys_of_a_plan(told):
    """Rows by person and the entry's traces come as in plan.json."""
    whole = json.loads(told(HOT, "--format", "json"))
    assert [row["person"] for row in whole["heat"]] == ["normal", "worst"]
    assert whole["heat"][1]["verdict"] == "blocked"
    assert len(whole["thermal"][0]["traces"]) == 2


def test_figures_are_written(told, tmp_path):
    """One figure for each pack, as svg and png."""
    told(HOT, "--figures", tmp_path / "figures")
    names = {path.name for path in (tmp_path / "figures").iterdir()}
    assert {"heat-1-lumbar.svg", "heat-1-lumbar.png"} <= names


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pack_temperature_c": 20}, "so it would cool"),
        ({"pack_temperature_c": 70}, "such packs are known from 35 to 60 degC"),
    ],
    ids=["heat that cools", "hotter than known"],
)
def test_doubtful_pack_is_said(told, tmp_path, changes, words):
    """What is odd in the pack itself is told beside the numbers."""
    path = tmp_path / "odd.yaml"
    path.write_text(yaml.safe_dump({**PROTOCOL, "thermal": [{**BOTTLE, **changes}]}))
    assert words in " ".join(told(path).split())


def test_a_plan_is_shown_with_its_packs(capsys, tmp_path):
    """`show` tells of a plan what each person reaches and what would pass."""
    run(["plan", HOT, "--on", "2026-11-22", "--out", str(tmp_path)])
    capsys.readouterr()
    assert run(["show", str(tmp_path / "plan.json")]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for words in ("blocked (temperatures alone)", "heat 1, gap 1, stimulation, rest", "would pass"):
        assert words in out


def test_a_person_is_simulated_beside_normal_and_worst(told):
    """With a patient file the person's own circulation is followed too."""
    whole = json.loads(told(HOT, "--patient", "example-intact", "--format", "json"))
    assert [row["person"] for row in whole["heat"]] == ["given", "normal", "worst"]
