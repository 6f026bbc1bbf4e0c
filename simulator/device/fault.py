"""One thing that breaks: what, where, when, until when, and how much; in code or from a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from math import isfinite
from typing import Any

from simulator.exact import whole
from simulator.properties import Property
from simulator.properties.table import parse_property, read_json


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultKind:
    """What is known of one kind of fault.

    Parameters
    ----------
    id, effect : str
        Its name, and what it does to the pads.
    seen_by : tuple of str
        Detectors of a careful device that notice it; "lead-off" and "host-timeout" are policies.
    value : Property or None
        How much, when the fault has a size and none is given.
    low, high : float
        Range of that size.
    """

    id: str
    effect: str
    seen_by: tuple[str, ...]
    value: Property | None
    low: float
    high: float


@cache
def fault_kinds() -> dict[str, FaultKind]:
    """Return every kind of fault by its name.

    Examples
    --------
    >>> fault_kinds()["output-gain"].value.value
    2.0
    """
    return {
        entry["id"]: FaultKind(
            id=entry["id"],
            effect=entry["effect"],
            seen_by=tuple(entry["seen_by"]),
            value=None if entry["value"] is None else parse_property(entry["value"]),
            low=entry["range"][0],
            high=entry["range"][1],
        )
        for entry in read_json("faults", "device")["faults"]
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A fault to inject.

    Parameters
    ----------
    kind : str
        One of `fault_kinds()`.
    at_us : int
        Device time. [us]
    until_us : int or None
        When it is over; None for ever. [us]
    channel : str
        Where; "" where the device has only one channel, or the fault is of the device.
    value : float or None
        Its size, in the unit of the kind; None for the one that the kind states.

    Raises
    ------
    ValueError
        If the kind is unknown, a time is impossible, or the size leaves its range.

    Examples
    --------
    >>> Fault(kind="output-gain", at_us=5_000_000).size
    2.0
    """

    kind: str
    at_us: int
    until_us: int | None = None
    channel: str = ""
    value: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in fault_kinds():
            raise ValueError(
                f"fault must be one of {', '.join(sorted(fault_kinds()))}, got {self.kind!r}"
            )
        whole("at_us", self.at_us, 0)
        if self.until_us is not None:
            whole("until_us", self.until_us, self.at_us + 1)
        self._check_size()

    def _check_size(self) -> None:
        """Refuse a size that the kind does not have, or that leaves its range."""
        kind = fault_kinds()[self.kind]
        if self.value is None:
            return
        if kind.value is None:
            raise ValueError(f"{self.kind} has no value, got {self.value}")
        number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if not (number and isfinite(self.value) and kind.low <= self.value <= kind.high):
            raise ValueError(
                f"value of {self.kind} must be {kind.low} to {kind.high} {kind.value.unit}, "
                f"got {self.value!r}"
            )

    @property
    def size(self) -> float:
        """Its size, 0 for a fault that has none."""
        stated = fault_kinds()[self.kind].value
        if self.value is not None:
            return float(self.value)
        return 0.0 if stated is None else stated.value


def parse_fault(line: str) -> Fault:
    """Read one line of a file of faults: a JSON object with the fields of `Fault`.

    Parameters
    ----------
    line : str
        Text; ``fault`` names the kind.

    Raises
    ------
    ValueError
        If it is no such object; the message says what is wrong.

    Examples
    --------
    >>> parse_fault('{"fault": "lead-off", "at_us": 600000000, "channel": "A"}').at_us
    600000000
    """
    try:
        entry: Any = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"a fault must be one line of JSON: {error}") from None
    if not isinstance(entry, dict):
        raise ValueError(f"a fault must be an object, got {line.strip()[:40]!r}")
    known = {"fault"} | {part.name for part in fields(Fault)} - {"kind"}
    unknown = sorted(set(entry) - known)
    missing = sorted({"fault", "at_us"} - set(entry))
    if unknown or missing:
        raise ValueError(f"a fault has unknown keys {unknown} and misses {missing}")
    if not isinstance(entry.get("channel", ""), str):
        raise ValueError(f"channel of a fault must be text, got {entry['channel']!r}")
    return Fault(kind=str(entry.pop("fault")), **entry)


def read_faults(lines: Iterable[str]) -> tuple[Fault, ...]:
    """Read a file of faults, one a line; empty lines are left out.

    Parameters
    ----------
    lines : iterable of str
        Of JSON lines.

    Raises
    ------
    ValueError
        For the first line that is no fault, with its number.

    Examples
    --------
    >>> [fault.kind for fault in read_faults(['{"fault": "host-loss", "at_us": 5}', ''])]
    ['host-loss']
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(parse_fault(line))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return tuple(found)
