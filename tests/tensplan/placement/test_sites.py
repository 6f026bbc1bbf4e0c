"""The site table and the names that reach it."""

import pytest

from tensplan.placement.pads import Pad
from tensplan.placement.records import load
from tensplan.placement.sites import VIEW_NAMES, find_site, site, site_ids, sites, suggestions
from tensplan.placement.spacing import edge_gap_mm

CONFIDENCE = {"quoted", "quoted-secondary", "recalled", "derived", "project-default"}
MEASURED_MM = {
    "sural-ankle": (5.2, 1.3, "quoted"),
    "dorsal-ankle": (2.1, 0.6, "quoted"),
    "first-web": (7.4, 1.9, "derived"),
    "medial-midfoot": (2.8, 1.1, "derived"),
    "tibial-ankle": (9.1, 2.4, "quoted-secondary"),
    "popliteal-upper": (17.2, 5.4, "quoted"),
}
every_site = pytest.mark.parametrize("name", site_ids())


def test_table_has_28_sites_with_unique_names():
    """No id or code names two sites."""
    names = [name for item in sites() for name in (item.id, item.code.lower())]
    assert len(sites()) == 28
    assert len(set(names)) == len(names)


@every_site
def test_code_is_an_alias(name):
    """A code finds the site that its word id finds, whatever the case."""
    assert site(site(name).code.lower()) is site(name)


@every_site
def test_site_names_its_sources_and_confidence(name):
    """Each number and statement carries a source with text and a listed confidence word."""
    item = site(name)
    assert item.sources and all(source.text for source in item.sources)
    assert item.facts and all(fact.says for fact in item.facts)
    words = {item.position_confidence, *(fact.confidence for fact in item.facts)}
    if item.depth is not None:
        words |= {item.depth.confidence, item.depth.sd_confidence}
    assert words <= CONFIDENCE


@every_site
def test_recalled_and_project_sources_carry_the_matching_word(name):
    """A number that nobody read is never called quoted."""
    item = site(name)
    pairs = [(fact.source.kind, fact.confidence) for fact in item.facts]
    if item.depth is not None:
        pairs += [
            (item.depth.source.kind, item.depth.confidence),
            (item.depth.sd_source.kind, item.depth.sd_confidence),
        ]
    for kind, word in pairs:
        assert (kind == "recalled") == (word == "recalled")
        assert (kind == "project") == (word == "project-default")


@every_site
def test_site_can_be_found_on_a_person(name):
    """Each site says in words where it is, in a named view, with a nerve and roots."""
    item = site(name)
    assert len(item.find) > 20 and item.find.endswith(".")
    assert item.view in VIEW_NAMES
    assert item.nerve and item.roots and item.skin and item.skin_roots
    assert set(item.roots) | set(item.skin_roots) <= {
        "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3",
    }  # fmt: skip


@every_site
def test_preferred_pads_pass_the_smallest_pad(name):
    """Preferred pads cover at least the 16 cm2 of the manual; a refused site has none."""
    item = site(name)
    assert item.used == bool(item.pads_mm)
    assert all(width * height >= 1600 for width, height in item.pads_mm)


@every_site
def test_rivals_are_mutual_sites_in_the_same_view(name):
    """A rival names this site as a rival too and shares its view."""
    for other in site(name).rivals:
        assert name in site(other).rivals or name in {"lumbar-l4", "lumbar-s1"}
        assert site(other).view == site(name).view


@pytest.mark.parametrize(
    ("one", "two"),
    sorted({tuple(sorted((item.id, other))) for item in sites() for other in item.rivals}),
)
def test_rivals_stand_within_an_inch(one, two):
    """Pads of the preferred size on rival sites leave less than 25 mm."""
    pads = [
        Pad(site=name, width_mm=site(name).pads_mm[0][0], height_mm=site(name).pads_mm[0][1])
        for name in (one, two)
    ]
    assert edge_gap_mm(*pads) < 25


@pytest.mark.parametrize("name", MEASURED_MM)
def test_measured_depth_beats_the_recalled_one(name):
    """Where a depth was measured, the table holds it with its spread."""
    depth = site(name).depth
    assert (depth.mean_mm, depth.sd_mm, depth.confidence) == MEASURED_MM[name]


@every_site
def test_depth_lies_inside_its_range(name):
    """The mean depth is inside the range that is stated for it, and the spread is positive."""
    depth = site(name).depth
    if depth is None:
        assert name == "lumbar-s1"
        return
    assert depth.mean_mm > 0 and depth.sd_mm > 0
    if depth.low_mm is not None:
        assert depth.low_mm <= depth.mean_mm <= depth.high_mm


def test_heel_of_the_sole_is_not_used():
    """The plantar heel is listed with the reason why no pad goes there."""
    assert site("plantar-heel").refusal.says.startswith("callus")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("head", "no current across or through the head"),
        ("Carotid_sinus", "front of the neck is no electrode site"),
        ("upper back", "IEC 60601-2-10"),
        ("toes", "smaller than 16 cm2"),
        ("tibial-ancle", "did you mean tibial-ankle"),
        ("zzzz", "28 sites are listed"),
    ],
)
def test_name_that_is_no_site_says_why(name, message):
    """A forbidden place is refused for its reason, a misspelling gets the nearest name."""
    with pytest.raises(ValueError, match=message):
        site(name)


def test_find_returns_nothing_for_a_forbidden_place():
    """The quiet lookup knows sites only."""
    assert find_site("chest") is None


def test_suggestions_come_from_sites_and_forbidden_places():
    """A misspelt forbidden place is suggested by its own name."""
    assert suggestions("cheest") == ("chest",)


def test_reference_adult_matches_the_normalised_columns():
    """Coordinates belong to an adult of 1700 mm with a foot of 258 mm."""
    reference = load("sites")["reference"]
    assert (reference["height_mm"], reference["foot_length_mm"]) == (1700, 258)


@pytest.mark.parametrize(
    "row", [row for row in load("sites")["sites"] if row["view"] != "P"], ids=lambda row: row["id"]
)
def test_millimetres_follow_from_foot_fractions(row):
    """On the foot, x is the share of 258 mm and y the share of 94 mm or plain millimetres."""
    breadth = 94 if row["view"] in "DS" else 1
    # the table rounds to 0.1 mm
    assert row["x_mm"] == pytest.approx(row["a"] * 258, abs=0.06)
    assert row["y_mm"] == pytest.approx(row["b"] * breadth, abs=0.06)
