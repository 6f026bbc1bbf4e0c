"""Each test of heat and cold can refuse alone; the worst person counts; nothing missing is kept."""

from dataclasses import replace

import pytest
from packs import bottle, peas

from tensplan.safety.limits import own_limits
from tensplan.thermal.judgement import findings_of, standings, worst_verdict
from tensplan.thermal.reached import reached

LIMITS = own_limits()

# each entry found by trying durations and temperatures until only one of the three tests stops it
ALONE = {
    "project/basal-temperature": bottle(
        pack_temperature_c=60.0, cover={"dry_towel_layers": 1}, duration_min=4.5
    ),
    "project/thermal-dose-home": bottle(pack_temperature_c=53.0, duration_min=18.0),
    "project/injury-home": bottle(
        pack="heat-wrap",
        pack_temperature_c=35.5,
        cover={"dry_towel_layers": 0},
        duration_min=300.0,
    ),
}


def broken(entry, *, setting="home", skin="intact", people=("worst",)):
    """Return the ids of the limits that an entry breaks."""
    found = standings([reached(entry, who) for who in people], LIMITS, setting=setting, skin=skin)
    return sorted({one.limit.id for one in found if one.level == "error"})


@pytest.mark.parametrize(("rule", "entry"), ALONE.items(), ids=ALONE)
def test_each_test_of_heat_can_refuse_alone(rule, entry):
    """Peak, thermal dose and injury each stop a pack that the other two would let pass."""
    assert broken(entry) == [rule]


def test_supervision_allows_more_dose_and_not_more_temperature():
    """Dose and injury have wider limits under supervision; the peak has not."""
    assert broken(ALONE["project/thermal-dose-home"], setting="supervised") == []
    assert broken(ALONE["project/basal-temperature"], setting="supervised") == [
        "project/basal-temperature"
    ]
    long = bottle(pack_temperature_c=60.0, duration_min=20.0)
    assert "project/thermal-dose-supervised" in broken(long, setting="supervised")
    assert "project/injury-supervised" in broken(long, setting="supervised")


def test_hot_pack_breaks_temperature_with_time():
    """A bottle from the kettle over bare skin passes 43, 48 and 51 degC for too long."""
    kettle = bottle(pack_temperature_c=90.0, cover={"dry_towel_layers": 0})
    expected = {"project/skin-above-43", "project/skin-above-48", "project/skin-hottest"}
    assert expected <= set(broken(kettle))


COLD = {
    "skin": (peas(cover={"dry_towel_layers": 0, "damp_towel_layers": 0}), {"project/cold-skin"}),
    "numbness": (peas(cover={"damp_towel_layers": 1}), {"project/cold-numbness"}),
    "freezing": (
        peas(pack="crushed-ice", pack_temperature_c=-15.0, cover={"damp_towel_layers": 0}),
        {"project/cold-freezing"},
    ),
}


@pytest.mark.parametrize(("entry", "rules"), COLD.values(), ids=COLD)
def test_cold_is_stopped_by_skin_numbness_and_freezing(entry, rules):
    """Ice without a dry towel is too cold at the skin, in the end for any tissue."""
    assert rules <= set(broken(entry))


def test_cold_skin_stops_before_numbness():
    """Skin between 7 and 10 degC is stopped by the project's limit alone."""
    entry = peas(pack="gel-pack", cover={"dry_towel_layers": 0}, pack_temperature_c=-8.0)
    assert 7 < reached(entry, "worst").values["min_skin_c"] < 10
    assert broken(entry) == ["project/cold-skin"]


def test_impaired_skin_has_its_own_limit():
    """What passes on intact skin is stopped beside skin that feels less."""
    assert broken(bottle()) == []
    assert broken(bottle(), skin="impaired") == ["project/basal-temperature-impaired"]


def test_heat_is_judged_by_temperature_and_not_by_name():
    """Ice that calls itself heat is stopped by the limits of cold."""
    assert "project/cold-numbness" in broken(peas(modality="heat", cover={"damp_towel_layers": 1}))


def test_worst_person_counts():
    """A person of normal circulation would pass; the worst does not, and the finding says so."""
    entry = bottle(pack_temperature_c=60.0)
    assert broken(entry, people=("normal",)) == []
    people = [reached(entry, "normal"), reached(entry, "worst")]
    found = standings(people, LIMITS, setting="home", skin="intact")
    (basal,) = [
        f for f in findings_of(3, entry, found, "a hint") if f.rule == "project/basal-temperature"
    ]
    assert basal.message.startswith("heat on the lower back: the basal layer reaches 4")
    assert basal.message.endswith("degC in the worst case; limit at most 43 degC")
    assert (basal.path, basal.severity, basal.limit) == (("thermal", 3), "error", 43)
    assert basal.value == people[1].values["peak_basal_c"]
    assert basal.hint == "a hint"


def test_hint_is_given_once():
    """Of several errors the one that is shown first carries what would pass."""
    entry = bottle(pack_temperature_c=70.0)
    found = standings([reached(entry, "worst")], LIMITS, setting="home", skin="intact")
    hints = {f.rule: f.hint for f in findings_of(0, entry, found, "a hint")}
    assert len(hints) > 2
    assert [rule for rule, hint in hints.items() if hint] == [min(hints)]


def test_a_warning_comes_before_the_limit():
    """Above 42 degC a plan warns, below it is silent."""
    warm = bottle(pack_temperature_c=52.5)
    found = standings([reached(warm, "worst")], LIMITS, setting="home", skin="intact")
    (finding,) = findings_of(0, warm, found, "a hint")
    assert (finding.rule, finding.severity) == ("project/basal-temperature", "warning")
    assert finding.hint == ""


@pytest.mark.parametrize("quantity", ["peak_basal_c", "omega", "coldest_c"])
def test_a_value_that_is_no_number_is_an_error(quantity):
    """What is missing is never a limit kept."""
    one = reached(bottle(), "normal")
    lost = replace(one, values={**one.values, quantity: float("nan")})
    found = standings([lost], LIMITS, setting="home", skin="intact")
    assert {one.quantity for one in found if one.level == "error"} == {quantity}
    assert len(list(findings_of(0, bottle(), found, ""))) >= 1


def test_a_lost_value_is_worse_than_any_number():
    """Where one person's value is lost and another's passes its limit, the loss is what is said."""
    hot = bottle(pack_temperature_c=70.0)
    normal, worst = reached(hot, "normal"), reached(hot, "worst")
    lost = replace(normal, values={**normal.values, "peak_basal_c": float("nan")})
    for people in ([lost, worst], [worst, lost]):
        found = standings(people, LIMITS, setting="home", skin="intact")
        said = {f.rule: f for f in findings_of(0, hot, found, "")}
        assert "of normal circulation" in said["project/basal-temperature"].message


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ([], "pass"),
        (["pass", "warn"], "warn"),
        (["blocked", "warn", "pass"], "blocked"),
    ],
    ids=["none", "warned", "blocked"],
)
def test_worst_verdict_counts(verdicts, worst):
    """The order is pass, warn, blocked."""
    assert worst_verdict(verdicts) == worst
