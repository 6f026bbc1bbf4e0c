"""Pads as they lie."""

from __future__ import annotations

import math

import pytest

from simulator.device import Contact
from simulator.skin_load import skin

AREAS = (20e-4, 20e-4)


def test_whole_contact_is_the_skin_load() -> None:
    """A pad that lies well is the load of its area."""
    assert Contact(areas=AREAS).load == skin(AREAS)


def test_peeling_is_the_load_of_the_area_that_touches() -> None:
    """Half a pad is the load of half its area, and its density is by that."""
    pair = Contact(areas=AREAS, touching=(0.5, 1.0))
    assert pair.load == skin((10e-4, 20e-4))
    assert pair.touched == (10e-4, 20e-4)


def test_a_short_gives_the_skin_nothing() -> None:
    """Shorted leads are a small load of which the skin has no share."""
    pair = Contact(areas=AREAS, touching=(1.0, 0.0), shorted=True)
    assert pair.load is not None
    assert (pair.is_open, pair.skin_share) == (False, 0.0)


def test_off_is_open() -> None:
    """One pad off opens the circuit."""
    pair = Contact(areas=AREAS, touching=(0.0, 1.0))
    assert pair.is_open
    assert pair.load is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"areas": (0.0, 1e-3)}, "areas must be above 0 m2"),
        ({"areas": (math.nan, 1e-3)}, "areas must be above 0 m2"),
        ({"touching": (1.2, 1.0)}, "touching must be shares"),
        ({"touching": (math.nan, 1.0)}, "touching must be shares"),
    ],
    ids=["no-area", "nan-area", "more-than-all", "nan-share"],
)
def test_impossible_pads_are_refused(changes: dict[str, object], message: str) -> None:
    """Areas and shares stay in their ranges."""
    with pytest.raises(ValueError, match=message):
        Contact(**({"areas": AREAS} | changes))  # type: ignore[arg-type]
