"""Predicted intervals as bars."""

import re

import pytest

from tensplan.report.figures.chart import Chart
from tensplan.report.figures.thresholds import MOST_BARS, Bar, draw_thresholds

CHART = Chart(left=138.0, bottom=150.0, x_range=(0, 64), y_range=(0, 1))
TINGLE = Bar("skin, tingle", "sensation", 5.0, 10.0, 20.0)


def spans(figure):
    """Return the ends of every interval on the sheet."""
    found = re.findall(r'class="span" points="([\d.]+),[\d.]+ ([\d.]+),', figure.content)
    return [tuple(map(float, pair)) for pair in found]


def test_an_interval_lies_between_its_ends():
    """5 and 20 mA are where the axis has them."""
    (found,) = spans(draw_thresholds([TINGLE], cap_ma=40, window_ma=(10, 30)))
    # the sheet is drawn to a tenth of a pixel
    assert found == pytest.approx((CHART.place(5, 0)[0], CHART.place(20, 0)[0]), abs=0.06)


def test_what_lies_beyond_the_axis_is_said():
    """An interval that begins beyond the sheet is words, not a line."""
    figure = draw_thresholds(
        [Bar("sciatic", "sensation", 70.0, 90.0, 200.0)], cap_ma=40, window_ma=(None, None)
    )
    assert spans(figure) == []
    assert "not reached" in figure.content


def test_no_amplitude_is_no_line():
    """A fibre that nothing fires has no interval."""
    figure = draw_thresholds(
        [Bar("C", "pain", None, None, None)], cap_ma=40, window_ma=(None, None)
    )
    assert spans(figure) == []
    assert "C: no amplitude" in figure.description


@pytest.mark.parametrize(
    ("sense", "sign"),
    [
        ("sensation", "<circle"),
        ("motor", '<rect class="sign"'),
        ("pain", '<path class="sign open"'),
    ],
)
def test_signs_differ_by_shape(sense, sign):
    """Tingle, twitch and pain can be told apart without colour."""
    figure = draw_thresholds([Bar("x", sense, 5.0, 10.0, 20.0)], cap_ma=40, window_ma=(None, None))
    assert figure.content.count(sign) == 1


def test_cap_and_window_are_drawn_where_they_are():
    """The dotted line stands at the cap, the field from the first tingle to the upper edge."""
    content = draw_thresholds([TINGLE], cap_ma=40, window_ma=(10, 30)).content
    cap = float(re.search(r'class="cap" d="M([\d.]+)', content)[1])
    left, width = map(
        float,
        re.search(r'class="field" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', content).groups(),
    )
    assert cap == pytest.approx(CHART.place(40, 0)[0], abs=0.06)
    assert left == pytest.approx(CHART.place(10, 0)[0], abs=0.06)
    assert left + width == pytest.approx(CHART.place(30, 0)[0], abs=0.12)


def test_only_so_many_bars_are_drawn():
    """More than seven bars would touch; the table below has them all."""
    figure = draw_thresholds([TINGLE] * 9, cap_ma=40, window_ma=(None, None))
    assert len(spans(figure)) == MOST_BARS


def test_labels_are_escaped():
    """Words from a file are words, not markup."""
    figure = draw_thresholds([Bar("<b>", "pain", 5.0, 6.0, 7.0)], cap_ma=40, window_ma=(None, None))
    assert "<b>" not in figure.svg("k")


def test_nothing_to_draw_is_refused():
    """A figure without a bar is a mistake of the caller."""
    with pytest.raises(ValueError, match="bars must be at least 1, got 0"):
        draw_thresholds([], cap_ma=40, window_ma=(None, None))
