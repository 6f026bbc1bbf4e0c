"""Invented people, from their findings to the decision: what is blocked, where, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import make_protocol, program_data

import tensplan
from tensplan.patient.model import Patient
from tensplan.patient.verdict import site_verdict
from tensplan.session_plan.compose import compose
from tensplan.session_plan.plan import Plan

DAY = date(2026, 11, 22)
TODAY = DAY.isoformat()
FEELS = {
    "sharp_blunt": 10,
    "light_touch": "normal",
    "hot_cold": {"hot": 5, "cold": 5},
    "tested_on": TODAY,
}
NUMB = {
    "sharp_blunt": 3,
    "light_touch": "reduced",
    "hot_cold": {"hot": 2, "cold": 1},
    "tested_on": TODAY,
}
BACK = ("lumbar-l4", "lumbar-l5", "lumbar-s1", "gluteal-midpoint")
LEG = (
    "subgluteal", "popliteal-upper", "fibular-neck", "sural-calf", "tibial-above-ankle",
    "superficial-peroneal-exit",
)  # fmt: skip
FOOT = (
    "tibial-ankle", "sural-ankle", "dorsal-ankle", "dorsal-metatarsal", "lateral-foot",
    "medial-midfoot", "arch-medial", "arch-lateral", "plantar-metatarsal", "heel-medial",
    "heel-lateral",
)  # fmt: skip
AREAS = (
    "lumbar",
    "gluteal",
    "posterior-thigh",
    "calf",
    "ankle",
    "foot-dorsum",
    "foot-sole",
    "heel",
)


def person(**changes: Any) -> Patient:
    """Return somebody who feels everything everywhere, with changed findings."""
    data: dict[str, Any] = {
        "schema": "tensplan/patient/1",
        "code": "vignette",
        "side": "right",
        "age_years": 50,
        "weeks_since_surgery": 40,
        "surgery": {"procedure": "microdiscectomy", "fused": False, "wound": "healed"},
        "red_flags": [],
        "conditions": [],
        "sensation": dict.fromkeys((*BACK, *LEG, *FOOT, *AREAS), FEELS),
        "skin": dict.fromkeys(AREAS, "intact"),
        "swelling": {"acute_at": []},
        "circulation": {"pulses": "present"},
        "topicals": [],
        "heat_or_cold_before": True,
    }
    return Patient.model_validate({**data, **changes})


def numb_at(*places: str) -> dict[str, Any]:
    """Return sensation that fails at some places."""
    return {**dict.fromkeys((*BACK, *LEG, *FOOT, *AREAS), FEELS), **dict.fromkeys(places, NUMB)}


def plan(
    patient: Patient, *sites: str, target: str = "strong-but-comfortable", **packs: str
) -> Plan:
    """Return the plan of two pads, and of packs that are mild enough for anybody's skin."""
    protocol = make_protocol(
        program_data(target=target),
        placement={
            "strategy": "sciatic-path",
            "channels": [
                {
                    "id": "A",
                    "pads": [{"site": site, "size_mm": [50, 50]} for site in sites],
                    "program": "main",
                }
            ],
        },
        thermal=[pack(modality, area) for modality, area in packs.items()] or None,
    )
    return compose(protocol, on=DAY, patient=patient)


def pack(modality: str, area: str) -> dict[str, Any]:
    """Return a warm compress, or a cold gel pack in a damp cloth."""
    warm = modality == "heat"
    return {
        "modality": modality,
        "area": area,
        "pack": "warm-compress" if warm else "gel-pack",
        "pack_temperature_c": 40 if warm else 5,
        "cover": {"dry_towel_layers": 1} if warm else {"damp_towel_layers": 3},
        "duration_min": 10,
        "when": "separate",
        "gap_min": 30,
        "skin_check_every_min": 5,
    }


def blocking(found: Plan) -> set[str]:
    """Return the codes of the rules of screening that block."""
    return {
        f.rule.removeprefix("screening/")
        for f in found.findings
        if f.severity == "error" and f.rule.startswith("screening/")
    }


def allowed(
    patient: Patient, *sites: str, modality: Any = "tens", motor: bool = False
) -> list[str]:
    """Return the sites that are not blocked."""
    return [
        site
        for site in sites
        if site_verdict(patient, site, modality, on=DAY, motor=motor).verdict != "blocked"
    ]


def test_vignette_a_everything_felt() -> None:
    """Twenty weeks after a microdiscectomy, all felt: bracket, back and mild heat are open."""
    patient = person(
        weeks_since_surgery=20,
        pain={"regions": ["dorsum", "great-toe"], "nprs": 6, "dn4": 6},
        strength={"great_toe_extension": {"grade": 4, "previous_grade": 4}},
        reflexes={"ankle_reflex": "normal"},
    )
    found = plan(patient, "dorsal-ankle", "dorsal-metatarsal", heat="foot-dorsum")
    assert found.verdict in ("pass", "warn")
    assert blocking(found) == set()
    assert found.modalities["heat"].verdict in ("pass", "warn")
    assert allowed(patient, "lumbar-l4", "lumbar-s1") == ["lumbar-l4", "lumbar-s1"]
    assert not found.is_specimen


def test_vignette_c_numb_border_and_sole() -> None:
    """A numb border and sole: no pads there, no heat or cold on the foot, heat on the back."""
    numb = ("sural-ankle", "lateral-foot", "arch-medial", "arch-lateral", "plantar-metatarsal")
    patient = person(
        weeks_since_surgery=30,
        pain={"regions": ["lateral-border", "little-toe", "sole"], "nprs": 7},
        reflexes={"ankle_reflex": "absent"},
        sensation=numb_at(*numb),
    )
    assert allowed(patient, *numb) == []
    bracket = plan(patient, "sural-ankle", "lateral-foot", heat="foot-dorsum", cold="foot-sole")
    assert bracket.verdict == "blocked"
    assert "P_SENS" in blocking(bracket)
    further_up = plan(patient, "popliteal-upper", "sural-calf", heat="lumbar")
    assert further_up.verdict in ("pass", "warn")
    assert further_up.modalities["heat"].verdict in ("pass", "warn")
    ankle = plan(
        patient, "tibial-ankle", "tibial-above-ankle", heat="foot-dorsum", cold="foot-sole"
    )
    assert ankle.modalities["tens"].verdict in ("pass", "warn")
    assert {ankle.modalities[name].verdict for name in ("heat", "cold")} == {"blocked"}
    assert "P_FOOT" in blocking(ankle)


FUSED = {
    "weeks_since_surgery": 4,
    "surgery": {"procedure": "fusion", "fused": True, "wound": "closed"},
    "conditions": ["I_METAL"],
    "where": {"I_METAL": ["lumbar"]},
}


def test_vignette_e_fresh_fusion() -> None:
    """Four weeks after a fusion: foot and leg are open, the back waits for the surgeon."""
    patient = person(**FUSED, pain={"regions": ["dorsum"], "nprs": 5})
    assert allowed(patient, *BACK) == []
    assert allowed(patient, "dorsal-ankle", "dorsal-metatarsal", "popliteal-upper") == [
        "dorsal-ankle", "dorsal-metatarsal", "popliteal-upper",
    ]  # fmt: skip
    back = plan(patient, "lumbar-l4", "lumbar-s1")
    assert (back.verdict, blocking(back)) == ("blocked", {"T_6W"})
    assert back.content["screening"]["ask"] == ("surgeon",)
    assert allowed(patient, "dorsal-ankle", motor=True) == []
    hardware = plan(patient, "dorsal-ankle", "dorsal-metatarsal", heat="lumbar")
    assert hardware.modalities["heat"].verdict == "warn"
    assert hardware.modalities["tens"].verdict == "warn"


def test_vignette_e_with_the_surgeons_leave() -> None:
    """A dated leave of the surgeon opens the back, and says until when."""
    leave = {"code": "T_6W", "by_role": "surgeon", "on": "2026-11-20"}
    found = plan(person(**FUSED, clearances=[leave]), "lumbar-l4", "lumbar-s1")
    assert found.verdict in ("pass", "warn")
    assert found.content["screening"]["cleared"] == (
        {"code": "T_6W", "by_role": "surgeon", "until": "2026-12-18"},
    )


def test_vignette_g_defibrillator() -> None:
    """An implanted defibrillator blocks TENS whatever is cleared; heat is judged apart."""
    leave = [{"code": "I_ICD", "by_role": "cardiologist", "on": TODAY}]
    patient = person(conditions=["I_ICD"], clearances=leave, pain={"nprs": 8})
    found = plan(patient, "dorsal-ankle", "dorsal-metatarsal", heat="lumbar")
    assert found.modalities["tens"].verdict == "blocked"
    assert found.modalities["heat"].verdict in ("pass", "warn")
    assert allowed(patient, *BACK, *LEG, *FOOT) == []
    assert "Pain clinic; heat and cold are judged apart." in found.content["screening"]["still"]
    idle = [f for f in found.findings if f.rule == "screening/clearance"]
    assert "nobody can override this rule here" in idle[0].message


@pytest.mark.parametrize(
    "findings",
    [{"red_flags": ["RF_DVT"]}, {"swelling": {"calf_difference_cm": 4}}],
    ids=["listed", "measured"],
)
def test_vignette_i_swollen_calf(findings: dict[str, Any]) -> None:
    """A new, thicker calf stops everything, with urgency and whom to call."""
    found = plan(
        person(weeks_since_surgery=2.5, **findings), "dorsal-ankle", "first-web", heat="lumbar"
    )
    assert found.verdict == "stop"
    assert {found.modalities[name].verdict for name in ("tens", "heat")} == {"blocked"}
    assert [f.rule for f in found.findings] == ["screening/RF_DVT"]
    flag = found.content["screening"]["red_flags"][0]
    assert (flag["urgency"], "thrombosis" in flag["call"]) == ("urgent", True)


def test_vignette_k_capsaicin_on_the_sole() -> None:
    """Cream on the sole: no pad and no heat there, TENS at the ankle, a word on hot baths."""
    cream = {"agent": "capsaicin-cream", "places": ["foot-sole"], "applied_on": TODAY}
    patient = person(weeks_since_surgery=60, topicals=[cream], pain={"regions": ["sole"]})
    assert allowed(patient, "arch-medial", "plantar-metatarsal") == []
    found = plan(patient, "tibial-ankle", "tibial-above-ankle", heat="foot-sole")
    assert found.modalities["tens"].verdict == "warn"
    assert found.modalities["heat"].verdict == "blocked"
    assert "K_CAPS" in blocking(found)
    warned = [f.message for f in found.findings if f.rule == "screening/K_BATH"]
    assert any("no hot bath" in message for message in warned)


@pytest.mark.parametrize("score", [0, 3, 10], ids=str)
def test_pain_alone_changes_nothing(score: int) -> None:
    """The pain score decides nothing about what is allowed."""
    calm, other = (
        plan(
            person(pain={"regions": ["dorsum"], "nprs": nprs}), "dorsal-ankle", "dorsal-metatarsal"
        )
        for nprs in (5, score)
    )
    assert calm.findings == other.findings
    assert calm.modalities == other.modalities


def test_shipped_people_come_out_as_they_are_described() -> None:
    """The intact example may do what the numb one may not, and both may use the sciatic path."""
    verdicts = {
        (name, protocol): tensplan.plan(
            tensplan.load_protocol(protocol), patient=tensplan.load_patient(name)
        )
        .modalities["tens"]
        .verdict
        for name in ("example-intact", "example-numb-sole")
        for protocol in ("foot-bracket-sole", "sciatic-path-conventional")
    }
    assert verdicts == {
        ("example-intact", "foot-bracket-sole"): "warn",
        ("example-intact", "sciatic-path-conventional"): "warn",
        ("example-numb-sole", "foot-bracket-sole"): "blocked",
        ("example-numb-sole", "sciatic-path-conventional"): "warn",
    }
