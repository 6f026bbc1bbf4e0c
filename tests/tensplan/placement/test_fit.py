"""How pairs of pads fit bodies of all sizes."""

from pathlib import Path

import pytest

from tensplan.placement.fit import Fit, fits, largest_shift_mm
from tensplan.placement.fit_page import FEET_MM, GAP_MM, HEIGHTS_MM, OUTLINE_CM2, fit_page, fittings
from tensplan.placement.layouts import Pair, layout, layouts
from tensplan.placement.spacing import spacing
from tensplan.placement.stature import Stature
from tensplan.safety.limits import own_limits

PAIRS = [(item, pair) for item in layouts() for pair in item.pairs]
IDS = [f"{item.code}-{pair.sites[1]}" for item, pair in PAIRS]
SMALL = Stature(height_mm=1500, foot_length_mm=220)


def ways(pair: Pair, stature: Stature) -> list[Fit]:
    """Return all ways of a pair under the project's limits."""
    return list(fits(pair, least_gap_mm=GAP_MM, least_outline_cm2=OUTLINE_CM2, stature=stature))


@pytest.mark.parametrize(("item", "pair"), PAIRS, ids=IDS)
def test_every_layout_fits_every_body_somehow(item, pair):
    """From 1.50 to 2.00 m and feet of 220 to 290 mm no listed pair is left without room."""
    assert len(fittings(pair)) == len(HEIGHTS_MM) * len(FEET_MM) == 88
    assert [found.stature for found in fittings(pair) if found.fit is None] == []


@pytest.mark.parametrize(("item", "pair"), PAIRS, ids=IDS)
def test_what_fits_keeps_every_bound(item, pair):
    """A fit measured again keeps gap, pad size, shift and the share of body height."""
    for found in fittings(pair):
        pads = found.fit.pads
        room = spacing(*pads, stature=found.stature)
        assert room.edge_mm >= GAP_MM
        assert min(pad.outline_cm2 for pad in pads) >= OUTLINE_CM2
        assert sum(abs(p.shift_x_mm) + abs(p.shift_y_mm) for p in pads) <= largest_shift_mm()
        if item.strategy not in ("foot-bracket", "contralateral"):
            assert room.centre_mm <= 0.30 * found.stature.height_mm


@pytest.mark.parametrize(
    ("code", "stature", "change", "words"),
    [
        pytest.param("BR_DORS", SMALL, "as-listed", "", id="as-listed"),
        pytest.param("LUMB_SEG", SMALL, "smaller-pads", "pads of 40 x 40 mm", id="smaller"),
        pytest.param(
            "BR_MED", SMALL, "moved",
            "pads of 40 x 40 mm, medial-midfoot 8 mm towards the toes", id="towards-the-toes",
        ),
        pytest.param(
            "BR_PLANT", SMALL, "moved",
            "pads of 40 x 40 mm, arch-medial 4 mm towards the heel", id="towards-the-heel",
        ),
        pytest.param(
            "TIB_ANK", Stature(height_mm=1050), "moved",
            "pads of 40 x 40 mm, tibial-above-ankle 2 mm up", id="up",
        ),
    ],
)  # fmt: skip
def test_what_is_done_is_said(code, stature, change, words):
    """The first way with room says what differs from the listed pair, with millimetres."""
    found = next(way for way in ways(layout(code).pairs[0], stature) if not way.shortfall)
    assert (found.change, found.words) == (change, words)


def test_a_gap_that_no_shift_closes_stays_short():
    """A child-sized foot needs more than the 20 mm that a pad may be moved: nothing is forced."""
    found = ways(layout("BR_PLANT").pairs[0], Stature(height_mm=1000, foot_length_mm=130))
    assert [way.change for way in found] == ["as-listed"]
    assert found[0].shortfall == "the gap is 0 mm on this body, 25 mm is the least"


def test_the_page_is_current():
    """docs/placement.md is what the tables say."""
    page = Path(__file__).parents[3] / "docs" / "placement.md"
    assert page.read_text(encoding="utf-8") == fit_page()


def test_the_page_is_made_with_the_limits():
    """The gap and the pad size of the page are the project's limits."""
    limits = own_limits()
    assert [limit.error for limit in limits.of("pad_gap_mm")] == [GAP_MM]
    assert [limit.error for limit in limits.of("pad_outline_cm2")] == [OUTLINE_CM2]
