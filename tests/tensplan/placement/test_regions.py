"""Places where no pad may go."""

import pytest

from tensplan.placement.regions import plain, region, region_ids
from tensplan.placement.sites import find_site

STANDARD = ["head", "eyes", "mouth", "front-of-neck", "chest", "upper-back", "heart"]


@pytest.mark.parametrize("name", STANDARD)
def test_standard_names_the_place(name):
    """Each place that the standard's instructions name is refused on the standard's word."""
    found = region(name)
    assert found.rule == "standard"
    assert "201.7.9.2.101 h)" in found.sources[0].text


@pytest.mark.parametrize("name", region_ids())
def test_place_states_reason_and_source(name):
    """Each refused place gives a reason and at least one source in its one-line refusal."""
    found = region(name)
    assert found.reason in found.refusal
    assert found.sources and str(found.sources[0]) in found.refusal


@pytest.mark.parametrize("name", region_ids())
def test_no_place_is_also_a_site(name):
    """No id or alias of a refused place finds a site."""
    found = region(name)
    assert [word for word in (found.id, *found.aliases) if find_site(word)] == []


def test_names_ignore_case_blanks_and_underscores():
    """Different spellings of a name are one name."""
    assert {plain(word) for word in ("Front of_Neck", "front-of-neck", " front  of neck ")} == {
        "front-of-neck"
    }


def test_aliases_are_unique():
    """No word names two refused places."""
    words = [word for name in region_ids() for word in (name, *region(name).aliases)]
    assert len(set(words)) == len(words)


def test_site_is_no_region():
    """A usable site is not refused as a place."""
    assert region("popliteal-upper") is None
