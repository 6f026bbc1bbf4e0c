"""How far the model is known to put leg nerves too high, and what it can tell in spite of that."""

from __future__ import annotations

from typing import Literal

from simulator.properties import table
from simulator.recruitment.comfort import check_current

Reach = Literal["reached", "doubtful", "out-of-reach"]


def reach(low: float, ceiling: float) -> Reach:
    """Tell whether a nerve can be reached, with the known miss of the model in mind.

    Against people the model predicts thresholds of leg nerves three to six times too high. A nerve is
    therefore out of reach only where its low end, divided by the largest known miss, still lies above the
    ceiling; between that and the low end the model cannot tell.

    Parameters
    ----------
    low : float
        5 % end of its predicted threshold, above 0 and finite. [A]
    ceiling : float
        Above 0 and finite. [A]

    Returns
    -------
    reach : {"reached", "doubtful", "out-of-reach"}

    Raises
    ------
    ValueError
        If a current is not above 0 and finite.

    Examples
    --------
    >>> reach(30e-3, 40e-3), reach(60e-3, 40e-3), reach(600e-3, 40e-3)
    ('reached', 'doubtful', 'out-of-reach')
    """
    check_current("low end", low)
    check_current("ceiling", ceiling)
    largest = table("human_thresholds")["known_miss"].high
    assert largest is not None
    if low <= ceiling:
        return "reached"
    return "doubtful" if low / largest <= ceiling else "out-of-reach"
