"""What a test asks of a device at work: break it, mend it, and tell what the pads got.

A request is an object with ``do``; the answer is an object with ``ok``. Nothing that is asked
stops the device: what cannot be done is answered with a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.device import Fault, LinkFault, parse_fault
from simulator.device.injection import mend
from simulator.device.truth import truth

if TYPE_CHECKING:
    from simulator.sciencemode4.live_device import LiveDevice

Deed = Callable[[], dict[str, Any]]
"""Does what was asked, and gives the rest of the answer."""

PADS: dict[str, dict[str, Any]] = {
    "on": {"touching": (1.0, 1.0), "shorted": False},
    "off": {"touching": (0.0, 1.0), "shorted": False},
    "short": {"touching": (1.0, 1.0), "shorted": True},
}
"""How a pair of pads can lie, beside one that peels."""


class BackDoor:
    """Reads requests, and does them.

    Parameters
    ----------
    live : LiveDevice
        The device at work.

    Examples
    --------
    >>> from simulator.sciencemode4.live_device import LiveDevice
    >>> from simulator.sciencemode4.ports.tcp_port import TcpPort
    >>> live = LiveDevice(TcpPort, lambda: 0)
    >>> live.door.answer({"do": "electrode", "channel": "1", "state": "off"})
    {'ok': True, 'at_us': 0}
    >>> live.door.answer({"do": "dance"})["ok"]
    False
    >>> live.close()
    """

    def __init__(self, live: LiveDevice) -> None:
        self._live = live
        self._injected: list[Fault] = []
        self._deeds: dict[str, Callable[[dict[str, Any]], Deed]] = {
            "inject": self._inject,
            "clear": self._clear,
            "electrode": self._electrode,
            "link": self._link,
            "freeze": self._freeze,
            "thaw": self._thaw,
            "unplug": self._unplug,
            "plug": self._plug,
            "status": self._status,
            "ledger": self._ledger,
            "clock": self._clock,
        }

    def answer(self, request: Any) -> dict[str, Any]:
        """Do what is asked now; what cannot be done is told in ``error``."""
        self._live.catch_up()
        try:
            deed = self.read(request)
            return {"ok": True, "at_us": self._live.now_us(), **deed()}
        except (ValueError, OSError) as error:
            return {"ok": False, "error": str(error)}

    def read(self, request: Any) -> Deed:
        """Understand a request, without doing it.

        Raises
        ------
        ValueError
            If it is none.
        """
        if not isinstance(request, dict):
            raise ValueError("a request must be an object with a key do")
        fields = dict(request)
        name = fields.pop("do", None)
        if not isinstance(name, str) or name not in self._deeds:
            raise ValueError(f"do must be one of {', '.join(self._deeds)}, got {name!r}")
        return self._deeds[name](fields)

    def _inject(self, fields: dict[str, Any]) -> Deed:
        """Inject a fault with the keys of a file of faults; now, when it has no time."""
        timed = "at_us" in fields
        fault = parse_fault(json.dumps(fields if timed else {**fields, "at_us": 0}))
        self._live.channel(fault.channel)

        def deed() -> dict[str, Any]:
            begins = fault if timed else replace(fault, at_us=self._live.stimulator.now_us)
            self._live.stimulator.inject(begins)
            self._injected.append(begins)
            return {"fault": begins.kind}

        return deed

    def _clear(self, fields: dict[str, Any]) -> Deed:
        """Mend what was injected, the line, and the pads."""
        _only(fields)

        def deed() -> dict[str, Any]:
            stimulator = self._live.stimulator
            begun = [fault for fault in self._injected if fault.at_us <= stimulator.now_us]
            for fault in begun:
                mend(stimulator, self._live.channel(fault.channel), fault)
                self._injected.remove(fault)
            for name in stimulator.channels:
                self._place(name, PADS["on"])
            self._live.line.mend()
            return {"cleared": len(begun)}

        return deed

    def _electrode(self, fields: dict[str, Any]) -> Deed:
        """Let the pads of a channel lie otherwise."""
        _only(fields, "channel", "state", "touching")
        name, state = self._live.channel(_text(fields, "channel")), _text(fields, "state")
        if state == "peel":
            changes: dict[str, Any] = {"touching": (_share(fields), 1.0), "shorted": False}
        elif state in PADS and "touching" not in fields:
            changes = PADS[state]
        else:
            raise ValueError(
                f"state must be on, off, short, or peel with a share touching, got {state!r}"
            )
        return lambda: self._place(name, changes)

    def _place(self, name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Put the pads down."""
        stimulator = self._live.stimulator
        contact = stimulator.channels[name].contact
        if any(getattr(contact, field) != value for field, value in changes.items()):
            stimulator.place(name, replace(contact, **changes))
        return {}

    def _link(self, fields: dict[str, Any]) -> Deed:
        """Spoil the next answer of the device, or all of them."""
        _only(fields, "fault", "delay_us", "place", "stray_hex")
        rest = {key: value for key, value in fields.items() if key in ("delay_us", "place")}
        if "stray_hex" in fields:
            rest["stray"] = bytes.fromhex(_text(fields, "stray_hex"))
        fault = LinkFault(kind=_text(fields, "fault"), **rest)

        def deed() -> dict[str, Any]:
            self._live.line.fault = fault
            return {"fault": fault.kind}

        return deed

    def _freeze(self, fields: dict[str, Any]) -> Deed:
        """Give neither pulses nor answers, until it thaws."""
        _only(fields)
        return self._live.freeze

    def _thaw(self, fields: dict[str, Any]) -> Deed:
        """Start anew after a freeze, as after power-on."""
        _only(fields)
        return self._live.thaw

    def _unplug(self, fields: dict[str, Any]) -> Deed:
        """Pull the cable."""
        _only(fields)
        return self._live.unplug

    def _plug(self, fields: dict[str, Any]) -> Deed:
        """Put the cable back."""
        _only(fields)
        return self._live.plug_in

    def _status(self, fields: dict[str, Any]) -> Deed:
        """Tell what the device says of itself, and how the line is."""
        _only(fields)
        return self._live.status

    def _ledger(self, fields: dict[str, Any]) -> Deed:
        """Tell what the pads got."""
        _only(fields)
        return lambda: truth(self._live.stimulator, self._live.limits)

    def _clock(self, fields: dict[str, Any]) -> Deed:
        """Device time, which every answer has, and its speed."""
        _only(fields)
        return lambda: {"speed": self._live.speed}


def _only(fields: Mapping[str, Any], *known: str) -> None:
    """Refuse keys that nobody reads."""
    unknown = sorted(set(fields) - set(known))
    if unknown:
        raise ValueError(f"unknown keys {', '.join(unknown)}; known are {', '.join(known) or '-'}")


def _text(fields: Mapping[str, Any], key: str) -> str:
    """Return a text."""
    value = fields.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} must be text, got {value!r}")
    return value


def _share(fields: Mapping[str, Any]) -> float:
    """Return what share of a pad still touches."""
    value = fields.get("touching")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None or not number or not 0 < value < 1:
        raise ValueError(f"touching must be a share above 0 and below 1, got {value!r}")
    return float(value)
