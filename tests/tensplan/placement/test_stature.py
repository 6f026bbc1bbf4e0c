"""Sites on bodies of other sizes."""

from math import nan

import pytest

from tensplan.placement.sites import sites
from tensplan.placement.stature import Stature, height_above_floor_mm, position_mm

TALL = Stature(height_mm=1870)
LONG_FOOT = Stature(height_mm=1700, foot_length_mm=283.8)


@pytest.mark.parametrize("item", sites(), ids=lambda item: item.id)
def test_ten_per_cent_taller_moves_every_site_by_ten_per_cent(item):
    """Without a foot length all coordinates follow height."""
    x, y = position_mm(item.id)
    # exact but for rounding of doubles
    assert position_mm(item.id, stature=TALL) == pytest.approx((1.1 * x, 1.1 * y), rel=1e-12)


@pytest.mark.parametrize(
    ("name", "scale_x", "scale_y"),
    [
        pytest.param("popliteal-upper", 1.0, 1.0, id="leg-keeps"),
        pytest.param("arch-medial", 1.1, 1.1, id="sole-grows"),
        pytest.param("sural-ankle", 1.1, 1.0, id="side-grows-along-the-foot"),
    ],
)
def test_longer_foot_scales_the_foot_only(name, scale_x, scale_y):
    """Foot length scales what lies along the foot."""
    x, y = position_mm(name)
    assert position_mm(name, stature=LONG_FOOT) == pytest.approx(
        (scale_x * x, scale_y * y), rel=1e-12
    )


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        pytest.param("lumbar-l4", "gluteal-midpoint", id="back-over-buttock"),
        pytest.param("dorsal-ankle", "dorsal-metatarsal", id="ankle-over-toes"),
        pytest.param("dorsal-metatarsal", "plantar-metatarsal", id="top-over-sole"),
        pytest.param("sural-calf", "sural-ankle", id="calf-over-ankle"),
    ],
)
def test_heights_are_in_anatomical_order(higher, lower):
    """What is higher on a standing person has the larger height."""
    assert height_above_floor_mm(higher) > height_above_floor_mm(lower)


@pytest.mark.parametrize("item", sites(), ids=lambda item: item.id)
def test_every_site_has_a_height(item):
    """Each site lies between the floor and the top of the pelvis."""
    assert 0 <= height_above_floor_mm(item.id) < 1100


def test_instep_is_interpolated_between_outline_points():
    """The front of the ankle, a quarter of the way from 120 to 88 mm, lies at 112 mm."""
    # x 77.4 between 64.5 and 116.1; exact but for rounding of doubles
    assert height_above_floor_mm("dorsal-ankle") == pytest.approx(112.0, rel=1e-12)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        pytest.param({"height_mm": nan}, "height must be above 0 mm", id="nan-height"),
        pytest.param({"foot_length_mm": 0.0}, "foot length must be above 0 mm", id="no-foot"),
    ],
)
def test_impossible_body_is_refused(sizes, message):
    """A size that is not above zero raises with its name."""
    with pytest.raises(ValueError, match=message):
        Stature(**sizes)
