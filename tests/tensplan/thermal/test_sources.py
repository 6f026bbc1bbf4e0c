"""The numbers behind a temperature keep their source and confidence."""

import pytest
from packs import bottle, peas, protocol_with

from simulator.properties import CONFIDENCES
from tensplan.thermal.sources import thermal_sources


def named(*entries):
    """Return the sources by what rests on them."""
    found = thermal_sources(protocol_with(*entries))
    by_name = {row["what"]: row for row in found}
    assert len(by_name) == len(found)
    return by_name


@pytest.mark.parametrize(
    "what",
    [
        "pack hot-water-bottle: temperature",
        "area lumbar: fat thickness",
        "tissue muscle: conductivity",
        "heat and cold: worst pack offset",
    ],
)
def test_packs_places_tissues_and_constants_are_named(what):
    """Each kind of number behind a simulation is listed with a graded source."""
    row = named(bottle())[what]
    assert row["confidence"] in CONFIDENCES
    assert len(row["source"]) > 10
    assert row["value"]


def test_two_packs_share_what_they_share():
    """A second pack adds its own numbers and repeats none."""
    both, one = named(bottle(), peas()), named(bottle())
    assert set(one) < set(both)
    assert "pack frozen-peas: latent heat" in both


def test_no_pack_rests_on_nothing():
    """Without heat or cold no constant of the heat model is claimed."""
    assert thermal_sources(protocol_with()) == []
