"""Flow of blood that answers to temperature."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.bioheat.flow import Flow

FLOW = Flow(glabrous=False, scale=np.ones(1), dilation=np.ones(1))


@pytest.mark.parametrize(
    ("temperature", "ceiling"),
    [
        pytest.param((1, 3), (1, 3), id="more-people"),
        pytest.param((2, 1), (2, 1), id="more-cells"),
        pytest.param((1, 1), (1, 2), id="ceiling"),
    ],
)
def test_other_shapes_are_refused(temperature: tuple[int, int], ceiling: tuple[int, int]) -> None:
    """Compiled code reads what lies behind an array that is too short; so it is not asked to."""
    with pytest.raises(ValueError, match=r"must have shape \(1, 1\)"):
        FLOW.factor(np.full(temperature, 38.0), ("skin",), np.ones(ceiling))
