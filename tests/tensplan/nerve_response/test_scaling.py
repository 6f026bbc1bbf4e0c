"""Predictions scaled to what a person felt."""

from dataclasses import replace
from datetime import date

import pytest
from builders import make_protocol, placement, program_data

from simulator.properties import device
from tensplan.nerve_response.person import NOBODY, NervePerson
from tensplan.nerve_response.response import nerve_response
from tensplan.patient.body import Measured
from tensplan.safety.limits import own_limits

PROTOCOL = make_protocol(
    program_data(),
    placement=placement(
        {"site": "tibial-ankle", "size_mm": [40, 40]},
        {"site": "tibial-above-ankle", "size_mm": [40, 40]},
    ),
)


def felt(**currents):
    """Return a measurement on these pads at 100 us."""
    values = {
        "sites": ("tibial-ankle", "tibial-above-ankle"),
        "pulse_width_us": 100,
        "measured_on": "2026-11-20",
    }
    return Measured.model_validate(values | currents)


def answer(*measured, **known):
    """Return rows and window for a person of whom this was measured."""
    person = replace(NOBODY, measured=measured, **known)
    found = nerve_response(
        PROTOCOL, profile=device("generic-tens"), limits=own_limits(), person=person
    )
    assert [f for f in found.findings if f.severity == "error"] == []
    (part,) = found.parts
    return part.rows, part.windows[0]


@pytest.fixture(scope="module")
def usual():
    """Return the answer for nobody in particular."""
    return answer()


def test_first_tingle_becomes_the_persons_own(usual):
    """All thresholds take the factor that brings the first tingle to what was felt."""
    rows, window = answer(felt(sensation_ma=2 * usual[1].first_tingle_ma))
    assert window.first_tingle_ma == pytest.approx(2 * usual[1].first_tingle_ma, rel=0.01)
    # rows are rounded to three digits before and after
    assert [r.threshold_ma for r in rows] == pytest.approx(
        [2 * r.threshold_ma for r in usual[0]], rel=0.01
    )


def test_before_is_kept_beside_after(usual):
    """The window says what was predicted before the person was asked."""
    _, window = answer(felt(sensation_ma=9.0))
    assert usual[1].before is None
    assert window.before["first_tingle_ma"] == usual[1].first_tingle_ma
    assert window.before["upper_ma"] == usual[1].upper_ma
    assert window.before["nerve_tingle_ma"] == usual[1].nerve_tingle_ma


def test_own_tolerance_is_the_upper_edge():
    """At the same pulse width the strongest tolerated amplitude is the edge, and says so."""
    _, window = answer(felt(sensation_ma=5.0, tolerance_ma=17.0))
    assert (window.upper_ma, window.upper_low_ma, window.upper_high_ma) == (17.0, 17.0, 17.0)
    assert "own tolerance" in window.upper_basis


@pytest.mark.parametrize(
    ("width", "is_the_end"),
    [(50, True), (100, True), (200, False)],
    ids=["narrower", "same", "wider"],
)
def test_what_is_tolerated_of_a_narrower_pulse_ends_the_ladder(width, is_the_end):
    """Nobody tolerates more of a wider pulse; of a narrower one perhaps."""
    told = {"sensation_ma": 5.0, "pulse_width_us": width}
    _, free = answer(felt(**told))
    _, window = answer(felt(**told, tolerance_ma=5.04))
    assert free.advice_ma > 5.04
    assert window.advice_ma == (5.04 if is_the_end else free.advice_ma)


def test_tolerance_alone_scales_by_the_upper_edge(usual):
    """Without a first tingle the predicted upper edge is brought to the tolerance."""
    _, window = answer(felt(tolerance_ma=2 * usual[1].upper_ma))
    assert window.first_tingle_ma == pytest.approx(2 * usual[1].first_tingle_ma, rel=0.02)


def test_another_width_scales_by_the_models_own_trend(usual):
    """A tingle that the model predicts at 200 us, felt at 200 us, changes nothing at 100 us."""
    wide = make_protocol(
        program_data(
            waveform={
                **PROTOCOL.programs["main"].waveform.model_dump(exclude_none=True),
                "pulse_width_us": 200,
            }
        ),
        placement=PROTOCOL.placement.model_dump(exclude_none=True),
    )
    at_200 = nerve_response(wide, profile=device("generic-tens"), limits=own_limits())
    first = at_200.parts[0].windows[0].first_tingle_ma
    _, window = answer(felt(sensation_ma=first, pulse_width_us=200))
    assert window.first_tingle_ma == pytest.approx(usual[1].first_tingle_ma, rel=0.01)


@pytest.mark.parametrize(
    "sites",
    [("tibial-above-ankle", "tibial-ankle"), ("TIBP", "ankle")],
    ids=["other-order", "code-and-area"],
)
def test_a_measurement_fits_by_its_places(sites, usual):
    """The order of the pads does not matter, and an area holds its sites."""
    _, window = answer(felt(sensation_ma=9.0, sites=sites))
    assert window.first_tingle_ma == pytest.approx(9.0, rel=0.01)


def test_a_measurement_elsewhere_changes_nothing(usual):
    """What was felt on other pads says nothing about these."""
    elsewhere = felt(sensation_ma=9.0, sites=("sural-calf", "sural-ankle"))
    assert answer(elsewhere) == usual


def test_the_last_measurement_counts():
    """Of two on the same pads the later one is taken."""
    channel = PROTOCOL.placement.channels[0]
    old, new = felt(sensation_ma=5.0, measured_on="2026-10-01"), felt(sensation_ma=7.0)
    person = NervePerson(measured=(new, old))
    assert person.on(channel) == new
    assert person.on(channel).measured_on == date(2026, 11, 20)


def test_own_fat_replaces_the_populations(usual):
    """Measured fat is fixed, is not weak, and moves the thresholds under its pad."""
    rows, _ = answer(fat_mm={"tibial-above-ankle": 11.0})
    above = {r.sense: r for r in rows if (r.pad, r.nerve) == ("A2", "tibial")}
    before = {r.sense: r for r in usual[0] if (r.pad, r.nerve) == ("A2", "tibial")}
    assert above["motor"].threshold_ma != before["motor"].threshold_ma
    assert "fat_thickness" not in above["motor"].weak


def test_a_tolerance_below_the_tingle_is_an_error():
    """Measurements that contradict each other are refused by name."""
    person = NervePerson(measured=(felt(sensation_ma=9.0, tolerance_ma=5.0),))
    found = nerve_response(
        PROTOCOL, profile=device("generic-tens"), limits=own_limits(), person=person
    )
    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("nerve/not-known", "error")
    assert "tolerance" in finding.message
