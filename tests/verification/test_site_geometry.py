"""Gaps of the layouts against hand-computed centre and edge distances.

Reference values were worked out from the coordinates with square pads of the stated size and are
printed to the millimetre, so the tolerance is half a millimetre. Values given as "about" hold to
ten millimetres.
"""

import pytest

from tensplan.placement.layouts import layouts
from tensplan.placement.pads import Pad
from tensplan.placement.spacing import spacing

PRINTED = [
    ("DANK", 40, "DMTH", 40, 99, 58, "same-view"),
    ("PARCM", 40, "PMTH", 40, 73, 32, "same-view"),
    ("SURA", 40, "LATF", 40, 87, 41, "same-view"),
    ("TIBA", 40, "MEDF", 40, 77, 27, "same-view"),
    ("TIBA", 40, "TIBP", 40, 102, 62, "same-view"),
    ("LP5", 50, "GLU", 50, 146, 84, "same-view"),
    ("GLU", 50, "SGL", 50, 132, 82, "same-view"),
    ("LP4", 50, "LPS1", 50, 77, 27, "same-view"),
    ("DMTH", 40, "PMTH", 40, 100, 60, "tabulated"),
    ("HEELM", 40, "HEELL", 40, 100, 60, "tabulated"),
    ("POP", 50, "POPC", 50, 54, 4, "same-view"),
]
ABOUT = [
    ("POP", "FIBN", 110, "same-view"),
    ("POP", "TIBA", 455, "height-difference"),
    ("FIBN", "SPNX", 250, "height-difference"),
    ("SURC", "SURA", 150, "height-difference"),
]


def _pad(name, size_mm):
    """A square pad."""
    return Pad(site=name, width_mm=size_mm, height_mm=size_mm)


@pytest.mark.parametrize(
    "row",
    PRINTED,
    ids=[f"{row[0]}-{row[2]}" for row in PRINTED],
)
def test_printed_gap_is_reproduced(row):
    """Centre and edge distance agree with the printed millimetre."""
    one, size1, two, size2, centre, edge, rule = row
    found = spacing(_pad(one, size1), _pad(two, size2))
    assert found.centre_mm == pytest.approx(centre, abs=0.5)
    assert found.edge_mm == pytest.approx(edge, abs=0.5)
    assert found.rule == rule


@pytest.mark.parametrize(
    ("one", "two", "centre", "rule"), ABOUT, ids=[f"{row[0]}-{row[1]}" for row in ABOUT]
)
def test_rounded_distance_is_reproduced(one, two, centre, rule):
    """Distances given as "about" hold to ten millimetres."""
    found = spacing(_pad(one, 40), _pad(two, 40))
    assert found.centre_mm == pytest.approx(centre, abs=10)
    assert found.rule == rule


PAIRS = [(item.id, pair) for item in layouts() for pair in item.pairs]


@pytest.mark.parametrize(
    "pair", [pair for _, pair in PAIRS], ids=[f"{name}-{pair.sites[0]}" for name, pair in PAIRS]
)
def test_layout_table_agrees_with_the_coordinates(pair):
    """Each tabulated gap is what the coordinates give, so the table cannot drift from them."""
    one, two = (
        Pad(site=name, width_mm=size[0], height_mm=size[1])
        for name, size in zip(pair.sites, pair.pads_mm, strict=True)
    )
    found = spacing(one, two)
    tolerance = 10 if pair.approximate else 0.5
    assert found.rule == pair.method
    assert found.centre_mm == pytest.approx(pair.centre_mm, abs=tolerance)
    if pair.edge_mm is not None:
        assert found.edge_mm == pytest.approx(pair.edge_mm, abs=tolerance)
