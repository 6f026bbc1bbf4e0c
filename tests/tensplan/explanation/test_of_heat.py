"""Explaining the quantities under a pack."""

import pytest

from tensplan.explanation.explanation import WORDS_OF_CONFIDENCE
from tensplan.explanation.lookup import explain
from tensplan.explanation.of_heat import heat_quantities
from tensplan.safety.limits import own_limits

NAMES = tuple(heat_quantities())


@pytest.mark.parametrize("name", NAMES)
def test_each_has_formula_model_people_limits_and_source(name):
    """What a reader needs to judge the number is there, weak limits first."""
    found = explain(name)
    facts = dict(found.facts)
    assert {"says", "formula", "model", "taken", "limits", "source", "confidence"} <= set(facts)
    assert facts["confidence"] in WORDS_OF_CONFIDENCE.values()
    weak = [limit for limit in own_limits().of(name) if limit.confidence == "project-default"]
    assert len(weak) == sum(limit.id in " ".join(found.weak_facts) for limit in weak)


def test_every_limited_quantity_under_a_pack_is_explained():
    """A limit on temperature, dose or injury has its quantity explained."""
    bounded = {limit.quantity for limit in own_limits() if limit.id.startswith("project/")}
    hot = {name for name in bounded if name.endswith("_c")} | {"omega", "cem43_min"}
    assert hot <= set(NAMES)


def test_name_without_its_unit():
    """The unit need not be typed."""
    assert explain("peak basal").id == "peak_basal_c"


def test_numbers_of_a_plan_are_added():
    """Each person's number is read from the plan."""
    row = {"modality": "heat", "area": "lumbar", "person": "worst", "omega": 0.25179}
    found = explain("omega", {"heat": [row], "exposure": [], "findings": []})
    assert ("in this plan", "heat on the lumbar, worst: 0.2518") in found.facts


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("project/thermal-dose-supervised", "under supervision"),
        ("project/injury-home", "at home"),
        ("project/basal-temperature", "always"),
        ("project/pack-minutes-impaired", "reduced or unknown"),
    ],
)
def test_limit_says_where_it_applies(rule, words):
    """Setting and skin are part of a limit's explanation."""
    assert words in dict(explain(rule).facts)["applies"]
