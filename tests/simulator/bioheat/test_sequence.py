"""Packs, pauses and stimulation as one session: what is refused, and what is carried over."""

import numpy as np
import pytest

from simulator.bioheat import (
    Cover,
    Heating,
    Part,
    Person,
    simulate,
    simulate_sequence,
    site,
    under_pad,
    worst_people,
)

NAN = float("nan")
ONE = Cover(dry_towels=1)
WARM = Part(name="warm", minutes=10.0, pack="wheat-bag", cover=ONE)
COLD = Part(name="cold", minutes=15.0, pack="crushed-ice", cover=Cover(damp_towels=1))
HEAT = Heating(depth=[0.0, 0.01], density=[5e4, 5e4])


def gap(minutes, name="gap"):
    """Return a pause with bare skin."""
    return Part(name=name, minutes=minutes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": " "}, "name of a part must not be empty"),
        ({"minutes": 0.0}, "minutes must be finite and above 0 to 1440 min, got 0.0"),
        ({"minutes": 1441.0}, "minutes must be finite and above 0 to 1440 min, got 1441.0"),
        ({"minutes": NAN}, "minutes must be finite and above 0 to 1440 min, got nan"),
        ({"pack": "lava"}, "pack must be one of crushed-ice, .*, got 'lava'"),
        (
            {"pack": "gel-pack", "pack_temperature": -300.0},
            "pack_temperature must be finite and from -30 to 100 degC, got -300.0",
        ),
        ({"pack": "gel-pack", "pack_temperature": NAN}, "pack_temperature must be finite"),
        ({"pack": "gel-pack", "again": True}, "one of pack, again and heating, got pack and again"),
        ({"pack": "gel-pack", "heating": HEAT}, "one of .*, got pack and heating"),
        ({"again": True, "heating": HEAT}, "one of .*, got again and heating"),
        ({"cover": ONE}, "has a cover or pack_temperature and no fresh pack"),
        ({"pack_temperature": 40.0}, "has a cover or pack_temperature and no fresh pack"),
        ({"again": True, "cover": ONE}, "has a cover or pack_temperature and no fresh pack"),
    ],
    ids=lambda part: "-".join(map(str, part.values())) if isinstance(part, dict) else "",
)
def test_part_refuses(change, message):
    """A part that is no pack, pause or stimulation, or out of range, is refused by its name."""
    with pytest.raises(ValueError, match=message):
        Part(**({"name": "x", "minutes": 5.0} | change))


def test_a_part_without_a_pack_has_no_temperature():
    """Asking a pause how warm its pack is has no answer."""
    with pytest.raises(ValueError, match="part 'gap' has no fresh pack"):
        _ = gap(5.0).temperature


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([], "a session must have at least 1 part, got 0"),
        ([WARM, gap(5.0), WARM], "names of their own, got 'warm' twice"),
        (
            [Part(name="again", minutes=5.0, again=True), WARM],
            "'again' lays a pack on again before",
        ),
    ],
    ids=["none", "names", "again-first"],
)
def test_session_refuses(parts, message):
    """Parts that cannot follow each other are refused."""
    with pytest.raises(ValueError, match=message):
        simulate_sequence("calf", parts)


def test_a_sequence_of_two_is_the_pack_and_its_after():
    """`simulate` is a session of a pack and what follows."""
    short = simulate("calf", pack="wheat-bag", cover=ONE, minutes=10.0, minutes_after=5.0)
    long = simulate_sequence("calf", [WARM, gap(5.0)])
    assert long.skin.tolist() == short.skin.tolist()
    assert [span.name for span in short.spans] == ["pack", "after"]
    assert long.spans[1] == ("gap", 600.0, 900.0)


def test_parts_are_found_by_their_names():
    """Each part has its own rows, from its first instant to its last, and another name has none."""
    found = simulate_sequence("calf", [WARM, gap(5.0), Part(name="more", minutes=1.0)])
    for span in found.spans:
        rows = found.time[found.during(span.name)]
        assert (rows[0], rows[-1]) == pytest.approx((span.start, span.end), rel=1e-9)
    whole = sum(len(found.time[found.during(span.name)]) for span in found.spans)
    assert whole == len(found.time)
    with pytest.raises(ValueError, match="part must be one of warm, gap, more, got 'tens'"):
        found.during("tens")


def test_heat_from_before_is_judged_with_the_heat_of_stimulation():
    """TENS on skin that a pack has warmed reaches more than TENS alone, and a gap lessens it."""
    tens = Part(name="tens", minutes=20.0, heating=HEAT)
    alone, soon, late = (
        simulate_sequence("calf", before)
        for before in ([tens], [WARM, gap(1.0), tens], [WARM, gap(60.0), tens])
    )
    peaks = [float(found.basal[found.during("tens")].max()) for found in (alone, late, soon)]
    assert peaks[0] < peaks[2]
    assert peaks[1] < peaks[2]
    assert peaks[0] == pytest.approx(peaks[1], abs=0.5)  # K: an hour later nearly all is gone


def test_a_pack_laid_on_again_has_cooled_and_a_new_one_has_not():
    """The same pack gives less the second time; a fresh one more than that."""
    same = Part(name="second", minutes=10.0, again=True)
    fresh = Part(name="second", minutes=10.0, pack="wheat-bag", cover=ONE)
    used, new = (simulate_sequence("calf", [WARM, gap(20.0), second]) for second in (same, fresh))
    begin = used.during("second").start
    assert new.pack[begin] == 57.3
    assert used.pack[begin] == pytest.approx(used.pack[begin - 1], rel=1e-12)
    assert new.basal[new.during("second")].max() > used.basal[used.during("second")].max() + 1


@pytest.mark.parametrize(("hours", "warmer"), [(1.0, True), (2.5, False)], ids=["held", "gone"])
def test_vessels_that_cold_has_closed_stay_closed_under_heat(hours, warmer):
    """An hour after ice heat finds little flow and warms more; after two hours it is as without."""
    rest = gap(60 * hours)
    hot = Part(name="hot", minutes=15.0, pack="wheat-bag", cover=ONE)
    plain = simulate_sequence("calf", [gap(15.0, "wait"), rest, hot])
    chilled = simulate_sequence("calf", [COLD, rest, hot])
    more = float(
        chilled.basal[chilled.during("hot")].max() - plain.basal[plain.during("hot")].max()
    )
    assert (more > 0.2) is warmer  # K: vessels half closed
    assert more > -0.2  # K: what of the chill itself is left


def test_skin_under_a_pad_keeps_its_heat():
    """Pads cover the skin: without any current it is warmer than bare skin."""
    pads = Part(name="tens", minutes=20.0, heating=Heating(depth=[0.0], density=[0.0]))
    covered, bare = (simulate_sequence("calf", [part]) for part in (pads, gap(20.0, "tens")))
    assert covered.skin[-1] > bare.skin[-1] + 0.5  # K


def test_worst_of_heat_and_cold_is_looked_for_both_ways():
    """Where one pack warms and one cools, those whom heat and those whom cold may harm are there."""
    found = simulate_sequence("calf", [WARM, gap(30.0), COLD], person="worst")
    place = site("calf")
    assert found.people == worst_people(place, "heat") + worst_people(place, "cold")
    heat = simulate_sequence("calf", [WARM], person="worst")
    assert found.dose.peak_basal[0] == pytest.approx(heat.dose.peak_basal[0], rel=1e-9)  # rounding
    assert found.case.pack_offset == 3.0
    assert found.dose.min_skin[0] < simulate_sequence("calf", [COLD]).dose.min_skin[0]


def test_heat_under_a_pad_is_that_of_its_layers():
    """Square of the density over the conductivity, for skin, fat and muscle, from face to face."""
    found = under_pad(site("calf"), 10.0)
    ends = np.cumsum([x.thickness.value for x in site("calf").layers[:3]])
    for depth, sigma in ((0.5e-3, 6.57e-4), ((ends[1] + ends[2]) / 2, 0.0333), (0.03, 0.086)):
        assert np.interp(depth, found.depth, found.density) == pytest.approx(100 / sigma, rel=1e-9)
    assert np.interp(ends[1] + 1e-6, found.depth, found.density) == pytest.approx(100 / 0.0333)


def test_heat_under_a_pad_is_as_much_as_the_layers_take():
    """What the cells get is the voltage over the layers times the current, per area."""
    from simulator.bioheat.body import body

    place = site("lumbar")
    heat = under_pad(place, 10.0)
    found = heat.per_area(body(place, [Person()])).sum()
    sigma = {"epidermis": 6.57e-4, "dermis": 6.57e-4, "fat": 0.0333, "muscle": 0.086}
    due = sum(100 / sigma[x.tissue.id] * x.thickness.value for x in place.layers)
    assert found == pytest.approx(due, rel=1e-9)  # cells end where layers end


@pytest.mark.parametrize("density", [-1.0, 1001.0, NAN], ids=str)
def test_under_pad_refuses(density):
    """A current density out of range is refused."""
    with pytest.raises(ValueError, match="rms_current_density must be finite and from 0 to 1000"):
        under_pad(site("calf"), density)


def test_remembered_conductivities_are_named():
    """Bone below the heel is from memory, and a session with its heat says so."""
    tens = Part(name="tens", minutes=5.0, heating=under_pad(site("heel"), 5.0))
    assert "bone_conductivity" in simulate_sequence("heel", [tens]).weak
    assert "bone_conductivity" not in simulate_sequence("heel", [gap(5.0)]).weak
