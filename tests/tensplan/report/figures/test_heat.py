"""Temperatures under a pack, drawn with their limits."""

from __future__ import annotations

import re

import pytest

from tensplan.report.figures.heat import draw_heat, span_of

WARM = {
    "person": "worst",
    "time_min": [0.0, 5.0, 10.0, 15.0],
    "skin_c": [34.0, 41.0, 44.0, 39.0],
    "basal_c": [34.0, 40.8, 43.9, 39.1],
    "deep_c": [36.0, 36.2, 37.0, 37.2],
}
COOL = {**WARM, "skin_c": [28, 18, 16, 22], "basal_c": [28, 19, 17, 21], "deep_c": [30, 29, 27, 27]}


def drawn(trace, bounds):
    """Return the figure of one trace on a sheet of its own."""
    span = span_of([trace], bounds)
    return draw_heat(trace, bounds, off_min=10, deep_mm=10, span=span)


def lines(figure, look):
    """Return the points of the lines of one look."""
    return [
        [tuple(map(float, pair.split(","))) for pair in points.split(" ")]
        for points in re.findall(rf'class="{look}" points="([^"]+)"', figure.content)
    ]


def test_three_traces_and_their_key():
    """Skin, basal layer and depth are each drawn once, and once more in the key."""
    figure = drawn(WARM, [43.0])
    for look in ("curve skin", "curve basal", "curve deep"):
        assert len(lines(figure, look)) == 2
    assert "10 mm deep" in figure.content


def test_limit_lies_between_what_keeps_it_and_what_breaks_it():
    """On the sheet 44 degC stands above the line of 43 degC, 41 degC below it."""
    figure = drawn(WARM, [43.0])
    ((_, bound), _) = lines(figure, "bound")[0]
    skin = lines(figure, "curve skin")[0]
    heights = [down for _, down in skin]
    assert min(heights) < bound < heights[1]
    assert "limit 43 °C" in figure.content


def test_pack_off_stands_at_its_minute():
    """The upright line lies two thirds of the way at 10 of 15 minutes."""
    figure = drawn(WARM, [43.0])
    ((across, _), (same, _)) = lines(figure, "off")[0]
    assert across == same
    assert across == pytest.approx(46 + 304 * 10 / 15, abs=0.1)  # edges of the chart at 46 and 350


def test_both_limits_of_cold_are_drawn():
    """10 and 7 degC are two lines, also where the skin stays far above."""
    figure = drawn(COOL, [7.0, 10.0])
    assert len(lines(figure, "bound")) == 2
    assert "Limits drawn in: 7, 10 °C." in figure.description


def test_description_says_what_is_seen():
    """Who does not see the figure reads its extremes."""
    assert drawn(WARM, [43.0]).description == (
        "In 10 minutes the skin lies between 34 and 44 °C, the tissue 10 mm deep between 36 and "
        "37.2 °C. Limits drawn in: 43 °C."
    )


def test_people_share_one_scale():
    """The sheet is wide enough for everybody and every bound."""
    low, high = span_of([WARM, COOL], [43.0])
    assert (low, high) == (15, 47)
