"""What is broken inside one channel, and what that does to a pulse on its way out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite
from typing import Literal

from simulator.device.program import PointProgram, Program, TrainProgram
from simulator.output_stage import OutputStage, Phase

PIECE_US = 1_000
"""A current that does not end is written down in pieces of this length. [us]"""

Stuck = Literal["", "bridge", "timer"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """Hardware of one channel; the default is whole.

    Parameters
    ----------
    gain : float
        Current out over current commanded; above 0.
    missing_phase : int or None
        Phase of a pulse that does not come out.
    blocking_shorted : bool
        Whether the d.c.-blocking capacitor conducts.
    supply_factor : float
        Compliance voltage over what it should be; above 0.
    stuck : {"", "bridge", "timer"}
        "bridge": a switch conducts, the compliance voltage stands at the pads. "timer": the
        leading phase never ends.
    stuck_us : int
        Device time at which that began. [us]
    rate_factor : Fraction
        Rate of the pulses over what it should be.
    added : float
        What a damaged setting adds to the commanded amplitude. [A]

    Raises
    ------
    ValueError
        If a factor is not finite and above 0.

    Examples
    --------
    >>> Condition().is_whole, Condition(gain=2.0).is_whole
    (True, False)
    """

    gain: float = 1.0
    missing_phase: int | None = None
    blocking_shorted: bool = False
    supply_factor: float = 1.0
    stuck: Stuck = ""
    stuck_us: int = 0
    rate_factor: Fraction = Fraction(1)
    added: float = 0.0

    def __post_init__(self) -> None:
        for name in ("gain", "supply_factor", "rate_factor"):
            value = getattr(self, name)
            if not (value > 0 and isfinite(value)):
                raise ValueError(f"{name} must be finite and above 0, got {value}")

    @property
    def is_whole(self) -> bool:
        """Whether nothing is broken."""
        return self == Condition()

    def source(self, stage: OutputStage) -> OutputStage:
        """Return the output stage as it is now."""
        source = replace(stage, compliance_voltage=stage.compliance_voltage * self.supply_factor)
        if self.blocking_shorted:
            source = replace(source, blocking_capacitance=None)
        return replace(source, output="constant-voltage") if self.stuck == "bridge" else source

    def phases(self, phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
        """Return the phases that come out; there may be none left."""
        if self.missing_phase is None:
            return phases
        return tuple(phase for k, phase in enumerate(phases) if k != self.missing_phase)

    def program(self, program: Program | None, amplitude: float) -> Program | None:
        """Return what really plays: the program, the same at another rate, or no end of current.

        Parameters
        ----------
        program : Program or None
            What the firmware plays.
        amplitude : float
            Of a current that does not end. [A]
        """
        if self.stuck:
            return PointProgram(((PIECE_US, amplitude),), PIECE_US) if amplitude > 0 else None
        if self.rate_factor == 1 or program is None:
            return program
        if isinstance(program, TrainProgram):
            return TrainProgram(program.train.scaled(pulse_rate=self.rate_factor))
        if isinstance(program, PointProgram):
            period = max(program.length_us, round(program.period_us / self.rate_factor))
            return replace(program, period_us=period)
        raise TypeError(f"a program of kind {type(program).__name__} has no rate to change")
