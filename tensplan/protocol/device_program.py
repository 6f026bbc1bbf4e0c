"""A program of a real device: its timing as the maker states it, and what the maker leaves open."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tensplan.protocol.field import Identifier, Model, ShortText, key
from tensplan.protocol.program import Modulations, Steps
from tensplan.protocol.timing import Burst
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
    modulation: Modulations | None = key("modulation", "What moves in time.", default=None)
    burst: Burst | None = key("burst", "Grouping of the pulses.", default=None)
    steps: Steps | None = key("steps", "Steps that repeat in a loop.", default=None)
    adjustable: Adjustable | None = key("adjustable", "What the user may set.", default=None)
    duration_min: float | None = key(
        "duration", "Length of a session.", unit="min", default=None, gt=0, le=1440
    )
    unstated: Annotated[tuple[ShortText, ...], Field(strict=False)] = key(
        "unstated", "Keys that the source leaves open, as dotted paths; an empty list if none."
    )
    note: ShortText | None = key("note", "What else a reader should know.", default=None)
