"""The room between pads."""

from math import hypot, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensplan.placement.pads import Pad
from tensplan.placement.sites import sites
from tensplan.placement.spacing import (
    centre_distance_mm,
    edge_gap_mm,
    midline_clearance_mm,
    spacing,
)
from tensplan.placement.stature import Stature

NAMES = [item.id for item in sites()]
VIEWS = {item.id: item.view for item in sites()}
sizes = st.floats(min_value=10, max_value=120)


@st.composite
def pads(draw, names=NAMES):
    """A pad of any shape on any of the named sites."""
    width = draw(sizes)
    disc = draw(st.booleans())
    height = width if disc else draw(sizes)
    return Pad(site=draw(st.sampled_from(names)), width_mm=width, height_mm=height, round=disc)


@given(pads(), pads())
def test_gap_is_symmetric(pad1, pad2):
    """The order of the pads does not matter."""
    assert spacing(pad1, pad2) == spacing(pad2, pad1)


@given(pads())
def test_pad_leaves_no_gap_to_itself(pad):
    """Two pads on one spot overlap."""
    assert spacing(pad, pad).edge_mm == 0
    assert spacing(pad, pad).centre_mm == 0


@given(pads(), pads(), st.floats(min_value=0, max_value=50))
def test_gap_never_grows_with_the_pad(pad1, pad2, more_mm):
    """A larger pad leaves at most the gap of the smaller one."""
    larger = Pad(
        site=pad1.site,
        width_mm=pad1.width_mm + more_mm,
        height_mm=pad1.height_mm + more_mm,
        round=pad1.round,
    )
    # doubles: one part in 1e12 of a metre
    assert edge_gap_mm(larger, pad2) <= edge_gap_mm(pad1, pad2) + 1e-9


@given(pads(), pads())
def test_gap_is_never_longer_than_the_centre_distance(pad1, pad2):
    """Edges are nearer than centres."""
    found = spacing(pad1, pad2)
    assert 0 <= found.edge_mm <= found.centre_mm + 1e-9


@given(st.data())
def test_detour_over_a_third_pad_is_never_shorter(data):
    """In one view, centres obey the triangle inequality."""
    view = data.draw(st.sampled_from("PDSML"))
    names = [name for name in NAMES if VIEWS[name] == view]
    one, two, three = (data.draw(pads(names)) for _ in range(3))
    direct = centre_distance_mm(one, three)
    assert direct <= centre_distance_mm(one, two) + centre_distance_mm(two, three) + 1e-9


@given(pads(), pads())
def test_disc_leaves_at_least_the_gap_of_its_square(pad1, pad2):
    """A disc lies inside the square of its diameter."""
    squared = Pad(site=pad1.site, width_mm=pad1.width_mm, height_mm=pad1.height_mm)
    assert edge_gap_mm(pad1, pad2) >= edge_gap_mm(squared, pad2) - 1e-9


def _pad(site, width, height=None, disc=False):
    """A short spelling of a pad."""
    return Pad(site=site, width_mm=width, height_mm=height or width, round=disc)


# arch-medial (108.4, 35.7) and plantar-metatarsal (180.6, 47.0): dx 72.2, dy 11.3
@pytest.mark.parametrize(
    ("disc1", "disc2", "expected_mm"),
    [
        pytest.param(False, False, 72.2 - 40, id="square-square"),
        pytest.param(True, True, hypot(72.2, 11.3) - 40, id="disc-disc"),
        pytest.param(True, False, 72.2 - 20 - 20, id="disc-to-flat-side"),
    ],
)
def test_gap_of_discs_and_squares_is_exact(disc1, disc2, expected_mm):
    """Each combination of shapes gives the closed form of plane geometry."""
    found = edge_gap_mm(
        _pad("arch-medial", 40, disc=disc1), _pad("plantar-metatarsal", 40, disc=disc2)
    )
    assert found == pytest.approx(expected_mm, rel=1e-12)


def test_gap_to_a_corner_is_exact():
    """A disc sees the corner of a rectangle when it stands off both sides."""
    # gluteal-midpoint (111, 872) and lumbar-l5 (50, 1005): dx 61, dy 133
    found = edge_gap_mm(_pad("gluteal-midpoint", 40, disc=True), _pad("lumbar-l5", 50, 50))
    assert found == pytest.approx(hypot(61 - 25, 133 - 25) - 20, rel=1e-12)


def test_corner_to_corner_is_a_hypotenuse():
    """Two squares that clear each other on both axes are measured corner to corner."""
    found = edge_gap_mm(_pad("gluteal-midpoint", 40), _pad("lumbar-l5", 40))
    assert found == pytest.approx(sqrt(21**2 + 93**2), rel=1e-12)


@pytest.mark.parametrize(
    ("size_mm", "expected_mm"),
    [
        pytest.param(40, 60, id="as-tabulated"),
        pytest.param(50, 50, id="ten-larger"),
        pytest.param(110, 0, id="touching"),
    ],
)
def test_tabulated_gap_gives_way_to_larger_pads(size_mm, expected_mm):
    """Each millimetre of pad takes half a millimetre from either side of the gap."""
    found = spacing(_pad("heel-medial", size_mm), _pad("heel-lateral", size_mm))
    assert (found.edge_mm, found.rule) == (expected_mm, "tabulated")


def test_tabulated_gap_follows_the_foot():
    """A foot ten per cent longer adds ten per cent of the centre distance."""
    stature = Stature(foot_length_mm=283.8)
    found = spacing(_pad("heel-medial", 40), _pad("heel-lateral", 40), stature=stature)
    assert (found.centre_mm, found.edge_mm) == pytest.approx((110, 70), rel=1e-12)


def test_two_views_are_measured_by_height():
    """From knee to ankle the gap is the height difference less the half heights."""
    found = spacing(_pad("popliteal-upper", 50), _pad("tibial-ankle", 40))
    assert (found.centre_mm, found.edge_mm) == (460, 460 - 25 - 20)
    assert found.rule == "height-difference"


def test_sole_pad_takes_nothing_from_a_height():
    """A pad on the sole lies flat, so its size does not shorten a height."""
    small = edge_gap_mm(_pad("tibial-above-ankle", 50), _pad("arch-medial", 40))
    large = edge_gap_mm(_pad("tibial-above-ankle", 50), _pad("arch-medial", 80))
    assert small == large == 180 - 25


@pytest.mark.parametrize(
    ("width_mm", "expected_mm"), [(50, 25), (100, 0), (120, -10)], ids=["clear", "touches", "over"]
)
def test_clearance_from_the_midline(width_mm, expected_mm):
    """A lumbar pad clears the midline by what its half width leaves of 50 mm."""
    assert midline_clearance_mm(_pad("lumbar-l5", width_mm, 50)) == expected_mm


def test_foot_has_no_midline():
    """The clearance is not defined off the back."""
    assert midline_clearance_mm(_pad("arch-medial", 40)) is None


def test_forbidden_place_cannot_be_measured():
    """A pad on the head raises with the reason."""
    with pytest.raises(ValueError, match="no current across or through the head"):
        spacing(_pad("head", 40), _pad("arch-medial", 40))
