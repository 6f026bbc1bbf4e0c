"""The layers under a site."""

import pytest

from simulator.bioheat.site import site as body_site
from simulator.properties import table
from tensplan.nerve_response.tissue import region_of, tissue_under, weakest
from tensplan.placement.sites import site, sites

USED = [item.id for item in sites() if item.used]


@pytest.mark.parametrize("name", USED)
def test_every_used_site_has_layers_with_a_source(name):
    """Thickness, conductivity and temperature have low, median, high, a source and a word."""
    found = tissue_under(name)
    for part in ("fat_thickness", "skin_thickness", "skin_conductivity", "temperature"):
        spread = getattr(found, part)
        assert spread.low < spread.central < spread.high
        assert len(spread.source) > 20
    assert found.weak


@pytest.mark.parametrize("name", [s.id for s in sites() if s.used and s.area == "foot"])
def test_nerves_of_the_foot_are_cool(name):
    """A foot's nerves lie between 28 and 32 degC."""
    temperature = tissue_under(name).temperature
    assert (temperature.low, temperature.high) == (28, 32)


def test_skin_goes_from_dry_to_soaked():
    """The conductivity of the skin spans the whole range of the table, over tenfold."""
    skin, row = tissue_under("tibial-ankle").skin_conductivity, table("tissue")["skin_conductivity"]
    assert (skin.low, skin.central, skin.high) == (row.low, row.value, row.high)
    assert skin.high / skin.low > 10


def test_skin_is_epidermis_and_dermis():
    """Where nothing was measured, the two layers of the heat model add up."""
    layers = {x.tissue.id: x.thickness for x in body_site("calf").layers}
    total = layers["epidermis"].value + layers["dermis"].value
    assert tissue_under("sural-calf").skin_thickness.central == pytest.approx(total, rel=1e-12)


def test_a_measured_sole_beats_the_recalled_one():
    """The sole has a measured mean of 1.71 mm."""
    skin = tissue_under("arch-medial").skin_thickness
    assert skin.central == 1.71e-3
    assert skin.confidence == "quoted-secondary"


def test_the_sole_is_not_the_back_of_the_foot():
    """Sites of the sole have its layers, the others of the foot those of its back."""
    assert region_of("arch-lateral")["layers"] == "foot-sole"
    assert region_of("dorsal-midfoot")["layers"] == "foot-dorsum"
    assert site("heel-medial").area == "foot"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["quoted", "derived"], "derived"),
        (["recalled", "derived"], "recalled"),
        (["recalled", "project-default"], "project-default"),
        (["quoted"], "quoted"),
    ],
)
def test_the_weakest_word_wins(words, expected):
    """What is recalled or chosen is never hidden behind what was read."""
    assert weakest(words) == expected
