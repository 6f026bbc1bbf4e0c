"""Messages of the low level: one request is one pulse, the host makes the rate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from simulator.sciencemode4.codes import Refused, Result
from simulator.sciencemode4.facts import fact
from simulator.sciencemode4.point import SIZE, Point, decode_points, encode_points

SAMPLES = 128
"""How many values a measurement has."""

SAMPLE_STEPS = round(1 / fact("sample_step").value)
"""A mA or a V in the steps of a sample, as a client reads it."""

MOST_SAMPLE = 0xFFFF


class Measurement(IntEnum):
    """What is measured during a pulse.

    Examples
    --------
    >>> Measurement(1).name
    'CURRENT'
    """

    NONE = 0
    CURRENT = 1
    VOLTAGE = 2
    SUPPLY = 3


@dataclass(frozen=True, slots=True)
class LowLevelInit:
    """Request to make the low level ready.

    Parameters
    ----------
    measurement : Measurement
        What the answers to pulses carry.
    high_voltage : bool
        Whether the supply of the output stage is switched on.

    Examples
    --------
    >>> LowLevelInit(Measurement.CURRENT).encode().hex()
    '10'
    """

    measurement: Measurement = Measurement.NONE
    high_voltage: bool = True

    def encode(self) -> bytes:
        """Return the data of the request."""
        return bytes((self.measurement << 4 | (not self.high_voltage) << 1,))

    @classmethod
    def decode(cls, data: bytes) -> LowLevelInit:
        """Read the data of the request.

        Raises
        ------
        Refused
            If it is not one byte with a known measurement and supply.
        """
        _check_size(len(data), 1)
        measurement, supply = data[0] >> 4 & 0b111, data[0] >> 1 & 0b111
        if measurement not in list(Measurement) or supply > 1:
            raise Refused(Result.PARAMETER_ERROR, f"setting 0x{data[0]:02x} is unknown")
        return cls(Measurement(measurement), supply == 0)


@dataclass(frozen=True, slots=True)
class ChannelConfig:
    """Request for one pulse.

    Parameters
    ----------
    channel : int
        0 to 7: four colours on the yellow connector, then four on the green one.
    points : tuple of Point
        Up to 16; without any, nothing is given.
    execute : bool
        Whether the pulse is given.

    Raises
    ------
    ValueError
        If the channel is not 0 to 7.

    Examples
    --------
    >>> ChannelConfig(5, (Point(200, 20),)).encode().hex(" ")
    'b0 0c 85 50 00'
    """

    channel: int
    points: tuple[Point, ...]
    execute: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.channel < 8:
            raise ValueError(f"channel must be 0 to 7, got {self.channel}")

    def encode(self) -> bytes:
        """Return the data of the request."""
        points = encode_points(self.points)
        head = self.execute << 7 | (self.channel & 3) << 5 | (self.channel >> 2) << 4
        return bytes((head | len(self.points) - 1,)) + points

    @classmethod
    def decode(cls, data: bytes) -> ChannelConfig:
        """Read the data of the request; without execution the points may be left out.

        Raises
        ------
        Refused
            If there are more or fewer points than announced, or one leaves its range.
        """
        if not data:
            raise Refused(Result.PARAMETER_ERROR, "no data")
        head = data[0]
        channel = (head >> 4 & 1) << 2 | head >> 5 & 3
        execute = bool(head >> 7)
        if execute or len(data) > 1:
            _check_size(len(data), 1 + SIZE * ((head & 0x0F) + 1))
        return cls(channel, decode_points(data[1:]), execute)


@dataclass(frozen=True, slots=True)
class ChannelConfigAck:
    """Answer to one pulse, sent after it.

    Parameters
    ----------
    result : Result
        What became of it.
    channel : int
        0 to 7.
    measurement : Measurement
        What the samples are; without any when `Measurement.NONE`.
    sampling_us : int
        From one sample to the next. [us]
    samples : tuple of float
        128 magnitudes. [mA] or [V]

    Examples
    --------
    >>> ChannelConfigAck(Result.OK, 5).encode().hex(" ")
    '00 11 00'
    """

    result: Result
    channel: int
    measurement: Measurement = Measurement.NONE
    sampling_us: int = 0
    samples: tuple[float, ...] = ()

    def encode(self) -> bytes:
        """Return the data of the answer."""
        where = (self.channel >> 2) << 4 | self.channel & 3
        head = bytes((self.result, where, self.measurement))
        if self.measurement is Measurement.NONE:
            return head
        values = (min(round(abs(value) * SAMPLE_STEPS), MOST_SAMPLE) for value in self.samples)
        return head + b"".join(word.to_bytes(2, "big") for word in (self.sampling_us, *values))

    @classmethod
    def decode(cls, data: bytes) -> ChannelConfigAck:
        """Read the data of the answer."""
        channel = (data[1] >> 4 & 1) << 2 | data[1] & 3
        words = [int.from_bytes(data[at : at + 2], "big") for at in range(3, len(data), 2)]
        return cls(
            Result(data[0]),
            channel,
            Measurement(data[2]),
            words[0] if words else 0,
            tuple(word / SAMPLE_STEPS for word in words[1:]),
        )


def _check_size(found: int, wanted: int) -> None:
    """Refuse data of another size."""
    if found != wanted:
        raise Refused(Result.PARAMETER_ERROR, f"{wanted} bytes of data expected, got {found}")
