"""Breaking a device, and mending it: what each kind of fault changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from simulator.device.channel import Channel
from simulator.device.condition import Condition
from simulator.device.detector import detectors
from simulator.device.fault import Fault
from simulator.device.machine import Machine

HARDWARE: dict[str, Callable[[float, int], dict[str, Any]]] = {
    "bridge-stuck-on": lambda _, now: {"stuck": "bridge", "stuck_us": now},
    "timer-lock-up": lambda _, now: {"stuck": "timer", "stuck_us": now},
    "bridge-stuck-off": lambda size, _: {"missing_phase": int(size)},
    "output-gain": lambda size, _: {"gain": size},
    "blocking-capacitor-short": lambda _, __: {"blocking_shorted": True},
    "over-voltage": lambda size, _: {"supply_factor": size},
    "clock-drift": lambda size, _: {"rate_factor": Fraction(repr(size))},
    "setting-bit-error": lambda size, _: {"added": size},
}
"""What a fault changes in the condition of a channel."""

PADS: dict[str, Callable[[float], dict[str, Any]]] = {
    "electrode-peel": lambda size: {"touching": (size, 1.0)},
    "dried-gel": lambda size: {"touching": (size, size)},
    "lead-off": lambda _: {"touching": (0.0, 1.0)},
    "electrode-short": lambda _: {"shorted": True},
}
"""What a fault changes in how the pads lie."""

WHOLE_PADS: dict[str, Any] = {"touching": (1.0, 1.0), "shorted": False}


def inject(device: Machine, fault: Fault) -> None:
    """Appoint a fault, and its end if it has one.

    Parameters
    ----------
    device : VirtualStimulator
        Which breaks.
    fault : Fault
        Not before now.

    Raises
    ------
    ValueError
        If the channel is not one of the device, or the fault needs a second one.
    """
    name = fault.channel if fault.channel else next(iter(device.channels))
    device.channel(name)
    if fault.kind in ("wrong-channel", "relay-welded") and len(device.channels) < 2:
        raise ValueError(f"{fault.kind} needs a device of two channels")
    device.clock.at(fault.at_us, lambda: _begin(device, name, fault))
    if fault.until_us is not None:
        device.clock.at(fault.until_us, lambda: mend(device, name, fault))


def _begin(device: Machine, name: str, fault: Fault) -> None:
    """Break it."""
    device.note(f"fault: {fault.kind}", name)
    channel = device.channels[name]
    if fault.kind in HARDWARE:
        changes = HARDWARE[fault.kind](fault.size, device.now_us)
        channel.change(replace(channel.condition, **changes))
        if device.state == "off":
            device.isolate()
    elif fault.kind in PADS:
        device.place(name, replace(channel.contact, **PADS[fault.kind](fault.size)))
    elif fault.kind in ("wrong-channel", "relay-welded"):
        other = _next(device, name)
        nowhere = other.contact.is_open  # all of the current goes where it can
        halves = ((channel, 1.0),) if nowhere else ((channel, 0.5), (other, 0.5))
        channel.routes = halves if fault.kind == "relay-welded" else ((other, 1.0),)
    else:
        _DEVICE[fault.kind](device, channel, fault)


def mend(device: Machine, name: str, fault: Fault) -> None:
    """Undo what a fault did, now.

    Parameters
    ----------
    device : VirtualStimulator
        Which is mended.
    name : str
        Channel id.
    fault : Fault
        That was injected.
    """
    device.note(f"mended: {fault.kind}", name)
    channel = device.channels[name]
    if fault.kind in HARDWARE:
        whole = Condition()
        changes = HARDWARE[fault.kind](fault.size, 0)
        channel.change(
            replace(channel.condition, **{field: getattr(whole, field) for field in changes})
        )
        channel.routes = ((channel, 1.0),)
    elif fault.kind in PADS:
        changes = PADS[fault.kind](fault.size)
        whole_again = {field: WHOLE_PADS[field] for field in changes}
        device.place(name, replace(channel.contact, **whole_again))
    elif fault.kind in ("wrong-channel", "relay-welded"):
        channel.routes = ((channel, 1.0),)
    elif fault.kind == "host-loss":
        device.host_lost = False
    elif fault.kind == "supply-loss" and "supply-monitor" in device.watched:
        device.restart("supply-monitor")
    elif fault.kind in ("supply-loss", "firmware-hang"):
        device.wake()


def _next(device: Machine, name: str) -> Channel:
    """Return the channel after this one, the first after the last."""
    names = list(device.channels)
    return device.channels[names[(names.index(name) + 1) % len(names)]]


def _hang(device: Machine, channel: Channel, fault: Fault) -> None:
    """Neither pulses nor answers, until a watchdog starts the device anew."""
    device.sleep()
    if fault.kind == "firmware-hang" and "watchdog" in device.watched:
        wait = detectors()["watchdog"].delay_us
        device.clock.at(device.now_us + wait, lambda: device.restart("watchdog"))


def _lose_host(device: Machine, channel: Channel, fault: Fault) -> None:
    """No more signs of life from the host are heard."""
    device.host_lost = True


def _press(device: Machine, channel: Channel, fault: Fault) -> None:
    """Raise the level as if someone kept pressing."""
    if not channel.sending:
        return
    now, most = device.now_us, device.most(channel)
    climb = max(0.0, most - channel.level.present(now))
    channel.level = channel.level.towards(most, now, max(1, round(climb / fault.size * 1e6)))
    detector = detectors()["rise-limit"]
    if "rise-limit" in device.watched and fault.size > detector.threshold.value:
        device.later(detector.delay_us, lambda: device.latch("rise-limit"))


_DEVICE: dict[str, Callable[[Machine, Channel, Fault], None]] = {
    "firmware-hang": _hang,
    "supply-loss": _hang,
    "host-loss": _lose_host,
    "stuck-button": _press,
}
"""Faults of the device as a whole."""
