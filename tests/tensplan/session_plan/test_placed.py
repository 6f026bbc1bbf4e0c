"""Layout, localisation and log in the plan of a person."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import make_protocol, make_record, program_data
from people import DAY, make_patient

import tensplan
from tensplan.cli.run import run
from tensplan.report.html import render_refusal, render_report
from tensplan.session_plan.compose import compose
from tensplan.session_plan.history import History

LATER = date(2026, 11, 23)


def words(page: str) -> str:
    """Return a page with single blanks."""
    return " ".join(page.split())


def test_a_specimen_has_none_of_it() -> None:
    """A plan for no person places nothing and knows no log."""
    plan = compose(make_protocol(), on=DAY).as_json()
    assert [plan[key] for key in ("layout", "localisation", "history")] == [{}, {}, {}]


def test_a_plan_for_a_person_tells_the_layout() -> None:
    """Chosen layout, second channel, body size and what the findings are consistent with."""
    plan = compose(tensplan.load_protocol("foot-bracket-dorsum"), on=DAY, patient=make_patient())
    data = plan.as_json()
    assert data["layout"]["given_passes"] is True
    assert data["layout"]["chosen"]["code"] == "BR_DORS"
    assert data["layout"]["second"]["code"] == "LUMB_SEG"
    assert data["localisation"]["seats"][0]["id"] == "l5"
    page = words(render_report(data))
    assert "Which layout for this person" in page
    assert "Not a diagnosis" in page
    assert "L5 root: consistent with</strong> weak lifting of the great toe" in page
    assert "L4 root: does not explain</strong>" in page
    assert "likelihood ratio above 4" in page


def test_a_refusal_draws_what_would_pass() -> None:
    """On a numb sole the page says why the sole is not taken and draws the ankle."""
    person = tensplan.load_patient("example-numb-sole")
    plan = compose(tensplan.load_protocol("foot-bracket-sole"), on=DAY, patient=person)
    assert plan.is_blocked
    data = plan.as_json()
    assert data["layout"]["given_passes"] is False
    page = words(render_refusal(data))
    assert "Would be chosen: Tibial nerve above the ankle" in page
    assert "Arch-medial: P_SENS: nobody would feel it sting" in page
    assert "<svg" in page
    assert "distal-nerve-tibial" in page


def test_a_red_flag_leaves_no_layout() -> None:
    """With a red flag nothing else is planned: no layout, no alternative."""
    plan = compose(make_protocol(), on=DAY, patient=make_patient(red_flags=["RF_DVT"]))
    assert plan.verdict == "stop"
    assert plan.content["layout"] == {}
    assert all("RF_DVT" in finding.rule for finding in plan.findings)


@pytest.mark.parametrize(
    ("foot_mm", "rules"), [(260, []), (220, ["project/pad-gap"])], ids=["usual", "small"]
)
def test_the_gap_is_judged_on_this_foot(foot_mm: float, rules: list[str]) -> None:
    """The pads of the inner border fit a usual foot; on one of 220 mm they lie too close."""
    person = make_patient(
        body={"height_cm": 160, "foot_length_mm": foot_mm}, pain={"regions": ["medial-border"]}
    )
    plan = compose(tensplan.load_protocol("foot-bracket-medial-border"), on=DAY, patient=person)
    found = [f.rule for f in plan.findings if f.severity == "error"]
    assert found == rules


def test_the_log_stops_the_next_plan() -> None:
    """After a burn the same protocol is blocked until somebody examined the person."""
    protocol = tensplan.load_protocol("foot-bracket-dorsum")
    burnt = History(((make_record(on="2026-11-22", skin="burn"), protocol),))
    plan = compose(
        protocol, on=LATER, patient=make_patient(examined_on="2026-11-22"), history=burnt
    )
    assert plan.modalities["tens"].verdict == "blocked"
    assert "log/stop" in {finding.rule for finding in plan.findings}
    seen = compose(
        protocol, on=LATER, patient=make_patient(examined_on="2026-11-23"), history=burnt
    )
    assert "log/stop" not in {finding.rule for finding in seen.findings}


def test_the_log_is_told_in_the_report() -> None:
    """Sessions, adherence and tolerance stand in the plan and on its page."""
    protocol = tensplan.load_protocol("foot-bracket-dorsum")
    past = History(((make_record(on="2026-11-22"), protocol),))
    data = compose(protocol, on=LATER, patient=make_patient(), history=past).as_json()
    assert data["history"]["sessions"] == 1
    page = words(render_report(data))
    assert "1 session is logged, from 2026-11-22 to 2026-11-22" in page
    assert "up to 18 mA did not hurt" in page


def test_plan_log_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line: a plan, a session that burnt, and the next plan is refused."""
    store = ["--store", str(tmp_path / "store")]
    plan = ["plan", "foot-bracket-forefoot", "--patient", "example-intact", "--on", "2026-11-22"]
    assert run([*plan, "--out", str(tmp_path / "first"), *store]) == 0
    log = ["log", str(tmp_path / "first" / "plan.json"), "--on", "2026-11-22", "--minutes", "3"]
    assert run([*log, "--amplitude", "A=9", "--skin", "burn", *store]) == 1
    assert run([*plan, "--out", str(tmp_path / "next"), *store]) == 1
    assert "log/stop" in capsys.readouterr().out
    assert (tmp_path / "next" / "refused.html").exists()
    assert run([*plan, "--out", str(tmp_path / "other"), "--store", str(tmp_path / "none")]) == 0


def test_a_raised_cap_asks_for_approval() -> None:
    """The same pads with a higher cap than was followed: a warning that names both numbers."""
    lower = make_protocol(program_data(amplitude_cap_ma=20))
    past = History(((make_record(amplitude_ma=(("A", 10.0),)), lower),))
    plan = compose(make_protocol(), on=LATER, patient=make_patient(), history=past)
    (found,) = [f for f in plan.findings if f.rule == "log/rise-needs-approval"]
    assert found.severity == "warning"
    assert "amplitude cap of channel A rises from 20 to 40 mA" in found.message


def test_the_plan_stays_canonical() -> None:
    """What is added survives the canonical form: the digest of the read-back data holds."""
    from tensplan.session_plan.canonical import digest

    plan = compose(tensplan.load_protocol("foot-bracket-dorsum"), on=DAY, patient=make_patient())
    data: dict[str, Any] = json.loads(plan.to_bytes())
    assert data["digest"] == digest(data)
