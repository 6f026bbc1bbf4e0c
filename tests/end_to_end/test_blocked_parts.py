"""A plan that allows one part and blocks another: nothing that leaves the building asks for the blocked one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from people import make_patient, patient_data

import tensplan
from tensplan.cli.run import run
from tensplan.errors import UsageError
from tensplan.interchange.fhir import bundle
from tensplan.protocol.model import Protocol
from tensplan.report.html import render_report
from tensplan.report.pad_sheet import pad_sheet
from tensplan.report.pdf import render_pdf
from tensplan.session_plan.calendar_file import as_csv, as_ics
from tensplan.session_plan.canonical import canonical_bytes

PROTOCOL = "sciatic-path-conventional"


@cache
def planned(who: str) -> dict[str, Any]:
    """Return a plan whose TENS, or whose heat, is blocked for its person."""
    if who == "pacemaker":
        person = make_patient(conditions=["I_PM"])
    else:
        numb = {"hot_cold": {"hot": 1, "cold": 1}, "tested_on": "2026-11-22"}
        person = make_patient(sensation={**patient_data()["sensation"], "lumbar": numb})
    made = tensplan.plan(tensplan.load_protocol(PROTOCOL), patient=person, on="2026-11-22")
    return made.as_json()


def resources(plan: dict[str, Any]) -> dict[str, list[str]]:
    """Return the words of each kind of resource in the bundle of a plan."""
    found: dict[str, list[str]] = {}
    for entry in json.loads(bundle(plan, delivery=None))["entry"]:
        one = entry["resource"]
        found.setdefault(one["resourceType"], []).append(json.dumps(one.get("code", "")))
    return found


def test_what_each_person_may_have() -> None:
    """The pacemaker blocks TENS and leaves heat; the numb back blocks heat and leaves TENS."""
    verdicts = [
        {name: planned(who)["modalities"][name]["verdict"] for name in ("tens", "heat")}
        for who in ("pacemaker", "numb back")
    ]
    assert verdicts == [{"tens": "blocked", "heat": "pass"}, {"tens": "warn", "heat": "blocked"}]


@pytest.mark.parametrize("form", [as_ics, as_csv], ids=["ics", "csv"])
def test_no_calendar_of_blocked_stimulation(form: Any) -> None:
    """Where TENS is blocked there is no session to write down."""
    with pytest.raises(ValueError, match="TENS is blocked in this plan"):
        form(planned("pacemaker"))


def test_no_pad_sheet_of_blocked_stimulation() -> None:
    """Where TENS is blocked no pad is laid."""
    with pytest.raises(UsageError, match="TENS is blocked in this plan: no pad is laid"):
        pad_sheet(planned("pacemaker"))


def test_a_bundle_asks_for_what_is_allowed() -> None:
    """A blocked modality is in no request; its verdict and reason are notes of the care plan."""
    heat_alone, tens_alone = resources(planned("pacemaker")), resources(planned("numb back"))
    assert "DeviceRequest" not in heat_alone
    assert "BodyStructure" not in heat_alone
    assert ["Heat pack" in words for words in heat_alone["ServiceRequest"]] == [True]
    assert ["Heat pack" in words for words in tens_alone["ServiceRequest"]] == [False]
    assert "tens: blocked: TENS at" in bundle(planned("pacemaker"), delivery=None).decode()


def test_one_pack_that_is_blocked_blocks_the_other() -> None:
    """Heat as a whole is blocked by one pack too hot: no bundle and no checklist asks for the other."""
    content = tensplan.load_protocol(PROTOCOL).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    (pack,) = content["thermal"]
    hotter = pack | {"area": "gluteal", "pack_temperature_c": 60}
    protocol = Protocol.model_validate(content | {"thermal": [pack, hotter]})
    plan = tensplan.plan(protocol, patient=make_patient(), on="2026-11-22").as_json()
    assert [part["verdict"] for part in plan["thermal"]] == ["pass", "blocked"]
    assert plan["modalities"]["heat"]["verdict"] == "blocked"
    assert ["Heat pack" in words for words in resources(plan)["ServiceRequest"]] == [False]
    assert "Has feeling for hot and cold been tested there?" not in render_report(plan)


def test_the_order_of_the_day_holds_what_is_allowed() -> None:
    """Neither the plan nor a calendar tells anybody to lay on heat, or to stimulate, that is blocked."""
    steps = {
        who: [s["what"] for s in planned(who)["sequence"]] for who in ("pacemaker", "numb back")
    }
    assert steps == {"pacemaker": ["heat"], "numb back": ["TENS"]}
    assert "heat" not in as_ics(planned("numb back")).decode()


@pytest.mark.parametrize(("who", "what"), [("pacemaker", "TENS"), ("numb back", "Heat")])
def test_what_is_shown_says_what_is_blocked(
    who: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan on the terminal says, above the protocol's settings, of what they are not to be done."""
    path = tmp_path / "plan.json"
    path.write_bytes(canonical_bytes(planned(who)))
    assert run(["show", str(path)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    warned = told.index(f"{what} blocked in this plan. What follows is what the protocol asks for")
    assert warned < told.index("Where the pads go") < told.index("raise it")


def test_a_report_tells_nobody_to_stimulate() -> None:
    """No setting, no drawing, no course, no way to raise it: one boxed sentence each on the first sheet."""
    page = render_report(planned("pacemaker"))
    assert "TENS is blocked for this person" in page
    assert "give no stimulation" in page
    for words in (
        "start at 0, raise it slowly",
        "Raising the amplitude",
        "Programs by week and day",
    ):
        assert words in render_report(planned("numb back"))
        assert words not in page
    assert render_pdf(planned("pacemaker")).startswith(b"%PDF-")


def test_the_five_minutes_ask_for_no_blocked_pack() -> None:
    """What is blocked is no pack to be checked; what is allowed is."""
    asked = "Has feeling for hot and cold been tested there?"
    assert asked in render_report(planned("pacemaker"))
    assert asked not in render_report(planned("numb back"))
