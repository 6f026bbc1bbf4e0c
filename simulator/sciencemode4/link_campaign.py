"""Every fault of the link while a host plays a plan: who notices, and what the pads get until then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.device import Contact, LinkFault
from simulator.device.admission import AdmittedChannel
from simulator.device.hazard import hazards
from simulator.device.link_fault import KINDS
from simulator.sciencemode4.encoding import encode
from simulator.sciencemode4.faulty_port import FaultyPort
from simulator.sciencemode4.firmware import Firmware
from simulator.sciencemode4.host import DeviceRefused, Host, NoAnswer
from simulator.sciencemode4.link import InProcess
from simulator.sciencemode4.mid_level import CHANNELS, MOST_RAMP, Pattern
from simulator.sciencemode4.p24_output import P24Output

SECOND_US = 1_000_000
KEEP_ALIVE_US = SECOND_US // 2
"""How often the host asks how it goes; the device stops by itself after two seconds. [us]"""

STEP_US = 1_000
WATCHED_US = 12 * SECOND_US
MOMENTS = {"at 0 mA": 0, "on the plateau": 5 * SECOND_US}
"""When the line fails: at the answer to the first update, and later; from the start. [us]"""

LATE_US = 3 * SECOND_US
SPARE = Contact(areas=(20e-4, 20e-4))
FAULTS = {kind: LinkFault(kind=kind) for kind in KINDS} | {
    "delay": LinkFault(kind="delay", delay_us=LATE_US),
    "split": LinkFault(kind="split", place=7, delay_us=50_000),
    "corrupt": LinkFault(kind="corrupt", place=10),
}
"""What is tried, by its kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkOutcome:
    """What came of one fault of the link.

    Parameters
    ----------
    kind, moment : str
        Of the fault.
    at_us : int
        Device time. [us]
    noticed_by : str
        "host", or "" when the host went on.
    delay_us : int or None
        From the fault to the last pulse; None when it went on. [us]
    charge, energy : float
        Delivered from the fault on. [C], [J]
    worst_density : float
        Largest r.m.s. current density over all pads. [A/m2]
    hazards : tuple of str
        What the judge of the delivered truth found.
    """

    kind: str
    moment: str
    at_us: int
    noticed_by: str
    delay_us: int | None
    charge: float
    energy: float
    worst_density: float
    hazards: tuple[str, ...]


class SpoiltLink:
    """A device in the same process, at the end of a line that can be spoilt.

    Parameters
    ----------
    device : Firmware
        What is at the other end.

    Examples
    --------
    >>> link = SpoiltLink(Firmware(None))
    >>> link.line.fault = LinkFault(kind="drop")
    >>> Host(link).device_id()
    Traceback (most recent call last):
    ...
    simulator.sciencemode4.host.NoAnswer: DEVICE_ID: no answer in 1000000 us
    """

    name = "in process"

    def __init__(self, device: Firmware) -> None:
        self._inner = InProcess(device)
        self._come = b""
        self.line = FaultyPort(self, lambda: self._inner.now_us)

    @property
    def now_us(self) -> int:
        """Device time [us]."""
        return self._inner.now_us

    def write(self, data: bytes) -> None:
        """Send bytes to the device."""
        self._inner.write(data)

    def read(self, wait_us: int) -> bytes:
        """Return what came through the line, waiting at most so long."""
        until_us = self.now_us + wait_us
        self._carry(0)
        while not self._come and self.now_us < until_us:
            self._carry(min(STEP_US, until_us - self.now_us))
        come, self._come = self._come, b""
        return come

    def wait(self, wait_us: int) -> None:
        """Let time pass."""
        until_us = self.now_us + wait_us
        while self.now_us < until_us:
            self._carry(min(50 * STEP_US, until_us - self.now_us))

    def _carry(self, wait_us: int) -> None:
        """Take what the device says, now or in a moment, onto the line."""
        said = self._inner.read(wait_us)
        if said:
            self.line.send(said)
        self.line.receive(0)

    def send(self, data: bytes) -> None:
        """Take what leaves the line; the port of the line."""
        self._come += data

    def receive(self, wait_us: int) -> bytes:
        """Give nothing: what the host says goes straight to the device."""
        return b""

    def close(self) -> None:
        """There is nothing to give back."""


def link_campaign(channels: Sequence[AdmittedChannel]) -> Iterator[LinkOutcome]:
    """Play the first pattern of each channel at its cap, and spoil the line once in each run.

    The host is one that does as ``tensplan play``: it asks every half second how it goes, and stops
    at the first answer that is missing or wrong.

    Parameters
    ----------
    channels : sequence of AdmittedChannel
        At most eight, that the wire can say.

    Yields
    ------
    LinkOutcome
        By kind and moment.

    Raises
    ------
    NotEncodable
        If the wire cannot say the plan.
    """
    encoded = encode({channel.id: channel.train for channel in channels})
    patterns = {}
    for number, one in enumerate(encoded):
        pattern, _ = one.pattern(max(one.cues(), key=lambda cue: cue.gain), one.cap_ma)
        patterns[number] = Pattern(pattern.points, pattern.period_us, MOST_RAMP)
    for kind in FAULTS:
        for moment, at_us in MOMENTS.items():
            yield _run(channels, patterns, kind, moment, at_us)


def _run(
    channels: Sequence[AdmittedChannel],
    patterns: dict[int, Pattern],
    kind: str,
    moment: str,
    at_us: int,
) -> LinkOutcome:
    """Play, spoil, watch."""
    pads = [Contact(areas=channel.areas) for channel in channels]
    pads += [SPARE] * (CHANNELS - len(pads))
    output = P24Output({str(number): contact for number, contact in enumerate(pads, 1)})
    link = SpoiltLink(Firmware(output))
    noticed, spoilt_us, before = _play(link, output, patterns, FAULTS[kind], at_us)
    after = _sum(output)
    last_us = _last_us(output)
    return LinkOutcome(
        kind=kind,
        moment=moment,
        at_us=spoilt_us,
        noticed_by="host" if noticed else "",
        delay_us=max(0, last_us - spoilt_us) if noticed else None,
        charge=after[0] - before[0],
        energy=after[1] - before[1],
        worst_density=_worst(output),
        hazards=tuple(
            sorted(
                {h.name for name, one in output.device.channels.items() for h in hazards(name, one)}
            )
        ),
    )


def _play(
    link: SpoiltLink,
    output: P24Output,
    patterns: dict[int, Pattern],
    fault: LinkFault,
    at_us: int,
) -> tuple[bool, int, tuple[float, float]]:
    """Be the host; tell whether it noticed, when the line was spoilt, and the sums until then."""
    host = Host(link)
    host.mid_level_init()
    spoilt_us, before = -1, (0.0, 0.0)
    try:
        if at_us == 0:
            spoilt_us, link.line.fault = link.now_us, fault
        host.update(patterns)
        while spoilt_us < 0 or link.now_us < spoilt_us + WATCHED_US:
            link.wait(KEEP_ALIVE_US)
            if spoilt_us < 0 and link.now_us >= at_us:
                spoilt_us, before, link.line.fault = link.now_us, _sum(output), fault
            host.current_data()
    except (NoAnswer, DeviceRefused):
        _stop(host)
        link.wait(3 * SECOND_US)
        return True, spoilt_us, before
    return False, spoilt_us, before


def _stop(host: Host) -> None:
    """Stop; the answer may be missing as well."""
    try:
        host.mid_level_stop()
    except (NoAnswer, DeviceRefused):
        return


def _sum(output: P24Output) -> tuple[float, float]:
    """Charge and energy over all channels [C], [J]."""
    totals = [one.ledger.totals() for one in output.device.channels.values()]
    return sum(one.charge for one in totals), sum(one.energy for one in totals)


def _last_us(output: P24Output) -> int:
    """When the last pulse began; 0 without any [us]."""
    ledgers = [one.ledger for one in output.device.channels.values()]
    return max((entry.stop_us for ledger in ledgers for entry in ledger.entries), default=0)


def _worst(output: P24Output) -> float:
    """Largest density over all pads [A/m2]."""
    ledgers = [one.ledger for one in output.device.channels.values()]
    return max(ledger.exposure(pad).rms_current_density for ledger in ledgers for pad in (0, 1))
