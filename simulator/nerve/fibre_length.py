"""How long a fibre must be for its field, so that its cuts do not take part."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.fibre import FEWEST_NODES, Fibre, check_field
from simulator.nerve.pulse import Phase

Array = NDArray[np.float64]

ALIKE, MIXED = 3.0, 5.0
"""Source distances to each side of the source: pulses that only depolarise the fibre under it, and
all others, whose virtual cathodes lie further out. Shorter, a threshold of 10 mm is off by 0.02 % at
two distances and by 0.5 % at one and a half; an anodic one at three by a third."""

FLATTEST = {ALIKE: 0.26, MIXED: 0.11}
"""What these distances leave of the steepest slope of a point source's potential: 0.25 and 0.10, and
a little, because slopes are taken between nodes. [1]"""

SECOND_LOBE = 0.5
"""A field whose opposite second difference is as large as that has more than one source. [1]"""


def nodes_for(fibre: Fibre, distance: float, phases: Sequence[Phase]) -> int:
    """Count the nodes that a fibre needs for a source over its middle.

    Parameters
    ----------
    fibre : Fibre
        Of the wanted model and diameter, of any length.
    distance : float
        To the furthest source. [m]
    phases : sequence of Phase
        Negative is cathodic at the source.

    Returns
    -------
    nodes : int
        Odd, so that one node lies under the source.

    Raises
    ------
    ValueError
        If the distance is not above 0 and finite, or there is no phase.

    Examples
    --------
    >>> from simulator.nerve import mrg
    >>> nodes_for(mrg(10e-6, 11), 10e-3, [Phase(0.0, 1e-4, -1.0)])
    55
    """
    if not 0 < distance < inf:
        raise ValueError(f"distance must be above 0 m and finite, got {distance} m")
    if not phases:
        raise ValueError("phases must be at least 1, got 0")
    share = ALIKE if all(phase.relative <= 0 for phase in phases) else MIXED
    return max(2 * ceil(share * distance / fibre.spacing) + 1, FEWEST_NODES)


def end_slope(fibre: Fibre, field: Array, *, terminal: bool) -> float:
    """Slope of the potential at the cuts, over the steepest along the fibre. [1]"""
    slopes = np.abs(np.diff(field[:: fibre.per_node][: fibre.nodes]))
    cuts = slopes[-1:] if terminal else slopes[[0, -1]]
    steepest = float(slopes.max())
    return float(cuts.max()) / steepest if steepest > 0 else 0.0


def check_length(
    fibre: Fibre, field: Array, phases: Sequence[Phase], *, terminal: bool = False
) -> None:
    """Refuse a fibre that its field leaves before it has died away.

    For a point source this is the rule of three distances to each side for a pulse that only
    depolarises under it, and five for any other pulse and for several sources.

    Parameters
    ----------
    fibre : Fibre
    field : ndarray, shape (compartments,)
        [V/A]
    phases : sequence of Phase
    terminal : bool
        The first node is a real end, at which a field may be steep.

    Raises
    ------
    ValueError
        If the slope of the field at a cut is above its limit, or the field is none of the fibre.

    Examples
    --------
    >>> from simulator.nerve import mrg, point_source
    >>> fibre = mrg(10e-6, 21)
    >>> field = point_source(fibre, distance=2e-3, conductivity=0.25)
    >>> check_length(fibre, field, [Phase(0.0, 1e-4, -1.0)])
    """
    check_field(fibre, field)
    bend = np.diff(field[:: fibre.per_node], 2)
    pushes = np.array([phase.relative for phase in phases])
    lone = float(np.abs(bend).max() * SECOND_LOBE)
    drive = bend[int(np.argmax(np.abs(bend)))]
    opposite = float((-np.sign(drive) * bend).max())
    alike = bool((pushes * drive >= 0).all()) and opposite < lone
    limit = FLATTEST[ALIKE if alike else MIXED]
    found = end_slope(fibre, field, terminal=terminal)
    if not found <= limit:
        raise ValueError(
            f"field must have died away at the cuts of the fibre, to {limit:g} of its steepest slope, "
            f"got {found:.2g} with {fibre.length * 1e3:.3g} mm; a longer fibre is needed"
        )
