"""A channel as the simulator takes it."""

import math

import pytest
from builders import make_protocol, placement

from simulator.recruitment.electrodes import NEAR
from simulator.volume_conductor import Disc, Rectangle
from tensplan.nerve_response.person import NervePerson
from tensplan.nerve_response.scene import scene
from tensplan.placement.stature import Stature


def channel(*pads):
    """Return one channel with these two pads."""
    return make_protocol(placement=placement(*pads)).placement.channels[0]


def pad(site, width=40, height=40, **more):
    """Return a pad's data."""
    return {"site": site, "size_mm": [width, height], **more}


def test_the_conducting_part_has_the_form_of_the_outline():
    """0.8 of the area leaves sides of the root of 0.8; the height lies along the leg."""
    first, second = scene(
        channel(pad("popliteal-upper", 50, 90), pad("tibial-ankle"))
    ).electrodes.outlines
    share = math.sqrt(0.8)
    assert (first.length, first.width) == pytest.approx((0.09 * share, 0.05 * share), rel=1e-12)
    assert second.area == pytest.approx(0.8 * 0.0016, rel=1e-12)


def test_a_stated_conductive_area_is_kept():
    """What the file says is what conducts."""
    stated = pad("tibial-ankle", conductive_area_cm2=10)
    outline = scene(channel(pad("popliteal-upper"), stated)).electrodes.outlines[1]
    assert outline.area == pytest.approx(1e-3, rel=1e-12)


def test_on_the_foot_the_first_side_lies_along_it():
    """Views of the foot have their x along the foot."""
    outline = scene(
        channel(pad("dorsal-ankle", 60, 40), pad("dorsal-metatarsal"))
    ).electrodes.outlines[0]
    assert isinstance(outline, Rectangle)
    assert outline.length > outline.width


def test_a_round_pad_is_a_disc():
    """A diameter gives a disc of the conductive area."""
    round_pad = {"site": "tibial-ankle", "diameter_mm": 50}
    outline = scene(channel(pad("popliteal-upper"), round_pad)).electrodes.outlines[1]
    assert isinstance(outline, Disc)
    assert outline.area == pytest.approx(0.8 * math.pi * 0.025**2, rel=1e-12)


def test_each_nerve_stands_under_its_pad():
    """Nerves of pad 1 and of pad 2 are kept apart, with their depth and what they carry."""
    found = scene(channel(pad("popliteal-upper"), pad("sural-ankle")))
    assert [(t.pad, t.nerve) for t in found.targets] == [
        (1, "tibial"),
        (1, "common-peroneal"),
        (2, "sural"),
    ]
    assert [sorted(t.senses) for t in found.targets] == [
        ["motor", "sensation"],
        ["motor", "sensation"],
        ["sensation"],
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("fibular-neck", {(1, "common-peroneal"), (2, "common-peroneal")}),
        ("tibial-ankle", {(1, "tibial"), (2, "tibial")}),
        ("sural-calf", {(1, "tibial"), (1, "common-peroneal"), (2, "sural")}),
    ],
)
def test_a_channel_is_meant_for_the_nerve_of_both_pads(other, expected):
    """Where the pads share a nerve only that one is intended, else each pad's own."""
    assert scene(channel(pad("popliteal-upper", 50, 50), pad(other))).intended == expected


def test_depth_is_lognormal_with_the_mean_and_spread_of_the_table():
    """17.2 (5.4) mm has its median below its mean, and never reaches the skin."""
    depth = scene(channel(pad("popliteal-upper"), pad("sural-ankle"))).targets[0].depth
    sigma = math.sqrt(math.log(1 + (5.4 / 17.2) ** 2))
    assert depth.central == pytest.approx(17.2e-3 * math.exp(-(sigma**2) / 2), rel=1e-9)
    assert depth.low == pytest.approx(depth.central * math.exp(-1.6448536 * sigma), rel=1e-6)
    assert depth.low > 0


def test_a_nerve_of_unknown_depth_is_set_aside():
    """It is no target of the simulator, and it is not forgotten."""
    found = scene(channel(pad("lumbar-l4", 50, 50), pad("lumbar-s1", 50, 50)))
    assert [target.pad for target in found.targets] == [1]
    assert [(number, crossing.site) for number, crossing in found.unknown] == [(2, "lumbar-s1")]


def test_distance_grows_with_the_body():
    """A taller person has the pads further apart."""
    pads = channel(pad("tibial-ankle"), pad("tibial-above-ankle"))
    usual = scene(pads).electrodes.distance
    tall = scene(pads, person=NervePerson(stature=Stature(height_mm=2040))).electrodes.distance
    assert usual < tall


def test_pads_on_two_faces_of_the_foot_act_each_alone():
    """Where only a height difference is known and the pads would touch, they are taken as far."""
    found = scene(channel(pad("medial-midfoot"), pad("lateral-foot")))
    assert found.electrodes.distance == NEAR
    assert not found.electrodes.are_near


def test_the_cathode_is_passed_on():
    """Polarity of a monophasic pulse reaches the electrodes."""
    pads = channel(pad("popliteal-upper"), pad("sural-ankle"))
    assert scene(pads, cathode=2).electrodes.polarity(2) == -1.0
