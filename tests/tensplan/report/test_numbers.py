"""Numbers and units as people read them."""

from __future__ import annotations

import pytest

from tensplan.report.numbers import prettier, quantity, sentence, share, shown, sign


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (0.000784, "0.000784"),
        (1234567, "1230000"),
        (-1.3484, "−1.35"),
        (100, "100"),
        (None, "–"),
    ],
    ids=["zero", "minus-zero", "small", "large", "negative", "hundred", "none"],
)
def test_number_has_three_digits_and_no_exponent(value, text):
    """Three significant digits, written out, with a true minus sign."""
    assert shown(value) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [("mA/cm2", "mA/cm²"), ("W/cm2", "W/cm²"), ("uC", "µC"), ("us", "µs"), ("V", "V")],
)
def test_unit_has_its_sign(unit, text):
    """Units of the files come out with their signs; others stay."""
    assert sign(unit) == text


def test_missing_quantity_has_no_unit():
    """A dash stands alone."""
    assert quantity(None, "mA") == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 %"), (0.0009, "below 0.1 %"), (0.00664, "0.66 %"), (0.996, "100 %"), (3.4, "340 %")],
)
def test_share_is_in_per_cent(value, text):
    """Small shares stay visible as a bound, large ones as they are."""
    assert share(value) == text


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("0.0003 s", "300 µs"),
        ("0.001 A", "1 mA"),
        ("2 s", "2 s"),
        ("at most 4 1/day", "at most 4 a day"),
        ("17.2 mm (SD 5.4)", "17.2 mm (SD 5.4)"),
        ("", ""),
    ],
)
def test_stated_value_reads_well(stated, text):
    """SI amounts below one get the small unit; anything else keeps its words."""
    assert prettier(stated) == text


def test_sentence_keeps_the_rest():
    """Only the first letter is raised."""
    assert sentence("r.m.s. of TENS") == "R.m.s. of TENS"
