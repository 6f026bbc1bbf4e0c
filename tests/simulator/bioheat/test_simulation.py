"""One pack on one site: what is refused, what holds for every person, and where the worst is."""

import dataclasses

import numpy as np
import pytest

from simulator.bioheat import (
    Cover,
    Heating,
    Person,
    pack,
    pack_ids,
    simulate,
    site,
    site_ids,
    worst_people,
)
from simulator.bioheat.body import at_rest, body, flow_of
from simulator.bioheat.contact import Contact
from simulator.bioheat.dose import dose
from simulator.bioheat.person import NORMAL
from simulator.bioheat.solver import Room, Stage, solve
from simulator.bioheat.steps import Steps

NAN = float("nan")
GOOD = {"pack": "wheat-bag", "cover": Cover(dry_towels=1), "minutes": 10.0}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"site": "knee"}, "site must be one of ankle, .*, got 'knee'"),
        ({"pack": "lava"}, "pack must be one of crushed-ice, .*, got 'lava'"),
        ({"minutes": 0.0}, "minutes must be finite and above 0 to 1440 min, got 0.0"),
        ({"minutes": 1441.0}, "minutes must be finite and above 0 to 1440 min, got 1441.0"),
        ({"minutes": NAN}, "minutes must be finite and above 0 to 1440 min, got nan"),
        ({"minutes_after": -1.0}, "minutes_after must be finite and from 0 to 1440 min"),
        ({"pack_temperature": -300.0}, "pack_temperature must be finite and from -30 to 100 degC"),
        ({"pack_temperature": NAN}, "pack_temperature must be finite"),
        ({"person": "child"}, "person must be normal, worst or a Person, got 'child'"),
        (
            {"heating": Heating(depth=[0.0, 0.01], density=[1.0, 0.0])},
            "heating needs minutes_after above 0 min",
        ),
        (
            {"site": "ankle", "person": Person(skin_temperature=30.0), "pack_temperature": 101.0},
            "pack_temperature must be finite and from -30 to 100 degC, got 101.0",
        ),
        (
            {"site": "calf", "person": Person(fat_thickness=0.06)},
            "fat must leave room in a radius of 0.055 m",
        ),
    ],
    ids=lambda part: "-".join(part) if isinstance(part, dict) else "",
)
def test_simulate_refuses(change, message):
    """A question outside what the model can answer is an error with the range."""
    asked = {"site": "foot-dorsum"} | GOOD | change
    with pytest.raises(ValueError, match=message):
        simulate(asked.pop("site"), **asked)


@pytest.mark.parametrize(
    "change",
    [
        {"flow_scale": NAN},
        {"flow_scale": -0.1},
        {"dilation": 1.1},
        {"pack_offset": 11.0},
        {"conductance_scale": 0.0},
        {"skin_temperature": 41.0},
        {"arterial_temperature": NAN},
        {"fat_thickness": 0.07},
    ],
    ids=str,
)
def test_person_refuses(change):
    """A person outside the ranges is refused by the name of the number."""
    with pytest.raises(ValueError, match=f"{next(iter(change))} must be finite and from"):
        Person(**change)


@pytest.mark.parametrize(
    ("depth", "density", "message"),
    [
        ([0.0, 0.01], [1.0], "one density for each rising depth, got 1 for 2"),
        ([0.01, 0.0], [1.0, 1.0], "one density for each rising depth"),
        ([0.0, 0.01], [1.0, NAN], "density of heating must be finite and from 0 W/m3, got nan"),
        ([-1.0, 0.01], [1.0, 1.0], "depth of heating must be finite and from 0 m, got -1.0"),
    ],
    ids=["lengths", "falling", "nan", "above-skin"],
)
def test_heating_refuses(depth, density, message):
    """Electrical heat that is no function of depth is refused."""
    with pytest.raises(ValueError, match=message):
        Heating(depth=depth, density=density)


@pytest.mark.parametrize("name", site_ids())
def test_tissue_is_at_rest_before_the_pack(name):
    """The first profile is a steady state, with the skin at its resting temperature."""
    place = site(name)
    medium = body(place, [NORMAL])
    rest = at_rest(medium, place, [NORMAL])
    skin = place.skin_temperature.value
    assert abs(rest[0, 0] - skin) < 0.5
    assert rest.min() > skin - 0.01
    flow = flow_of(place, [NORMAL]).factor(rest, medium.response, np.ones_like(rest))
    passed = medium.links * (rest[1:] - rest[:-1])
    inside = medium.blood * flow * (medium.arterial - rest) + medium.source
    left = inside[1:-1] + passed[1:] - passed[:-1]
    assert np.abs(left).max() < 1e-6  # W/m2, beside 50 through the skin


@pytest.mark.parametrize("name", pack_ids())
@pytest.mark.parametrize("place", ["heel", "calf", "lumbar"])
def test_worst_is_worse_than_normal(place, name):
    """Everything harmful at once is never milder than normal circulation."""
    asked = {"pack": name, "cover": Cover(dry_towels=2), "minutes": 10.0}
    normal, worst = (simulate(place, person=who, **asked).dose for who in ("normal", "worst"))
    if pack(name).modality == "heat":
        assert worst.peak_basal[0] > normal.peak_basal[0]
        assert worst.omega[0] > normal.omega[0]
    else:
        assert worst.min_skin[0] < normal.min_skin[0]


@pytest.mark.parametrize("factor", ["flow", "offset", "conductance", "start"])
def test_each_harmful_factor_makes_heat_worse(factor):
    """Shut-off flow, a hotter pack, closer contact and a warm start each raise the basal peak."""
    change = {
        "flow": {"flow_scale": 0.0},
        "offset": {"pack_offset": 3.0},
        "conductance": {"conductance_scale": 1.3},
        "start": {"skin_temperature": 34.0, "arterial_temperature": 37.0},
    }[factor]
    warm = Person(skin_temperature=33.0, arterial_temperature=37.0)
    worse = dataclasses.replace(warm, **change)
    peaks = [simulate("foot-dorsum", person=p, **GOOD).dose.peak_basal[0] for p in (warm, worse)]
    assert peaks[1] > peaks[0] + 0.1  # K


def test_worst_of_cold_starts_cool_and_of_heat_warm():
    """Direction of every harmful factor follows the pack."""
    heat, cold = (worst_people(site("heel"), mode)[0] for mode in ("heat", "cold"))
    assert (heat.skin_temperature, heat.arterial_temperature) == (34.0, 37.0)
    assert (cold.skin_temperature, cold.arterial_temperature) == (25.0, 29.0)
    assert (heat.pack_offset, cold.pack_offset) == (3.0, -3.0)
    assert heat.conductance_scale == cold.conductance_scale == 1.3
    assert {p.flow_scale for p in worst_people(site("heel"), "heat")} == {0.0, 1.0}


@pytest.mark.parametrize("more", ["towels", "minutes", "temperature"])
def test_more_heat_is_more_dose(more):
    """Fewer towels, more minutes and a hotter pack each give more injury."""
    asked = {"pack": "wheat-bag", "person": "worst"}
    less, much = {
        "towels": ({"cover": Cover(dry_towels=3)}, {"cover": Cover(dry_towels=1)}),
        "minutes": ({"minutes": 5.0}, {"minutes": 20.0}),
        "temperature": ({"pack_temperature": 50.0}, {"pack_temperature": 63.0}),
    }[more]
    base = {"minutes": 10.0, "cover": Cover(dry_towels=2)} | asked
    low, high = (simulate("foot-sole", **(base | change)).dose for change in (less, much))
    assert high.omega[0] > low.omega[0]
    assert high.cem43[0] > low.cem43[0]


def test_grid_is_fine_enough():
    """Twice the cells and half the steps change peak and dose by little."""
    place, people = site("foot-dorsum"), worst_people(site("foot-dorsum"), "heat")
    hot = Contact(temperature=60.0, resistance=0.04, capacity=3e4, loss=6.0)
    found = []
    for refine, steps in ((1, Steps()), (2, Steps(first=0.01, growth=1.05, longest=5.0))):
        medium = body(place, people, refine=refine)
        start = at_rest(medium, place, people)
        trace = solve(
            medium,
            [Stage(seconds=900.0, contact=hot)],
            start,
            flow=flow_of(place, people),
            room=Room(temperature=25.0, conductance=8.0),
            steps=steps,
        )
        found.append(dose(trace.time, trace.skin, trace.basal))
    coarse, fine = found
    assert coarse.peak_basal == pytest.approx(fine.peak_basal, abs=0.02)  # K: the allowed error
    assert coarse.cem43 == pytest.approx(fine.cem43, rel=0.01)
    assert coarse.omega == pytest.approx(fine.omega, rel=0.01)


def test_given_person_is_the_person_given():
    """A person of one's own is simulated as stated, and named so."""
    mine = Person(flow_scale=0.3, fat_thickness=3e-3)
    found = simulate("calf", person=mine, **GOOD)
    assert (found.person, found.case) == ("given", mine)


def test_temperature_by_depth_and_time():
    """Profiles stand at whole minutes, and a depth is read between the cells."""
    found = simulate("calf", **GOOD)
    assert found.marks.tolist() == [60.0 * k for k in range(11)]
    assert found.profile.shape == (11, len(found.depth))
    assert found.at(0.001)[-1] > found.at(0.01)[-1]
    assert found.coldest <= found.skin.min()
    with pytest.raises(ValueError, match="depth must be finite and from 0"):
        found.at(1.0)


def test_heat_before_and_after_is_judged_together():
    """Electrical heat after a pack, while the skin is warm, adds to the peak of the pack."""
    heat = Heating(depth=[0.0, 0.01], density=[5e4, 5e4])
    after = {"minutes_after": 10.0} | GOOD
    with_heat = simulate("calf", heating=heat, **after)
    without = simulate("calf", **after)
    late = with_heat.time > 700
    assert np.all(with_heat.basal[late] > without.basal[late])
    assert with_heat.dose.cem43[0] >= without.dose.cem43[0]


def test_weak_numbers_are_named():
    """Who shows a temperature can show which numbers behind it are remembered or chosen."""
    weak = simulate("heel", **GOOD).weak
    assert {"dilation_gain_glabrous", "heel/epidermis_thickness", "wheat-bag/room_loss"} <= set(
        weak
    )
    assert "fat/conductivity" not in weak


@pytest.mark.parametrize("thing", ["wheat-bag", "crushed-ice"])
def test_worst_dose_is_over_all_candidates(thing):
    """Each quantity is the worst of all candidates, and the trace is that of one of them."""
    place, asked = site("calf"), {"cover": Cover(dry_towels=1), "minutes": 15.0}
    worst = simulate("calf", pack=thing, person="worst", **asked)
    mode = pack(thing).modality
    alone = [simulate("calf", pack=thing, person=p, **asked) for p in worst_people(place, mode)]
    for name, pick in (("min_skin", min), ("coldest", min), ("omega", max), ("max_skin", max)):
        expected = pick(float(getattr(one.dose, name)[0]) for one in alone)
        assert getattr(worst.dose, name)[0] == pytest.approx(expected, rel=1e-9)  # rounding
    assert worst.trace.skin.shape == (len(worst.time), len(alone))
    assert worst.case in worst_people(place, mode)
    assert worst.longest_above(30.0) == max(one.longest_above(30.0) for one in alone)


def test_longest_above_refuses_nan():
    """A bound that is no number is refused."""
    with pytest.raises(ValueError, match="bound must be finite degC, got nan"):
        simulate("calf", **GOOD).longest_above(NAN)


def test_direction_of_harm_follows_the_temperature_and_not_the_name():
    """A gel pack warmed to 55 degC is judged as heat: its worst case is hotter, not colder."""
    asked = {"pack": "gel-pack", "pack_temperature": 55.0, "minutes": 10.0}
    normal, worst = (simulate("calf", person=who, **asked) for who in ("normal", "worst"))
    assert worst.case.pack_offset == 3.0
    assert worst.dose.peak_basal[0] > normal.dose.peak_basal[0] + 1  # K
    cooled = simulate("calf", pack="wheat-bag", pack_temperature=5.0, minutes=10.0, person="worst")
    assert cooled.case.pack_offset == -3.0


@pytest.mark.parametrize("temperature", [-30.0, 100.0], ids=str)
def test_worst_of_the_outermost_packs_is_still_simulated(temperature):
    """Three kelvin beyond the range that a file may state is no internal error."""
    asked = {"pack": "gel-pack", "cover": Cover(dry_towels=3), "minutes": 2.0}
    found = simulate("calf", pack_temperature=temperature, person="worst", **asked)
    assert abs(found.pack[0] - temperature) == pytest.approx(3.0, rel=1e-9)


@pytest.mark.parametrize(
    ("place", "asked", "words"),
    [
        ("ankle", {"pack": "crushed-ice", "pack_temperature": -25.0}, "freezing of tissue is not"),
        ("ankle", {"pack": "hot-water-bottle", "pack_temperature": 99.0}, "injury is known to 70"),
        ("heel", {"pack": "wheat-bag"}, "hairless skin of the foot"),
    ],
    ids=["freezing", "scalding", "sole"],
)
def test_what_lies_outside_the_model_is_said(place, asked, words):
    """Freezing, scalding and a sole each come with a sentence."""
    found = simulate(place, minutes=10.0, person="worst", **asked)
    assert words in " ".join(found.outside)


def test_nothing_is_said_where_the_model_is_at_home():
    """A mild pack on hairy skin has no such sentence."""
    assert simulate("calf", **GOOD).outside == ()
