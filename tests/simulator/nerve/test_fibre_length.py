"""Lengths that a field asks of its fibre."""

import numpy as np
import pytest

from simulator.nerve import (
    Phase,
    check_length,
    mrg,
    nodes_for,
    point_source,
    sundt,
    thresholds,
    thresholds_at_length,
)
from simulator.nerve.fibre_length import end_slope

CATHODIC = [Phase(0.0, 1e-4, -1.0)]
ANODIC = [Phase(0.0, 1e-4, 1.0)]
BIPHASIC = [Phase(0.0, 1e-4, -1.0), Phase(1e-4, 1e-4, 1.0)]


def reaching(distances):
    """A fibre that reaches so many distances of 10 mm to each side, and its field."""
    spacing = mrg(10e-6, 11).spacing
    fibre = mrg(10e-6, 2 * int(np.ceil(distances * 10e-3 / spacing)) + 1)
    return fibre, point_source(fibre, distance=10e-3, conductivity=0.25)


@pytest.mark.parametrize(
    ("phases", "distance", "share"),
    [
        pytest.param(CATHODIC, 10e-3, 3, id="cathodic"),
        pytest.param(ANODIC, 5e-3, 5, id="anodic"),
        pytest.param(BIPHASIC, 5e-3, 5, id="biphasic"),
        pytest.param(ANODIC, 28.0575e-3, 10, id="anodic-25-internodes-away"),
    ],
)
def test_nodes_reach_as_far_as_the_rule_asks(phases, distance, share):
    """Three distances to each side for cathodic pulses, five or more for others, and fifteen nodes."""
    fibre = mrg(10e-6, 11)
    half = (nodes_for(fibre, distance, phases) - 1) / 2 - 15
    assert share * distance <= half * fibre.spacing < share * distance + fibre.spacing


def test_a_fibre_without_myelin_gets_a_margin_of_its_own():
    """Three hundred sections to each side are five of its length constants."""
    assert nodes_for(sundt(1e-6, 11), 1e-6 * 8.333, CATHODIC) == 2 * (3 + 300) + 1


@pytest.mark.parametrize(("sections", "share"), [(100, 5), (500, 10)])
def test_a_fibre_without_myelin_reaches_as_far_for_an_anode(sections, share):
    """Five distances to each side, and more from 125 sections away: their length constant is 60."""
    fibre = sundt(1e-6, 11)
    half = (nodes_for(fibre, (sections - 1e-6) * fibre.spacing, ANODIC) - 1) / 2 - 300
    assert half == share * sections


@pytest.mark.parametrize(
    ("nodes", "along", "beside"),
    [pytest.param(19, 9, 9, id="short"), pytest.param(31, 24, 6, id="source-near-a-cut")],
)
def test_a_cut_that_is_felt_is_refused(nodes, along, beside):
    """Flat as the field may be at the cut, it lies too few nodes from where the field bends."""
    fibre = mrg(10e-6, nodes)
    field = point_source(fibre, distance=5e-4, conductivity=0.25, along=along * fibre.spacing)
    with pytest.raises(ValueError, match=rf"must be at least 10, got {beside} of {nodes}"):
        check_length(fibre, field, CATHODIC)


def test_a_long_fibre_is_waited_for():
    """An action potential that needs 4 ms to the far end counts, without being asked for by its wait."""
    fibre = mrg(6e-6, 501)
    field = point_source(fibre, distance=10e-3, conductivity=0.25)
    asked = {"tolerance": 1e-2, "dt": 2e-5}
    (found,) = thresholds([fibre], [field], ANODIC, **asked)
    (near,) = thresholds([fibre], [field], ANODIC, **asked, detect_node=300)
    # a wait of 3 ms gave six times as much: only a fibre that fires at once is heard in time
    assert found.current == pytest.approx(near.current, rel=1.5e-2)


@pytest.mark.parametrize("phases", [CATHODIC, ANODIC, BIPHASIC], ids=["c", "a", "b"])
def test_what_the_rule_gives_passes_the_check(phases):
    """The check of a field and the rule of a distance agree on a point source."""
    fibre = mrg(10e-6, nodes_for(mrg(10e-6, 11), 10e-3, phases))
    field = point_source(fibre, distance=10e-3, conductivity=0.25)
    check_length(fibre, field, phases)


@pytest.mark.parametrize(
    ("phases", "distances", "words"),
    [
        pytest.param(CATHODIC, 2.0, r"to 0.26 of its steepest slope, got 0.4", id="cathodic"),
        pytest.param(ANODIC, 3.0, r"to 0.11 of its steepest slope, got 0.2", id="anodic"),
        pytest.param(BIPHASIC, 4.0, r"to 0.11 of its steepest slope, got 0.1", id="biphasic"),
    ],
)
def test_a_fibre_that_its_field_leaves_is_refused(phases, distances, words):
    """The message has the slope found and the slope allowed."""
    with pytest.raises(ValueError, match=words):
        check_length(*reaching(distances), phases)


def test_a_threshold_needs_the_length():
    """A search refuses the second of two fibres by the rule; asked for at its length it gives one."""
    fibre, field = reaching(2.0)
    fields = [point_source(fibre, distance=1e-3, conductivity=0.25), field]
    with pytest.raises(ValueError, match=r"to 0.26 of its steepest slope, got 0.4"):
        thresholds([fibre] * 2, fields, CATHODIC)
    near, far = thresholds_at_length([fibre] * 2, fields, CATHODIC)
    assert (near.end_slope < 0.26, 0.4 < far.end_slope < 0.5) == (True, True)
    assert [near.current] == [row.current for row in thresholds([fibre], fields[:1], CATHODIC)]


def test_several_sources_ask_for_more():
    """A source and a sink 4 mm apart are no lone source: 3.5 distances are not enough."""
    fibre, _ = reaching(3.5)
    middle = fibre.length / 2
    field = sum(
        sign * point_source(fibre, distance=3e-3, conductivity=0.25, along=middle + sign * 2e-3)
        for sign in (-1, 1)
    )
    wide, _ = reaching(0.45)
    near = wide.length / 2
    short = sum(
        sign * point_source(wide, distance=3e-3, conductivity=0.25, along=near + sign * 2e-3)
        for sign in (-1, 1)
    )
    check_length(fibre, field, CATHODIC)
    with pytest.raises(ValueError, match=r"to 0.11 of its steepest slope"):
        check_length(wide, short, CATHODIC)


def test_a_terminal_may_lie_in_a_steep_field():
    """Only cuts are looked at; a field that is steep at a real end is what makes it fire."""
    fibre = mrg(10e-6, 31)
    field = np.exp(-fibre.positions / 3e-3)
    check_length(fibre, field, CATHODIC, terminal=True)
    assert end_slope(fibre, field, terminal=False) == 1
    with pytest.raises(ValueError, match=r"got 1 with 33.7 mm"):
        check_length(fibre, field, CATHODIC)


@pytest.mark.parametrize(
    ("distance", "phases", "words"),
    [
        pytest.param(0.0, CATHODIC, "distance must be above 0 m", id="zero"),
        pytest.param(float("nan"), CATHODIC, "distance must be above 0 m", id="nan"),
        pytest.param(1e-3, [], "phases must be at least 1", id="no-pulse"),
    ],
)
def test_a_length_needs_a_distance_and_a_pulse(distance, phases, words):
    """What has none is refused."""
    with pytest.raises(ValueError, match=words):
        nodes_for(mrg(10e-6, 11), distance, phases)


def test_a_field_of_nan_is_refused():
    """No slope is known."""
    fibre, field = reaching(3)
    with pytest.raises(ValueError, match="field must be finite"):
        check_length(fibre, field * np.nan, CATHODIC)
