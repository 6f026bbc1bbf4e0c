"""One fault at one moment: noticed by what, after how long, and what the pads got meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.device.fault import Fault
from simulator.device.hazard import Hazard, hazards
from simulator.device.ledger import Totals
from simulator.device.stimulator import VirtualStimulator

NOTICED = ("latched: ", "lead-off: ", "restarted: ", "host-timeout", "test-failed")
"""Beginnings of the lines of the journal that say that the device noticed something."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of one fault.

    Parameters
    ----------
    fault : Fault
        As injected.
    noticed_by : str
        Name of the detector or policy; "" when nothing noticed it.
    delay_us : int or None
        From the fault until the device acted; None when it did not. [us]
    charge, energy : float
        Delivered from the fault until the device acted, or until the end; all channels. [C], [J]
    worst_density : float
        Largest r.m.s. current density of the session, over all pads. [A/m2]
    hazards : tuple of Hazard
        What the judge of the delivered truth found.
    """

    fault: Fault
    noticed_by: str
    delay_us: int | None
    charge: float
    energy: float
    worst_density: float
    hazards: tuple[Hazard, ...]


def single_fault(begin: Callable[[], VirtualStimulator], fault: Fault, until_us: int) -> Outcome:
    """Run a session with one fault.

    Parameters
    ----------
    begin : callable
        Gives a device of its own for this run, at any point of its session before the fault.
    fault : Fault
        What breaks, and when.
    until_us : int
        Device time at which the run ends. [us]

    Returns
    -------
    Outcome
        Detection, delay, delivered charge and energy, hazards.

    Examples
    --------
    >>> from simulator.device import Clock, Contact
    >>> from simulator.properties import device
    >>> def begin():
    ...     stim = VirtualStimulator(Clock(), {"A": Contact(areas=(20e-4, 20e-4))}, device("p24"))
    ...     stim.power_on()
    ...     return stim
    >>> found = single_fault(begin, Fault(kind="bridge-stuck-on", at_us=1_000_000), 5_000_000)
    >>> found.noticed_by, found.delay_us
    ('output-while-off', 2000)
    """
    device = begin()
    device.inject(fault)
    device.advance(fault.at_us)
    before = _sum(device)
    while _noticed(device, fault) == ("", None) and device.now_us < until_us:
        following = device.clock.next_us
        device.advance(until_us if following is None else min(until_us, following))
    name, delay_us = _noticed(device, fault)
    after = _sum(device)
    device.advance(max(until_us, device.now_us))
    pads = [one.ledger.exposure(pad) for one in device.channels.values() for pad in (0, 1)]
    return Outcome(
        fault=fault,
        noticed_by=name,
        delay_us=delay_us,
        charge=after.charge - before.charge,
        energy=after.energy - before.energy,
        worst_density=max(exposure.rms_current_density for exposure in pads),
        hazards=tuple(
            hazard for name, one in device.channels.items() for hazard in hazards(name, one)
        ),
    )


def _noticed(device: VirtualStimulator, fault: Fault) -> tuple[str, int | None]:
    """Return what noticed the fault, and after how long."""
    for line in device.journal:
        if line.at_us >= fault.at_us and line.what.startswith(NOTICED):
            return line.what.split(": ")[-1], line.at_us - fault.at_us
    return "", None


def _sum(device: VirtualStimulator) -> Totals:
    """Charge and energy over all channels."""
    each = [channel.ledger.totals() for channel in device.channels.values()]
    return Totals(charge=sum(one.charge for one in each), energy=sum(one.energy for one in each))
