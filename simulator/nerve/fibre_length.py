"""How long a fibre must be for its field, so that its cuts do not take part."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.fibre import MOST_NODES, Fibre, check_field
from simulator.nerve.pulse import Phase

Array = NDArray[np.float64]

ALIKE, MIXED = 3.0, 5.0
"""Source distances to each side of the source: pulses that only depolarise the fibre under it, and
all others, whose virtual cathodes lie further out. Shorter, a threshold of 10 mm is off by 0.02 % at
two distances and by 0.5 % at one and a half; an anodic one at three by a third."""

MARGIN_NODES, MARGIN_SECTIONS = 15, 300
"""What `nodes_for` adds to each side: five length constants, because a cut is felt that far however
near the source is. With 15 nodes thresholds of 2 to 16 um at 0.3 to 50 mm, 20 us to 1 ms, are within
0.1 % of those of fibres with 60, with 10 within 0.5 %."""

FEWEST_BESIDE = 10
"""Nodes between the steepest bend of a field and a cut. With five a cathodic threshold at 1 mm is 2 %
high and an anodic one 40 % low; with ten within 2 % and, for single anodic pulses, 5 %."""

CONSTANTS = 5
"""Length constants in that margin. [1]"""

FAR = 12.0
"""An anodic source at a distance of r asks for sqrt(12 r / length constant) times r to each side: the
bend that fires the fibre falls with r cubed, what a cut feels only with the length squared. [1]"""

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
        If the distance is not above 0 and finite, there is no phase, or a fibre has not so many nodes.

    Examples
    --------
    >>> from simulator.nerve import mrg
    >>> nodes_for(mrg(10e-6, 11), 10e-3, [Phase(0.0, 1e-4, -1.0)])
    85
    """
    if not 0 < distance < inf:
        raise ValueError(f"distance must be above 0 m and finite, got {distance} m")
    if not phases:
        raise ValueError("phases must be at least 1, got 0")
    apart = distance / fibre.spacing
    alike = all(phase.relative <= 0 for phase in phases)
    margin = MARGIN_NODES if fibre.myelinated else MARGIN_SECTIONS
    share = ALIKE if alike else max(MIXED, sqrt(FAR * CONSTANTS * apart / margin))
    nodes = 2 * (ceil(share * apart) + margin) + 1
    if nodes > MOST_NODES:
        raise ValueError(
            f"distance must ask for at most {MOST_NODES} nodes, got {distance * 1e3:.4g} mm that asks "
            f"for {nodes}"
        )
    return nodes


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
    depolarises under it, and five for any other pulse and for several sources. With myelin, ten nodes
    must lie between the steepest bend of the field and a cut besides.

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
        If the slope of the field at a cut is above its limit, the bend lies too few nodes from a cut,
        or the field is none of the fibre.

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
    if abs(drive) > 0 and not fibre.arm_nodes:
        _check_beside(fibre, 1 + int(np.argmax(np.abs(bend))), terminal=terminal)


def _check_beside(fibre: Fibre, node: int, *, terminal: bool) -> None:
    """Refuse a cut that is felt where the field bends most."""
    beside = fibre.nodes - 1 - node if terminal else min(node, fibre.nodes - 1 - node)
    if fibre.myelinated and not beside >= FEWEST_BESIDE:
        raise ValueError(
            f"nodes between the steepest bend of the field and a cut must be at least {FEWEST_BESIDE}, "
            f"got {beside} of {fibre.nodes}; a longer fibre is needed"
        )
