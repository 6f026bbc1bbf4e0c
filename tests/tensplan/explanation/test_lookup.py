"""Asking where a rule, a number, a device, a site or a key comes from."""

import pytest

import tensplan
from tensplan.errors import UsageError
from tensplan.explanation.explanation import weak_sentences
from tensplan.explanation.lookup import explain, topics
from tensplan.safety.limits import own_limits


@pytest.fixture(scope="module")
def plan():
    """Return a real plan."""
    protocol = tensplan.load_protocol("sciatic-path-conventional")
    return tensplan.plan(protocol, on="2026-11-22").as_json()


@pytest.mark.parametrize("topic", topics())
def test_every_topic_is_explained(topic):
    """Whatever is offered can be explained, with text behind every label."""
    found = explain(topic)
    assert found.facts
    assert all(label and text for label, text in found.facts)


@pytest.mark.parametrize(
    ("topic", "kind", "name"),
    [
        ("phase charge", "quantity", "phase_charge_uc"),
        ("rms-current", "quantity", "rms_current_ma"),
        ("NET_DC_MA", "quantity", "net_dc_ma"),
        ("pad_gap", "quantity", "pad_gap_mm"),
        ("POP", "site", "popliteal-upper"),
        ("carotid sinus", "place", "front-of-neck"),
        ("amplitude-cap-ma", "key", "amplitude_cap_ma"),
        ("p24", "device", "p24"),
        ("project/pad-gap", "limit", "project/pad-gap"),
        ("timing/one-rate", "rule", "timing/one-rate"),
    ],
    ids=lambda text: text,
)
def test_a_thing_is_found_under_its_names(topic, kind, name):
    """A quantity goes without its unit, a site by its code, a place by its alias."""
    found = explain(topic)
    assert (found.kind, found.id) == (kind, name)


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("projct/pad-gap", "did you mean project/pad-gap"),
        ("poplitel-upper", "did you mean popliteal-upper"),
        ("zzz", "see tensplan list"),
    ],
    ids=["rule", "site", "nothing near"],
)
def test_unknown_word_gets_a_hint(topic, hint):
    """A near miss is suggested."""
    with pytest.raises(UsageError, match="nothing here is called") as caught:
        explain(topic)
    assert hint in caught.value.hint


@pytest.mark.parametrize("limit", list(own_limits()), ids=lambda limit: limit.id)
def test_weak_limits_say_so_first(limit):
    """A recalled or chosen limit opens with a plain warning; a quoted one with none."""
    warning = explain(limit.id).warning
    expected = {"recalled": "Recalled, not seen", "project-default": "Project default, needs"}
    assert warning.startswith(expected.get(limit.confidence, ""))
    assert bool(warning) == (limit.confidence in expected)


@pytest.mark.parametrize("limit", list(own_limits()), ids=lambda limit: limit.id)
def test_limit_shows_bound_source_and_purpose(limit):
    """Nothing of a limit is left out."""
    facts = [text for _, text in explain(limit.id).facts]
    assert limit.source in facts
    assert limit.rationale in facts
    if limit.error is not None:
        assert f"{limit.bound_text('error')}; beyond it: blocked" in facts


def test_quantity_shows_a_plans_numbers(plan):
    """With a plan, the rows of that quantity are added as they stand."""
    rows = explain("phase_charge_uc", plan).numbers
    assert rows == tuple(row for row in plan["exposure"] if row["quantity"] == "phase_charge_uc")
    assert [row["worst_case"] for row in rows] == [5.76]


def test_limit_shows_the_rows_that_it_judges(plan):
    """With a plan, a limit shows the rows that it decided."""
    rows = explain("project/current-density", plan).numbers
    assert {row["quantity"] for row in rows} == {"rms_current_density_ma_per_cm2"}


def test_rule_shows_a_plans_finding(plan):
    """With a plan, a rule shows what it found there."""
    facts = dict(explain("plan/specimen", plan).facts)
    assert facts["in this plan"].startswith("warning: this is a specimen")


def test_weak_values_of_a_device_come_first():
    """What is recalled and what is chosen stand in one sentence each, before the facts."""
    first, second = explain("generic-tens").weak_facts
    assert "amplitude step 1 mA" in first
    assert first.startswith("Recalled")
    assert "compliance voltage 60 V" in second
    assert second.startswith("Project default")


def test_sound_values_are_not_called_weak():
    """A quoted value is in no warning."""
    assert weak_sentences([("width 50 us", "quoted"), ("gap", "derived")]) == ()


def test_refused_site_says_why_first():
    """A site that is listed but not used opens with the reason."""
    assert explain("plantar-heel").facts[0][0] == "not used"
