"""Every input of a prediction is named with its source."""

import pytest
from builders import make_protocol

import tensplan
from simulator.properties import CONFIDENCES
from tensplan.nerve_response.sources import nerve_sources


def test_layers_and_nerves_of_both_pads_are_named():
    """Fat, skin, conductivity and temperature of both sites; depth of each nerve."""
    found = {entry["what"]: entry for entry in nerve_sources(make_protocol())}
    assert {f"fat under {site}" for site in ("popliteal-upper", "tibial-ankle")} <= set(found)
    shared = "depth of tibial under popliteal-upper, common peroneal under popliteal-upper"
    assert found[shared]["value"] == "17.2 mm (SD 5.4)"
    assert found["nerve temperature under tibial-ankle"]["confidence"] == "project-default"


def test_inputs_that_share_a_source_share_an_entry():
    """Both sites have the same skin conductivity, and it is said once."""
    found = [e for e in nerve_sources(make_protocol()) if "skin conductivity" in e["what"]]
    assert [e["what"] for e in found] == ["skin conductivity under popliteal-upper, tibial-ankle"]


def test_a_spread_of_another_source_is_named_apart():
    """A mean that was read and a spread that was not are two entries with two words."""
    found = {entry["what"]: entry for entry in nerve_sources(make_protocol())}
    mean = found["depth of tibial under tibial-ankle"]
    spread = found["spread of the depth of tibial under tibial-ankle"]
    assert (mean["confidence"], spread["confidence"]) == ("quoted-secondary", "quoted")
    assert spread["value"] == "SD 2.4 mm"


@pytest.mark.parametrize("name", ["lumbar-segmental-conventional", "foot-bracket-dorsum"])
def test_every_entry_is_whole(name):
    """Each says what, where from and how sure, and none is there twice."""
    found = nerve_sources(tensplan.load_protocol(name))
    assert all(entry["source"] and entry["confidence"] in CONFIDENCES for entry in found)
    assert len({entry["what"] for entry in found}) == len(found)
