"""The source of the pulses: its compliance, its d.c.-blocking capacitor, what it delivers.

A constant-current source holds its current until the voltage that this needs passes the
compliance voltage; from then on it holds the compliance voltage (it clips) until the current
that was asked for fits again. A constant-voltage source holds a voltage, named by the current
that it drives into the nominal load. Each stretch between two such changes has a closed form
(`simulator.circuit`), so a response has no time step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.circuit import Array, Cell, Segment
from simulator.properties import DeviceProfile, table
from simulator.properties.device_profile import Output
from simulator.response import FRACTIONS, Response, collect
from simulator.skin_load import Load

Phase = tuple[int, int, float]
"""Offset after the start of the pulse [us], width [us], amplitude relative to the leading phase."""

EXCESS = 1e-12
"""Relative excess over the compliance voltage that still counts as reaching it exactly."""

MOST_SWITCHES = 64
"""Changes of mode in one phase after which the search is given up with an error."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OutputStage:
    """One channel's source.

    Parameters
    ----------
    output : {"constant-current", "constant-voltage"}
        What it holds.
    compliance_voltage : float
        Largest voltage it can put on the load and the blocking capacitor; may be infinite. [V]
    blocking_capacitance : float or None
        Capacitor in series with the load. [F]
    rest_resistance : float
        What connects the terminals between phases and pulses: infinite is open, 0 a short. [ohm]
    nominal_load : float
        Load into which the amplitude of a constant-voltage source is named. [ohm]

    Raises
    ------
    ValueError
        If a value is not in its range.
    """

    output: Output = "constant-current"
    compliance_voltage: float = math.inf
    blocking_capacitance: float | None = None
    rest_resistance: float = math.inf
    nominal_load: float = 500.0

    def __post_init__(self) -> None:
        if self.output not in ("constant-current", "constant-voltage"):
            raise ValueError(f"output must be constant-current or -voltage, got {self.output!r}")
        if not self.compliance_voltage > 0:
            raise ValueError(
                f"compliance_voltage must be above 0 V, got {self.compliance_voltage} V"
            )
        if not self.rest_resistance >= 0:
            raise ValueError(
                f"rest_resistance must be at least 0 ohm, got {self.rest_resistance} ohm"
            )
        if not 0 < self.nominal_load < math.inf:
            raise ValueError(f"nominal_load must be above 0 ohm, got {self.nominal_load} ohm")

    def cells(self, load: Load) -> tuple[Cell, ...]:
        """Cells of the loop: those of the load, then the blocking capacitor if there is one."""
        if self.blocking_capacitance is None:
            return load.cells
        return (*load.cells, Cell(math.inf, self.blocking_capacitance))


def stage(profile: DeviceProfile, *, rest_resistance: float = math.inf) -> OutputStage:
    """Output stage of a device; a compliance that no source states is taken as unlimited.

    Parameters
    ----------
    profile : DeviceProfile
        From `simulator.properties.device`.
    rest_resistance : float
        Between pulses; no profile states it. [ohm]

    Examples
    --------
    >>> from simulator.properties import device
    >>> stage(device("p24")).compliance_voltage
    150.0
    """
    compliance, blocking = profile.compliance_voltage, profile.blocking_capacitance
    return OutputStage(
        output=profile.output,
        compliance_voltage=math.inf if compliance is None else compliance.value,
        blocking_capacitance=None if blocking is None else blocking.value,
        rest_resistance=rest_resistance,
        nominal_load=table("skin")["nominal_load"].value,
    )


def respond(
    source: OutputStage,
    phases: Sequence[Phase],
    amplitude: float,
    load: Load,
    *,
    duration_us: int | None = None,
    state: Array | None = None,
) -> Response:
    """Exact response to one pulse.

    Parameters
    ----------
    source : OutputStage
        Its limits.
    phases : sequence of (offset_us, width_us, relative amplitude)
        In time order, not overlapping.
    amplitude : float
        Peak of the leading phase; for a constant-voltage source, into its nominal load. [A]
    load : Load
        Taken at the amplitude asked for when its resistance depends on the current, also when
        the source then clips or a constant-voltage source drives more.
    duration_us : int, optional
        Time to follow, at least to the end of the last phase, which is the default. [us]
    state : ndarray, shape (cells,), optional
        Voltage of each cell at the start; all 0 by default. [V]

    Returns
    -------
    response : Response
        Waveform, charges and clipping.

    Raises
    ------
    ValueError
        If phases overlap, a width is not positive, or amplitude or duration are out of range.

    Examples
    --------
    40 mA for 100 us into 500 ohm is 4 uC at 20 V:

    >>> from simulator.skin_load import resistor
    >>> r = respond(OutputStage(), [(0, 100, 1.0), (100, 100, -1.0)], 0.04, resistor(500.0))
    >>> round(r.phase_charges[0] * 1e6, 9), r.net_charge, round(r.peak_voltage, 9)
    (4.0, 0.0, 20.0)
    """
    end_us = _check_phases(phases, duration_us)
    load = load.at(amplitude)
    cells = source.cells(load)
    current_state = np.zeros(len(cells)) if state is None else np.asarray(state, dtype=float)
    if current_state.shape != (len(cells),) or not np.all(np.isfinite(current_state)):
        raise ValueError(f"state must hold {len(cells)} finite voltages, got {state}")
    segments: list[Segment] = []
    charges: list[float] = []
    for start, stop, relative in _stretches(phases, end_us):
        piece = Segment(
            start, stop - start, "current", 0.0, load.series_resistance, 0.0, cells, current_state
        )
        parts = (
            _rest(source, piece)
            if relative is None
            else _drive(source, piece, amplitude * relative)
        )
        segments += parts
        current_state = parts[-1].final_state()
        if relative is not None:
            charges.append(math.fsum(part.charge() for part in parts))
    return collect(segments, charges, len(load.cells))


def _check_phases(phases: Sequence[Phase], duration_us: int | None) -> int:
    """Refuse phases that overlap or are empty; give the end of the response in microseconds."""
    if not phases:
        raise ValueError("phases must not be empty")
    end = 0
    for offset, width, relative in phases:
        if not (offset >= end and width > 0):
            raise ValueError(f"phase at {offset} us, {width} us wide, overlaps or is empty")
        if not 0 < abs(relative) < math.inf:
            raise ValueError(f"relative amplitude must be finite and not 0, got {relative}")
        end = offset + width
    if duration_us is None:
        return end
    if not duration_us >= end:
        raise ValueError(f"duration must be at least {end} us, got {duration_us} us")
    return duration_us


def _stretches(phases: Sequence[Phase], end_us: int) -> Iterator[tuple[float, float, float | None]]:
    """Start, stop and relative amplitude of each phase, and of each rest with None."""
    last = 0
    for offset, width, relative in phases:
        if offset > last:
            yield last / 1e6, offset / 1e6, None
        last = offset + width
        yield offset / 1e6, last / 1e6, relative
    if end_us > last:
        yield last / 1e6, end_us / 1e6, None


def _rest(source: OutputStage, piece: Segment) -> list[Segment]:
    """Rest with open or connected terminals."""
    if math.isinf(source.rest_resistance):
        return [piece]
    return [replace(piece, holds="voltage", level=0.0, source_resistance=source.rest_resistance)]


def _drive(source: OutputStage, piece: Segment, wanted: float) -> list[Segment]:
    """One phase of either kind of source."""
    if source.output == "constant-current":
        return _drive_current(piece, wanted, source.compliance_voltage)
    asked = wanted * source.nominal_load
    level = math.copysign(min(abs(asked), source.compliance_voltage), asked)
    clipped = abs(asked) > source.compliance_voltage * (1 + EXCESS)
    return [replace(piece, holds="voltage", level=level, clipped=clipped)]


def _drive_current(piece: Segment, wanted: float, limit: float) -> list[Segment]:
    """One phase of a current source, split where clipping begins or ends."""
    parts: list[Segment] = []
    needed = wanted * piece.resistance + float(piece.state.sum())
    clipped = abs(needed) > limit * (1 + EXCESS)
    for _ in range(MOST_SWITCHES):
        held = _held(piece, wanted, math.copysign(limit, needed), clipped)
        change = _first_change(held, wanted, limit)
        if change is None:
            return [*parts, held]
        parts.append(replace(held, duration=change))
        state = parts[-1].final_state()
        piece = replace(
            piece, start=piece.start + change, duration=piece.duration - change, state=state
        )
        needed = wanted * piece.resistance + float(state.sum())
        clipped = not clipped
    raise ArithmeticError(f"more than {MOST_SWITCHES} changes of mode within one phase")


def _held(piece: Segment, wanted: float, bound: float, clipped: bool) -> Segment:
    """Hold the piece at its bound when it clips, at the wanted current when not."""
    if clipped:
        return replace(piece, holds="voltage", level=bound, clipped=True)
    return replace(piece, holds="current", level=wanted, clipped=False)


def _first_change(segment: Segment, wanted: float, limit: float) -> float | None:
    """Time after the start of the segment at which clipping begins or ends, if it does."""
    if math.isinf(limit) or not segment.cells:
        return None

    def beyond(time: Array) -> Array:
        """Excess of the voltage that the wanted current needs, above 0 when it cannot flow."""
        state = segment.cell_voltages(time).sum(axis=1)
        excess = np.abs(wanted * segment.resistance + state) - limit
        return np.asarray(-excess if segment.clipped else excess)

    grid = FRACTIONS * segment.duration
    found = np.flatnonzero(beyond(grid) > EXCESS * limit)
    if found.size == 0:
        return None
    first = int(found[0])
    low = 0.0 if first == 0 else float(grid[first - 1])
    high = float(grid[first])
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if beyond(np.array([middle]))[0] > 0 else (middle, high)
    return high if high < segment.duration else None
