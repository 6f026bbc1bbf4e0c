"""A fibre that forks near its endings in the skin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.nerve.cable import Cable
from simulator.nerve.fibre import Fibre

PARTS = (
    "kind", "axial", "periaxonal", "area", "capacitance", "myelin_capacitance", "myelin_conductance",
)  # fmt: skip
"""What a compartment has besides its parent."""


def forked(main: Fibre, arm: Fibre, node: int, *, internodes: int) -> Fibre:
    """Let an arm branch off a fibre; both end in the skin.

    The first node of `main` is one ending and its last node the cut towards the body. The arm's
    first node is the fork itself; where it has been cut to length is the other ending. The arm may
    be thinner.

    Parameters
    ----------
    main, arm : Fibre
        Of one model whose compartments are all solved (`gaines`), at one temperature.
    node : int
        Node of `main` at which the arm branches off; at least one node from its ends.
    internodes : int
        How many internodes of `arm` to take, at least 1.

    Returns
    -------
    fibre : Fibre
        Its field is that of `main`, followed by that of what was taken of `arm` without its first
        compartment; its nodes are counted so too. It runs with `ends="terminal"`.

    Raises
    ------
    ValueError
        If the fibres are condensed or of two kinds, one is forked already, the node is an end, or
        the arm has not so many internodes.

    Examples
    --------
    >>> from simulator.nerve import gaines
    >>> fibre = forked(gaines(10e-6, 31, "sensory"), gaines(8e-6, 11, "sensory"), 5,
    ...                internodes=3)
    >>> fibre.compartments == 331 + 33
    True
    """
    if main.cable is None or arm.cable is None:
        raise ValueError(f"forked fibres must be solved whole, got {main.model} and {arm.model}")
    if main.channels != arm.channels or main.arm_nodes or arm.arm_nodes:
        raise ValueError("forked fibres must be two of one model and temperature, without a fork")
    if not 1 <= node <= main.nodes - 2:
        raise ValueError(f"node must be within 1 to {main.nodes - 2}, got {node}")
    if not 1 <= internodes <= arm.nodes - 1:
        raise ValueError(f"internodes must be within 1 to {arm.nodes - 1}, got {internodes}")
    taken = slice(1, internodes * arm.per_node + 1)
    cable = _joined(main.cable, arm.cable, taken, node * main.per_node)
    return replace(main, cable=cable, arm_nodes=internodes)


def _joined(main: Cable, arm: Cable, taken: slice, place: int) -> Cable:
    """Hang some compartments of the arm on a compartment."""
    above = arm.parent[taken]
    hung = np.where(above == 0, place, above + main.parent.size - 1)
    parts = {
        name: np.concatenate([getattr(main, name), getattr(arm, name)[taken]]) for name in PARTS
    }
    return replace(main, parent=np.concatenate([main.parent, hung]), **parts)
