"""What would pass: simulated again, and the nearest of its kind."""

from dataclasses import replace

import pytest
from packs import AREAS, WELL, bottle, peas, well

from tensplan.safety.limits import own_limits
from tensplan.thermal.alternative import Bar, alternative_words, alternatives

LIMITS = own_limits()
HOME = Bar(limits=LIMITS, setting="home")
HOT = bottle(pack_temperature_c=60.0, duration_min=20.0)
WET = peas(cover={"damp_towel_layers": 1})


@pytest.mark.parametrize("entry", [HOT, WET], ids=["hot bottle", "wet peas"])
def test_what_is_offered_passes_and_the_entry_does_not(entry):
    """Each offer is simulated for the worst case again, and kept within every limit."""
    assert not HOME.passes(entry)
    offers = alternatives(entry, HOME)
    assert offers
    assert all(HOME.passes(offer.entry) for offer in offers)
    assert {one.person for offer in offers for one in offer.people} == {"normal", "worst"}


def offer(entry, change, bar=HOME):
    """Return the entry that one kind of change leads to."""
    return next(one.entry for one in alternatives(entry, bar) if one.change == change)


def test_one_towel_less_would_not_pass():
    """The number of towels is the smallest that passes."""
    layers = offer(HOT, "towels").cover.dry_towel_layers
    assert not HOME.passes(bottle(**{**changed(HOT), "cover": {"dry_towel_layers": layers - 1}}))


def test_one_minute_more_would_not_pass():
    """The minutes are the most that pass."""
    minutes = offer(HOT, "minutes").duration_min
    assert not HOME.passes(bottle(**{**changed(HOT), "duration_min": minutes + 1}))


def test_one_degree_hotter_would_not_pass():
    """The temperature is the nearest that passes."""
    degrees = offer(HOT, "temperature").pack_temperature_c
    assert not HOME.passes(bottle(**{**changed(HOT), "pack_temperature_c": degrees + 1}))


def changed(entry):
    """Return an entry's keys."""
    return entry.model_dump(exclude_none=True)


def test_a_cold_pack_may_be_warmer():
    """A gel pack too cold is offered at the coldest temperature that passes."""
    gel = peas(pack="gel-pack", pack_temperature_c=-18.0, cover={"dry_towel_layers": 0})
    degrees = offer(gel, "temperature").pack_temperature_c
    assert degrees > -18
    colder = {**changed(gel), "pack_temperature_c": degrees - 1}
    assert not HOME.passes(peas(**colder))


def test_ice_is_not_offered_warmer():
    """What melts or holds its temperature has no other."""
    assert "temperature" not in [one.change for one in alternatives(WET, HOME)]


def test_two_changes_where_one_is_not_enough():
    """Neither towels nor minutes alone make this pack pass; together they do."""
    tank = bottle(pack="moist-heat-pack", pack_temperature_c=60.0, cover={"dry_towel_layers": 6})
    words = {one.change: one.words for one in alternatives(tank, HOME)}
    assert {"minutes and towels", "temperature"} == set(words)
    assert " minutes with " in words["minutes and towels"]


def test_minutes_beyond_the_limit_are_not_offered():
    """More towels do not help a pack that lies too long; fewer minutes do."""
    long = bottle(pack_temperature_c=60.0, duration_min=40.0)
    offers = alternatives(long, HOME)
    assert offers
    assert all(one.entry.duration_min <= 30 for one in offers)


def with_basal_limit(degrees):
    """Return a bar whose peak of the basal layer is tightened."""
    rule = LIMITS.named("project/basal-temperature")
    tight = replace(rule, warning=None, error=degrees)
    entries = tuple(tight if limit == rule else limit for limit in LIMITS)
    return Bar(limits=replace(LIMITS, entries=entries), setting="home")


def test_no_way_out_is_said():
    """Where even the start is too warm nothing passes, and the hint says what was tried."""
    assert alternatives(bottle(duration_min=8.0), with_basal_limit(33.5)) == ()
    assert alternative_words(()) == (
        "choose another pack: neither 5 min, 12 layers of dry towel, another temperature of this "
        "pack nor another site would pass"
    )


def test_another_site_comes_last():
    """Where neither towels, minutes nor another temperature can help, a thicker skin may."""
    wrap = bottle(
        pack="heat-wrap",
        pack_temperature_c=42.0,
        cover={"dry_towel_layers": 12},
        duration_min=5.0,
    )
    (found,) = alternatives(wrap, with_basal_limit(36.0))
    assert (found.change, found.words) == ("site", "the same pack on the heel")


def test_offers_are_said_as_one_hint():
    """The hint lists what passes, and that it was simulated."""
    hint = alternative_words(alternatives(WET, HOME))
    assert hint == (
        "use one of these, each simulated and passing: 1 layer of dry towel beside the damp"
    )


def test_an_impaired_person_is_offered_ten_minutes_at_most():
    """What is offered keeps the minutes of the person too, and passes for that person."""
    person = well(circulation="unknown")
    bar = Bar(limits=LIMITS, setting="home", person=person)
    offers = alternatives(bottle(), bar)
    assert offers
    assert all(one.entry.duration_min <= 10 for one in offers)
    assert [who.person for who in offers[0].people] == ["given", "normal", "worst"]


def test_another_site_is_offered_only_where_the_person_passes():
    """An area that lidocaine has made numb is no way out."""
    wrap = bottle(
        pack="heat-wrap",
        pack_temperature_c=42.0,
        cover={"dry_towel_layers": 12},
        duration_min=5.0,
    )
    bar = with_basal_limit(36.0)
    tested = dict.fromkeys(AREAS, WELL)
    numb = tested | {"heel": replace(WELL, topical="lidocaine")}
    there = alternatives(wrap, replace(bar, person=well(areas=tested)))
    assert [one.entry.area for one in there] == ["heel"]
    assert alternatives(wrap, replace(bar, person=well(areas=numb))) == ()
