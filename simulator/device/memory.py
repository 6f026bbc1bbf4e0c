"""What the last pulse left in skin and capacitor, and how it fades until the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isinf

from simulator.device.beat import Beat, State, beat, rest, silent
from simulator.output_stage import OutputStage, Phase
from simulator.skin_load import Load


@dataclass(frozen=True, slots=True)
class Memory:
    """Cells at the end of the last pulse.

    Parameters
    ----------
    end_us : int
        When that was, in device time. [us]
    state : tuple of float or None
        Voltage of each cell; None when pads or hardware changed since. [V]
    load : Load or None
        That it met.
    amplitude : float
        Of that pulse. [A]
    blocking : float
        Voltage of the d.c.-blocking capacitor, which stays through such changes. [V]
    """

    end_us: int = 0
    state: State | None = None
    load: Load | None = None
    amplitude: float = 0.0
    blocking: float = 0.0

    def forget(self) -> Memory:
        """Return what is left after pads or hardware changed."""
        return replace(self, state=None, load=None)

    def before(self, source: OutputStage, load: Load, onset_us: int) -> Beat:
        """Return what the rest before a pulse does, and the cells at its onset."""
        if self.state is None or self.load is None:
            blocked = () if source.blocking_capacitance is None else (self.blocking,)
            return silent((0.0,) * len(load.cells) + blocked)
        gap_us = max(0, onset_us - self.end_us)
        return rest(source, self.load, self.amplitude, self.state, gap_us)


def deliver(
    memory: Memory,
    source: OutputStage,
    phases: tuple[Phase, ...],
    amplitude: float,
    load: Load | None,
    onset_us: int,
) -> tuple[Beat, Memory]:
    """Return what one pulse delivers, and what it leaves.

    Parameters
    ----------
    memory : Memory
        What the pulses before left.
    source : OutputStage
        As it is now.
    phases : tuple of (offset_us, width_us, relative amplitude)
        That come out; none is a pulse of no current.
    amplitude : float
        Peak of the leading phase. [A]
    load : Load or None
        None is an open circuit.
    onset_us : int
        Device time. [us]

    Returns
    -------
    beat, memory : Beat, Memory
        The beat includes a discharge in the rest before it.

    Examples
    --------
    >>> from simulator.skin_load import resistor
    >>> one = ((0, 100, 1.0),)
    >>> done, left = deliver(Memory(), OutputStage(), one, 0.04, resistor(500.0), 1_000)
    >>> round(done.net * 1e6, 9), left.end_us
    (4.0, 1100)
    """
    if load is None or not phases:
        standing = open_voltage(source, amplitude) if load is None and phases else 0.0
        return silent((), standing), replace(memory.forget(), end_us=onset_us)
    rested = memory.before(source, load, onset_us)
    done = silent(rested.state)
    if amplitude > 0:
        done = beat(source, phases, amplitude, load, rested.state)
    end_us = onset_us + phases[-1][0] + phases[-1][1]
    blocking = done.state[-1] if source.blocking_capacitance is not None else memory.blocking
    left = Memory(end_us, done.state, load, amplitude, blocking)
    return (done if rested.absolute == 0 else _both(rested, done)), left


def open_voltage(source: OutputStage, amplitude: float) -> float:
    """Return the voltage at the terminals with nothing connected. [V]

    Examples
    --------
    >>> open_voltage(OutputStage(compliance_voltage=60.0), 0.01)
    60.0
    """
    if source.output == "constant-current":
        if isinf(source.compliance_voltage):
            raise ValueError("compliance_voltage must be finite to drive an open circuit")
        return source.compliance_voltage if amplitude > 0 else 0.0
    return min(source.compliance_voltage, amplitude * source.nominal_load)


def _both(rested: Beat, done: Beat) -> Beat:
    """Add the discharge in the rest before a pulse to the pulse."""
    return replace(
        done,
        peak=max(rested.peak, done.peak),
        net=rested.net + done.net,
        absolute=rested.absolute + done.absolute,
        square=rested.square + done.square,
        energy=rested.energy + done.energy,
        voltage=max(rested.voltage, done.voltage),
    )
