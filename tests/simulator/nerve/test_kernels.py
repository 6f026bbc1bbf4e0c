"""What the compiled steps of the fibres are given: arrays that lie apart, as they are compiled for."""

import pytest

from simulator.nerve import Phase, cable_search, gaines, lane_search, mrg, point_source, thresholds
from tests.overlaps import overlaps


@pytest.mark.parametrize(
    ("room", "name", "fibre", "written"),
    [
        pytest.param(lane_search, "search", mrg(1e-5, 21), (3, 4), id="lanes"),
        pytest.param(cable_search, "run", gaines(1e-5, 21, "sensory"), (1, 6, 7), id="cables"),
    ],
)
def test_what_a_search_writes_shares_no_memory(monkeypatch, room, name, fibre, written):
    """No array of state, desk or crossings overlaps another array of the call."""
    given, run = [], getattr(room, name)
    monkeypatch.setattr(room, name, lambda *leaves: (given.append(leaves), run(*leaves)))
    field = point_source(fibre, distance=1e-3, conductivity=0.25)
    thresholds([fibre] * 2, [field] * 2, [Phase(0.0, 1e-4, -1.0)], tolerance=0.1)
    assert [overlaps(leaves, written) for leaves in given] == [0] * len(given) != []
