"""The window and the end of the ladder."""

from dataclasses import replace

import pytest

from tensplan.nerve_response.row import NerveRow
from tensplan.nerve_response.window import Edge, advice, earliest

ROW = NerveRow(
    channel="A",
    program="main",
    pad="A1",
    nerve="tibial",
    fibre="A-beta",
    sense="sensation",
    target=True,
    threshold_ma=15.0,
    threshold_low_ma=9.0,
    threshold_high_ma=25.0,
    threshold_narrowest_ma=None,
    cap_ma=40.0,
    pulse_width_us=100,
    reachable=True,
    confidence="recalled",
    weak=(),
)
SKIN = replace(ROW, nerve="skin", target=False, threshold_ma=4.0, threshold_low_ma=2.0)
EDGE = Edge(middle_ma=16.0, low_ma=8.0, high_ma=30.0, basis="a test")


def test_the_earliest_tingle_is_any_and_the_nerves_own_is_the_targets():
    """Skin comes first of all; of the intended ones the nerve does; pain is no tingle."""
    pain = replace(SKIN, sense="pain", threshold_ma=1.0)
    assert earliest([ROW, SKIN, pain]) == SKIN
    assert earliest([ROW, SKIN, pain], target=True) == ROW
    assert earliest([pain]) is None


@pytest.mark.parametrize(
    ("cap", "nerve", "expected"),
    [
        pytest.param(40, ROW, 30.0, id="twice-the-nerve"),
        pytest.param(25, ROW, 25.0, id="cap"),
        pytest.param(40, None, 16.0, id="upper-edge-without-a-nerve"),
        pytest.param(12, None, 12.0, id="cap-without-a-nerve"),
        pytest.param(40, replace(ROW, threshold_ma=1.5), 4.0, id="not-below-the-first-tingle"),
    ],
)
def test_the_ladder_ends_at_twice_the_nerve_or_the_cap(cap, nerve, expected):
    """Sharan 2018: 2.1 (0.2) times the nerve's threshold is tolerated; never above the cap."""
    assert advice(cap, SKIN, nerve, EDGE, None) == expected


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [
        pytest.param(22.0, 22.0, id="below-twice-the-nerve"),
        pytest.param(35.0, 30.0, id="above"),
        pytest.param(22.06, 22.06, id="not-rounded-up"),
        pytest.param(4.0, 4.0, id="at-the-first-tingle"),
        pytest.param(3.0, 3.0, id="below-the-first-tingle-predicted"),
    ],
)
def test_the_ladder_ends_where_the_person_no_longer_tolerates(tolerance, expected):
    """A measured tolerance below twice the nerve's threshold is the end; above, it changes nothing."""
    assert advice(40, SKIN, ROW, EDGE, tolerance) == expected


def test_the_ladder_does_not_end_above_the_cap():
    """A prediction is rounded, a cap is not."""
    assert advice(12.36, SKIN, ROW, EDGE, None) == 12.36
