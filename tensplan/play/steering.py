"""What a person does during a session: raise and lower, pause, go on, stop; by a script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, get_args

from tensplan.errors import UnreadableError
from tensplan.session_plan.session_record import StopReason

Deed = Literal["set", "change", "pause", "resume", "stop"]
LONGEST_S = 100_000.0
"""No session is longer. [s]"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One thing that is asked.

    Parameters
    ----------
    do : str
        ``set`` an amplitude, ``change`` it by some mA, ``pause``, ``resume`` (the amplitude rises
        from 0 again), or ``stop``.
    channel : str
        Id of a channel, for ``set`` and ``change``.
    amplitude_ma : float
        New amplitude, or by how much it changes. [mA]
    because : str
        Why, for ``stop``.
    """

    do: Deed
    channel: str = ""
    amplitude_ma: float = 0.0
    because: StopReason = "no-time"


class ScriptError(UnreadableError):
    """A file of orders that cannot be followed."""

    ref = "play/script"


class Script:
    """Orders with their times, pauses counted.

    Parameters
    ----------
    orders : tuple of (int, Order)
        Times since the start [us], in order.

    Examples
    --------
    >>> script = read_script('{"at_s": 2, "channel": "A", "amplitude_ma": 12}', {"A": 40.0})
    >>> script.next_us(), script.take(1_000_000), script.take(2_000_000)[0].amplitude_ma
    (2000000, [], 12.0)
    """

    def __init__(self, orders: tuple[tuple[int, Order], ...]) -> None:
        self._waiting = list(orders)

    def next_us(self) -> int | None:
        """When something is asked next [us]; None when nothing is."""
        return self._waiting[0][0] if self._waiting else None

    def files(self) -> list[int]:
        """Nothing is waited for."""
        return []

    def take(self, now_us: int, *, paused: bool = False) -> list[Order]:
        """Return what is asked until now, once."""
        due = [order for at_us, order in self._waiting if at_us <= now_us]
        del self._waiting[: len(due)]
        return due


def read_script(text: str, caps_ma: Mapping[str, float], *, where: str = "") -> Script:
    """Read JSON lines of orders.

    Parameters
    ----------
    text : str
        ``{"at_s": 2, "channel": "A", "amplitude_ma": 12}`` or
        ``{"at_s": 60, "do": "pause"}`` in each line; ``stop`` may say ``because``.
    caps_ma : mapping
        Highest amplitude of each channel. [mA]
    where : str
        Name of the file.

    Raises
    ------
    ScriptError
        If a line is no order, its time goes back, or it asks for more than a cap.
    """
    orders: list[tuple[int, Order]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            at_us, order = _order(json.loads(line), caps_ma)
            if orders and at_us < orders[-1][0]:
                raise ValueError("its time is before that of the line above")
        except (ValueError, TypeError, RecursionError) as error:
            raise ScriptError(
                f"line {number} is no order: {error}",
                where=where,
                hint='write {"at_s": 2, "channel": "A", "amplitude_ma": 12} or {"at_s": 60, "do": "stop"}',
            ) from None
        orders.append((at_us, order))
    return Script(tuple(orders))


def _order(data: Any, caps_ma: Mapping[str, float]) -> tuple[int, Order]:
    """Read one line."""
    if not isinstance(data, dict) or "at_s" not in data:
        raise ValueError("an order has a time at_s")
    seconds = _number(data.pop("at_s"), "at_s", LONGEST_S, "s")
    do = data.pop("do", "set")
    if do not in ("set", "pause", "resume", "stop"):
        raise ValueError(f'do must be set, pause, resume or stop, got "{do}"')
    if do == "set":
        channel = data.pop("channel", None)
        if channel not in caps_ma:
            raise ValueError(f'there is no channel "{channel}"; there is {", ".join(caps_ma)}')
        amount = data.pop("amplitude_ma", None)
        order = Order(
            do="set",
            channel=channel,
            amplitude_ma=_number(amount, "amplitude_ma", caps_ma[channel], "mA, the cap"),
        )
    else:
        order = Order(do=do, because=_reason(data.pop("because", "no-time")))
    if data:
        raise ValueError(f"unknown {', '.join(data)}")
    return round(seconds * 1e6), order


def _reason(word: Any) -> Any:
    """Return why a session is stopped."""
    if word not in get_args(StopReason):
        raise ValueError(f'because must be one of {", ".join(get_args(StopReason))}, got "{word}"')
    return word


def _number(value: Any, name: str, highest: float, unit: str) -> float:
    """Return a number from 0 to the highest."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{name} must be a number, got {value!r}")
    if not 0 <= value <= highest:
        raise ValueError(f"{name} must be 0 to {highest:g} {unit}, got {value:g}")
    return float(value)
