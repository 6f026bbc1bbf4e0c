"""A program of a real device: its timing as the maker states it, and what the maker leaves open."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from tensplan.protocol.field import Identifier, Model, ShortText, key
from tensplan.protocol.timing import (
    BOUNDS_OF,
    LONGEST_S,
    WIDEST_US,
    Burst,
    Form,
    Sweep,
)
from tensplan.protocol.waveform import Shape

DEVICE_PROGRAM_SCHEMA = "tensplan/device-program/1"

Range = Annotated[tuple[float, ...], Field(strict=False, min_length=2, max_length=2)]


class DeviceWaveform(Model):
    """One pulse as far as the maker states it."""

    shape: Shape | None = key("shape", "As stated by the maker.", default=None)
    pulse_width_us: int | None = key(
        "pulse width", "Width of the leading phase.", unit="us", default=None, gt=0, le=100_000
    )
    interphase_interval_us: int | None = key(
        "interphase interval", "Between the phases.", unit="us", default=None, ge=0, le=100_000
    )
    recharge_ratio: float | None = key(
        "recharge ratio", "Second width over first.", default=None, ge=1, le=1000
    )
    cathode: Literal[1, 2] | None = key("cathode", "Negative pad.", default=None)


_BOUNDS: Final = {name: BOUNDS_OF[name] for name in ("pulse_rate", "pulse_width")} | {
    "amplitude": ()
}


def _own_bounds(schema: dict[str, Any]) -> None:
    """Say in JSON Schema that one parameter's bounds never bound another."""
    schema["anyOf"] = [
        {
            "properties": {"parameter": {"const": name}}
            | {key: False for other in _BOUNDS if other != name for key in _BOUNDS[other]},
            "required": ["parameter"],
        }
        for name in _BOUNDS
    ]


class DeviceModulation(Sweep):
    """One parameter that moves, as far as the maker states it."""

    model_config = ConfigDict(json_schema_extra=_own_bounds)

    form: Form | None = key("form", "How it moves.", default=None)
    low_share_of_set: float | None = key(
        "low share", "Lowest value over the value that the user set.", default=None, ge=0, le=1
    )
    high_share_of_set: float | None = key(
        "high share", "Highest value over the value that the user set.", default=None, gt=0
    )

    @model_validator(mode="after")
    def _takes_its_own_bounds(self) -> Self:
        for name, keys in _BOUNDS.items():
            for stranger in keys:
                if name != self.parameter and getattr(self, stranger) is not None:
                    own = " and ".join(_BOUNDS[self.parameter]) or "the shares of the set value"
                    raise PydanticCustomError(
                        "modulation_bounds",
                        "{stranger} does not bound {parameter}",
                        {"stranger": stranger, "parameter": self.parameter, "own": own},
                    )
        return self


class DeviceStep(Model):
    """One step of a loop, as far as the maker states it."""

    pulse_rate_hz: float = key("pulse rate", "Pulses per second in this step.", unit="Hz", gt=0)
    pulse_width_us: int | None = key(
        "pulse width",
        "Width in this step, if it has its own.",
        unit="us",
        default=None,
        gt=0,
        le=WIDEST_US,
    )
    duration_s: float | None = key(
        "duration",
        "Time with pulses; left out when unstated.",
        unit="s",
        default=None,
        gt=0,
        le=LONGEST_S,
    )
    off_s: float | None = key(
        "off time",
        "Time without pulses after the step.",
        unit="s",
        default=None,
        ge=0,
        le=LONGEST_S,
    )


class Meaning(Model):
    """What the maker's words mean, where makers differ."""

    pulse_width: ShortText | None = key(
        "pulse width", "Of one phase, or of the whole pulse.", default=None
    )
    burst: ShortText | None = key("burst", "What a burst is on this device.", default=None)
    modulation: ShortText | None = key("modulation", "What is modulated, and how.", default=None)


class Adjustable(Model):
    """Ranges that the user of the device may set."""

    pulse_rate_hz: Range | None = key("pulse rate", "Lowest and highest.", unit="Hz", default=None)
    pulse_width_us: Range | None = key(
        "pulse width", "Lowest and highest.", unit="us", default=None
    )
    bursts_per_s: Range | None = key("burst rate", "Lowest and highest.", unit="1/s", default=None)


class DeviceProgram(Model):
    """A preset of a real device: waveform, timing, source, and what is unstated."""

    schema_id: Literal["tensplan/device-program/1"] = key(
        "schema", "Name and version of this file format.", alias="schema"
    )
    id: Identifier = key("id", "Name of the program; also the file's name.")
    device: ShortText = key("device", "Maker and model.")
    title: ShortText = key("title", "The maker's name for the program.")
    source: ShortText = key("source", "Manual and page, with an address.")
    confidence: ShortText = key("confidence", "How sure the transcription is, and why.")
    meaning: Meaning | None = key("meaning", "The device's own meaning of its words.", default=None)
    waveform: DeviceWaveform = key("waveform", "One pulse as far as it is stated.")
    pulse_rate_hz: float | None = key(
        "pulse rate", "Inside the burst, if there is one.", unit="Hz", default=None, gt=0
    )
    modulation: (
        Annotated[tuple[DeviceModulation, ...], Field(strict=False, min_length=1, max_length=3)]
        | None
    ) = key("modulation", "What moves in time.", default=None)
    burst: Burst | None = key("burst", "Grouping of the pulses.", default=None)
    steps: (
        Annotated[tuple[DeviceStep, ...], Field(strict=False, min_length=1, max_length=100)] | None
    ) = key("steps", "Steps that repeat in a loop.", default=None)
    adjustable: Adjustable | None = key("adjustable", "What the user may set.", default=None)
    duration_min: float | None = key(
        "duration", "Length of a session.", unit="min", default=None, gt=0, le=1440
    )
    unstated: Annotated[tuple[ShortText, ...], Field(strict=False)] = key(
        "unstated", "Keys that the source leaves open, as dotted paths; an empty list if none."
    )
    note: ShortText | None = key("note", "What else a reader should know.", default=None)
