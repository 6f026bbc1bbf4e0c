"""Pads and their area."""

from math import inf, nan, pi

import pytest

from tensplan.placement.pads import Pad, outline_cm2


@pytest.mark.parametrize(
    ("width_mm", "height_mm", "round_pad", "expected_cm2"),
    [
        pytest.param(40, 40, False, 16.0, id="square-40"),
        pytest.param(50, 90, False, 45.0, id="rectangle"),
        pytest.param(50, 50, True, pi * 6.25, id="disc-50"),
    ],
)
def test_outline_area(width_mm, height_mm, round_pad, expected_cm2):
    """Area is width times height, or that of the disc."""
    assert outline_cm2(width_mm, height_mm, round_pad=round_pad) == pytest.approx(
        expected_cm2, rel=1e-12
    )


@pytest.mark.parametrize("size", [0.0, -1.0, nan, inf], ids=str)
@pytest.mark.parametrize("which", ["width_mm", "height_mm"])
def test_size_that_is_no_size_is_refused(size, which):
    """Zero, negative, NaN and infinite sizes raise with the quantity and unit."""
    sizes = {"width_mm": 50.0, "height_mm": 50.0, which: size}
    name = f"pad {which[:-3]} must be above 0 mm"
    with pytest.raises(ValueError, match=name):
        Pad(site="popliteal-upper", **sizes)
    with pytest.raises(ValueError, match=name):
        outline_cm2(**sizes)


def test_round_pad_has_one_diameter():
    """A disc with two different sizes is refused."""
    with pytest.raises(ValueError, match="one diameter, got 40 x 50 mm"):
        Pad(site="popliteal-upper", width_mm=40, height_mm=50, round=True)
