"""The nerves in a plan: asked when nothing blocks, of the person whom it is for."""

import pytest
from builders import make_protocol, program_data

from simulator.properties import device
from tensplan.safety.limits import own_limits
from tensplan.session_plan.compose import compose
from tensplan.session_plan.nerves import nerves_of


def plan(**changes):
    """Return a specimen plan."""
    return compose(make_protocol(program_data(**changes)), on="2026-11-22")


def test_findings_and_sources_reach_the_plan():
    """What the nerves warn of stands in the findings, and their inputs among the sources."""
    made = plan()
    assert "project/pain-threshold" in {f.rule for f in made.findings}
    assert not made.is_blocked
    assert any(s["what"].startswith("depth of tibial") for s in made.content["sources"])


def test_a_blocked_plan_asks_nobody():
    """With an electrical error the model is not run: no rows, no windows, no nerve finding."""
    made = plan(duration_min=61)
    assert made.is_blocked
    assert not made.content["nerve"] and not made.content["nerve_windows"]
    assert [f for f in made.findings if f.rule.startswith("nerve/")] == []


def test_every_row_has_its_window():
    """Rows and windows name the same channels and programs."""
    content = plan().content
    rows = {(row["channel"], row["program"]) for row in content["nerve"]}
    assert (
        rows == {(w["channel"], w["program"]) for w in content["nerve_windows"]} == {("A", "main")}
    )


@pytest.mark.parametrize("is_sound", [True, False])
def test_soundness_decides_whether_the_model_runs(is_sound):
    """Only a sound plan has rows."""
    found = nerves_of(
        make_protocol(), None, device("generic-tens"), own_limits(), is_sound=is_sound
    )
    assert bool(found.rows) == is_sound
