"""The device side: bytes of a host in, bytes to the host out, pulses to the stimulator."""

from __future__ import annotations

from collections.abc import Callable

from simulator.sciencemode4.codes import (
    DATA_SELECTION_EIGHT,
    DATA_SELECTION_ERRORS,
    DATA_SELECTION_FIRST_FOUR,
    Command,
    HighVoltage,
    Refused,
    Result,
    Status,
)
from simulator.sciencemode4.deframer import Broken, Deframer
from simulator.sciencemode4.frame import Packet, encode
from simulator.sciencemode4.general import StimStatus, Version, check_id
from simulator.sciencemode4.low_level import ChannelConfig, ChannelConfigAck, LowLevelInit
from simulator.sciencemode4.mid_level import CurrentData, MidLevelUpdate
from simulator.sciencemode4.options import Options
from simulator.sciencemode4.pattern_player import PatternPlayer
from simulator.sciencemode4.point import Point
from simulator.sciencemode4.pulse_queue import PulseQueue
from simulator.sciencemode4.stimulator import Stimulator

OK = bytes((Result.OK,))
SUPPLY = bytes((100,)) + (5000).to_bytes(2, "big")
"""What an answered question for the battery says: full, 5 V of the cable."""

SELECTIONS = (DATA_SELECTION_FIRST_FOUR, DATA_SELECTION_EIGHT, DATA_SELECTION_ERRORS)


class Firmware:
    """A P24 as its host sees it.

    Time is passed in, in whole microseconds, and never goes back; nothing happens by itself, so
    whoever owns the clock calls `advance` at the latest at `next_us`.

    Parameters
    ----------
    output : Stimulator
        What gives the pulses.
    device_id : str
        Ten ASCII characters that begin with SIM.
    version : Version
        Of firmware and protocol.
    options : Options
        What is not documented.

    Raises
    ------
    ValueError
        If the id has another form.

    Examples
    --------
    >>> device = Firmware(None)
    >>> device.receive(encode(Packet(1, Command.STIM_STATUS)), now_us=0).hex(" ")
    'f0 81 55 81 5a 81 34 81 75 04 3f 00 00 01 0f'
    """

    def __init__(
        self,
        output: Stimulator,
        *,
        device_id: str = "SIM0000001",
        version: Version | None = None,
        options: Options | None = None,
    ) -> None:
        self.device_id = check_id(device_id)
        self.version = Version() if version is None else version
        self.options = Options() if options is None else options
        self._output = output
        self._deframer = Deframer()
        self._queue: PulseQueue | None = None
        self._player: PatternPlayer | None = None
        self._voltage = HighVoltage.OFF
        self._now_us = 0
        self._handlers = self._requests()

    def _requests(self) -> dict[int, Callable[[Packet], bytes | None]]:
        """Give what is answered, and by what."""
        handlers: dict[int, Callable[[Packet], bytes | None]] = {
            Command.DEVICE_ID: lambda _: OK + self.device_id.encode("ascii"),
            Command.EXTENDED_VERSION: lambda _: OK + self.version.encode_extended(),
            Command.STIM_STATUS: lambda _: self.status.encode(),
            Command.RESET: self._reset,
            Command.LOW_LEVEL_INIT: self._low_level_init,
            Command.LOW_LEVEL_CHANNEL_CONFIG: self._channel_config,
            Command.LOW_LEVEL_STOP: lambda _: self._stop_level(self._queue is not None),
            Command.MID_LEVEL_INIT: self._mid_level_init,
            Command.MID_LEVEL_UPDATE: self._update,
            Command.MID_LEVEL_STOP: lambda _: self._stop_level(self._player is not None),
            Command.MID_LEVEL_CURRENT_DATA: self._current_data,
        }
        if self.options.older_requests == "answered":
            handlers[Command.VERSION_MAIN] = lambda _: OK + self.version.encode()
            handlers[Command.VERSION_STIM] = lambda _: OK + self.version.encode()
            handlers[Command.BATTERY] = lambda _: OK + SUPPLY
        return handlers

    @property
    def status(self) -> StimStatus:
        """What it is ready for, and its supply."""
        if self._queue is not None:
            return StimStatus(Status.LOW_LEVEL, self._voltage)
        if self._player is None:
            return StimStatus(Status.NOTHING, self._voltage)
        running = self._player.running
        return StimStatus(Status.MID_LEVEL_RUNNING if running else Status.MID_LEVEL, self._voltage)

    @property
    def next_us(self) -> int | None:
        """When something happens that no byte causes [us]; None when nothing will."""
        if self._queue is not None:
            return self._queue.next_us
        return None if self._player is None else self._player.deadline_us

    def receive(self, data: bytes, now_us: int) -> bytes:
        """Take bytes from the host.

        Parameters
        ----------
        data : bytes
            Any bytes at all, in pieces of any size.
        now_us : int
            Device time. [us]

        Returns
        -------
        bytes
            What the device has to say until now.

        Raises
        ------
        ValueError
            If time goes back.
        """
        said = [self.advance(now_us)]
        for found in self._deframer.feed(data):
            answer = self._answer(found)
            said += [] if answer is None else [encode(answer)]
        said.append(self.advance(now_us))
        return b"".join(said)

    def advance(self, now_us: int) -> bytes:
        """Let time pass.

        Parameters
        ----------
        now_us : int
            Device time. [us]

        Returns
        -------
        bytes
            Answers that were not due before.

        Raises
        ------
        ValueError
            If time goes back.
        """
        if not now_us >= self._now_us:
            raise ValueError(f"time must not go back: {now_us} us after {self._now_us} us")
        self._now_us = now_us
        said = b""
        if self._queue is not None:
            done = self._queue.advance(now_us)
            said = b"".join(encode(_config_ack(number, ack)) for number, ack in done)
        if self._player is not None:
            expired = self._player.advance(now_us)
            if expired and self.options.voltage_after_timeout == "off":
                self._switch(on=False)
        elif self._voltage is HighVoltage.ON:
            self._output.advance(now_us)
        return said

    def host_lost(self, now_us: int) -> None:
        """Notice that the host is gone; half a frame of its is forgotten."""
        if self.options.host_loss == "stop":
            self.restart(now_us)
        else:
            self.advance(now_us)
            self._deframer = Deframer()

    def restart(self, now_us: int) -> None:
        """Begin as after power-on, without being asked to: after a hang, or a loss of supply."""
        self.advance(now_us)
        self._deframer = Deframer()
        self._idle()

    def _answer(self, found: Packet | Broken) -> Packet | None:
        """Answer to one frame; None when there is none, or none yet."""
        if isinstance(found, Broken):
            return self._complain(found)
        handler = self._handlers.get(found.command)
        if handler is None:
            code = bytes((Result.UNKNOWN_COMMAND,))
            return Packet(found.number, Command.UNKNOWN_COMMAND, code)
        try:
            data = handler(found)
        except Refused as refusal:
            if refusal.result is Result.BUSY and self.options.full_buffer == "silent":
                return None
            data = _refusal(found, refusal.result)
        return None if data is None else Packet(found.number, found.command + 1, data)

    def _complain(self, broken: Broken) -> Packet | None:
        """Answer to a frame that is none."""
        if self.options.broken_frame == "silent":
            return None
        meant = broken.packet
        if self.options.broken_frame == "ack" and meant and meant.command in self._handlers:
            data = _refusal(meant, Result.TRANSFER_ERROR)
            return Packet(meant.number, meant.command + 1, data)
        return Packet(0, Command.GENERAL_ERROR, bytes((Result.TRANSFER_ERROR,)))

    def _switch(self, *, on: bool) -> bool:
        """Switch the supply; tell whether it is as asked."""
        done = self._output.high_voltage(on, self._now_us)
        self._voltage = HighVoltage.ON if on == done else HighVoltage.OFF
        return done

    def _idle(self) -> None:
        """Stop everything."""
        if self._player is not None:
            self._player.halt(self._now_us)
        if self._voltage is HighVoltage.ON:
            self._switch(on=False)
        self._queue = self._player = None

    def _reset(self, _: Packet) -> bytes | None:
        """Begin as after power-on."""
        self._idle()
        return OK if self.options.reset == "ack" else None

    def _stop_level(self, ready: bool) -> bytes:
        """Stop a level and switch its supply off."""
        if ready:
            self._idle()
        elif self.options.stop_uninitialised == "refused":
            raise Refused(Result.NOT_INITIALISED, "this level was not made ready")
        return OK

    def _low_level_init(self, packet: Packet) -> bytes:
        """Make the low level ready."""
        setting = LowLevelInit.decode(packet.data)
        self._require(self._player is None, "the mid level is ready")
        self._idle()
        self._power(setting.high_voltage)
        self._queue = PulseQueue(self._output, setting)
        return OK

    def _mid_level_init(self, packet: Packet) -> bytes:
        """Make the mid level ready."""
        if len(packet.data) != 1 or packet.data[0] > 1:
            raise Refused(Result.PARAMETER_ERROR, "0 or 1 expected")
        self._require(self._queue is None, "the low level is ready")
        self._idle()
        self._power(True)
        self._player = PatternPlayer(self._output, packet.data[0] == 1, self.options)
        return OK

    def _power(self, on: bool) -> None:
        """Switch the supply on if it is needed."""
        if on and not self._switch(on=True):
            raise Refused(Result.HIGH_VOLTAGE_ERROR, "the supply does not come up")

    def _channel_config(self, packet: Packet) -> None:
        """Let a pulse wait; it is answered when it is over."""
        queue = self._queue
        if queue is None:
            raise Refused(Result.NOT_INITIALISED, "the low level was not made ready")
        config = ChannelConfig.decode(packet.data)
        self._check(config.points)
        queue.add(packet.number, config, self._now_us)

    def _update(self, packet: Packet) -> bytes:
        """Play other patterns."""
        player = self._player
        if player is None:
            raise Refused(Result.NOT_INITIALISED, "the mid level was not made ready")
        update = MidLevelUpdate.decode(packet.data)
        for pattern in update.patterns.values():
            self._check(pattern.points)
        if update.patterns and self._voltage is HighVoltage.OFF:
            self._power(True)
        player.update(update, self._now_us)
        return OK

    def _current_data(self, packet: Packet) -> bytes:
        """Keep stimulation alive and tell how it goes."""
        if self._player is None:
            raise Refused(Result.NOT_INITIALISED, "the mid level was not made ready")
        if len(packet.data) != 1 or packet.data[0] not in SELECTIONS:
            raise Refused(Result.PARAMETER_ERROR, "2, 3 or 4 expected")
        return self._player.keep_alive(self._now_us).encode(packet.data[0])

    def _check(self, points: tuple[Point, ...]) -> None:
        """Refuse a current that the device does not give."""
        largest = max((abs(point.current_ma) for point in points), default=0.0)
        if largest > self.options.largest_current_ma:
            raise Refused(Result.PARAMETER_ERROR, f"{largest} mA are more than it gives")

    def _require(self, free: bool, reason: str) -> None:
        """Refuse to make one level ready while the other is."""
        if not free:
            raise Refused(Result.NOT_INITIALISED, reason)


def _config_ack(number: int, ack: ChannelConfigAck) -> Packet:
    """Packet of an answer to a pulse."""
    return Packet(number, Command.LOW_LEVEL_CHANNEL_CONFIG_ACK, ack.encode())


def _refusal(request: Packet, result: Result) -> bytes:
    """Return the data of an answer that is not OK, as long as clients expect it."""
    if request.command == Command.MID_LEVEL_CURRENT_DATA:
        return CurrentData(result).encode()
    if request.command == Command.LOW_LEVEL_CHANNEL_CONFIG:
        head = request.data[0] if request.data else 0
        return ChannelConfigAck(result, (head >> 4 & 1) << 2 | head >> 5 & 3).encode()
    return bytes((result,))
