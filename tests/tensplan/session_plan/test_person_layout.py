"""Where the pads could go on a person: the vignettes, and what must never happen to anybody."""

from __future__ import annotations

from typing import Any

import pytest
from builders import make_protocol
from hypothesis import given, settings
from hypothesis import strategies as st
from people import DAY, make_patient, sensed

import tensplan
from tensplan.patient.codes import ConditionCode
from tensplan.patient.model import Patient
from tensplan.patient.verdict import site_verdict
from tensplan.placement.choice import Choice
from tensplan.placement.pads import Pad
from tensplan.placement.sites import site_ids, sites
from tensplan.protocol.catalogue import catalogue, load_protocol
from tensplan.safety.limits import own_limits
from tensplan.session_plan.person_layout import (
    alternative_findings,
    choose_for,
    given_objections,
    layout_content,
    objections_of,
    stature_of,
)

SITES = [item.id for item in sites() if item.used]
TODAY = DAY.isoformat()
FAILED = {"sharp_blunt": 3, "light_touch": "absent", "hot_cold": {"hot": 1, "cold": 1}, "tested_on": TODAY}  # fmt: skip
FELT = {"sharp_blunt": 10, "light_touch": "normal", "hot_cold": {"hot": 5, "cold": 5}, "tested_on": TODAY}  # fmt: skip


def with_sensation(*failed: str) -> dict[str, Any]:
    """Return tests of every site, failed at some."""
    return {name: FAILED if name in failed else FELT for name in SITES}


def chosen(patient: Patient) -> Choice | None:
    """Choose for a person on the usual day."""
    return choose_for(patient, objections_of(patient, on=DAY), own_limits())


def summary(choice: Choice | None) -> tuple[str | None, list[str]]:
    """Return the code and the sites of a choice."""
    if choice is None or choice.layout is None:
        return None, []
    return choice.layout.code, [pad.site for pad in choice.pads]


def allowed(patient: Patient) -> set[str]:
    """Return the sites at which nothing speaks against a pad."""
    says = objections_of(patient, on=DAY)
    return {
        name for name in SITES if not says(Pad(site=name, width_mm=40, height_mm=40), "treated")
    }


def reasons(choice: Choice | None) -> str:
    """Return all reasons of the rejected steps in one text."""
    assert choice is not None
    return "; ".join(reason for step in choice.rejected for reason in step.reasons)


def test_vignette_a() -> None:
    """Microdiscectomy, dorsum and great toe, all intact: round the top of the foot, back as second."""
    found = chosen(make_patient())
    assert summary(found) == ("BR_DORS", ["dorsal-ankle", "dorsal-metatarsal"])
    assert found is not None
    assert found.rejected == ()
    assert found.second is not None
    assert found.second.layout.code == "LUMB_SEG"


def test_vignette_c() -> None:
    """Numb outer border and sole: behind the knee and the calf; the ankle for the sole alone."""
    numb = ("sural-ankle", "lateral-foot", "arch-medial", "arch-lateral", "plantar-metatarsal")
    found = chosen(
        make_patient(
            weeks_since_surgery=30,
            pain={"regions": ["lateral-border", "little-toe", "sole"], "nprs": 7, "dn4": 6},
            sensation=with_sensation(*numb),
        )
    )
    assert summary(found) == ("SCI_DIST", ["popliteal-upper", "sural-calf"])
    assert found is not None
    assert [step.layout.code for step in found.rejected] == ["BR_LAT", "SUR_S1"]
    assert "sural-ankle: P_SENS" in reasons(found)
    assert [summary(item)[0] for item in found.alternates] == ["TIB_ANK"]


def test_vignette_e() -> None:
    """Four weeks after an instrumented fusion: foot and leg, but no second channel on the back."""
    found = chosen(
        make_patient(
            weeks_since_surgery=4,
            surgery={"procedure": "fusion", "fused": True, "levels": ["L4-L5", "L5-S1"], "wound": "closed"},
            conditions=["I_METAL"],
            pain={"regions": ["sole"], "nprs": 5},
        )
    )  # fmt: skip
    assert summary(found) == ("BR_PLANT", ["arch-medial", "plantar-metatarsal"])
    assert found is not None
    assert found.second is None


def test_vignette_g() -> None:
    """With an ICD no site passes on either leg, and each layout says so."""
    found = chosen(make_patient(conditions=["I_ICD"], weeks_since_surgery=40))
    assert summary(found) == (None, [])
    assert found is not None
    assert all("I_ICD" in "; ".join(step.reasons) for step in found.steps)


def test_vignette_i() -> None:
    """A suspected clot stops everything: no layout is made."""
    assert chosen(make_patient(red_flags=["RF_DVT"], weeks_since_surgery=2.5)) is None


def test_vignette_k() -> None:
    """Capsaicin cream on the sole: the ankle instead of the sole."""
    cream = {"agent": "capsaicin-cream", "places": ["foot-sole"], "applied_on": TODAY}
    found = chosen(
        make_patient(
            weeks_since_surgery=60,
            pain={"regions": ["sole"], "nprs": 6},
            topicals=[cream],
        )
    )
    assert summary(found) == ("TIB_ANK", ["tibial-ankle", "tibial-above-ankle"])
    assert "arch-medial" in reasons(found)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"pain": None}, id="no-pain-map"),
        pytest.param({"pain": {"regions": []}}, id="empty-pain-map"),
        pytest.param({"red_flags": None}, id="red-flags-not-asked"),
    ],
)
def test_what_nobody_asked_gives_no_layout(changes: dict[str, Any]) -> None:
    """Without the painful area, or before the red flags were asked, no layout is proposed."""
    assert chosen(make_patient(**changes)) is None
    assert layout_content(None, make_patient(), ()) == {}


@pytest.mark.parametrize(
    ("body", "height_mm", "foot_mm"),
    [
        (None, 1700, None),
        ({"height_cm": 150, "foot_length_mm": 220}, 1500, 220),
        ({"height_cm": 150}, 1500, None),
        ({"foot_length_mm": 290}, 1700, 290),
    ],
)
def test_body_size(body: Any, height_mm: float, foot_mm: float | None) -> None:
    """The person's own sizes place the pads; an unknown height is the reference adult's."""
    found = stature_of(make_patient(body=body))
    assert (found.height_mm, found.foot_length_mm) == (height_mm, foot_mm)


def test_a_small_foot_moves_a_pad() -> None:
    """On a foot of 220 mm the medial bracket takes smaller pads, one moved, and says so."""
    person = make_patient(
        body={"height_cm": 150, "foot_length_mm": 220}, pain={"regions": ["medial-border"]}
    )
    content = layout_content(chosen(person), person, ())
    assert content["chosen"]["change"] == "pads of 40 x 40 mm, medial-midfoot 8 mm towards the toes"
    assert content["body"] == "150 cm tall, foot 220 mm"
    assert [pad["shift_x_mm"] for pad in content["chosen"]["pads"]] == [0, 8]


@pytest.mark.parametrize(
    ("changes", "width_mm", "near"),
    [
        pytest.param({"weeks_since_surgery": 5.9}, 50, True, id="large-pad-in-week-5"),
        pytest.param({"weeks_since_surgery": 6.0}, 50, False, id="week-6"),
        pytest.param({"weeks_since_surgery": 5.9}, 40, False, id="small-pad"),
        pytest.param({"weeks_since_surgery": None}, 50, True, id="weeks-unknown"),
        pytest.param(
            {"weeks_since_surgery": 1.0, "surgery": {"procedure": "none"}}, 50, False, id="no-scar"
        ),
    ],
)
def test_a_pad_keeps_off_a_young_scar(changes: Any, width_mm: float, near: bool) -> None:
    """On 160 cm the large pad's edge lies 22 mm from the midline, the small one's 27 mm."""
    says = objections_of(make_patient(body={"height_cm": 160}, **changes), on=DAY)
    said = says(Pad(site="lumbar-l4", width_mm=width_mm, height_mm=width_mm), "treated")
    words = "its edge lies 22.1 mm from the midline, 25 mm from the scar are asked until week 6"
    assert (words in said) is near


def proposals(protocol: Any, patient: Patient) -> list[tuple[str, str]]:
    """Return rule and hint of what is proposed instead of a protocol."""
    says = objections_of(patient, on=DAY)
    against = given_objections(protocol, says)
    shelf = [load_protocol(path) for path in catalogue().values()]
    found = alternative_findings(protocol, chosen(patient), against, shelf)
    return [(finding.rule, finding.hint) for finding in found]


def test_a_protocol_that_passes_needs_no_alternative() -> None:
    """Where the pads of the protocol may lie, nothing else is proposed."""
    assert proposals(tensplan.load_protocol("foot-bracket-dorsum"), make_patient()) == []


def test_an_alternative_names_the_protocols_with_its_pads() -> None:
    """On the numb sole the protocol of the ankle is proposed by its name."""
    person = tensplan.load_patient("example-numb-sole")
    (first, *_) = proposals(tensplan.load_protocol("foot-bracket-sole"), person)
    assert first[0] == "placement/alternative"
    assert "distal-nerve-tibial" in first[1]


def test_an_alternative_without_a_protocol_says_so() -> None:
    """Where no protocol of the catalogue has the pads, one is to be copied."""
    numb = ("sural-ankle", "lateral-foot")
    person = make_patient(pain={"regions": ["lateral-border"]}, sensation=with_sensation(*numb))
    asked = tensplan.load_protocol("foot-bracket-lateral-border")
    assert proposals(asked, person) == [
        ("placement/alternative", "copy a protocol and give it these pads")
    ]


def test_no_layout_is_said() -> None:
    """When nothing passes, that is what is proposed: to talk of other ways."""
    person = make_patient(conditions=["I_ICD"])
    assert [rule for rule, _ in proposals(make_protocol(), person)] == ["placement/no-layout"]


SOME_SITES = st.sets(st.sampled_from(SITES), max_size=6)
CODES = st.sets(st.sampled_from(ConditionCode.__args__), max_size=3)
REGION = st.sampled_from(["sole", "heel", "dorsum", "lateral-border", "forefoot", "calf"])


def random_person(failed: set[str], codes: set[str], region: str, **changes: Any) -> Patient:
    """Return a person with some failed sites, conditions and a painful area."""
    usual: dict[str, Any] = {
        "sensation": with_sensation(*failed),
        "conditions": sorted(codes),
        "pain": {"regions": [region], "nprs": 5},
    }
    return make_patient(**{**usual, **changes})


@settings(max_examples=25)
@given(failed=SOME_SITES, codes=CODES, region=REGION, more=st.sampled_from(SITES))
def test_lost_sensation_never_adds_a_site(
    failed: set[str], codes: set[str], region: str, more: str
) -> None:
    """Failing the test at one more site adds no allowed site and moves the choice no earlier."""
    before, after = (random_person(f, codes, region) for f in (failed, failed | {more}))
    assert allowed(after) <= allowed(before)
    assert rank(after) >= rank(before)


@settings(max_examples=25)
@given(failed=SOME_SITES, codes=CODES, region=REGION, lost=st.sampled_from(SITES))
def test_an_untested_site_is_never_better_than_a_tested_one(
    failed: set[str], codes: set[str], region: str, lost: str
) -> None:
    """Taking a test away adds no allowed site, whatever it had found."""
    tests = with_sensation(*failed)
    full = random_person(failed, codes, region)
    less = {name: test for name, test in tests.items() if name != lost}
    missing = random_person(failed, codes, region, sensation=less)
    assert allowed(missing) <= allowed(random_person(failed - {lost}, codes, region))
    assert lost not in allowed(missing)
    assert rank(missing) >= rank(random_person(failed - {lost}, codes, region))
    assert allowed(missing) - {lost} <= allowed(full) | {lost}


@settings(max_examples=25)
@given(failed=SOME_SITES, codes=CODES, region=REGION, more=st.sampled_from(ConditionCode.__args__))
def test_a_condition_never_adds_a_site(
    failed: set[str], codes: set[str], region: str, more: str
) -> None:
    """One more condition adds no allowed site and moves the choice no earlier."""
    before = random_person(failed, codes, region)
    after = random_person(failed, codes | {more}, region)
    assert allowed(after) <= allowed(before)
    assert rank(after) >= rank(before)


@settings(max_examples=40)
@given(
    failed=SOME_SITES,
    codes=CODES,
    more=st.sampled_from(ConditionCode.__args__),
    place=st.sampled_from([*SITES, "lumbar", "foot-sole", "calf"]),
    modality=st.sampled_from(["tens", "heat", "cold"]),
)
def test_a_condition_never_lowers_a_verdict(
    failed: set[str], codes: set[str], more: str, place: str, modality: Any
) -> None:
    """One more condition leaves the verdict of a place or makes it worse; swelling may ask for cold."""
    if modality == "cold" and more in ("P_OEDEMA", "P_ACUTE"):
        return
    if modality == "tens" and place not in SITES:
        return
    order = ("pass", "warn", "blocked")
    before, after = (
        site_verdict(random_person(failed, found, "sole"), place, modality, on=DAY).verdict
        for found in (codes, codes | {more})
    )
    assert order.index(after) >= order.index(before)


@settings(max_examples=15)
@given(failed=SOME_SITES, codes=CODES, region=REGION)
def test_unknown_conditions_are_never_better_than_none(
    failed: set[str], codes: set[str], region: str
) -> None:
    """A list of conditions that nobody made allows no more than an empty one."""
    unknown = random_person(failed, codes, region, conditions=None)
    assert allowed(unknown) <= allowed(random_person(failed, set(), region))


@settings(max_examples=15)
@given(failed=SOME_SITES, codes=CODES, region=REGION)
def test_the_left_is_the_mirror_of_the_right(
    failed: set[str], codes: set[str], region: str
) -> None:
    """The same findings on the other side give the same pads there."""
    right = chosen(random_person(failed, codes, region, side="right"))
    left = chosen(random_person(failed, codes, region, side="left"))
    assert right is not None
    assert left is not None
    assert left.steps == right.steps
    assert {left.limb, right.limb} in ({"left", "right"}, {None})


@settings(max_examples=15)
@given(failed=SOME_SITES, codes=CODES, region=REGION, nprs=st.floats(0, 10))
def test_the_pain_score_alone_changes_nothing(
    failed: set[str], codes: set[str], region: str, nprs: float
) -> None:
    """However bad the pain is, the same sites are allowed and the same pads chosen."""
    usual = random_person(failed, codes, region)
    other = random_person(failed, codes, region, pain={"regions": [region], "nprs": nprs})
    assert allowed(usual) == allowed(other)
    assert chosen(usual) == chosen(other)


def rank(patient: Patient) -> int:
    """Return how late in the order a person's layout comes; past the last one for none."""
    found = chosen(patient)
    if found is None or found.layout is None:
        return 99
    return found.layout.order


def test_every_used_site_was_asked() -> None:
    """The random people are tested at every site that a pad may lie on."""
    assert set(SITES) == set(site_ids()) - {"plantar-heel"}
    assert allowed(make_patient(sensation=sensed(), conditions=[])) >= {"arch-medial"}
