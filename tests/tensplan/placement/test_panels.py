"""The panels of the drawing."""

from itertools import combinations

import pytest

from tensplan.placement.panels import SHEET, panels
from tensplan.placement.sites import site, sites

SETS = {
    "leg-and-foot": ["popliteal-upper", "tibial-ankle"],
    "back-and-top": ["lumbar-l4", "lumbar-s1", "dorsal-ankle"],
    "both-faces": ["dorsal-metatarsal", "plantar-metatarsal"],
    "both-sides": ["heel-medial", "heel-lateral"],
    "all-of-a-foot": ["dorsal-ankle", "arch-medial", "heel-medial", "heel-lateral"],
    "every-site": [item.id for item in sites()],
}
each_set = pytest.mark.parametrize("names", SETS.values(), ids=SETS)


@each_set
def test_panels_stand_on_the_sheet_without_overlap(names):
    """Boxes share no area and stay within the sheet."""
    boxes = [panel.box for panel in panels(names, "right")]
    assert all(left >= 0 and top >= 0 and left + wide <= SHEET for left, top, wide, _ in boxes)
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 + 1e-9 or y2 + h2 <= y1 + 1e-9


@each_set
@pytest.mark.parametrize("side", ["right", "left"])
def test_every_site_lies_in_the_window_of_its_panel(names, side):
    """The crop of a view never cuts a site off."""
    by_view = {panel.view: panel for panel in panels(names, side)}
    for item in map(site, names):
        x, y = by_view[item.view].place(item.x_mm, item.y_mm)
        left, top, wide, high = by_view[item.view].window
        assert left < x < left + wide
        assert top < y < top + high


@pytest.mark.parametrize(
    ("name", "axis", "side", "right_and_up"),
    [
        pytest.param("popliteal-upper", (1, 0), "right", (1, 0), id="right-leg-outwards"),
        pytest.param("popliteal-upper", (1, 0), "left", (-1, 0), id="left-leg-outwards"),
        pytest.param("dorsal-ankle", (0, 1), "right", (1, 0), id="top-little-toe-right"),
        pytest.param("arch-medial", (0, 1), "right", (-1, 0), id="sole-little-toe-left"),
        pytest.param("arch-medial", (1, 0), "right", (0, 1), id="sole-toes-up"),
        pytest.param("tibial-ankle", (1, 0), "right", (-1, 0), id="inner-side-toes-left"),
        pytest.param("sural-ankle", (1, 0), "right", (1, 0), id="outer-side-toes-right"),
        pytest.param("sural-ankle", (0, 1), "left", (0, 1), id="height-is-up"),
    ],
)
def test_views_are_turned_as_a_viewer_sees_them(name, axis, side, right_and_up):
    """Each axis of a view points where it does on a person seen from that direction."""
    panel = panels([name], side)[0]
    (x0, y0), (x1, y1) = panel.place(0, 0), panel.place(*axis)
    # one step is one millimetre at the panel's scale
    assert ((x1 - x0) / panel.scale, (y0 - y1) / panel.scale) == pytest.approx(
        right_and_up, abs=1e-9
    )


def test_one_leg_is_shown_large_where_the_back_is_not_needed():
    """Below the buttocks the untreated leg is left out when feet are drawn beside it."""
    leg, _ = panels(["popliteal-upper", "tibial-ankle"], "right")
    back, _ = panels(["lumbar-l4", "tibial-ankle"], "right")
    assert leg.near_side and not back.near_side
    assert leg.scale > back.scale
