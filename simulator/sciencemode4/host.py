"""The host side: requests as methods, their answers as values."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.sciencemode4.codes import DATA_SELECTION_ERRORS, Command, Result
from simulator.sciencemode4.deframer import Broken, Deframer
from simulator.sciencemode4.frame import NUMBERS, Packet, encode
from simulator.sciencemode4.general import StimStatus, Version
from simulator.sciencemode4.link import Link
from simulator.sciencemode4.low_level import (
    ChannelConfig,
    ChannelConfigAck,
    LowLevelInit,
    Measurement,
)
from simulator.sciencemode4.mid_level import CurrentData, MidLevelUpdate, Pattern
from simulator.sciencemode4.point import Point

ANSWER_US = 1_000_000
"""How long an answer is waited for; half of what the device waits for the host [us]."""


class NoAnswer(Exception):  # noqa: N818 (what happened, not that something broke)
    """The device did not answer in time."""


class DeviceRefused(Exception):  # noqa: N818 (what happened, not that something broke)
    """The device answered with a result other than OK.

    Parameters
    ----------
    command : int
        What was asked for.
    result : int
        What it answered.

    Examples
    --------
    >>> str(DeviceRefused(32, 16))
    'MID_LEVEL_UPDATE was answered with PULSE_TIMEOUT'
    """

    def __init__(self, command: int, result: int) -> None:
        name = Result(result).name if result in list(Result) else f"result {result}"
        super().__init__(f"{Command(command).name} was answered with {name}")
        self.result = result


class Host:
    """Speaks to one device over one link.

    Parameters
    ----------
    link : Link
        Already open.
    answer_us : int
        How long an answer is waited for. [us]

    Examples
    --------
    >>> from simulator.sciencemode4.firmware import Firmware
    >>> from simulator.sciencemode4.link import InProcess
    >>> Host(InProcess(Firmware(None))).device_id()
    'SIM0000001'
    """

    def __init__(self, link: Link, *, answer_us: int = ANSWER_US) -> None:
        self._link = link
        self._answer_us = answer_us
        self._number = 0
        self._deframer = Deframer()
        self._packets: list[Packet] = []

    def send(self, command: Command, data: bytes = b"") -> int:
        """Send a request; return its number."""
        number, self._number = self._number, (self._number + 1) % NUMBERS
        self._link.write(encode(Packet(number, command, data)))
        return number

    def answer(self, command: Command, number: int) -> bytes:
        """Wait for the answer to a request.

        Parameters
        ----------
        command : Command
            Of the request.
        number : int
            Of the request.

        Returns
        -------
        bytes
            Data of the answer.

        Raises
        ------
        NoAnswer
            If none came in time.
        DeviceRefused
            If its result is not OK, or the device did not understand.
        """
        while (found := self._take(command, number)) is None:
            data = self._link.read(self._answer_us)
            if not data:
                raise NoAnswer(f"{command.name}: no answer in {self._answer_us} us")
            self._packets += [p for p in self._deframer.feed(data) if not isinstance(p, Broken)]
        self._check(command, found)
        return found.data

    def ask(self, command: Command, data: bytes = b"") -> bytes:
        """Send a request and wait for its answer; raises what `answer` raises."""
        return self.answer(command, self.send(command, data))

    def _take(self, command: int, number: int) -> Packet | None:
        """Take the answer out of what has come."""
        for packet in self._packets:
            mine = packet.number == number and packet.command in (
                command + 1,
                Command.UNKNOWN_COMMAND,
            )
            if mine or packet.command == Command.GENERAL_ERROR:
                self._packets.remove(packet)
                return packet
        return None

    def _check(self, command: Command, found: Packet) -> None:
        """Raise when an answer is no OK."""
        if not found.data:
            raise NoAnswer(f"{command.name}: the answer is empty")
        if found.data[0] != Result.OK:
            raise DeviceRefused(command, found.data[0])

    def device_id(self) -> str:
        """Ask who the device is."""
        return self.ask(Command.DEVICE_ID)[1:11].decode("ascii", "replace")

    def version(self) -> Version:
        """Ask for its versions."""
        return Version.decode_extended(self.ask(Command.EXTENDED_VERSION)[1:])

    def status(self) -> StimStatus:
        """Ask what it is ready for."""
        return StimStatus.decode(self.ask(Command.STIM_STATUS))

    def reset(self) -> None:
        """Let it begin as after power-on."""
        self.ask(Command.RESET)

    def low_level_init(
        self, measurement: Measurement = Measurement.NONE, *, high_voltage: bool = True
    ) -> None:
        """Make the low level ready."""
        self.ask(Command.LOW_LEVEL_INIT, LowLevelInit(measurement, high_voltage).encode())

    def pulse(self, channel: int, points: tuple[Point, ...]) -> ChannelConfigAck:
        """Give one pulse and wait until it is over."""
        data = ChannelConfig(channel, points).encode()
        return ChannelConfigAck.decode(self.ask(Command.LOW_LEVEL_CHANNEL_CONFIG, data))

    def low_level_stop(self) -> None:
        """Stop the low level."""
        self.ask(Command.LOW_LEVEL_STOP)

    def mid_level_init(self, *, stop_all: bool = True) -> None:
        """Make the mid level ready."""
        self.ask(Command.MID_LEVEL_INIT, bytes((stop_all,)))

    def update(self, patterns: Mapping[int, Pattern]) -> None:
        """Play these patterns and no others."""
        self.ask(Command.MID_LEVEL_UPDATE, MidLevelUpdate(patterns).encode())

    def current_data(self) -> CurrentData:
        """Keep stimulation alive, and ask how it goes; at least every two seconds."""
        data = self.ask(Command.MID_LEVEL_CURRENT_DATA, bytes((DATA_SELECTION_ERRORS,)))
        return CurrentData.decode(data)

    def mid_level_stop(self) -> None:
        """Stop the mid level."""
        self.ask(Command.MID_LEVEL_STOP)
