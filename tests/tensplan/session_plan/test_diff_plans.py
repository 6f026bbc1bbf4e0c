"""What changed between two plans."""

import pytest
from builders import make_protocol, program_data

import tensplan
from tensplan.safety.clinic_limits import load_limits
from tensplan.session_plan.compose import compose
from tensplan.session_plan.diff_plans import diff_plans


def plan(*, limits=None, on="2026-11-22", device="generic-tens", setting="home", **changes):
    """Return a plan's content."""
    protocol = make_protocol(program_data(**changes))
    made = compose(protocol, on=on, device_id=device, setting=setting, limits=limits)
    return made.as_json()


@pytest.fixture(scope="module")
def base():
    """Return the plan that the others are compared with."""
    return plan()


def pairs(changes):
    """Return effect, where and what."""
    return [(change.effect, change.where, change.what) for change in changes]


def test_the_same_plan_differs_in_nothing(base):
    """One digest, no change."""
    assert diff_plans(base, base) == []


def test_higher_cap_raises_the_exposure(base):
    """A cap of 50 for 40 mA raises charge by a quarter and power by its square."""
    found = {change.what: change for change in diff_plans(base, plan(amplitude_cap_ma=50))}
    charge, power = found["phase charge, worst case"], found["mean power density, worst case"]
    assert (charge.effect, charge.before, charge.after) == ("raises", "5.76 uC", "7.2 uC")
    # plans keep 9 significant digits
    assert charge.relative == pytest.approx(0.25, rel=1e-7)
    assert power.relative == pytest.approx(0.5625, rel=1e-7)


def test_exposure_comes_before_the_protocol(base):
    """What reaches the skin is said before what was written."""
    changes = diff_plans(base, plan(amplitude_cap_ma=50))
    assert changes[0].where == "exposure, channel A (main)"
    assert ("raises", "program main", "amplitude cap") in pairs(changes)


def test_broken_limit_is_a_worse_verdict(base):
    """A plan that becomes blocked says so first."""
    changes = diff_plans(base, plan(duration_min=61))
    first = changes[0]
    assert (first.where, first.what, first.after) == ("TENS", "verdict", "blocked")
    assert ("raises", "project/session-length", "new finding") in pairs(changes)


def test_mended_plan_is_a_better_verdict(base):
    """The way back lowers, and the finding is gone."""
    changes = diff_plans(plan(duration_min=61), base)
    assert ("lowers", "TENS", "verdict") in pairs(changes)
    assert ("lowers", "project/session-length", "finding gone") in pairs(changes)


def test_limits_that_fall_away_raise(base, tmp_path):
    """A plan judged by a clinic's stricter limit, and then by the project's, was loosened."""
    file = tmp_path / "clinic.yaml"
    file.write_text(
        "schema: tensplan/limits/1\nclinic: Example\n"
        "limits: [{id: project/current-density, error: 1}]\n"
    )
    strict = plan(limits=load_limits(file))
    limit = "limit on r.m.s. current density"
    assert ("lowers", "exposure, channel A (main)", limit) in pairs(diff_plans(base, strict))
    assert ("raises", "exposure, channel A (main)", limit) in pairs(diff_plans(strict, base))


def test_another_day_is_wording(base):
    """A plan made on another day is the same plan."""
    assert pairs(diff_plans(base, plan(on="2026-11-23"))) == [("wording", "plan", "day")]


def test_leaving_supervision_raises(base):
    """At home nobody watches."""
    assert pairs(diff_plans(plan(setting="supervised"), base)) == [("raises", "plan", "setting")]


def test_another_device_is_named(base):
    """Another device changes what limits the output."""
    assert ("changes", "plan", "device") in pairs(diff_plans(base, plan(device="p24")))


def test_a_difference_that_no_words_cover_is_still_one(base):
    """A change of any other part is named by its key."""
    other = {**base, "stop": [], "digest": "sha256:" + "0" * 64}
    assert pairs(diff_plans(base, other)) == [("changes", "plan", "stop")]


def test_two_protocols_of_the_catalogue():
    """Plans of different protocols are compared, too."""
    first, second = (
        tensplan.plan(tensplan.load_protocol(name), on="2026-11-22").as_json()
        for name in ("sciatic-path-conventional", "foot-bracket-dorsum")
    )
    assert ("raises", "pad A1", "site") in pairs(diff_plans(first, second))


def test_the_worst_case_is_what_is_compared(base):
    """Two plans with the same nominal exposure and another worst case differ."""
    first, *rest = base["exposure"]
    row = {**first, "worst_case": first["worst_case"] * 2}
    other = {**base, "exposure": [row, *rest], "digest": "sha256:" + "0" * 64}
    (change,) = diff_plans(base, other)
    assert (change.effect, change.what) == ("raises", "phase charge, worst case")
    assert change.relative == pytest.approx(1.0, rel=1e-12)


def test_a_finding_of_another_number_is_one_change(base):
    """A cap further above the predicted pain is one finding with two numbers, not one come and one gone."""
    found = [c for c in diff_plans(base, plan(amplitude_cap_ma=50)) if c.what == "finding"]
    about_pain = [change for change in found if change.where == "project/pain-threshold"]
    assert [change.effect for change in about_pain] == ["changes"]
    assert about_pain[0].before.startswith("warning: the cap of 40 mA")
    assert about_pain[0].after.startswith("warning: the cap of 50 mA")
