"""A file of what shall happen to a device at work: faults and requests of the back door, by time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simulator.exact import whole

if TYPE_CHECKING:
    from simulator.sciencemode4.back_door import BackDoor

Appointment = tuple[int, dict[str, Any]]
"""Device time [us], and what is asked of the back door then."""


def read_script(lines: Iterable[str], door: BackDoor) -> tuple[Appointment, ...]:
    """Read JSON lines, each a fault or a request of the back door, with ``at_us``.

    Parameters
    ----------
    lines : iterable of str
        Empty ones are left out.
    door : BackDoor
        Of the device, which knows its channels.

    Returns
    -------
    tuple of (int, dict)
        Sorted by time; of equal times the earlier line comes first.

    Raises
    ------
    ValueError
        For the first line that is neither, with its number.

    Examples
    --------
    >>> from simulator.sciencemode4.live_device import LiveDevice
    >>> from simulator.sciencemode4.ports.tcp_port import TcpPort
    >>> live = LiveDevice(TcpPort, lambda: 0)
    >>> read_script(['{"do": "unplug", "at_us": 9}', '{"fault": "lead-off", "at_us": 5}'], live.door)
    ((5, {'do': 'inject', 'fault': 'lead-off', 'at_us': 5}), (9, {'do': 'unplug'}))
    >>> live.close()
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_read(line, door))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return tuple(sorted(found, key=lambda one: one[0]))


def _read(line: str, door: BackDoor) -> Appointment:
    """Read one line, and let the back door understand it."""
    try:
        entry: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"it must be one line of JSON: {error}") from None
    if not isinstance(entry, dict):
        raise ValueError(f"it must be an object, got {line.strip()[:40]!r}")
    at_us = whole("at_us", entry.get("at_us"), 0)
    if "do" in entry and entry["do"] != "inject":
        request = {key: value for key, value in entry.items() if key != "at_us"}
    else:
        request = {"do": "inject", **entry}
    door.read(request)
    return at_us, request
