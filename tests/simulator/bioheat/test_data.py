"""The values of tissues, sites, packs and covers: whole, sourced, and refused when asked wrongly."""

from typing import get_args

import pytest

from simulator.bioheat import Cover, pack, pack_ids, site, site_ids, tissue
from simulator.bioheat.tables import constants, content, property_of
from simulator.properties import CONFIDENCES
from tensplan.protocol.thermal import Area
from tensplan.protocol.thermal import Pack as FilePack

TISSUES = ("epidermis", "dermis", "fat", "muscle", "tendon", "bone")
ROWS = {f"constants/{key}": row for key, row in constants().items()}
for kind, ids, make in (
    ("tissue", TISSUES, tissue),
    ("site", site_ids(), site),
    ("pack", pack_ids(), pack),
):
    for name in ids:
        ROWS |= {f"{kind}/{name}/{key}": row for key, row in make(name).properties().items()}


@pytest.mark.parametrize("name", ROWS)
def test_every_number_says_where_it_comes_from(name):
    """Each value has a source of more than a word, and a project default says that it is one."""
    row = ROWS[name]
    assert len(row.source) > 10
    assert row.confidence in CONFIDENCES
    if row.confidence == "recalled":
        assert "remembered" in row.source or "melting" in row.source or "1947" in row.source


def test_areas_and_packs_of_a_protocol_are_known():
    """Whatever area or pack a protocol file may name has data."""
    assert set(get_args(Area)) <= set(site_ids())
    assert set(get_args(FilePack)) == set(pack_ids())


def test_perfusion_is_the_published_rate_times_density():
    """106 mL/min/kg in dermis of 1109 kg/m3 is 1.96e-3 per second."""
    assert tissue("dermis").perfusion_rate.value == pytest.approx(1.96e-3, rel=1e-3)  # 3 digits
    assert tissue("muscle").perfusion_rate.value == pytest.approx(6.7e-4, rel=5e-3)  # 2 digits


@pytest.mark.parametrize("name", site_ids())
def test_every_site_begins_with_skin(name):
    """Epidermis, then dermis; only a limb has a layer that reaches its axis."""
    place = site(name)
    assert [layer.tissue.id for layer in place.layers[:2]] == ["epidermis", "dermis"]
    assert (place.layers[-1].thickness is None) == (place.radius is not None)
    assert place.skin_temperature.value <= place.arterial_temperature.value


@pytest.mark.parametrize("name", pack_ids())
def test_every_pack_that_melts_says_when(name):
    """Latent heat and melting temperature come together."""
    found = pack(name)
    assert (found.latent_heat is None) == (found.melting_temperature is None)


@pytest.mark.parametrize(
    ("make", "name", "message"),
    [
        (site, "knee", "site must be one of ankle, .*, got 'knee'"),
        (pack, "lava", "pack must be one of crushed-ice, .*, got 'lava'"),
        (tissue, "skin", "tissue must be one of bone, .*, got 'skin'"),
    ],
    ids=["site", "pack", "tissue"],
)
def test_unknown_names_are_refused_with_the_known(make, name, message):
    """A name that is not in the data is an error that lists the names."""
    with pytest.raises(ValueError, match=message):
        make(name)


@pytest.mark.parametrize("count", [-1, 31, 1.5, float("nan"), True], ids=str)
def test_towels_are_counted(count):
    """A count below 0, above 30 or not whole is refused with the range."""
    with pytest.raises(ValueError, match="dry_towels must be a whole number from 0 to 30 layers"):
        Cover(dry_towels=count)


def test_towels_add_their_resistance():
    """Bare conductance without towels; each layer adds the same resistance."""
    peas = pack("frozen-peas")
    bare, one, two = (Cover(dry_towels=n).conductance(peas) for n in range(3))
    assert bare == pytest.approx(peas.contact_conductance.value, rel=1e-12)  # rounding
    assert 1 / two - 1 / one == pytest.approx(1 / one - 1 / bare, rel=1e-9)
    assert Cover(damp_towels=1).conductance(peas) > one


def test_a_pack_that_wets_its_towels_gets_through():
    """Six dry layers under a moist-heat pack lead 10 to 20 W/(m2 K), as its source has it."""
    assert 10 < Cover(dry_towels=6).conductance(pack("moist-heat-pack")) < 20


def test_a_number_in_another_unit_is_refused():
    """A property that is not in the unit of its field is no property of that field."""
    with pytest.raises(ValueError, match="conductivity must be in W/m, got W/"):
        property_of(content("tissues")["fat"], "conductivity", "W/m")
