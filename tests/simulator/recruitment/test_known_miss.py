"""What the model can tell about reach in spite of its known miss."""

import math

import pytest

from simulator.properties import table
from simulator.recruitment import reach

LARGEST = table("human_thresholds")["known_miss"].high


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "reached"), (1.01, "doubtful"), (0.99 * LARGEST, "doubtful"), (1.01 * LARGEST, "out-of-reach")],
    ids=["at-the-ceiling", "just-above", "within-the-miss", "beyond-the-miss"],
)  # fmt: skip
def test_reach_is_doubtful_within_the_known_miss(share: float, expected: str) -> None:
    """Out of reach is said only beyond the largest miss that is known."""
    assert reach(share * 0.04, 0.04) == expected


@pytest.mark.parametrize(
    ("low", "ceiling", "message"),
    [(math.nan, 0.04, "low end must be above 0 A"), (0.04, 0.0, "ceiling must be above 0 A")],
    ids=["nan", "zero"],
)
def test_currents_that_are_none_are_refused(low: float, ceiling: float, message: str) -> None:
    """A current that is no number above 0 is an error."""
    with pytest.raises(ValueError, match=message):
        reach(low, ceiling)
