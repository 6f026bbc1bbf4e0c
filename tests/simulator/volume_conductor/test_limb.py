"""The layers of a limb and the table behind them."""

import pytest

from simulator.properties import table
from simulator.volume_conductor import limb


@pytest.mark.parametrize("key", sorted(table("tissue")))
def test_every_row_has_a_range_and_a_long_source(key):
    """Each number names its source and the range in which it is believed."""
    row = table("tissue")[key]
    assert 0 < row.low <= row.value <= row.high
    assert len(row.source) > 40


def test_limb_takes_its_numbers_from_the_table():
    """Skin, fat and muscle stand in this order with the table's values; bone has no end."""
    rows = table("tissue")
    skin, fat, muscle, bone = limb(fat_thickness=0.004, muscle_thickness=0.03).stack
    assert (skin.conductivity, skin.thickness) == (
        rows["skin_conductivity"].value,
        rows["skin_thickness"].value,
    )
    assert (fat.conductivity, fat.thickness) == (rows["fat_conductivity"].value, 0.004)
    assert muscle.conductivity_along == rows["muscle_conductivity_along"].value
    assert bone.conductivity == rows["bone_conductivity"].value


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, "recalled", id="skin-from-table"),
        pytest.param({"skin_thickness": 1e-3}, "derived", id="thickness-measured"),
        pytest.param(
            {"skin_thickness": 1e-3, "skin_conductivity": 1e-3}, "quoted-secondary", id="skin-given"
        ),
        pytest.param(
            {"skin_thickness": 1e-3, "skin_conductivity": 1e-3, "muscle_thickness": 0.03},
            "recalled",
            id="bone-from-table",
        ),
    ],
)
def test_confidence_is_the_weakest_that_was_used(given, expected):
    """A remembered number is never hidden behind a derived one."""
    assert limb(fat_thickness=0.005, **given).confidence == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"fat_thickness": 0.0}, "thickness of fat must be above 0 m", id="fat"),
        pytest.param(
            {"fat_thickness": 0.01, "skin_thickness": 0.0}, "thickness of skin", id="skin"
        ),
        pytest.param(
            {"fat_thickness": 0.01, "skin_conductivity": 0.0}, "conductivity of skin", id="wet"
        ),
    ],
)
def test_limb_refuses(given, message):
    """Zero is a value that is refused, never replaced by the table's."""
    with pytest.raises(ValueError, match=message):
        limb(**given)
