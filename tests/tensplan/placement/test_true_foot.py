"""A foot at true size: the unit of the drawing is 1 mm."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from tensplan.placement.drawing import DrawnPad
from tensplan.placement.pads import Pad
from tensplan.placement.sites import site
from tensplan.placement.spacing import edge_gap_mm
from tensplan.placement.stature import Stature
from tensplan.placement.true_foot import WIDTH_MM, TrueFoot, true_feet

SVG = "{http://www.w3.org/2000/svg}"
ROUNDING_MM = 0.01
"""Coordinates of pads are written with two decimals."""


def pad(site_id: str = "DMID", **changes: Any) -> DrawnPad:
    """Return a pad of 40 x 40 mm on the top of the foot."""
    return DrawnPad(
        **{"channel": "A", "number": 1, "width_mm": 40, "height_mm": 40, **changes}, site_id=site_id
    )


def foot(*pads: DrawnPad, length_mm: float = 258.0, side: Any = "right") -> TrueFoot:
    """Return a foot in the view of its first pad."""
    own = pads or (pad(),)
    return TrueFoot(view=own[0].view, side=side, length_mm=length_mm, pads=own)  # type: ignore[arg-type]


def rectangles(drawn: TrueFoot) -> list[dict[str, float]]:
    """Return the pads of the drawing."""
    (window,) = drawn.windows(400)
    found = ElementTree.fromstring(drawn.svg(window)).iter(f"{SVG}rect")
    names = ("x", "y", "width", "height", "rx")
    return [
        {name: float(item.attrib[name]) for name in names}
        for item in found
        if item.get("class") == "pad"
    ]


def centre(box: dict[str, float]) -> tuple[float, float]:
    """Return the centre of a drawn pad."""
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("length_mm", [180.0, 258.0, 330.0])
def test_pads_keep_their_size_on_every_foot(length_mm: float) -> None:
    """A pad of 50 along the foot by 40 across it is drawn so, whatever the foot."""
    (box,) = rectangles(foot(pad(width_mm=50), length_mm=length_mm))
    assert (box["height"], box["width"]) == (50.0, 40.0)


@pytest.mark.parametrize("length_mm", [180.0, 258.0, 330.0])
def test_sites_move_with_the_length(length_mm: float) -> None:
    """The centre lies at the same share of the foot, from the heel line."""
    (box,) = rectangles(foot(length_mm=length_mm))
    from_heel = length_mm + 1 - centre(box)[1]
    assert from_heel == pytest.approx(site("DMID").x_mm * length_mm / 258, abs=ROUNDING_MM)


@pytest.mark.parametrize(
    ("site_id", "side", "is_right_of_middle"),
    [
        ("dorsal-medial", "right", False),
        ("dorsal-medial", "left", True),
        ("arch-medial", "right", True),
        ("arch-medial", "left", False),
    ],
)
def test_the_big_toe_side_is_where_a_viewer_sees_it(
    site_id: str, side: str, is_right_of_middle: bool
) -> None:
    """From above, toes up, the inner side of a right foot is left; on the sole it is right."""
    (box,) = rectangles(foot(pad(site_id), side=side))
    assert (centre(box)[0] > WIDTH_MM / 2) is is_right_of_middle


def test_a_round_pad_is_a_disc() -> None:
    """Its corners are half of its diameter."""
    (box,) = rectangles(foot(pad(round=True)))
    assert box["rx"] == 20


@pytest.mark.parametrize("length_mm", [220.0, 258.0, 300.0])
def test_the_gap_is_that_of_the_planner(length_mm: float) -> None:
    """The gap in words and the gap between the drawn edges are the one that the limits judge."""
    drawn = foot(pad("DANK"), pad("DMTH", number=2), length_mm=length_mm)
    one, two = (Pad(site=name, width_mm=40, height_mm=40) for name in ("DANK", "DMTH"))
    judged = edge_gap_mm(one, two, stature=Stature(foot_length_mm=length_mm))
    assert drawn.gaps_mm() == {"A1 to A2": pytest.approx(judged, rel=1e-12)}
    low, high = sorted(rectangles(drawn), key=lambda box: box["y"])
    assert high["y"] - low["y"] - low["height"] == pytest.approx(judged, abs=2 * ROUNDING_MM)


def test_the_gap_line_ends_at_the_edges() -> None:
    """The line is as long as the gap says."""
    drawn = foot(pad("DANK"), pad("DMTH", number=2))
    (window,) = drawn.windows(400)
    found = re.search(r'class="gap" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"', drawn.svg(window))
    assert found is not None
    x1, y1, x2, y2 = (float(value) for value in found.groups())
    gap = drawn.gaps_mm()["A1 to A2"]
    assert (x1, abs(y2 - y1)) == (x2, pytest.approx(gap, abs=2 * ROUNDING_MM))


@pytest.mark.parametrize("length_mm", [150.0, 350.0])
def test_every_foot_is_inside_its_drawing(length_mm: float) -> None:
    """The outline of the shortest and of the longest foot keeps to the width of the drawing."""
    drawn = foot(length_mm=length_mm)
    (window,) = drawn.windows(400)
    tracks = re.findall(r'class="skin" d="([^"]+)"', drawn.svg(window))
    values = [float(value) for track in tracks for value in re.findall(r"-?[\d.]+", track)]
    across, down = values[::2], values[1::2]
    assert 0 < min(across) < max(across) < WIDTH_MM
    # handles of the curve may lie a little outside the foot, in the margin of 1 mm
    assert 0 < min(down) < 3
    assert length_mm - 1 < max(down) < drawn.height_mm


def test_a_short_foot_fits_one_sheet() -> None:
    """A foot and its margins as long as the sheet need no second one."""
    assert foot(length_mm=281.0).windows(283.0) == ((0.0, 283.0),)


def test_a_long_foot_is_split_with_an_overlap() -> None:
    """Two sheets show all of it, both show the line in the middle, and both say so."""
    drawn = foot(length_mm=300.0)
    (first, second) = drawn.windows(283.0)
    assert (first[0], second[1]) == (0.0, drawn.height_mm)
    middle = f"M0 {drawn.height_mm / 2:.2f}H"
    assert second[0] < drawn.height_mm / 2 < first[1]
    assert all(middle in drawn.svg(window) for window in (first, second))
    assert first[1] - second[0] == pytest.approx(30.0, rel=1e-12)


def test_a_sheet_that_is_too_low_is_refused() -> None:
    """Half of a foot must fit."""
    with pytest.raises(ValueError, match="at least 166 mm, got 120 mm"):
        foot(length_mm=300.0).windows(120.0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"length_mm": 149.0}, "150 to 350 mm, got 149.0 mm"),
        ({"length_mm": float("nan")}, "150 to 350 mm, got nan mm"),
        ({"pads": ()}, "at least 1 pad, got 0"),
        ({"pads": (pad("PMTH"),)}, "pad A1 is not on the top"),
    ],
    ids=["short", "nan", "no-pad", "other-view"],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, Any], words: str) -> None:
    """The message names the quantity, the value and what is allowed."""
    given: dict[str, Any] = {"view": "D", "side": "right", "length_mm": 258.0, "pads": (pad(),)}
    with pytest.raises(ValueError, match=re.escape(words)):
        TrueFoot(**{**given, **change})


def test_views_are_told_apart() -> None:
    """Pads on top, on the sole and elsewhere: a drawing for each of the first two."""
    pads = [pad("DMID"), pad("PMTH", number=2), pad("POP", channel="B")]
    found = true_feet(pads, side="left", length_mm=240.0)
    assert [(one.view, [p.label for p in one.pads]) for one in found] == [
        ("D", ["A1"]),
        ("S", ["A2"]),
    ]
