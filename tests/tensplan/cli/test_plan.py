"""The main job on the command line: what is written, printed and returned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import program_data, protocol_data

from tensplan.cli.run import run
from tensplan.session_plan.plan_file import read_plan

NAME = "sciatic-path-conventional"
HEAT = {
    "modality": "heat",
    "area": "heel",
    "pack": "gel-pack",
    "pack_temperature_c": 40,
    "cover": {"dry_towel_layers": 2},
    "duration_min": 21,
    "when": "separate",
    "gap_min": 30,
    "skin_check_every_min": 5,
}


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to write into, from a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


def write(folder: Path, program: dict[str, Any] | None = None, **changes: Any) -> str:
    """Write a protocol file and return its path as an argument."""
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump(protocol_data(program, **changes), sort_keys=False))
    return str(path)


def names(folder: Path) -> list[str]:
    """Return every name in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_the_main_job(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A catalogue protocol gives a plan and a report; the answer is on stdout, the files on stderr."""
    assert run(["plan", NAME, "--on", "2026-11-22", "--out", str(out)]) == 0
    assert names(out) == ["plan.json", "report.html"]
    plan = read_plan(out / "plan.json")
    assert (plan["verdict"], plan["device"], plan["setting"]) == ("warn", "generic-tens", "home")
    assert plan["provenance"]["on"] == "2026-11-22"
    printed = capsys.readouterr()
    assert "TENS  no listed limit broken, with warnings" in printed.out
    assert "Not a medical device" in printed.out
    assert "specimen, for no person" in printed.out
    assert str(out / "plan.json") in printed.err
    assert str(out) not in printed.out


def test_json_on_stdout_is_the_plan(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --format json stdout holds the plan's data and nothing else."""
    assert run(["plan", NAME, "--on", "2026-11-22", "--out", str(out), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == read_plan(out / "plan.json")


def test_the_same_plan_has_the_same_bytes(out: Path) -> None:
    """Twice the same command gives twice the same files, also into another folder."""
    for folder in (out, out / "again"):
        assert run(["plan", NAME, "--on", "2026-11-22", "--out", str(folder)]) == 0
    for name in ("plan.json", "report.html"):
        assert (out / name).read_bytes() == (out / "again" / name).read_bytes()


def test_options_reach_the_plan(out: Path) -> None:
    """Device and setting are in the plan as they were given."""
    assert run(["plan", NAME, "--device", "p24", "--setting", "supervised", "--out", str(out)]) == 0
    plan = read_plan(out / "plan.json")
    assert (plan["device"], plan["setting"]) == ("p24", "supervised")


def test_a_blocked_plan_is_refused_in_writing(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1, the refusal alone is written, and the reason is on stdout."""
    path = write(out.parent, program_data(amplitude_cap_ma=300))
    assert run(["plan", path, "--out", str(out)]) == 1
    assert names(out) == ["refused.html"]
    printed = capsys.readouterr()
    assert "[project/current-density, " in printed.out
    assert "no plan.json was written" in printed.err


def test_an_older_plan_stays_and_is_named(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A refusal leaves the older plan byte for byte, and the message names its digest."""
    run(["plan", NAME, "--on", "2026-11-22", "--out", str(out)])
    before = (out / "plan.json").read_bytes()
    path = write(out.parent, program_data(amplitude_cap_ma=300))
    assert run(["plan", path, "--out", str(out)]) == 1
    assert (out / "plan.json").read_bytes() == before
    assert read_plan(out / "plan.json")["digest"][:19] in capsys.readouterr().err


def test_an_error_of_the_heat_alone_is_exit_one(out: Path) -> None:
    """A plan whose stimulation may be done is written, but an error in it is never exit 0."""
    assert run(["plan", write(out.parent, thermal=[HEAT]), "--out", str(out)]) == 1
    plan = read_plan(out / "plan.json")
    assert (plan["verdict"], plan["modalities"]["heat"]["verdict"]) == ("warn", "blocked")


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        ([NAME, "--patient", "example-intakt"], 2, "did you mean example-intact?"),
        ([NAME, "--patient", "./no-such.yaml"], 3, "no such file"),
        ([NAME, "--device", "no-such"], 2, 'there is no device "no-such"'),
        ([NAME, "--setting", "ward"], 2, "ward"),
        ([NAME, "--on", "2026-02-30"], 2, "2026-02-30"),
        ([NAME, "--on", "tomorrow"], 2, "tomorrow"),
        (["sciatic-path-conventionel"], 2, "did you mean sciatic-path-conventional?"),
        (["./no-such.yaml"], 3, "no such file"),
        (["./"], 3, "this is a folder"),
        ([NAME, "--limits", "no-such.yaml"], 3, "no such file"),
    ],
    ids=[
        "patient",
        "patient-file",
        "device",
        "setting",
        "february",
        "word",
        "name",
        "file",
        "folder",
        "limits",
    ],
)
def test_what_cannot_be_planned(
    arguments: list[str], code: int, text: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage is 2, what cannot be read is 3, and nothing is written."""
    assert run(["plan", *arguments, "--out", str(out)]) == code
    assert text in capsys.readouterr().err
    assert not out.exists()


def test_a_plan_for_a_person(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shipped person is planned on its own day, under its code, and never as a specimen."""
    assert run(["plan", NAME, "--patient", "example-intact", "--out", str(out)]) == 0
    plan = read_plan(out / "plan.json")
    assert plan["patient"]["code"] == "example-intact"
    assert plan["provenance"]["on"] == "2026-11-22"
    assert "plan/specimen" not in {finding["rule"] for finding in plan["findings"]}
    assert "(for example-intact, right side, on 2026-11-22)" in capsys.readouterr().out
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Session plan for example-intact, right side (an invented person)" in page
    assert "SPECIMEN" not in page.split("<body>")[1]


def test_tests_of_sensation_expire(out: Path) -> None:
    """The same person on a later day is blocked, because nobody tested again."""
    arguments = ["plan", NAME, "--patient", "example-intact", "--on", "2027-01-22"]
    assert run([*arguments, "--out", str(out)]) == 1
    assert [path.name for path in out.iterdir()] == ["refused.html"]


def test_a_red_flag_stops_on_the_terminal_and_on_paper(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Urgency and whom to call come first, and nothing else is planned."""
    person = {"schema": "tensplan/patient/1", "code": "P-07", "red_flags": ["RF_CES"]}
    (out.parent / "p.yaml").write_text(yaml.safe_dump(person))
    assert run(["plan", NAME, "--patient", "p.yaml", "--out", str(out)]) == 1
    text = capsys.readouterr().out
    assert text.splitlines()[1].strip() == "STOP  possible cauda equina syndrome"
    assert "an emergency, at once: call emergency services" in text
    assert "Nearest limit" not in text
    page = (out / "refused.html").read_text(encoding="utf-8")
    assert "Nothing of this plan: no TENS, no heat, no cold." in page
    assert not (out / "plan.json").exists()


def test_faults_of_a_patient_file_are_exit_one(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All its faults come with their lines, and nothing is written."""
    (out.parent / "p.yaml").write_text("schema: tensplan/patient/1\ncode: P-07\nname: x\n")
    assert run(["plan", NAME, "--patient", "p.yaml", "--out", str(out)]) == 1
    assert "p.yaml:3:1: name may tell who the person is" in capsys.readouterr().err
    assert not out.exists()


def test_a_file_with_faults_of_form_is_exit_one(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All faults are named with their place, and nothing is written."""
    path = write(out.parent, program_data(amplitude_cap_ma=-1), titel="x")
    assert run(["plan", path, "--out", str(out)]) == 1
    printed = capsys.readouterr().out
    assert "amplitude_cap_ma is -1 mA; it must be above 0 mA" in printed
    assert "titel is not a key here" in printed
    assert not out.exists()
