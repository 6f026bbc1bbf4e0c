"""The low level at work: pulses wait in a short queue, each is answered after it was given."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.sciencemode4.codes import Refused, Result
from simulator.sciencemode4.facts import fact
from simulator.sciencemode4.low_level import (
    SAMPLES,
    ChannelConfig,
    ChannelConfigAck,
    LowLevelInit,
    Measurement,
)
from simulator.sciencemode4.mid_level import OVERHEAD_US
from simulator.sciencemode4.point import Point, length_us
from simulator.sciencemode4.stimulator import Detection, Reading, Stimulator

DEPTH = int(fact("waiting_pulses").value)
"""Requests that the device keeps."""

RESULTS: dict[Detection, Result] = {
    "none": Result.OK,
    "electrode": Result.ELECTRODE_ERROR,
    "low-current": Result.LOW_CURRENT,
}


@dataclass(frozen=True, slots=True)
class _Job:
    """A pulse that waits: whose answer it is, and when it was asked for."""

    number: int
    config: ChannelConfig
    asked_us: int


class PulseQueue:
    """Gives one pulse after the other.

    Parameters
    ----------
    output : Stimulator
        What gives them.
    setting : LowLevelInit
        What is measured, and whether there is a supply.

    Examples
    --------
    >>> from simulator.sciencemode4.codes import Command
    >>> PulseQueue(None, LowLevelInit()).next_us is None
    True
    """

    def __init__(self, output: Stimulator, setting: LowLevelInit) -> None:
        self.setting = setting
        self._output = output
        self._jobs: deque[_Job] = deque()
        self._reading: Reading | None = None
        self._over_us = 0

    @property
    def next_us(self) -> int | None:
        """When the next pulse begins or ends [us]; None when there is none."""
        if not self._jobs:
            return None
        if self._reading is not None:
            return self._over_us
        job = self._jobs[0]
        return max(job.asked_us, self._over_us, self._output.free_us(job.config.channel))

    def add(self, number: int, config: ChannelConfig, now_us: int) -> None:
        """Let a pulse wait for its turn.

        Raises
        ------
        Refused
            If ten wait already, or the supply is off.
        """
        if len(self._jobs) >= DEPTH:
            raise Refused(Result.BUSY, f"{DEPTH} pulses wait")
        if config.execute and not self.setting.high_voltage:
            raise Refused(Result.HIGH_VOLTAGE_ERROR, "the supply is off")
        self._jobs.append(_Job(number, config, now_us))

    def advance(self, now_us: int) -> Iterator[tuple[int, ChannelConfigAck]]:
        """Give the pulses whose time has come; yield number and answer of those that are over."""
        while (at_us := self.next_us) is not None and at_us <= now_us:
            if self._reading is None:
                self._reading = self._give(self._jobs[0], at_us)
            else:
                job = self._jobs.popleft()
                yield job.number, self._ack(job, self._reading)
                self._reading = None

    def _give(self, job: _Job, at_us: int) -> Reading:
        """Give one pulse."""
        self._output.advance(at_us)
        self._over_us = at_us
        if not job.config.execute:
            return Reading("none", (0.0,) * SAMPLES, (0.0,) * SAMPLES)
        self._over_us += length_us(job.config.points) + OVERHEAD_US
        times: tuple[int, ...] = ()
        if self.setting.measurement is not Measurement.NONE:
            times = tuple(n * sampling_us(job.config.points) for n in range(SAMPLES))
        points = wire_points(job.config.points)
        return self._output.pulse(job.config.channel, points, at_us, times)

    def _ack(self, job: _Job, reading: Reading) -> ChannelConfigAck:
        """Answer to a pulse that is over."""
        samples = {
            Measurement.NONE: (),
            Measurement.CURRENT: tuple(current * 1000 for current in reading.current),
            Measurement.VOLTAGE: reading.voltage,
            Measurement.SUPPLY: (reading.supply,) * SAMPLES,
        }[self.setting.measurement]
        return ChannelConfigAck(
            RESULTS[reading.found],
            job.config.channel,
            self.setting.measurement,
            sampling_us(job.config.points),
            samples,
        )


def wire_points(points: tuple[Point, ...]) -> tuple[tuple[int, float], ...]:
    """Return points as the output stage takes them: width [us] and current [A].

    Examples
    --------
    >>> wire_points((Point(5, 20),))
    ((10, 0.02),)
    """
    return tuple((point.lasting_us, point.current) for point in points)


def sampling_us(points: tuple[Point, ...]) -> int:
    """Return the whole microseconds between samples with which 128 of them span a pattern.

    Examples
    --------
    >>> sampling_us((Point(4095, 1),))
    32
    """
    return max(1, -(-length_us(points) // SAMPLES))
