"""Threshold currents of many fibres, with where and when each began to fire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.nerve.batch import check_alike
from simulator.nerve.fibre import Fibre, check_field, travel_time
from simulator.nerve.fibre_length import check_length, end_slope
from simulator.nerve.pulse import Phase, levels
from simulator.nerve.question import Found, Question

Array = NDArray[np.float64]
Ends = Literal["refuse", "terminal"]

DT = 5e-6
"""Step unless another is asked for. [s]"""

LONGEST_WAIT = 1.0
"""Longer is no threshold waited for. [s]"""

FINEST, COARSEST = 1e-8, 0.1
"""Range of the relative tolerance of a threshold. [1]"""


END_NODES, END_SECTIONS = 3, 30
"""A first firing this near to an end was made by the end: nodes with myelin, a quarter of a
millimetre of sections without. The end itself has number 0. [1]"""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Smallest current that fires a fibre.

    Parameters
    ----------
    current : float
        Upper end of the last bracket: the fibre fired at it. [A]
    below : float
        Lower end: the fibre did not fire at it. [A]
    dt : float
        Step at which it holds; thresholds move with the step. [s]
    site : int
        Node that fired first.
    latency : float
        From time 0 of the pulse to the first firing. [s]
    arrival : float
        From time 0 of the pulse to the firing of the detecting node. [s]
    firings : tuple of float or None
        First firing of each node; None where it had not fired by then. [s]
    at_terminal : bool
        The fibre began to fire at its terminal; never so where ends are refused.
    end_slope : float
        Slope of the field at the cuts over its steepest. A point source leaves 0.25 at three
        distances and 0.1 at five, see `check_length`. [1]
    weak : tuple of str
        What of the model is recalled or chosen by the project, not read in a source.
    """

    current: float
    below: float
    dt: float
    site: int
    latency: float
    arrival: float
    firings: tuple[float | None, ...]
    at_terminal: bool = False
    end_slope: float = 0.0
    weak: tuple[str, ...] = ()


def thresholds(
    fibres: Sequence[Fibre],
    fields: Sequence[Array],
    phases: Sequence[Phase] | Sequence[Sequence[Phase]],
    *,
    dt: float = DT,
    tolerance: float = 1e-4,
    wait: float | None = None,
    detect_node: int | None = None,
    ends: Ends = "refuse",
) -> list[Threshold]:
    """Threshold of each fibre in its own field.

    Parameters
    ----------
    fibres : sequence of Fibre
        Same model, number of nodes and temperature.
    fields : sequence of ndarray, each of shape (compartments,)
        Potential at `Fibre.positions` for one ampere. [V/A]
    phases : sequence of Phase, or one such sequence per fibre
        The pulse or train, relative to the amplitude.
    dt : float
        Step, above 0 to 50 us. [s]
    tolerance : float
        Relative width of the last bracket, 1e-8 to 0.1.
    wait : float or None
        How long after the last phase an action potential may still arrive; None for as long as the
        slowest of the fibres may take (`travel_time`). [s]
    detect_node : int or None
        Node that must fire; None for the one at 0.9 of the nodes.
    ends : {"refuse", "terminal"}
        Whether both ends are mere cuts, at which firing is refused, or the first node is a real end
        of the fibre, as in the skin, at which it may fire. The last node is always a cut.

    Returns
    -------
    thresholds : list of Threshold

    Raises
    ------
    ValueError
        If an argument is outside its range, a field is not finite or has the wrong shape, a fibre
        is too short for its field (see `check_length`) or first fires at an end, or no threshold is
        found.

    Examples
    --------
    >>> from simulator.nerve import mrg, point_source
    >>> fibre = mrg(10e-6, 21)
    >>> field = point_source(fibre, distance=1e-3, conductivity=0.25)
    >>> found, = thresholds([fibre], [field], [Phase(0.0, 100e-6, -1.0)])
    >>> round(found.current * 1e3, 3), found.site
    (0.154, 10)
    """
    _check_asked(fibres, ends)
    trains = _trains(phases, len(fibres))
    for fibre, field, train in zip(fibres, fields, trains, strict=True):
        check_length(fibre, field, train, terminal=ends == "terminal")
    return thresholds_at_length(
        fibres, fields, trains, dt=dt, tolerance=tolerance, wait=wait, detect_node=detect_node,
        ends=ends,
    )  # fmt: skip


def thresholds_at_length(
    fibres: Sequence[Fibre],
    fields: Sequence[Array],
    phases: Sequence[Phase] | Sequence[Sequence[Phase]],
    *,
    dt: float = DT,
    tolerance: float = 1e-4,
    wait: float | None = None,
    detect_node: int | None = None,
    ends: Ends = "refuse",
) -> list[Threshold]:
    """Threshold of each fibre as long as it is, however steep its field is at the cuts.

    For comparison with a solver that was given the same length; `end_slope` tells what the cuts feel.

    Parameters
    ----------
    fibres, fields, phases, dt, tolerance, wait, detect_node, ends
        As for `thresholds`.

    Returns
    -------
    thresholds : list of Threshold

    Raises
    ------
    ValueError
        As for `thresholds`, but for the length.

    Examples
    --------
    >>> from simulator.nerve import mrg, point_source
    >>> fibre = mrg(10e-6, 11)
    >>> field = point_source(fibre, distance=4e-3, conductivity=0.25)
    >>> found, = thresholds_at_length([fibre], [field], [Phase(0.0, 100e-6, -1.0)])
    >>> round(found.end_slope, 2)
    0.79
    """
    _check_asked(fibres, ends)
    check_tolerance(tolerance)
    wait = waited(fibres, wait)
    rows = [check_field(fibre, field) for fibre, field in zip(fibres, fields, strict=True)]
    trains = _trains(phases, len(fibres))
    waves = [levels(train, dt) for train in trains]
    node = detecting(fibres[0], detect_node)
    asked = Question(
        fibres, rows, waves, dt=dt, wait=wait, tolerance=tolerance, detect=node,
        terminal=ends == "terminal",
    )  # fmt: skip
    return [_read(found, asked, k) for k, found in enumerate(_search(asked))]


def _check_asked(fibres: Sequence[Fibre], ends: str) -> None:
    """Refuse fibres that cannot run side by side, or with such ends."""
    check_alike(fibres)
    check_ends(ends)
    if fibres[0].arm_nodes and ends != "terminal":
        raise ValueError(f"ends of a forked fibre must be terminal, got {ends!r}")


def _trains(
    phases: Sequence[Phase] | Sequence[Sequence[Phase]], count: int
) -> list[Sequence[Phase]]:
    """One train for each fibre."""
    if all(isinstance(phase, Phase) for phase in phases):
        return [phases] * count  # type: ignore[list-item]
    if len(phases) != count:
        raise ValueError(f"phases must be one train or {count}, got {len(phases)}")
    return list(phases)  # type: ignore[arg-type]


def _search(asked: Question) -> list[Found]:
    """Hand the work to the solver that the fibres need."""
    if asked.fibres[0].cable is None:
        from simulator.nerve.lane_search import search_lanes

        return search_lanes(asked)
    from simulator.nerve.cable_search import search_cables

    return search_cables(asked)


def check_ends(ends: str) -> None:
    """Refuse what says nothing about the ends.

    Raises
    ------
    ValueError
        If it is neither refuse nor terminal.
    """
    if ends not in ("refuse", "terminal"):
        raise ValueError(f"ends must be refuse or terminal, got {ends!r}")


def check_tolerance(tolerance: float) -> None:
    """Refuse a bracket too tight for the numbers, or too wide to be one.

    Raises
    ------
    ValueError
        If it is outside 1e-8 to 0.1.
    """
    if not FINEST <= tolerance <= COARSEST:
        raise ValueError(f"tolerance must be within {FINEST:g} to {COARSEST:g}, got {tolerance}")


def waited(fibres: Sequence[Fibre], wait: float | None) -> float:
    """Wait that was asked for, or as long as the slowest fibre may take. [s]

    Raises
    ------
    ValueError
        If it is not above 0 and at most 1 s, or nothing was asked for and a fibre may take longer.
    """
    if wait is None:
        slowest = max(fibres, key=travel_time)
        wait = travel_time(slowest)
        if wait > LONGEST_WAIT:
            raise ValueError(
                f"fibre must be crossed within {LONGEST_WAIT:g} s, got {slowest.length * 1e3:.3g} mm "
                f"that may take {wait:.3g} s; a shorter fibre or a wait is needed"
            )
    if not 0 < wait <= LONGEST_WAIT:
        raise ValueError(f"wait must be above 0 and at most {LONGEST_WAIT:g} s, got {wait} s")
    return wait


def detecting(fibre: Fibre, node: int | None) -> int:
    """Node at which a fibre is listened to.

    Raises
    ------
    ValueError
        If it is an end, or none.
    """
    if node is None:
        return fibre.detect_node
    if not 1 <= node <= fibre.nodes - 2:
        raise ValueError(f"detect_node must be within 1 to {fibre.nodes - 2}, got {node}")
    return node


def _read(found: Found, asked: Question, k: int) -> Threshold:
    """One answer of a solver, refused where it is none."""
    if found.end != 1:
        raise ValueError(_REASONS[found.end])
    dt, fibre = asked.dt, asked.fibres[k]
    first = np.where(found.crossings >= 0, found.crossings, np.inf)
    site = _site(first, fibre, asked)
    return Threshold(
        current=float(found.bounds[1]),
        below=float(found.bounds[0]),
        dt=dt,
        site=site,
        latency=float(first[site]) * dt,
        arrival=float(first[asked.detect]) * dt,
        firings=tuple(float(step) * dt if step >= 0 else None for step in found.crossings),
        at_terminal=not _zone(fibre) < site < first.size - 1 - _zone(fibre),
        end_slope=end_slope(fibre, asked.fields[k], terminal=asked.terminal),
        weak=(*fibre.weak, *(("terminal",) if asked.terminal else ())),
    )


def _zone(fibre: Fibre) -> int:
    """Return how many nodes or sections belong to an end."""
    return END_NODES if fibre.myelinated else END_SECTIONS


def _site(first: Array, fibre: Fibre, asked: Question) -> int:
    """Node that fired first, refused where a cut made it fire."""
    alive = first.copy()
    alive[fibre.nodes - 1] = np.inf
    if not asked.terminal:
        alive[0] = np.inf
    site, zone = int(np.argmin(alive)), _zone(fibre)
    if (site <= zone and not asked.terminal) or 0 <= fibre.nodes - 1 - site <= zone:
        raise ValueError(
            f"fibre must fire away from its ends, got its first firing at node {site} of "
            f"0 to {fibre.nodes - 1}; a longer fibre is needed for this field"
        )
    return site


_REASONS = {
    2: "threshold search must stay within 500 mV of membrane voltage, got more; no current below fires",
    3: "threshold must be found within 40 doublings of the current, got no firing",
    4: "threshold must be found within 40 halvings of the current, got firing at every one",
}
