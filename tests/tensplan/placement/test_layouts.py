"""The layouts."""

from typing import get_args

import pytest

from tensplan.placement.layouts import Strategy, layout, layouts, pair_of
from tensplan.placement.sites import site

CODES = [
    "BR_DORS", "BR_PLANT", "BR_FORE", "BR_LAT", "BR_MED", "BR_HEEL", "TIB_ANK", "PER_L5", "SUR_S1",
    "SCI_DIST", "SCI_PROX", "LUMB_SEG", "CONTRA",
]  # fmt: skip


def test_thirteen_layouts_in_the_order_of_choice():
    """The layouts come bracket first, mirror last."""
    assert [item.code for item in layouts()] == CODES


def test_every_strategy_of_a_protocol_has_a_layout():
    """No placement strategy is without a layout, no layout without a known strategy."""
    assert {item.strategy for item in layouts()} == set(get_args(Strategy))


@pytest.mark.parametrize("code", CODES)
def test_layout_rests_on_something_named(code):
    """Each layout says what it rests on, with a source."""
    item = layout(code)
    assert item.basis and item.sources
    assert layout(item.id) is item


@pytest.mark.parametrize("code", CODES)
def test_layout_uses_usable_sites(code):
    """No layout puts a pad on a site that is not used, and a cathode is one of its sites."""
    item = layout(code)
    names = {name for pair in item.pairs for name in pair.sites}
    assert all(site(name).used for name in names)
    assert item.cathode is None or item.cathode in names


def test_only_the_mirrored_layout_has_no_pairs():
    """The layout on the other foot borrows its pairs."""
    assert [item.code for item in layouts() if not item.pairs] == ["CONTRA"]
    assert [item.code for item in layouts() if item.mirrored] == ["CONTRA"]


def test_pair_is_found_in_either_order_and_by_code():
    """The pair of two sites does not depend on their order or spelling."""
    assert pair_of("PMTH", "DMTH") is pair_of("dorsal-metatarsal", "plantar-metatarsal")
    assert pair_of("PMTH", "DMTH").edge_mm == 60


def test_unknown_layout_lists_the_known_ones():
    """A wrong name is answered with the names that exist."""
    with pytest.raises(ValueError, match=r"layout 'bracket' is unknown; listed are bracket-dorsum"):
        layout("bracket")
