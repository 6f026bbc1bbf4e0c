"""Reasons in the person: each stops the pack, its absence does not, and no answer stops too."""

from dataclasses import replace

import pytest
from builders import make_protocol, placement
from packs import AREAS, WELL, bottle, peas, well

from tensplan.safety.limits import own_limits
from tensplan.thermal.person import ThermalPerson
from tensplan.thermal.refusal import judge_minutes, over_pads, pads_in, refusals

SWOLLEN = replace(WELL, swelling="yes")


def rules(entry, person):
    """Return the rules that stop an entry."""
    return {finding.rule: finding for finding in refusals(0, entry, person)}


def with_area(area, **facts):
    """Return a person who is well but for facts of one area."""
    return well(areas=dict.fromkeys(AREAS, WELL) | {area: replace(WELL, **facts)})


def test_heat_on_a_well_person_is_not_stopped():
    """Every question answered well leaves nothing."""
    assert rules(bottle(), well()) == {}


def test_cold_on_a_swollen_ankle_is_not_stopped():
    """Acute, visible swelling on tested skin is what cold is for."""
    assert rules(peas(), with_area("ankle", swelling="yes")) == {}


@pytest.mark.parametrize("found", ["reduced", "failed", "unknown"])
@pytest.mark.parametrize("entry", [bottle(), peas()], ids=["heat", "cold"])
def test_heat_and_cold_need_a_passed_test_on_the_area(entry, found):
    """Skin that feels less, fails or was not tested today gets neither heat nor cold."""
    facts = {"hot_cold": found, "swelling": "yes" if entry.modality == "cold" else "no"}
    stopped = rules(entry, with_area(entry.area, **facts))
    assert set(stopped) == {"thermal/sensation"}
    assert stopped["thermal/sensation"].severity == "error"


STOPS = {
    "thermal/topical": (bottle(), {"topical": "capsaicin"}),
    "thermal/regenerating-nerve": (bottle(), {"regenerating_nerve": "yes"}),
    "thermal/implant": (bottle(), {"bare_implant": "yes"}),
    "thermal/swelling": (bottle(), {"swelling": "yes"}),
    "thermal/no-swelling": (peas(), {"swelling": "no"}),
}


@pytest.mark.parametrize(("rule", "case"), STOPS.items(), ids=STOPS)
def test_each_reason_stops_alone(rule, case):
    """One fact of the area is enough."""
    entry, facts = case
    assert set(rules(entry, with_area(entry.area, **facts))) == {rule}


@pytest.mark.parametrize("topical", ["capsaicin", "lidocaine", "patch"])
def test_whatever_is_on_the_skin_is_named(topical):
    """The message says what is on the skin."""
    stopped = rules(bottle(), with_area("lumbar", topical=topical))
    assert stopped["thermal/topical"].message == f"heat on the lower back: {topical} is on the skin"


@pytest.mark.parametrize("fact", ["swelling", "topical", "regenerating_nerve", "bare_implant"])
def test_a_question_not_asked_stops(fact):
    """No answer is not a no."""
    assert set(rules(bottle(), with_area("lumbar", **{fact: "unknown"}))) == {"thermal/not-known"}


def test_nothing_known_says_all_that_is_missing():
    """The message lists every question, so that one visit answers them."""
    message = rules(bottle(), ThermalPerson())["thermal/not-known"].message
    assert message == (
        "heat on the lower back: not known: acute swelling, creams and patches, a regenerating "
        "nerve, an implant close under the skin, the circulation of the leg"
    )


@pytest.mark.parametrize(("area", "stops"), [("heel", True), ("calf", False)])
def test_poor_circulation_stops_packs_on_the_foot(area, stops):
    """Poor circulation blocks the foot; above it the stricter limits apply."""
    stopped = rules(bottle(area=area), well(circulation="impaired"))
    assert ("thermal/circulation" in stopped) == stops


def test_nobody_in_particular_is_a_warning():
    """For no person heat is described, and the one reason is that nobody was tested."""
    (finding,) = refusals(2, bottle(), None)
    assert (finding.rule, finding.severity) == ("thermal/person-unknown", "warning")
    assert finding.path == ("thermal", 2)


MINUTES = {
    "well": (well(), 15.0, {}),
    "first time, ten minutes": (well(first_time="yes"), 10.0, {}),
    "first time": (well(first_time="yes"), 10.1, {"project/pack-minutes-first": "warning"}),
    "not known whether first": (
        well(first_time="unknown"),
        15.0,
        {"project/pack-minutes-first": "warning"},
    ),
    "impaired, ten minutes": (well(circulation="unknown"), 10.0, {}),
    "impaired": (well(circulation="unknown"), 10.1, {"project/pack-minutes-impaired": "error"}),
}


@pytest.mark.parametrize(("person", "minutes", "expected"), MINUTES.values(), ids=MINUTES)
def test_minutes_depend_on_the_person(person, minutes, expected):
    """The first time and doubtful skin get ten minutes."""
    found = judge_minutes(0, bottle(duration_min=minutes), person, own_limits())
    assert {f.rule: f.severity for f in found} == expected


ON_THE_BACK = make_protocol(
    placement=placement(
        {"site": "lumbar-l4", "size_mm": [50, 50]},
        {"site": "lumbar-s1", "size_mm": [50, 50]},
        strategy="lumbar-segmental",
    )
)


@pytest.mark.parametrize(
    ("when", "gap", "stops"),
    [
        ("after-stimulation", 0.0, True),
        ("after-stimulation", 1.0, False),
        ("before-stimulation", 10.0, False),
        ("separate", 0.0, False),
    ],
)
def test_no_pack_over_pads_that_are_still_on(when, gap, stops):
    """A pack that begins as the stimulation ends would lie over its pads."""
    found = list(over_pads(0, bottle(when=when, gap_min=gap), ON_THE_BACK))
    assert [f.rule for f in found] == ["thermal/over-pads"] * stops


def test_pads_elsewhere_do_not_stop_a_pack():
    """Pads on the back leave the calf free."""
    entry = bottle(area="calf", when="after-stimulation", gap_min=0.0)
    assert list(over_pads(0, entry, ON_THE_BACK)) == []


def test_pads_on_the_other_leg_are_not_under_the_pack():
    """Only the treated limb counts."""
    pads = [
        {"site": site, "size_mm": [40, 40], "side": "other"}
        for site in ("dorsal-ankle", "dorsal-metatarsal")
    ]
    other = make_protocol(placement=placement(*pads, strategy="contralateral"))
    assert pads_in("foot-dorsum", other) == ()


def test_a_pad_on_no_known_site_lies_in_no_area():
    """A misspelt site is an error of its own and lies under no pack."""
    pads = [{"site": "nowhere", "size_mm": [40, 40]}, {"site": "LP5", "size_mm": [40, 40]}]
    assert pads_in("lumbar", make_protocol(placement=placement(*pads))) == ("A2",)
