"""Recruitment curves."""

import re

import pytest

from tensplan.report.figures.recruitment import MOST_CURVES, Curve, draw_recruitment

RISING = Curve("tibial, A-beta", ((0.0, 0.0), (10.0, 0.4), (20.0, 0.6), (40.0, 1.0)))


def test_curves_differ_by_line_style():
    """Four curves have four styles, and a fifth is left out."""
    content = draw_recruitment([RISING] * 5, cap_ma=30).content
    styles = re.findall(r'<polyline class="curve (style\d)"', content)
    assert styles == ["style1", "style2", "style3", "style4"]
    assert len(styles) == MOST_CURVES


def test_half_is_said_in_words():
    """Who does not see the figure hears where half of the fibres fire."""
    slow = Curve("sciatic, A-beta", ((0.0, 0.0), (40.0, 0.2)))
    text = draw_recruitment([RISING, slow], cap_ma=30).description
    assert "tibial, A-beta 20 mA" in text
    assert "sciatic, A-beta above what is drawn" in text


def test_a_cap_beyond_the_curves_is_not_drawn():
    """The cap stands on the sheet only where the axis reaches it."""
    assert 'class="cap"' in draw_recruitment([RISING], cap_ma=30).content
    assert 'class="cap"' not in draw_recruitment([RISING], cap_ma=50).content


def test_nothing_to_draw_is_refused():
    """A figure without a curve is a mistake of the caller."""
    with pytest.raises(ValueError, match="curves must be at least 1, got 0"):
        draw_recruitment([], cap_ma=30)
