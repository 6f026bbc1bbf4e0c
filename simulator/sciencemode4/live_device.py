"""A virtual P24 at work: a line, a device with eight pairs of pads, a clock, and a back door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from simulator.device import Contact, VirtualStimulator
from simulator.device.report import Report
from simulator.device.truth import LimitsAt, no_limits
from simulator.exact import LONGEST_US
from simulator.sciencemode4.back_door import BackDoor
from simulator.sciencemode4.codes import Status
from simulator.sciencemode4.faulty_port import FaultyPort
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.general import id_of_speed
from simulator.sciencemode4.mid_level import CHANNELS
from simulator.sciencemode4.options import Options
from simulator.sciencemode4.p24_output import P24Output
from simulator.sciencemode4.ports.pluggable_port import PluggablePort
from simulator.sciencemode4.ports.port import Port
from simulator.sciencemode4.script import Appointment
from simulator.sciencemode4.service import Record, Service
from simulator.sciencemode4.transcript import Speaker

PADS = Contact(areas=(20e-4, 20e-4))
"""On dry skin: 50 mm by 50 mm, of which four fifths conduct; a project choice."""

FASTEST = 1000.0


class Unwritten:
    """A record that keeps nothing, so that a long session does not fill the memory.

    Examples
    --------
    >>> Unwritten().add(0, "host", b"lost")
    """

    def add(self, at_us: int, speaker: Speaker, data: bytes = b"") -> None:
        """Let it go."""


class LiveDevice:
    """A device that works as long as somebody calls `step`.

    Parameters
    ----------
    open_port : callable
        Opens the line of the host.
    ticks_ns : callable
        A clock that never goes back. [ns]
    speed : float
        Device time that passes in a second of that clock; above 0, at most `FASTEST`. [s/s]
    limits : callable
        Gives the limits that delivered output is held against.
    record : Record, optional
        Takes every byte.
    options : Options, optional
        What is not documented.
    contact : Contact
        How each of the eight pairs of pads lies.

    Raises
    ------
    ValueError
        If the speed leaves its range.
    OSError
        If the line cannot be opened.

    Examples
    --------
    >>> from simulator.sciencemode4.ports.tcp_port import TcpPort
    >>> live = LiveDevice(TcpPort, lambda: 0)
    >>> live.step()
    >>> live.status()["serial"], live.now_us()
    ('SIM0000001', 0)
    >>> live.close()
    """

    def __init__(
        self,
        open_port: Callable[[], Port],
        ticks_ns: Callable[[], int],
        *,
        speed: float = 1.0,
        limits: LimitsAt = no_limits,
        record: Record | None = None,
        options: Options | None = None,
        contact: Contact = PADS,
    ) -> None:
        if not 0 < speed <= FASTEST:
            raise ValueError(f"speed must be above 0 and at most {FASTEST:g}, got {speed}")
        self.speed = speed
        self.limits = limits
        self._ticks_ns = ticks_ns
        self._start_ns = ticks_ns()
        self.plug = PluggablePort(open_port)
        self.output = P24Output({str(n): contact for n in range(1, CHANNELS + 1)})
        self.firmware = Firmware(self.output, device_id=id_of_speed(speed), options=options)
        self.line = FaultyPort(self.plug, self.now_us, speed=speed)
        record = Unwritten() if record is None else record
        self.service = Service(self.line, self.firmware, self.now_us, record, speed=speed)
        self.door = BackDoor(self)
        self._appointed: list[Appointment] = []
        self._closed = False

    @property
    def stimulator(self) -> VirtualStimulator:
        """What gives the pulses."""
        return self.output.device

    def now_us(self) -> int:
        """Return device time. [us]"""
        return int((self._ticks_ns() - self._start_ns) * self.speed) // 1000

    @property
    def is_over(self) -> bool:
        """Whether its clock has come to its end."""
        return self.now_us() >= LONGEST_US

    def appoint(self, script: Iterable[Appointment]) -> None:
        """Take a file of faults; at best before the first step.

        What breaks the device breaks it to the microsecond, what concerns its line within a step.
        """
        for at_us, request in script:
            if "at_us" in request:
                self.door.read(request)()
            else:
                self._appointed.append((at_us, request))

    def step(self) -> None:
        """Wait for a moment for what comes, and carry on."""
        self.service.step()
        self._let_time_pass()
        while self._appointed and self._appointed[0][0] <= self.now_us():
            self.door.answer(self._appointed.pop(0)[1])

    def catch_up(self) -> None:
        """Bring everything to the present."""
        self.service.catch_up()
        self._let_time_pass()

    def _let_time_pass(self) -> None:
        """Let the pads have time as well while no level is ready and nothing plays."""
        if self.firmware.status.status is Status.NOTHING:
            self.output.advance(self.now_us())

    def channel(self, name: str) -> str:
        """Return the name of a channel, of the first one for "".

        Raises
        ------
        ValueError
            If there is no such channel.
        """
        name = name or next(iter(self.stimulator.channels))
        self.stimulator.channel(name)
        return name

    def freeze(self) -> dict[str, Any]:
        """Give neither pulses nor answers from now on."""
        if not self.line.frozen:
            self.line.frozen = True
            self.stimulator.sleep()
        return {}

    def thaw(self) -> dict[str, Any]:
        """Start anew, as after power-on."""
        if self.line.frozen:
            self.line.frozen = False
            self.stimulator.restart("thaw")
            self.firmware.restart(self.stimulator.now_us)
        return {}

    def unplug(self) -> dict[str, Any]:
        """Pull the cable; the device is without a host at once."""
        self.plug.unplug()
        self.service.step()
        return {}

    def plug_in(self) -> dict[str, Any]:
        """Put the cable back; tell what a host opens now."""
        self.plug.plug_in()
        return {"port": self.plug.name}

    def status(self) -> dict[str, Any]:
        """Return what the device says of itself, and how its line is."""
        level = self.firmware.status
        fault = self.line.fault
        return {
            "serial": self.firmware.device_id,
            "port": self.plug.name,
            "plugged": self.plug.plugged,
            "host": self.service.host_there,
            "frozen": self.line.frozen,
            "link_fault": None if fault is None else fault.kind,
            "level": level.status.name.lower().replace("_", "-"),
            "high_voltage": level.high_voltage.name.lower(),
            "output": self.stimulator.state,
            "channels": self._reported(),
        }

    def _reported(self) -> dict[str, Any] | None:
        """Return what the output half reports of its channels; None when it does not answer."""
        if self.stimulator.hung:
            return None
        report: Report = self.stimulator.report()
        return {
            name: {"amplitude_ma": one.amplitude * 1e3, "error": one.error}
            for name, one in report.channels.items()
        }

    def close(self) -> None:
        """Let the host go, and stop everything; once more does nothing."""
        if not self._closed:
            self._closed = True
            self.service.close()
