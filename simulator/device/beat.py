"""What one pulse delivers and leaves behind, integrated on the exact response."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, fsum, isinf

import numpy as np

from simulator.circuit import Segment
from simulator.exposure import ROUNDING
from simulator.output_stage import OutputStage, Phase, respond
from simulator.skin_load import Load

State = tuple[float, ...]
"""Voltage of each cell of the loop. [V]"""

GRAIN_DIGITS = 9
"""Cells are remembered to the nanovolt, so that a train that repeats is seen to repeat."""

_EDGES = np.array([0.0, 1e-4, 1e-3, 1e-2, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0])
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
_HALF = np.diff(_EDGES) / 2
POINTS = (_EDGES[:-1, None] + _HALF[:, None] * (_NODES + 1)).ravel()
SHARES = (_HALF[:, None] * _WEIGHTS).ravel()
"""Gauss-Legendre on panels that are fine where a stretch begins: nodes and weights on 0 to 1."""


@dataclass(frozen=True, slots=True)
class Beat:
    """What one pulse, or the rest after it, does to the load.

    Parameters
    ----------
    peak : float
        Largest absolute current. [A]
    phase_charge : float
        Largest absolute charge of a phase. [C]
    net, absolute : float
        Integral of the current and of its magnitude. [C]
    square : float
        Integral of the squared current. [A2 s]
    energy : float
        Integral of voltage times current in the load. [J]
    voltage : float
        Largest voltage across load and blocking capacitor. [V]
    clipped : bool
        Whether the source could not drive what was wanted.
    state : tuple of float
        Voltage of each cell afterwards. [V]
    """

    peak: float
    phase_charge: float
    net: float
    absolute: float
    square: float
    energy: float
    voltage: float
    clipped: bool
    state: State


def silent(state: State, voltage: float = 0.0) -> Beat:
    """Return the beat of no current; `voltage` stands at the open terminals."""
    return Beat(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, voltage, False, state)


@lru_cache(maxsize=8192)
def beat(
    source: OutputStage, phases: tuple[Phase, ...], amplitude: float, load: Load, state: State
) -> Beat:
    """Return what one pulse does.

    Parameters
    ----------
    source : OutputStage
        Its limits.
    phases : tuple of (offset_us, width_us, relative amplitude)
        Of the pulse.
    amplitude : float
        Peak of the leading phase, at least 0. [A]
    load : Load
        As the pads are now.
    state : tuple of float
        Cells at the onset. [V]

    Returns
    -------
    Beat
        Exact charges; squares and energies by quadrature, to about 1e-12 on skin.

    Examples
    --------
    >>> from simulator.skin_load import resistor
    >>> done = beat(OutputStage(), ((0, 100, 1.0), (100, 100, -1.0)), 0.04, resistor(500.0), ())
    >>> round(done.energy * 1e3, 9), done.net
    (0.16, 0.0)
    """
    response = respond(source, phases, amplitude, load, state=np.array(state, dtype=float))
    parts = [_integrals(segment, response.load_cells) for segment in response.segments]
    peak, absolute, square, energy = (list(column) for column in zip(*parts, strict=True))
    total = fsum(absolute)
    net = response.net_charge
    return Beat(
        peak=max(peak),
        phase_charge=max(abs(charge) for charge in response.phase_charges),
        net=0.0 if abs(net) <= ROUNDING * total else net,
        absolute=total,
        square=fsum(square),
        energy=fsum(energy),
        voltage=response.peak_voltage,
        clipped=response.clip_start is not None,
        state=_grained(response.final_state),
    )


@lru_cache(maxsize=65536)
def rest(source: OutputStage, load: Load, amplitude: float, state: State, gap_us: int) -> Beat:
    """Return what the time between two pulses does.

    Parameters
    ----------
    source : OutputStage
        Its rest resistance says what connects the terminals.
    load : Load
        As the pads lay.
    amplitude : float
        Of the pulse before, which says how far the resistance of skin has fallen. [A]
    state : tuple of float
        Cells at the end of the pulse. [V]
    gap_us : int
        Length. [us]

    Returns
    -------
    Beat
        No current with open terminals, the discharge otherwise.

    Examples
    --------
    >>> from simulator.skin_load import resistor
    >>> rest(OutputStage(), resistor(500.0), 0.04, (), 9_800).absolute
    0.0
    """
    load = load.at(amplitude)
    cells = source.cells(load)
    gap = gap_us / 1e6
    if isinf(source.rest_resistance):
        left = [
            voltage * exp(-gap / cell.time_constant)
            for voltage, cell in zip(state, cells, strict=True)
        ]
        return silent(_grained(np.array(left)))
    segment = Segment(
        0.0, gap, "voltage", 0.0, load.series_resistance, source.rest_resistance, cells,
        np.array(state, dtype=float),
    )  # fmt: skip
    peak, absolute, square, energy = _integrals(segment, len(load.cells))
    return Beat(
        peak=peak,
        phase_charge=absolute,
        net=segment.charge(),
        absolute=absolute,
        square=square,
        energy=energy,
        voltage=float(np.abs(segment.terminal_voltage(np.array([0.0])))[0]),
        clipped=False,
        state=_grained(segment.final_state()),
    )


def _grained(state: np.ndarray) -> State:
    """Round the cells to what is remembered; adding 0 turns a negative zero into zero."""
    return tuple(round(float(voltage), GRAIN_DIGITS) + 0.0 for voltage in state)


def _integrals(segment: Segment, load_cells: int) -> tuple[float, float, float, float]:
    """Peak, and integrals of magnitude, square and power over one segment."""
    if segment.duration == 0:
        return 0.0, 0.0, 0.0, 0.0
    time = POINTS * segment.duration
    weight = SHARES * segment.duration
    current = segment.current(time)
    cells = segment.cell_voltages(time)[:, :load_cells].sum(axis=1)
    ends = np.abs(segment.current(np.array([0.0, segment.duration])))
    size = np.abs(current)
    return (
        float(max(ends.max(), size.max())),
        float(weight @ size),
        float(weight @ (current * current)),
        float(weight @ (current * (segment.resistance * current + cells))),
    )
