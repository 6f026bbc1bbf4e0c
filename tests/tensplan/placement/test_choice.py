"""The choice of a layout: the order, the refusals, the second channel, the mirror."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensplan.placement.choice import Room, choose
from tensplan.placement.fit import Fit
from tensplan.placement.layouts import layouts, pain_regions
from tensplan.placement.sites import site_ids
from tensplan.placement.spacing import spacing
from tensplan.placement.stature import Stature

ROOM = Room(gap_mm=25, outline_cm2=16)
REGIONS = pain_regions()


def refusing(*names: str, other: tuple[str, ...] = ()):
    """Return objections to sites of the treated leg and of the other one."""

    def objections(pad, leg):
        refused = names if leg == "treated" else other
        return ["it fails sharp and blunt"] if pad.site in refused else []

    return objections


def chosen(regions, *names, other=(), side="right", stature=None):
    """Choose with some sites refused."""
    body = Stature() if stature is None else stature
    return choose(regions, refusing(*names, other=other), side=side, room=ROOM, stature=body)


def summary(choice) -> tuple[str | None, list[str]]:
    """Return the code and the sites of a choice."""
    return (None if choice.layout is None else choice.layout.code), [p.site for p in choice.pads]


FOOT = [s for s in site_ids() if s in {
    "medial-midfoot", "heel-medial", "lateral-foot", "heel-lateral", "dorsal-ankle",
    "dorsal-midfoot", "dorsal-lateral", "dorsal-medial", "dorsal-metatarsal", "first-web",
    "arch-medial", "arch-lateral", "plantar-metatarsal",
}]  # fmt: skip
ANKLE = ["tibial-ankle", "tibial-above-ankle", "sural-ankle", "superficial-peroneal-exit"]
KNEE = ["popliteal-upper", "fibular-neck", "sural-calf"]
BUTTOCK = ["gluteal-midpoint"]
BACK = ["lumbar-l4", "lumbar-s1", "lumbar-l5"]


@pytest.mark.parametrize(
    ("regions", "refused", "expected"),
    [
        pytest.param(["dorsum"], [], ("BR_DORS", ["dorsal-ankle", "dorsal-metatarsal"]), id="1"),
        pytest.param(["sole"], FOOT, ("TIB_ANK", ["tibial-ankle", "tibial-above-ankle"]), id="2"),
        pytest.param(
            ["dorsum"], FOOT, ("PER_L5", ["fibular-neck", "superficial-peroneal-exit"]), id="2-L5"
        ),
        pytest.param(
            ["lateral-border"], FOOT, ("SUR_S1", ["sural-calf", "sural-ankle"]), id="2-S1"
        ),
        pytest.param(
            ["lateral-border"], FOOT + ANKLE,
            ("SCI_DIST", ["popliteal-upper", "sural-calf"]), id="3-outer",
        ),
        pytest.param(
            ["dorsum"], FOOT + ANKLE, ("SCI_DIST", ["popliteal-upper", "fibular-neck"]), id="3-L5"
        ),
        pytest.param(
            ["sole"], [*FOOT, "tibial-above-ankle"],
            ("SCI_DIST", ["popliteal-upper", "tibial-ankle"]), id="3-sole",
        ),
        pytest.param(
            ["heel"], FOOT + ANKLE + KNEE,
            ("SCI_PROX", ["lumbar-l5", "gluteal-midpoint"]), id="4-back",
        ),
        pytest.param(
            ["heel"], [*FOOT, *ANKLE, *KNEE, "lumbar-l5"],
            ("SCI_PROX", ["gluteal-midpoint", "subgluteal"]), id="4-buttock",
        ),
        pytest.param(
            ["heel"], FOOT + ANKLE + KNEE + BUTTOCK,
            ("LUMB_SEG", ["lumbar-l4", "lumbar-s1"]), id="5",
        ),
        pytest.param(
            ["heel"], FOOT + ANKLE + KNEE + BUTTOCK + BACK,
            ("CONTRA", ["heel-medial", "heel-lateral"]), id="6",
        ),
        pytest.param(["calf"], [], ("SCI_PROX", ["lumbar-l5", "gluteal-midpoint"]), id="unlisted"),
    ],
)  # fmt: skip
def test_order_of_choice(regions, refused, expected):
    """Each refusal sends the pads to the next layout of the order."""
    assert summary(chosen(regions, *refused)) == expected


def test_no_layout_when_every_site_is_refused():
    """With all sites refused on both legs there are no pads, and a reason for every step."""
    found = chosen(["heel"], *site_ids(), other=site_ids())
    assert (found.layout, found.pads, found.limb, found.second) == (None, (), None, None)
    assert len(found.rejected) == len(found.steps) == 7
    assert all(step.reasons for step in found.steps)


def test_mirror_of_no_bracket_is_explained():
    """Pain in the calf has no pads round it, so the other leg offers none, in words."""
    found = chosen(["calf"], *site_ids())
    assert found.steps[-1].reasons == (
        "no pair round this area is listed, so there is none to mirror: calf",
    )


def test_numb_outer_border_and_sole():
    """Numb outer border and sole: pads behind knee and on the calf; the sole alone gets the ankle."""
    numb = ["sural-ankle", "lateral-foot", "arch-medial", "arch-lateral", "plantar-metatarsal"]
    found = chosen(["lateral-border", "little-toe", "sole"], *numb)
    assert summary(found) == ("SCI_DIST", ["popliteal-upper", "sural-calf"])
    assert [(a.region, *summary(a)) for a in found.alternates] == [
        ("sole", "TIB_ANK", ["tibial-ankle", "tibial-above-ankle"])
    ]
    assert [(s.layout.code, s.reasons) for s in found.rejected] == [
        (
            "BR_LAT",
            (
                "sural-ankle: it fails sharp and blunt",
                "lateral-foot: it fails sharp and blunt",
            ),
        ),
        ("SUR_S1", ("sural-ankle: it fails sharp and blunt",)),
    ]


@pytest.mark.parametrize(
    ("regions", "refused", "second"),
    [
        pytest.param(["dorsum"], [], "LUMB_SEG", id="beside-the-spine"),
        pytest.param(["dorsum"], BACK, "SCI_PROX", id="buttock-when-the-back-is-refused"),
        pytest.param(["dorsum"], BACK + BUTTOCK, None, id="none-when-both-are"),
        pytest.param(["dorsum"], FOOT + ANKLE + KNEE, None, id="none-beside-a-proximal-one"),
    ],
)
def test_second_channel(regions, refused, second):
    """A distal layout is offered a proximal pair beside it, when its pads pass."""
    found = chosen(regions, *refused).second
    assert (None if found is None else found.layout.code) == second


@pytest.mark.parametrize("height_mm", [1500.0, 1700.0, 2000.0])
@pytest.mark.parametrize("region", REGIONS)
def test_two_channels_keep_their_distance(region, height_mm):
    """Between the pads of the first and of the second channel the gap is wide enough."""
    body = Stature(height_mm=height_mm)
    found = chosen([region], stature=body)
    assert isinstance(found.second.fit, Fit)
    pairs = product(found.pads, found.second.fit.pads)
    assert min(spacing(a, b, stature=body).edge_mm for a, b in pairs) >= ROOM.gap_mm


def test_an_objection_to_a_large_pad_may_spare_a_small_one():
    """A pad that comes too near to something is tried smaller before the layout is left."""

    def too_large(pad, leg):
        return ["too near to the scar"] if pad.width_mm > 40 and "lumbar" in pad.site else []

    found = choose(["calf"], too_large, side="left", room=ROOM)
    assert found.taken.fit.change == "smaller-pads"
    assert [pad.width_mm for pad in found.pads] == [40, 40]


@given(
    refused=st.sets(st.sampled_from(site_ids())),
    regions=st.lists(st.sampled_from(REGIONS), min_size=1),
)
def test_sides_mirror(refused, regions):
    """The same findings on the left give the same pads on the left."""
    right = chosen(regions, *refused, other=tuple(refused))
    left = chosen(regions, *refused, other=tuple(refused), side="left")
    assert (left.pads, left.layout, left.steps) == (right.pads, right.layout, right.steps)
    assert {left.limb, right.limb} in ({"left", "right"}, {None})


@given(
    refused=st.sets(st.sampled_from(site_ids())),
    more=st.sampled_from(site_ids()),
    region=st.sampled_from(REGIONS),
)
def test_a_refusal_never_brings_a_layout_forward(refused, more, region):
    """Refusing one more site leaves the choice or moves it later, and never uses that site."""
    orders = [item.order for item in layouts()]
    before, after = chosen([region], *refused), chosen([region], *refused, more)
    last = max(orders) + 1
    order_before = last if before.layout is None else before.layout.order
    order_after = last if after.layout is None else after.layout.order
    assert order_after >= order_before
    if after.taken is not None and after.taken.leg == "treated":
        assert more not in {pad.site for pad in after.pads}


@pytest.mark.parametrize(
    ("regions", "side", "message"),
    [
        pytest.param([], "left", "at least one painful region is needed", id="no-region"),
        pytest.param(["sole"], "both", "side must be left or right, got 'both'", id="side"),
    ],
)
def test_what_cannot_be_chosen(regions, side, message):
    """Without a region or with another side there is nothing to choose."""
    with pytest.raises(ValueError, match=message):
        choose(regions, refusing(), side=side, room=ROOM)
