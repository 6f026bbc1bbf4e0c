"""Layers, steps, flow and solver: what they refuse, and the rules that hold in every case."""

import numpy as np
import pytest

from simulator.bioheat.contact import Contact
from simulator.bioheat.flow import Flow
from simulator.bioheat.medium import build
from simulator.bioheat.slab import Slab
from simulator.bioheat.solver import WIDTH, Room, Stage, solve
from simulator.bioheat.steps import Steps

GOOD = {"thickness": 0.01, "conductivity": 0.4, "volumetric_heat": 3.8e6, "cells": 10}
NAN = float("nan")


def slab(**changes):
    """Return a layer of 1 cm."""
    return Slab(**(GOOD | changes))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"thickness": 0.0}, "thickness must be finite and above 0 m, got 0.0"),
        ({"conductivity": -1.0}, r"conductivity must be finite and above 0 W/\(m K\), got -1.0"),
        ({"volumetric_heat": NAN}, "volumetric_heat must be finite and above 0"),
        ({"blood_heat": NAN}, "blood_heat must be finite and from 0 .*, got nan"),
        ({"blood_heat": [1.0, -2.0]}, "blood_heat must be finite and from 0 .*, got -2.0"),
        ({"source": np.inf}, "source must be finite W/m3, got inf"),
        ({"cells": 0}, "cells must be finite and above 0, got 0.0"),
        ({"stretch": 0.0}, "stretch must be finite and above 0, got 0.0"),
    ],
    ids=lambda part: next(iter(part)) if isinstance(part, dict) else "",
)
def test_slab_refuses(change, message):
    """A number that is not finite or out of range is named with its range, also within an array."""
    with pytest.raises(ValueError, match=message):
        slab(**change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"temperature": -300.0}, "pack temperature must be finite and from -50 to 120 degC"),
        ({"temperature": NAN}, "pack temperature"),
        ({"resistance": -1.0}, "contact resistance"),
        ({"latent": -1.0}, "latent heat"),
        ({"loss": NAN}, "room loss"),
        ({"melting": 200.0}, "melting temperature"),
        ({"capacity": 0.0}, "pack capacity must be above 0"),
        ({"capacity": NAN}, "pack capacity must be above 0"),
    ],
    ids=lambda part: "-".join(map(str, *part.items())) if isinstance(part, dict) else "",
)
def test_contact_refuses(change, message):
    """A pack colder than a freezer, or with a number out of range, is refused."""
    with pytest.raises(ValueError, match=message):
        Contact(**({"temperature": 40.0, "resistance": 0.01} | change))


@pytest.mark.parametrize("stretch", [0.1, 1.0, 30.0], ids=str)
def test_cells_fill_their_layer(stretch):
    """Widths add up to the thickness and grow by the stretch."""
    widths = slab(cells=200, stretch=stretch).widths()[:, 0]
    assert widths.sum() == pytest.approx(0.01, rel=1e-12)  # rounding
    assert widths[-1] / widths[0] == pytest.approx(stretch, rel=0.02)  # "nearly": 200 cells


def test_round_and_flat_are_the_same_where_the_limb_is_thick():
    """A limb of a kilometre is flat."""
    flat, wide = build([slab()]), build([slab()], radius=1000.0)
    for name in ("outer", "inner", "volume", "capacity"):
        assert getattr(wide, name) == pytest.approx(getattr(flat, name), rel=2e-5)  # 1 cm of 1 km


def test_a_limb_has_half_the_volume_of_its_radius():
    """A disc has the area of its rim times half its radius, and no heat crosses its axis."""
    whole = build([slab()], radius=0.01)
    assert whole.volume.sum() == pytest.approx(0.005, rel=1e-12)  # rounding
    assert whole.inner[-1, 0] == np.inf


@pytest.mark.parametrize("more", [{"radius": 0.009}, {"radius": 0.02, "core": 37.0}], ids=str)
def test_layers_must_fit_into_a_limb(more):
    """Layers thicker than the limb, or a core inside a limb, are refused."""
    with pytest.raises(ValueError, match="layers of a cylinder must fit into its radius"):
        build([slab()], **more)


@pytest.mark.parametrize("seconds", [1.0, 59.9, 60.0, 600.0, 1800.0], ids=str)
def test_steps_end_where_the_stage_ends(seconds):
    """Steps add up to the stage, hit every mark, and none is longer than the longest."""
    steps = Steps()
    plan = list(steps.plan(seconds))
    ends = np.cumsum([length for length, _, _ in plan])
    hit = [end for end, (_, _, mark) in zip(ends, plan, strict=True) if mark]
    assert hit == pytest.approx(steps.marks(seconds), rel=1e-12)  # rounding of the sum
    assert max(length for length, _, _ in plan) <= steps.longest
    assert [weight for _, weight, _ in plan[:5]] == [1.0] * 4 + [0.5]


@pytest.mark.parametrize(
    "change", [{"first": 0.0}, {"growth": 0.9}, {"longest": 0.001}, {"output": NAN}], ids=str
)
def test_steps_refuse(change):
    """Steps that stand still, shrink or are not finite are refused."""
    with pytest.raises(ValueError, match="must be finite"):
        Steps(**change)


def flow_at(temperature, *, glabrous=False, scale=1.0, dilation=1.0, response="skin", ceiling=1.0):
    """Return the factor on the flow of one cell."""
    flow = Flow(glabrous=glabrous, scale=np.array([scale]), dilation=np.array([dilation]))
    cell = np.array([[temperature]])
    return float(flow.factor(cell, (response,), np.array([[ceiling]]))[0, 0])


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        (1.0, {"temperature": 33.5}),
        (5.5, {"temperature": 38.0}),
        (10.0, {"temperature": 42.0}),
        (10.0, {"temperature": 60.0}),
        (1.5, {"temperature": 42.0, "glabrous": True}),
        (1.0, {"temperature": 42.0, "dilation": 0.0}),
        (0.0, {"temperature": 42.0, "scale": 0.0}),
        (0.15, {"temperature": 5.0}),
        (0.3, {"temperature": 33.0, "ceiling": 0.3}),
        (4.0, {"temperature": 45.0, "response": "muscle"}),
        (1.0, {"temperature": 45.0, "response": "none"}),
        (1.0, {"temperature": 5.0, "response": "none"}),
    ],
    ids=lambda part: "-".join(map(str, part.values())) if isinstance(part, dict) else "",
)
def test_flow_answers_to_temperature(expected, asked):
    """Hairy skin opens tenfold, hairless skin by half, muscle fourfold; cold closes."""
    assert flow_at(**asked) == pytest.approx(expected, rel=1e-12)  # rounding


def test_flow_never_rises_with_cold():
    """Colder tissue never has more flow."""
    flows = [flow_at(temperature) for temperature in np.linspace(-10, 33, 60)]
    assert np.all(np.diff(flows) >= 0)
    assert flows[0] < flows[-1]


def test_pack_keeps_melting_until_its_latent_heat_is_paid():
    """Frozen below, melting at, and liquid above the melting point; heat fixes which."""
    ice = Contact(temperature=-10.0, resistance=1e9, capacity=1000.0, latent=5000.0, loss=10.0)
    trace = run(ice, seconds=2000.0)
    heat, pack = trace.pack_heat[:, 0], trace.pack[:, 0]
    frozen, liquid = heat < 0, heat >= 5000
    assert (frozen.sum(), (~frozen & ~liquid).sum(), liquid.sum()) > (5, 5, 5)
    assert pack[frozen] == pytest.approx(heat[frozen] / 1000, rel=1e-9)  # rounding
    assert np.all(pack[~frozen & ~liquid] == 0.0)
    assert pack[liquid] == pytest.approx((heat[liquid] - 5000) / 1000, rel=1e-9)
    assert (pack[0], heat[0]) == (-10.0, -10_000.0)


def run(contact, *, seconds=600.0, fresh=True, off=0.0, flow=None):
    """Return a trace of one layer under a pack, off, and on again."""
    medium = build([slab(blood_heat=5000.0)], arterial=37.0)
    stages = [Stage(seconds=seconds, contact=contact)]
    if off > 0:
        stages += [Stage(seconds=off), Stage(seconds=60.0, contact=contact, fresh=fresh)]
    room = Room(temperature=25.0, conductance=8.0)
    return solve(medium, stages, np.full((10, 1), 33.0), flow=flow, room=room)


HOT = Contact(temperature=50.0, resistance=0.05, capacity=3e4, loss=6.0)


def test_a_pack_that_is_laid_on_again_has_cooled():
    """The same pack goes on as it is by now; a new one goes on fresh."""
    again, new = (run(HOT, fresh=fresh, off=600.0) for fresh in (False, True))
    assert new.skin[-1, 0] > again.skin[-1, 0] + 1
    place = np.flatnonzero(np.diff(new.time) == 0)[-1] + 1
    assert new.pack[place, 0] == 50.0
    assert again.pack[place, 0] < 45.0


def test_pack_beside_the_skin_cools_towards_the_room():
    """Off the skin, a pack loses heat to the room by one exponential."""
    trace = run(HOT, seconds=1.0, off=3000.0)
    left = (trace.time >= 1.0) & (trace.time <= 3001.0)
    start, end = trace.pack[left][1, 0], trace.pack[left][-3, 0]
    begin, stop = trace.time[left][1], trace.time[left][-3]
    exact = 25 + (start - 25) * np.exp(-6.0 / 3e4 * (stop - begin))
    assert end == pytest.approx(exact, abs=2e-3)  # K, steps of 20 s


@pytest.mark.parametrize("warmer", [1.0, 5.0, 20.0], ids=str)
def test_a_hotter_pack_is_a_hotter_skin(warmer):
    """Skin and basal layer rise with the pack at every instant."""
    hotter = Contact(temperature=50.0 + warmer, resistance=0.05, capacity=3e4, loss=6.0)
    assert np.all(run(hotter).skin[1:] > run(HOT).skin[1:])


def test_linear_tissue_scales():
    """With resting flow and no room, twice the difference gives twice the change."""
    medium = build([slab(blood_heat=5000.0)], arterial=33.0)
    ends = [
        solve(
            medium,
            [Stage(seconds=300.0, contact=Contact(temperature=33.0 + rise, resistance=0.02))],
            np.full((10, 1), 33.0),
        ).profile[-1]
        for rise in (5.0, 10.0)
    ]
    assert ends[1] - 33 == pytest.approx(2 * (ends[0] - 33), rel=1e-9)  # rounding


def test_nothing_happens_where_all_is_at_rest():
    """Tissue, blood and pack at one temperature stay there."""
    medium = build([slab(blood_heat=5000.0)], arterial=33.0)
    trace = solve(
        medium,
        [Stage(seconds=600.0, contact=Contact(temperature=33.0, resistance=0.02))],
        np.full((10, 1), 33.0),
    )
    assert np.abs(trace.profile - 33).max() < 1e-10  # K, rounding


def test_electrical_heat_warms_as_much_as_it_gives():
    """Insulated tissue without blood warms by the heat over its capacity."""
    medium = build([slab()])
    heat = np.full((10, 1), 3e3 * 1e-3)
    trace = solve(medium, [Stage(seconds=500.0, heating=heat)], np.full((10, 1), 33.0))
    assert trace.profile[-1] - 33 == pytest.approx(500 * 3e3 / 3.8e6, rel=1e-9)  # rounding


def test_covered_skin_gives_nothing_to_the_room():
    """Under a pad nothing passes between skin and room, on bare skin it does."""
    medium = build([slab()])
    room = Room(temperature=25.0, conductance=8.0)
    bare, covered = (
        solve(medium, [Stage(seconds=600.0, covered=cover)], np.full((10, 1), 33.0), room=room)
        for cover in (False, True)
    )
    assert covered.profile[-1] == pytest.approx(33.0, abs=1e-10)  # K, rounding
    assert bare.skin[-1, 0] < 32
    assert (covered.ledger.room[0], bare.ledger.room[0] < 0) == (0.0, True)


def test_people_of_every_block_are_their_own():
    """More people than the kernel takes at once each get what they get alone."""
    count = 2 * WIDTH + 3
    medium = build([slab(blood_heat=5000.0)], people=count)
    warm = np.linspace(40.0, 60.0, count)
    flow = Flow(glabrous=False, scale=np.linspace(0.0, 2.0, count), dilation=np.ones(count))

    def crowd(part):
        some = build([slab(blood_heat=5000.0)], people=len(warm[part]))
        contact = Contact(temperature=warm[part], resistance=0.05, capacity=3e4)
        own = Flow(glabrous=False, scale=flow.scale[part], dilation=flow.dilation[part])
        stages = [Stage(seconds=60.0, contact=contact), Stage(seconds=60.0)]
        return solve(some, stages, np.full((10, len(warm[part])), 33.0), flow=own)

    whole = crowd(slice(0, count))
    assert whole.skin.shape == (len(whole.time), medium.people)
    for person in (0, WIDTH - 1, WIDTH, count - 1):
        alone = crowd(slice(person, person + 1))
        assert whole.skin[:, person] == pytest.approx(alone.skin[:, 0], rel=1e-12)  # sums reorder
        assert whole.profile[-1, :, person] == pytest.approx(alone.profile[-1, :, 0], rel=1e-12)
        assert whole.ledger.blood[person] == pytest.approx(alone.ledger.blood[0], rel=1e-9)


@pytest.mark.parametrize("seconds", [0.0, -1.0, NAN, 1e9], ids=str)
def test_stage_refuses(seconds):
    """A stage without time, or of months, is refused."""
    with pytest.raises(ValueError, match="seconds of a stage must be finite and above 0 to 604800"):
        Stage(seconds=seconds)


def test_stage_refuses_heating_that_is_nan():
    """Electrical heat that is no number is refused."""
    with pytest.raises(ValueError, match="electrical heating must be finite W/m2, got nan"):
        Stage(seconds=1.0, heating=np.array([[NAN]]))
