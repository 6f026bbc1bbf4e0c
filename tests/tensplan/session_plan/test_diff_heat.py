"""What changed under the packs of two plans."""

import pytest
from packs import bottle, peas, protocol_with

import tensplan
from tensplan.session_plan.diff_plans import diff_plans


def changes(first, second):
    """Return what changed under the packs, by person and quantity."""
    plans = [
        tensplan.plan(protocol_with(entry), on="2026-11-22").as_json() for entry in (first, second)
    ]
    return {(c.where, c.what): c for c in diff_plans(*plans) if ", " in c.where}


def test_a_hotter_bottle_raises_temperature_dose_and_injury():
    """Each person gets hotter, and the worst is no longer allowed."""
    found = changes(bottle(), bottle(pack_temperature_c=60.0))
    for what in ("peak of the basal layer", "thermal dose", "injury integral", "verdict"):
        assert found["heat on the lumbar, worst", what].effect == "raises"
    assert found["heat on the lumbar, worst", "verdict"].after == "blocked"


def test_colder_peas_raise_exposure_too():
    """Under cold a lower temperature is the worse one."""
    found = changes(peas(), peas(cover={"damp_towel_layers": 1}))
    assert found["cold on the ankle, normal", "coldest skin"].effect == "raises"
    milder = changes(peas(cover={"damp_towel_layers": 1}), peas())
    assert milder["cold on the ankle, normal", "coldest skin"].effect == "lowers"


@pytest.mark.parametrize("entry", [bottle(), peas()], ids=["heat", "cold"])
def test_the_same_pack_changes_nothing(entry):
    """No change is no line."""
    assert changes(entry, entry) == {}
