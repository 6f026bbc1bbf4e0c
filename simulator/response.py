"""What one pulse delivers: waveform, charges and clipping."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.circuit import Array, Segment

FRACTIONS = np.concatenate([np.geomspace(1e-6, 1e-2, 32), np.linspace(0.02, 1.0, 99)])
"""Fractions of a stretch at which a change of mode is looked for before it is bisected."""


ROUNDING = 1e-12
"""Relative overshoot of the end of a response that a requested time may have by rounding."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Response:
    """What one pulse does to one load; currents are positive as in the leading phase.

    Parameters
    ----------
    segments : tuple of Segment
        In time order, without gaps.
    phase_charges : tuple of float
        Signed charge delivered in each phase. [C]
    net_charge : float
        Signed charge over the whole time, rest included. [C]
    clip_start : float or None
        When the source first clips, after the start of the pulse. [s]
    clipped_time : float
        How long it clips in all. [s]
    peak_voltage : float
        Largest absolute voltage across the load and the blocking capacitor. [V]
    final_state : ndarray, shape (cells,)
        Voltage of each cell at the end. [V]
    load_cells : int
        How many of the cells belong to the load.
    """

    segments: tuple[Segment, ...]
    phase_charges: tuple[float, ...]
    net_charge: float
    clip_start: float | None
    clipped_time: float
    peak_voltage: float
    final_state: Array
    load_cells: int

    @property
    def duration(self) -> float:
        """Time [s] that the response covers."""
        return self.segments[-1].start + self.segments[-1].duration

    def at(self, times: Array) -> tuple[Array, Array]:
        """Voltage across the load and current at requested times.

        Parameters
        ----------
        times : ndarray, shape (n,)
            After the start of the pulse; a jump belongs to what follows it. [s]

        Returns
        -------
        voltage, current : ndarray, shape (n,)
            [V], [A]

        Raises
        ------
        ValueError
            If a time lies outside the response.
        """
        times = np.asarray(times, dtype=float)
        if not np.all((times >= 0) & (times <= self.duration * (1 + ROUNDING))):
            raise ValueError(f"times must be within 0 to {self.duration} s")
        starts = np.array([segment.start for segment in self.segments])
        index = np.searchsorted(starts, times, side="right") - 1
        voltage, current = np.empty(times.shape), np.empty(times.shape)
        for k in set(index.tolist()):
            here = index == k
            voltage[here], current[here] = self._inside(int(k), times[here] - starts[k])
        return voltage, current

    def _inside(self, k: int, time: Array) -> tuple[Array, Array]:
        """Load voltage and current inside one segment."""
        segment = self.segments[k]
        blocked = segment.cell_voltages(time)[:, self.load_cells :].sum(axis=1)
        return segment.terminal_voltage(time) - blocked, segment.current(time)

    def waveform(self, points: int = 64) -> tuple[Array, Array, Array]:
        """Give times, load voltage and current for a figure; each jump appears as two points.

        Parameters
        ----------
        points : int
            Points in each segment, at least 2.

        Returns
        -------
        time, voltage, current : ndarray, shape (segments * points,)
            [s], [V], [A]
        """
        if not points >= 2:
            raise ValueError(f"points must be at least 2, got {points}")
        parts = []
        for k, segment in enumerate(self.segments):
            time = np.linspace(0, segment.duration, points)
            parts.append((time + segment.start, *self._inside(k, time)))
        time, voltage, current = (np.concatenate(column) for column in zip(*parts, strict=True))
        return time, voltage, current


def collect(segments: list[Segment], charges: list[float], load_cells: int) -> Response:
    """Sum segments in time order up to one response; `charges` are those of the phases."""
    clipped = [segment for segment in segments if segment.clipped]
    return Response(
        segments=tuple(segments),
        phase_charges=tuple(charges),
        net_charge=math.fsum(segment.charge() for segment in segments),
        clip_start=clipped[0].start if clipped else None,
        clipped_time=math.fsum(segment.duration for segment in clipped),
        peak_voltage=max(_peak(segment) for segment in segments),
        final_state=segments[-1].final_state(),
        load_cells=load_cells,
    )


def _peak(segment: Segment) -> float:
    """Largest absolute terminal voltage in a segment, on its ends and on a fine grid."""
    time = np.concatenate([[0.0], FRACTIONS * segment.duration])
    return float(np.max(np.abs(segment.terminal_voltage(time))))
