"""What is known of a person: what is missing is never normal."""

from dataclasses import replace

import pytest
from packs import AREAS, WELL, well

from tensplan.thermal.person import NEIGHBOURS, AreaFacts, ThermalPerson

EMPTY = ThermalPerson()


@pytest.mark.parametrize("area", AREAS)
def test_nobody_asked_is_unknown_and_impaired(area):
    """Without an answer every fact is unknown, and the stricter limits apply."""
    assert EMPTY.at(area) == AreaFacts()
    assert EMPTY.at(area).hot_cold == "unknown"
    assert EMPTY.skin(area) == "impaired"


@pytest.mark.parametrize("area", AREAS)
def test_whole_person_is_judged_by_the_limits_of_intact_skin(area):
    """Tested on the area and beside it, with good circulation, skin is intact."""
    assert well().skin(area) == "intact"


@pytest.mark.parametrize("found", ["reduced", "failed", "unknown"])
@pytest.mark.parametrize(
    ("area", "beside"), [("ankle", "heel"), ("calf", "ankle"), ("gluteal", "posterior-thigh")]
)
def test_a_neighbour_that_fails_makes_the_skin_doubtful(area, beside, found):
    """One area that feels less, or was not tested, puts its neighbours under stricter limits."""
    areas = dict.fromkeys(AREAS, WELL) | {beside: replace(WELL, hot_cold=found)}
    assert well(areas=areas).skin(area) == "impaired"
    assert well(areas=areas).skin("lumbar") == "intact"


@pytest.mark.parametrize("circulation", ["impaired", "unknown"])
def test_doubtful_circulation_makes_every_area_doubtful(circulation):
    """Poor or unknown circulation counts everywhere."""
    assert {well(circulation=circulation).skin(area) for area in AREAS} == {"impaired"}


def test_every_area_has_its_neighbours():
    """No area of a protocol is missing, and being a neighbour is mutual."""
    assert set(NEIGHBOURS) == set(AREAS)
    assert all(area in NEIGHBOURS[other] for area in AREAS for other in NEIGHBOURS[area])


def test_vessels_open_only_where_circulation_is_known_to_be_intact():
    """The simulated person dilates with intact circulation, and not otherwise."""
    assert well().simulated("calf").dilation == 1.0
    assert well(circulation="unknown").simulated("calf").dilation == 0.0


def test_measured_values_reach_the_simulator():
    """Skin temperature and fat are handed on in the simulator's units."""
    areas = {"calf": replace(WELL, skin_temperature_c=30.5, fat_mm=4.0)}
    found = well(areas=areas).simulated("calf")
    assert (found.skin_temperature, found.fat_thickness) == (30.5, 0.004)


def test_absurd_measurement_is_refused_with_its_range():
    """A skin of 60 degC is a slip, named with the allowed range."""
    areas = {"calf": replace(WELL, skin_temperature_c=60.0)}
    with pytest.raises(ValueError, match="skin_temperature must be finite and from 10 to 40"):
        well(areas=areas).simulated("calf")
