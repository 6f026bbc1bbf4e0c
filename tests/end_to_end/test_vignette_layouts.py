"""Invented people on catalogue protocols: the decision, the layout, and the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from people import DAY, make_patient, patient_data

import tensplan
from tensplan.session_plan.compose import compose
from tensplan.session_plan.plan import Plan

TODAY = DAY.isoformat()
NUMB = {"sharp_blunt": 2, "light_touch": "absent", "hot_cold": {"hot": 1, "cold": 1}, "tested_on": TODAY}  # fmt: skip


def numb_at(*places: str) -> dict[str, Any]:
    """Return the tests of somebody who feels everywhere but at some places."""
    return {**patient_data()["sensation"], **dict.fromkeys(places, NUMB)}


@dataclass(frozen=True, kw_only=True)
class Vignette:
    """One invented person on one protocol.

    Parameters
    ----------
    protocol : str
        Catalogue id of what is asked.
    person : dict
        What differs from somebody with nothing against anything.
    tens : str
        Verdict of TENS.
    layout : str or None
        Code of the layout that is chosen.
    rules : set of str
        Rules among the findings.
    reasons : tuple of str
        Texts among the reasons of rejected layouts.
    """

    protocol: str
    person: dict[str, Any]
    tens: str
    layout: str | None
    rules: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()


VIGNETTES = {
    "A": Vignette(
        protocol="foot-bracket-dorsum",
        person={"weeks_since_surgery": 20, "pain": {"regions": ["dorsum", "great-toe"], "nprs": 6}},
        tens="warn",
        layout="BR_DORS",
    ),
    "C": Vignette(
        protocol="foot-bracket-lateral-border",
        person={
            "weeks_since_surgery": 30,
            "pain": {"regions": ["lateral-border", "little-toe", "sole"], "nprs": 7},
            "reflexes": {"ankle_reflex": "absent"},
            "sensation": numb_at(
                "sural-ankle",
                "lateral-foot",
                "arch-medial",
                "arch-lateral",
                "plantar-metatarsal",
                "foot-sole",
            ),
        },
        tens="blocked",
        layout="SCI_DIST",
        rules=frozenset({"screening/P_SENS", "placement/alternative"}),
        reasons=("lateral-foot: P_SENS", "sural-ankle: P_SENS"),
    ),
    "E-foot": Vignette(
        protocol="foot-bracket-sole",
        person={
            "weeks_since_surgery": 4,
            "surgery": {"procedure": "fusion", "fused": True, "wound": "closed"},
            "conditions": ["I_METAL"],
            "pain": {"regions": ["sole"], "nprs": 5},
        },
        tens="warn",
        layout="BR_PLANT",
    ),
    "E-back": Vignette(
        protocol="lumbar-segmental-conventional",
        person={
            "weeks_since_surgery": 4,
            "surgery": {"procedure": "fusion", "fused": True, "wound": "closed"},
            "conditions": ["I_METAL"],
            "pain": {"regions": ["sole"], "nprs": 5},
        },
        tens="blocked",
        layout="BR_PLANT",
        rules=frozenset({"placement/alternative"}),
    ),
    "G": Vignette(
        protocol="sciatic-path-conventional",
        person={"conditions": ["I_ICD"], "pain": {"regions": ["sole"], "nprs": 8}},
        tens="blocked",
        layout=None,
        rules=frozenset({"screening/I_ICD", "placement/no-layout"}),
        reasons=("I_ICD",),
    ),
    "I": Vignette(
        protocol="foot-bracket-sole",
        person={"weeks_since_surgery": 2.5, "red_flags": ["RF_DVT"]},
        tens="blocked",
        layout=None,
    ),
    "K": Vignette(
        protocol="foot-bracket-sole",
        person={
            "weeks_since_surgery": 60,
            "pain": {"regions": ["sole"], "nprs": 6},
            "topicals": [
                {"agent": "capsaicin-cream", "places": ["foot-sole"], "applied_on": TODAY}
            ],
        },
        tens="blocked",
        layout="TIB_ANK",
        rules=frozenset({"placement/alternative"}),
        reasons=("arch-medial",),
    ),
    "K-ankle": Vignette(
        protocol="distal-nerve-tibial",
        person={
            "weeks_since_surgery": 60,
            "pain": {"regions": ["sole"], "nprs": 6},
            "topicals": [
                {"agent": "capsaicin-cream", "places": ["foot-sole"], "applied_on": TODAY}
            ],
        },
        tens="warn",
        layout="TIB_ANK",
    ),
}


def planned(vignette: Vignette, **changes: Any) -> Plan:
    """Return the plan of a vignette."""
    person = make_patient(**{**vignette.person, **changes})
    return compose(tensplan.load_protocol(vignette.protocol), on=DAY, patient=person)


@pytest.mark.parametrize("vignette", VIGNETTES.values(), ids=VIGNETTES)
def test_decision_layout_and_reasons(vignette: Vignette) -> None:
    """TENS is allowed or blocked, the layout is chosen, and the reasons are told."""
    plan = planned(vignette)
    data = plan.as_json()
    chosen = data["layout"]["chosen"] if data["layout"] else None
    told = "; ".join(
        reason for step in data["layout"].get("rejected", ()) for reason in step["reasons"]
    )
    assert plan.modalities["tens"].verdict == vignette.tens
    assert (None if chosen is None else chosen["code"]) == vignette.layout
    assert vignette.rules <= {finding.rule for finding in plan.findings}
    assert [reason for reason in vignette.reasons if reason not in told] == []


def test_a_red_flag_stops_without_a_layout() -> None:
    """Vignette I: nothing is planned, and no layout is shown."""
    plan = planned(VIGNETTES["I"])
    assert plan.verdict == "stop"
    assert plan.as_json()["layout"] == {}


@pytest.mark.parametrize("name", ["A", "C", "K"])
def test_the_other_side_is_the_mirror(name: str) -> None:
    """The same findings on the left give the same plan, but for its side and its person."""
    plans = [planned(VIGNETTES[name], side=side).as_json() for side in ("left", "right")]
    for plan in plans:
        for key in ("digest", "patient"):
            plan.pop(key)
        plan["layout"].pop("side")
    assert plans[0] == plans[1]


@pytest.mark.parametrize("name", ["A", "C", "K"])
def test_the_pain_score_changes_no_verdict(name: str) -> None:
    """Mild or unbearable: the same findings and the same layout."""
    vignette = VIGNETTES[name]
    mild, bad = (
        planned(vignette, pain={**vignette.person["pain"], "nprs": nprs}).as_json()
        for nprs in (1, 10)
    )
    assert mild["modalities"] == bad["modalities"]
    assert mild["findings"] == bad["findings"]
    assert mild["layout"] == bad["layout"]
