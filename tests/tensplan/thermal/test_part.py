"""Heat and cold of a whole protocol: who is simulated, what is stopped, what a plan carries."""

import pytest
from packs import BOTTLE, bottle, peas, protocol_with, well

from tensplan.protocol.thermal import Thermal
from tensplan.safety.limits import own_limits
from tensplan.thermal.part import thermal_part


def part(*entries, **options):
    """Return the part of a protocol with these packs."""
    chosen = {"setting": "home", "limits": own_limits(), **options}
    return thermal_part(protocol_with(*entries), **chosen)


def errors(found):
    """Return the rules of level error."""
    return sorted({finding.rule for finding in found.findings if finding.severity == "error"})


def test_no_packs_is_an_empty_part():
    """A protocol without heat or cold costs and says nothing."""
    assert part().content == {"heat": [], "thermal": []}
    assert part().findings == ()


def test_two_people_without_a_person_and_three_with_one():
    """Normal and worst are always simulated; a person is added in front."""
    assert [row["person"] for row in part(bottle()).rows] == ["normal", "worst"]
    found = part(bottle(), person=well()).rows
    assert [row["person"] for row in found] == ["given", "normal", "worst"]


def test_a_person_who_is_well_may_have_the_bottle():
    """Every question answered and every limit kept leaves no finding."""
    assert part(bottle(), person=well()).findings == ()


def test_rows_carry_the_keys_of_the_contract():
    """Entry, person, temperatures, dose, injury and verdict; the values are numbers."""
    row = part(bottle()).rows[1]
    assert {
        "entry",
        "person",
        "max_skin_c",
        "min_skin_c",
        "peak_basal_c",
        "cem43_min",
        "omega",
        "verdict",
    } <= set(row)
    assert (row["entry"], row["verdict"], row["broken"]) == (0, "pass", [])
    assert 39 < row["peak_basal_c"] < 41


def test_worst_of_several_packs():
    """Each entry has its own verdict; the hot one is stopped and says what would pass."""
    found = part(bottle(), bottle(area="gluteal", pack_temperature_c=65.0))
    assert [entry["verdict"] for entry in found.entries] == ["pass", "blocked"]
    assert found.entries[0]["would_pass"] == []
    assert found.entries[1]["would_pass"][0]["people"][1]["person"] == "worst"
    assert {finding.path[1] for finding in found.findings if finding.severity == "error"} == {1}


def test_setting_reaches_the_limits():
    """What is too much at home may be kept under supervision."""
    warm = bottle(pack_temperature_c=53.0, duration_min=18.0)
    assert errors(part(warm)) == ["project/thermal-dose-home"]
    assert errors(part(warm, setting="supervised")) == []


def test_impaired_person_is_judged_by_stricter_limits():
    """Unknown circulation: not asked, ten minutes, 39 degC, each of them an error."""
    assert errors(part(bottle(), person=well(circulation="unknown"))) == [
        "project/basal-temperature-impaired",
        "project/pack-minutes-impaired",
        "thermal/not-known",
    ]


def test_wrong_way_is_found_and_nothing_is_offered_for_it():
    """A pack against its name is a slip; no change of minutes or towels is looked for."""
    found = part(peas(modality="heat", cover={"damp_towel_layers": 1}))
    assert "thermal/wrong-way" in errors(found)
    assert found.entries[0]["would_pass"] == []


def test_what_cannot_be_simulated_is_an_error():
    """Without a word on towels there is no temperature, and that blocks."""
    bare = Thermal.model_validate({**BOTTLE, "cover": {}})
    found = part(bare)
    assert errors(found) == ["thermal/not-simulated"]
    assert found.rows == ()
    assert (found.entries[0]["verdict"], found.entries[0]["traces"]) == ("blocked", [])


def test_sole_is_said_to_lie_outside_what_was_measured():
    """A note, once, for skin on which no pack was ever measured."""
    sole = bottle(area="foot-sole", pack_temperature_c=40.0)
    notes = [f.rule for f in part(sole).findings if f.severity == "note"]
    assert notes == ["thermal/outside-model"]


def test_over_pads_is_found():
    """The part looks at the pads of the protocol too."""
    found = part(bottle(area="calf", when="after-stimulation", gap_min=0.0))
    assert "thermal/over-pads" in errors(found)


def test_weak_numbers_are_carried():
    """Which numbers are remembered or chosen by the project is part of every entry."""
    weak = part(bottle()).entries[0]["weak"]
    assert "dry_towel_resistance" in weak or any("conductance" in name for name in weak)


@pytest.mark.parametrize("key", ["skin_c", "basal_c", "deep_c"])
def test_traces_are_whole(key):
    """Each person has a temperature for each instant, from the start to five minutes after."""
    (first, second) = part(bottle()).entries[0]["traces"]
    for trace in (first, second):
        assert len(trace[key]) == len(trace["time_min"])
        assert (trace["time_min"][0], trace["time_min"][-1]) == (0.0, 20.0)
        assert len(trace["pack_c"]) < len(trace["time_min"])
    assert max(second["basal_c"]) == pytest.approx(part(bottle()).rows[1]["peak_basal_c"], abs=0.1)
