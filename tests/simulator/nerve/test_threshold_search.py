"""Searching thresholds: shapes, refusals, and that lanes do not know each other."""

import numpy as np
import pytest

from simulator.nerve import Phase, mrg, point_source, sundt, thin, thresholds, thresholds_at_length

PULSE = [Phase(0.0, 1e-4, -1.0)]


def pair(diameter=10e-6, nodes=21, distance=1e-3):
    """A fibre and its field."""
    fibre = mrg(diameter, nodes)
    return fibre, point_source(fibre, distance=distance, conductivity=0.25)


def test_a_lane_does_not_know_its_neighbours():
    """Seventy fibres together have the thresholds that they have alone, so lanes refill rightly."""
    pairs = [pair(d * 1e-6) for d in np.linspace(5.0, 15.0, 70)]
    fibres, fields = zip(*pairs, strict=True)
    together = [found.current for found in thresholds(fibres, fields, PULSE)]
    alone = [thresholds([fibre], [field], PULSE)[0].current for fibre, field in pairs[::23]]
    # the same numbers in the same order; only fused sums may differ
    np.testing.assert_allclose(together[::23], alone, rtol=1e-9)


def test_bracket_holds_the_threshold_as_tightly_as_asked():
    """Below and above differ by at most the tolerance."""
    fibre, field = pair()
    (found,) = thresholds([fibre], [field], PULSE, tolerance=1e-3)
    assert 0 < found.current - found.below <= 1e-3 * found.current


def test_site_is_under_the_cathode_and_arrival_follows_the_first_firing():
    """The middle node fires first, after the pulse began; the detecting node later."""
    fibre, field = pair()
    (found,) = thresholds([fibre], [field], PULSE)
    assert found.site == 10
    assert 0 < found.latency < found.arrival < 3e-3


def test_each_fibre_may_have_its_own_pulse():
    """A pulse twice as wide needs less current but more charge."""
    fibre, field = pair()
    short, wide = thresholds([fibre, fibre], [field, field], [PULSE, [Phase(0.0, 2e-4, -1.0)]])
    assert short.current / 2 < wide.current < short.current


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        pytest.param(lambda row: row * np.nan, "field must be finite at every", id="nan"),
        pytest.param(lambda row: row[:-1], r"field must have shape \(221,\)", id="short"),
        pytest.param(lambda row: row * 0 + 1, "field must change along the fibre", id="uniform"),
    ],
)
def test_a_field_that_drives_nothing_or_is_none_is_refused(spoil, words):
    """A field has one finite value for each compartment and changes along the fibre."""
    fibre, field = pair()
    with pytest.raises(ValueError, match=words):
        thresholds([fibre], [spoil(field)], PULSE)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        pytest.param(mrg(10e-6, 23), "share model, number of nodes", id="nodes"),
        pytest.param(sundt(1e-6, 21), "share model", id="model"),
        pytest.param(mrg(10e-6, 21, temperature=30.0), "and temperature", id="temperature"),
    ],
)
def test_fibres_of_one_call_are_of_one_kind(other, words):
    """What cannot run in one batch is refused."""
    fibre, field = pair()
    with pytest.raises(ValueError, match=words):
        thresholds([fibre, other], [field, field], PULSE)


@pytest.mark.parametrize("count", [0, 3], ids=["none", "three"])
def test_trains_are_one_or_one_each(count):
    """No pulse at all, or a number of trains that fits nothing, is refused."""
    fibre, field = pair()
    with pytest.raises(ValueError, match="phases must be"):
        thresholds([fibre, fibre], [field, field], [PULSE] * count)


def test_a_threshold_says_how_steep_the_field_was_at_the_cuts():
    """Three distances to each side leave a quarter of the steepest slope, five a tenth."""
    shares = []
    for distance in (11.2e-3 / 3, 11.2e-3 / 5):
        (found,) = thresholds_at_length(*([part] for part in pair(distance=distance)), PULSE)
        shares.append(found.end_slope)
    # slopes are taken between nodes, not at them
    assert shares == pytest.approx([0.25, 0.10], rel=0.15)


@pytest.mark.parametrize(
    ("fibre", "ends", "weak"),
    [
        pytest.param(mrg(3e-6, 21), "refuse", (), id="none"),
        pytest.param(mrg(3e-6, 21), "terminal", ("terminal",), id="terminal"),
        pytest.param(thin(3e-6, 21), "refuse", ("stands_for",), id="a-delta"),
    ],
)
def test_a_threshold_names_what_the_project_has_chosen(fibre, ends, weak):
    """What stands on no publication is told with each result."""
    field = point_source(fibre, distance=0.5e-3, conductivity=0.25)
    (found,) = thresholds([fibre], [field], PULSE, ends=ends)
    assert found.weak == weak
