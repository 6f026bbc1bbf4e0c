"""Heat and cold through the command line: refused, what would pass, and that it passes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml

from tensplan.cli.run import run
from tensplan.protocol.catalogue import catalogue, load_document, load_protocol

REFUSED = {
    "lumbar-segmental-tank-pack": "heat",
    "foot-bracket-reheated-wheat-bag": "heat",
    "distal-nerve-wet-peas": "cold",
}
ENTRIES = {name: load_protocol(name).thermal for name in catalogue() if load_protocol(name).thermal}


def planned(protocol, folder, *options):
    """Plan a protocol; return the exit code and plan.json."""
    code = run(["plan", str(protocol), "--on", "2026-11-22", "--out", str(folder), *options])
    return code, json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def test_catalogue_has_ten_uses_of_heat_and_cold():
    """At least ten, of several packs, areas and covers, both modalities among them."""
    entries = [entry for found in ENTRIES.values() for entry in found]
    assert len(entries) >= 10
    assert len({entry.pack for entry in entries}) >= 6
    assert len({entry.area for entry in entries}) >= 6
    assert {entry.modality for entry in entries} == {"heat", "cold"}


@pytest.mark.parametrize("name", sorted(set(ENTRIES) - set(REFUSED)))
def test_shipped_packs_keep_every_limit_in_the_worst_case(name, tmp_path):
    """What is not shipped as an example of a refusal passes for everybody simulated."""
    code, plan = planned(name, tmp_path / "plan")
    assert code == 0
    assert {row["verdict"] for row in plan["heat"]} == {"pass"}
    assert all(entry["would_pass"] == [] for entry in plan["thermal"])


@pytest.mark.parametrize(("name", "modality"), REFUSED.items(), ids=REFUSED)
def test_shipped_refusals_are_refused_and_tens_is_not(name, modality, tmp_path):
    """The pack is blocked with what would pass beside it; the plan for the current is written."""
    code, plan = planned(name, tmp_path / "plan")
    assert code == 1
    assert plan["modalities"][modality]["verdict"] == "blocked"
    assert plan["modalities"]["tens"]["verdict"] == "warn"
    assert plan["thermal"][0]["verdict"] == "blocked"
    assert plan["thermal"][0]["would_pass"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_pass_does_pass(name, tmp_path):
    """Written into the file, each offered change makes a plan without an error."""
    _, plan = planned(name, tmp_path / "refused")
    content = load_document(name).value
    for number, offer in enumerate(plan["thermal"][0]["would_pass"]):
        keys = ("area", "duration_min", "pack_temperature_c", "cover")
        entry = {**content["thermal"][0], **{key: offer[key] for key in keys}}
        path = tmp_path / f"changed-{number}.yaml"
        path.write_text(yaml.safe_dump({**content, "thermal": [entry]}), encoding="utf-8")
        code, changed = planned(path, tmp_path / f"plan-{number}")
        assert code == 0
        assert changed["thermal"][0]["verdict"] in ("pass", "warn")


def test_supervision_widens_dose_alone(tmp_path):
    """A bottle too long for home may be kept under supervision."""
    content = load_document("sciatic-path-modulated").value
    entry = {**content["thermal"][0], "pack_temperature_c": 53, "duration_min": 18}
    path = tmp_path / "warm.yaml"
    path.write_text(yaml.safe_dump({**content, "thermal": [entry]}), encoding="utf-8")
    home, _ = planned(path, tmp_path / "home")
    supervised, plan = planned(path, tmp_path / "supervised", "--setting", "supervised")
    assert (home, supervised) == (1, 0)
    assert plan["setting"] == "supervised"


def test_a_clinic_may_tighten_what_skin_may_reach(tmp_path):
    """A stricter peak blocks a pack that the project's own limit lets pass."""
    limits = tmp_path / "clinic.yaml"
    limits.write_text(
        "schema: tensplan/limits/1\nclinic: Example\nlimits:\n"
        "  - {id: project/basal-temperature, warning: 38, error: 39}\n",
        encoding="utf-8",
    )
    code, plan = planned("sciatic-path-modulated", tmp_path / "plan", "--limits", str(limits))
    assert code == 1
    assert plan["heat"][1]["broken"] == ["project/basal-temperature"]


BAD = {
    "towels below none": ({"cover": {"dry_towel_layers": -1}}, "schema/range", "at least 0"),
    "more than a day": ({"duration_min": 1441}, "schema/range", "1440"),
    "colder than any pack": ({"pack_temperature_c": -31}, "schema/range", "at least -30 degC"),
    "hotter than boiling": ({"pack_temperature_c": 101}, "schema/range", "at most 100 degC"),
    "unknown area": ({"area": "knee"}, "schema/choice", "lumbar"),
    "unknown pack": ({"pack": "hot-stone"}, "schema/choice", "wheat-bag"),
    "no number": ({"duration_min": float("nan")}, "schema/not-finite", ""),
}


@pytest.mark.parametrize(("changes", "rule", "words"), BAD.values(), ids=BAD)
def test_slips_are_named_with_the_allowed_range(changes, rule, words, tmp_path, capsys):
    """A value that cannot be is a finding with its place and what is allowed."""
    content = load_document("sciatic-path-modulated").value
    entry = {**content["thermal"][0], **changes}
    path = tmp_path / "slip.yaml"
    path.write_text(yaml.safe_dump({**content, "thermal": [entry]}), encoding="utf-8")
    assert run(["check", str(path), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["rule"] for finding in found if finding["severity"] == "error"] == [rule]
    assert words in found[0]["message"] + found[0]["hint"]


def test_check_simulates_no_heat():
    """Checking a file does not even load the heat model."""
    code = (
        "import sys; from tensplan.cli.run import run; "
        f"run(['check', {str(catalogue()['lumbar-segmental-tank-pack'])!r}]); "
        "print(*(m for m in sys.modules if m.startswith('simulator.bioheat')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip().splitlines()[-1:] in ([], [""])
