"""The body drawing."""

import re
from xml.etree import ElementTree

import pytest

from tensplan.placement.drawing import DrawnPad, describe, draw
from tensplan.placement.layouts import layouts
from tensplan.placement.sites import site, sites

SVG = "{http://www.w3.org/2000/svg}"
PAIRS = [(item.id, pair) for item in layouts() for pair in item.pairs]
USED = [item.id for item in sites() if item.used]


def _pad(site_id, number=1, channel="A", size_mm=40, **more):
    """A square pad unless told otherwise."""
    return DrawnPad(
        channel=channel,
        number=number,
        site_id=site_id,
        width_mm=size_mm,
        height_mm=size_mm,
        **more,
    )


def _pads(svg):
    """Left, top, width and height of each drawn pad by its label."""
    root = ElementTree.fromstring(svg)
    return {
        rect.get("data-pad"): tuple(float(rect.get(k)) for k in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("data-pad")
    }


def _boxes(svg, look):
    """Frames of the rectangles of one class."""
    root = ElementTree.fromstring(svg)
    return [
        tuple(float(rect.get(k)) for k in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("class") == look
    ]


def _texts(svg):
    """All words of the drawing."""
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize(
    "pair", [pair for _, pair in PAIRS], ids=[f"{name}-{pair.sites[1]}" for name, pair in PAIRS]
)
def test_every_layout_is_drawn_inside_the_sheet(pair, side):
    """Each layout gives well-formed XML with both pads and both labels inside the view box."""
    svg = draw([_pad(name, k + 1) for k, name in enumerate(pair.sites)], side=side)
    wide, high = (float(v) for v in ElementTree.fromstring(svg).get("viewBox").split()[2:])
    assert set(_pads(svg)) == {"A1", "A2"}
    for left, top, across, down in [*_pads(svg).values(), *_boxes(svg, "chip")]:
        assert left >= 0 and left + across <= wide
        assert top >= 0 and top + down <= high


@pytest.mark.parametrize("name", USED)
def test_every_site_can_be_drawn(name):
    """Each usable site has a view, and its title stands in the legend."""
    assert site(name).title in _texts(draw([_pad(name)]))


@pytest.mark.parametrize("name", USED)
def test_left_side_is_the_mirror_of_the_right(name):
    """A pad keeps its height and size, and stands as far from the other edge of its panel."""
    right, left = (_pads(draw([_pad(name)], side=side))["A1"] for side in ("right", "left"))
    assert right[1:] == left[1:]
    # one view fills the sheet of 440 px; coordinates are rounded to 0.1 px
    assert right[0] + right[2] / 2 + left[0] + left[2] / 2 == pytest.approx(440, abs=0.2)


def test_mirrored_words_are_swapped_and_named():
    """Inner and outer change places on the other foot, and the heading says so."""
    right, left = (_texts(draw([_pad("arch-medial")], side=side)) for side in ("right", "left"))
    assert right.index("inner") > right.index("outer")
    assert left.index("inner") < left.index("outer")
    assert "Pads on the right side" in right
    assert "Pads on the left side (mirrored)" in left


@pytest.mark.parametrize(
    ("one", "two", "millimetres"),
    [
        pytest.param("arch-medial", "plantar-metatarsal", (11.3, 72.2), id="sole-turned-upright"),
        pytest.param("sural-ankle", "lateral-foot", (81.3, 32.0), id="side"),
        pytest.param("lumbar-l4", "lumbar-s1", (0.0, 77.0), id="back"),
    ],
)
def test_pads_and_distances_share_one_scale(one, two, millimetres):
    """In one view the pads are as large as their distances say."""
    pads = _pads(draw([_pad(one, 1), _pad(two, 2)]))
    (x1, y1, wide, high), (x2, y2, _, _) = pads["A1"], pads["A2"]
    assert wide == high
    scale = wide / 40
    # two coordinates and a size, each rounded to 0.1 px
    assert (abs(x1 - x2), abs(y1 - y2)) == pytest.approx(
        [scale * distance for distance in millimetres], abs=0.4
    )


def test_long_pad_stands_upright_on_the_sole():
    """On the sole, width runs along the foot, and the foot is drawn upright."""
    pad = DrawnPad(channel="A", number=1, site_id="arch-medial", width_mm=90, height_mm=50)
    _, _, wide, high = _pads(draw([pad]))["A1"]
    assert high / wide == pytest.approx(90 / 50, rel=0.01)  # rounded to 0.1 px of 60


def test_scale_bar_is_as_long_as_it_says():
    """The 50 mm bar spans 50 mm of the panel's scale."""
    svg = draw([_pad("arch-medial")])
    wide = _pads(svg)["A1"][2]
    bars = re.findall(r'class="rule" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"', svg)
    longest = max(float(x2) - float(x1) for x1, _, x2, _ in bars)
    assert "50 mm" in _texts(svg)
    assert longest == pytest.approx(50 * wide / 40, abs=0.3)  # rounded to 0.1 px


@pytest.mark.parametrize(
    ("one", "two"),
    [(pair.sites) for _, pair in PAIRS],
    ids=[name + p.sites[1] for name, p in PAIRS],
)
def test_labels_do_not_cover_pads_or_each_other(one, two):
    """No label lies on a pad or on another label."""
    svg = draw([_pad(one, 1), _pad(two, 2)])
    chips, pads = _boxes(svg, "chip"), list(_pads(svg).values())
    for k, chip in enumerate(chips):
        for other in [*pads, *chips[:k]]:
            apart_x = chip[0] >= other[0] + other[2] or other[0] >= chip[0] + chip[2]
            apart_y = chip[1] >= other[1] + other[3] or other[1] >= chip[1] + chip[3]
            assert apart_x or apart_y


def test_words_from_outside_are_escaped():
    """A channel id with markup in it stays text."""
    svg = draw([_pad("arch-medial", channel='<script>"&')])
    assert "<script" not in svg
    assert '<script>"&1' in _texts(svg)


def test_drawing_needs_nothing_from_outside():
    """There is no script, no link, no image and no address but the SVG name space."""
    svg = draw([_pad("popliteal-upper"), _pad("tibial-ankle", 2)])
    assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"]
    tags = {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(svg).iter()}
    assert tags <= {
        "svg", "title", "desc", "style", "defs", "pattern", "rect", "circle", "g", "path", "text",
        "clipPath",
    }  # fmt: skip


def test_drawing_speaks_to_a_screen_reader():
    """The picture has a role, a title and a description that its label points to."""
    svg = draw([_pad("popliteal-upper", polarity="cathode")], side="left")
    root = ElementTree.fromstring(svg)
    ids = [root.find(f"{SVG}{name}").get("id") for name in ("title", "desc")]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == ids
    assert root.find(f"{SVG}desc").text == describe(
        [_pad("popliteal-upper", polarity="cathode")], side="left"
    )


def test_channels_differ_by_filling_and_not_by_colour_alone():
    """The first channel is plain, each other one has a pattern that exists."""
    svg = draw([_pad(name, channel=c) for name, c in zip(USED[:4], "ABCD", strict=True)])
    fills = re.findall(r'style="fill:(var\(--tpd-a\)|url\(#[^)]+\));stroke:var\(--tpd-(.)\)', svg)
    assert {key for _, key in fills} == set("abcd")
    patterns = {fill[5:-1] for fill, key in fills if key != "a"}
    assert len(patterns) == 3
    assert all(f'<pattern id="{name}"' in svg for name in patterns)


def test_two_drawings_on_one_page_share_no_ids():
    """Ids come from the content, so two different drawings do not collide."""
    one, two = (
        set(re.findall(r' id="([^"]+)"', draw([_pad("popliteal-upper", channel="B")], side=side)))
        for side in ("right", "left")
    )
    assert one and two and not one & two


def test_same_placement_gives_the_same_text():
    """The drawing is a pure function of its input."""
    pads = [_pad("popliteal-upper"), _pad("tibial-ankle", 2)]
    assert draw(pads) == draw(list(pads))


@pytest.mark.parametrize(
    ("polarity", "expected"), [("cathode", "A1 \u2212"), ("anode", "A1 +"), (None, "A1")]
)
def test_polarity_is_shown_only_when_given(polarity, expected):
    """A sign stands beside the label of a pad that has a polarity."""
    assert _texts(draw([_pad("popliteal-upper", polarity=polarity)])).count(expected) == 2


def test_round_pad_is_a_disc():
    """The corners of a round pad meet."""
    svg = draw([_pad("arch-medial", round=True)])
    wide, corner = re.search(r'width="([\d.]+)" height="[\d.]+" rx="([\d.]+)" style', svg).groups()
    assert float(corner) == pytest.approx(float(wide) / 2, abs=0.1)  # rounded to 0.1 px


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(([], "right"), "at least 1 pad", id="no-pad"),
        pytest.param(([_pad("POP")], "both"), "side must be right or left, got 'both'", id="side"),
        pytest.param(([_pad("POP", channel=c) for c in "ABCDE"], "left"), "at most 4", id="five"),
    ],
)
def test_impossible_drawing_is_refused(arguments, message):
    """What cannot be drawn raises and says why."""
    with pytest.raises(ValueError, match=message):
        draw(arguments[0], side=arguments[1])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"site_id": "head"}, "no current across or through the head", id="head"),
        pytest.param({"width_mm": 0.0}, "pad width must be above 0 mm", id="no-width"),
        pytest.param({"round": True, "width_mm": 50.0}, "one diameter", id="oval"),
    ],
)
def test_impossible_pad_is_refused(change, message):
    """A drawn pad obeys the same rules as a placed one."""
    usual = {
        "channel": "A",
        "number": 1,
        "site_id": "POP",
        "width_mm": 40.0,
        "height_mm": 40.0,
    }
    with pytest.raises(ValueError, match=message):
        DrawnPad(**{**usual, **change})
