"""Axes, lines and words of the small figures."""

from __future__ import annotations

import itertools

import pytest

from tensplan.report.figures.chart import Chart, Figure, simplified, ticks, words


def test_corners_of_the_chart_are_its_edges():
    """The low end lies at the left and at the bottom, the high end at the right and top."""
    chart = Chart(x_range=(2, 4), y_range=(-1, 1))
    assert chart.place(2, -1) == (chart.left, chart.bottom)
    assert chart.place(4, 1) == (chart.right, chart.top)


@pytest.mark.parametrize("bad", [(1, 1), (2, 1), (0, float("nan"))])
def test_range_must_rise(bad):
    """A chart without extent is refused."""
    with pytest.raises(ValueError, match="x_range must rise"):
        Chart(x_range=bad, y_range=(0, 1))


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0, 8), (30, 114), (0, 0.02), (0, 3600), (-40, 40)]
)
def test_ticks_are_few_round_and_inside(low, high):
    """Two to nine ticks, evenly spaced, none outside the range."""
    found = ticks(low, high)
    assert 2 <= len(found) <= 9
    assert low <= found[0] <= found[-1] <= high * (1 + 1e-9)
    steps = [after - before for before, after in itertools.pairwise(found)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-9)


def test_ticks_need_a_range():
    """No range, no ticks."""
    with pytest.raises(ValueError, match="must rise"):
        ticks(3, 3)


def test_simplified_keeps_jumps_and_corners():
    """A pause keeps its upright edges, a straight run loses its middle."""
    run = [(t / 10, 100.0) for t in range(40)]
    points = [(0.0, 0.0), *run, (3.9, 0.0), (8.0, 0.0), (8.0, 100.0)]
    kept = simplified(points, 0.02)
    assert kept == [(0.0, 0.0), (0.0, 100.0), (3.9, 100.0), (3.9, 0.0), (8.0, 0.0), (8.0, 100.0)]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_simplified_leaves_short_lines(count):
    """Fewer than three points have nothing to lose."""
    points = [(float(i), 0.0) for i in range(count)]
    assert simplified(points, 0.1) == points


def test_words_and_titles_are_escaped():
    """Markup in words comes out as text."""
    assert "&lt;b&gt;" in words("<b>", (0, 0))
    assert "<b>" not in Figure("<b>", "<b>", "").svg("k")
