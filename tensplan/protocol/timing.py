"""The keys of pulses in time: modulation, burst, steps and ramp."""

from __future__ import annotations

from typing import Literal

from tensplan.protocol.field import Model, key

LONGEST_S = 86_400
"""Longest time that a file may give: a day, as for a session. [s]"""

WIDEST_US = 100_000
"""Widest pulse that a file may give. [us]"""

MOST_PULSES = 1_000_000
"""Most pulses of a burst that a file may give."""

LARGEST_SEED = 2**53 - 1
"""Largest whole number that every reader of JSON reads exactly."""

ModulatedParameter = Literal["pulse_rate", "pulse_width", "amplitude"]
Form = Literal["step", "triangle", "sine", "exponential", "random"]

BOUNDS_OF = {
    "pulse_rate": ("low_hz", "high_hz"),
    "pulse_width": ("low_us", "high_us"),
    "amplitude": ("low_fraction", "high_fraction"),
}
"""The two keys that bound each modulated parameter."""


class Sweep(Model):
    """One parameter that moves between two values: what every description of it has."""

    parameter: ModulatedParameter = key("parameter", "What is modulated.")
    low_hz: float | None = key("low rate", "Lowest pulse rate.", unit="Hz", default=None, gt=0)
    high_hz: float | None = key("high rate", "Highest pulse rate.", unit="Hz", default=None, gt=0)
    low_us: int | None = key(
        "low width", "Narrowest pulse.", unit="us", default=None, gt=0, le=WIDEST_US
    )
    high_us: int | None = key(
        "high width", "Widest pulse.", unit="us", default=None, gt=0, le=WIDEST_US
    )
    period_s: float | None = key(
        "period",
        "Time after which the modulation repeats; optional for the exponential form.",
        unit="s",
        default=None,
        gt=0,
        le=LONGEST_S,
    )

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The low and the high value in the parameter's own unit, where they are stated."""
        low, high = BOUNDS_OF[self.parameter]
        return getattr(self, low, None), getattr(self, high, None)


class Modulation(Sweep):
    """One parameter that moves between two values in session time."""

    form: Form = key("form", "How it moves: step, triangle, sine, exponential or random.")
    low_fraction: float | None = key(
        "low amplitude", "Lowest fraction of the amplitude cap.", default=None, ge=0, le=1
    )
    high_fraction: float | None = key(
        "high amplitude", "Highest fraction of the amplitude cap.", default=None, gt=0, le=1
    )
    time_constant_s: float | None = key(
        "time constant", "Of the exponential form.", unit="s", default=None, gt=0, le=LONGEST_S
    )
    seed: int | None = key(
        "seed",
        "Start of the PCG64 generator of the random form.",
        default=None,
        ge=0,
        le=LARGEST_SEED,
    )


class Burst(Model):
    """Pulses in groups: so many per second of so many pulses, or time on and time off."""

    bursts_per_s: float | None = key(
        "burst rate", "Bursts per second.", unit="1/s", default=None, gt=0
    )
    pulses_per_burst: int | None = key(
        "pulses per burst", "Number of pulses.", default=None, ge=1, le=MOST_PULSES
    )
    on_s: float | None = key(
        "on time", "Time with pulses.", unit="s", default=None, gt=0, le=LONGEST_S
    )
    off_s: float | None = key(
        "off time", "Time without pulses.", unit="s", default=None, gt=0, le=LONGEST_S
    )

    @property
    def counts_pulses(self) -> bool:
        """Whether the burst is given by its number of pulses."""
        return self.bursts_per_s is not None


class Step(Model):
    """One step of a loop."""

    pulse_rate_hz: float = key("pulse rate", "Pulses per second in this step.", unit="Hz", gt=0)
    pulse_width_us: int | None = key(
        "pulse width",
        "Width of the leading phase in this step; the waveform's own when left out.",
        unit="us",
        default=None,
        gt=0,
        le=WIDEST_US,
    )
    duration_s: float = key("duration", "Time with pulses.", unit="s", gt=0, le=LONGEST_S)
    off_s: float | None = key(
        "off time",
        "Time without pulses after the step; one second or more is a pause.",
        unit="s",
        default=None,
        ge=0,
        le=LONGEST_S,
    )


class Ramp(Model):
    """Linear rise at the start and after each pause, linear fall at the end."""

    up_s: float = key(
        "ramp-up", "Time from zero to the set amplitude.", unit="s", ge=0, le=LONGEST_S
    )
    down_s: float = key(
        "ramp-down", "Time from the set amplitude to zero.", unit="s", ge=0, le=LONGEST_S
    )
