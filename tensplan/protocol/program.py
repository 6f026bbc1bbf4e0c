"""One program: a waveform in time, its target and its cap."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tensplan.protocol.field import Model, key
from tensplan.protocol.timing import Burst, ModulatedParameter, Modulation, Ramp, Step
from tensplan.protocol.waveform import Waveform

Target = Literal["sensory", "strong-but-comfortable", "motor-twitch"]

Modulations = Annotated[tuple[Modulation, ...], Field(strict=False, min_length=1, max_length=3)]
Steps = Annotated[tuple[Step, ...], Field(strict=False, min_length=1, max_length=100)]


class Timing(Model):
    """Pulses in time, as placement protocols and device programs share them."""

    waveform: Waveform = key("waveform", "One pulse.")
    pulse_rate_hz: float | None = key(
        "pulse rate",
        "Pulses per second (inside the burst, if there is one); left out when it is "
        "modulated or given by steps.",
        unit="Hz",
        default=None,
        gt=0,
    )
    modulation: Modulations | None = key(
        "modulation", "Parameters that move in session time.", default=None
    )
    burst: Burst | None = key("burst", "Grouping of the pulses.", default=None)
    steps: Steps | None = key("steps", "Steps that repeat in a loop.", default=None)

    def modulated(self, parameter: ModulatedParameter) -> Modulation | None:
        """Return the modulation of a parameter, if there is one."""
        return next((m for m in self.modulation or () if m.parameter == parameter), None)

    @property
    def pulse_rates_hz(self) -> list[float]:
        """Every pulse rate that is used: of the run, of the modulation's ends, of the steps. [Hz]"""
        modulation = self.modulated("pulse_rate")
        ends = modulation.bounds if modulation is not None else ()
        rates = [self.pulse_rate_hz, *ends, *(step.pulse_rate_hz for step in self.steps or ())]
        return [rate for rate in rates if rate is not None]

    @property
    def kind(self) -> str:
        """The mode in one word: constant, modulated, burst or stepped."""
        if self.steps:
            return "stepped"
        if self.burst:
            return "burst"
        return "modulated" if self.modulation else "constant"


class Program(Timing):
    """What one channel plays in a session of a placement protocol."""

    target: Target = key(
        "target", "What the person aims for when raising the amplitude; never a current."
    )
    amplitude_cap_ma: float = key(
        "amplitude cap",
        "Highest peak of the leading phase that may be reached; the amplitude starts at 0.",
        unit="mA",
        gt=0,
        le=1000,
    )
    ramp: Ramp = key("ramp", "Rise and fall of the amplitude.")
    duration_min: float = key(
        "duration", "Length of one session, ramps included.", unit="min", gt=0, le=1440
    )
