"""A virtual stimulator beside a test: in a thread of its own, asked through its back door."""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import Future
from typing import Any

from simulator.sciencemode4.live_device import LiveDevice
from tensplan.safety.limits import own_limits
from tensplan.virtual_device.limits_at import limits_at
from tensplan.virtual_device.line import line_of

PATIENCE_S = 10.0
"""How long a device may take to answer its back door; it takes milliseconds. [s]"""


class RunningDevice:
    """A virtual stimulator that works between ``with`` and its end.

    Parameters
    ----------
    address : str, optional
        ``HOST:PORT`` on this machine to listen on instead of a pseudo-terminal.
    speed : float
        Device time that passes in a second. [s/s]

    Examples
    --------
    >>> with RunningDevice("127.0.0.1:0") as stimulator:
    ...     stimulator.electrode("1", "off")
    ...     stimulator.ledger["1"]["delivered"]["pulses"]
    0
    """

    def __init__(self, address: str | None = None, *, speed: float = 1.0) -> None:
        limits = limits_at(own_limits())
        self._live = LiveDevice(
            line_of(None, address), time.monotonic_ns, speed=speed, limits=limits
        )
        self._asked: deque[tuple[dict[str, Any], Future[dict[str, Any]]]] = deque()
        self._over = threading.Event()
        self._errors: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, name="virtual stimulator", daemon=True)

    def __enter__(self) -> RunningDevice:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE_S)
        if self._errors:
            raise self._errors[0]

    def _run(self) -> None:
        """Work, and answer what is asked in between."""
        try:
            while not self._over.is_set():
                self._live.step()
                while self._asked:
                    request, answer = self._asked.popleft()
                    answer.set_result(self._live.door.answer(request))
        except BaseException as error:
            self._errors.append(error)
        finally:
            self._live.close()

    def ask(self, do: str, **fields: Any) -> dict[str, Any]:
        """Ask the back door, as `docs/test-your-client.md` describes it.

        Raises
        ------
        ValueError
            If it cannot be done; the message says why.
        """
        answer: Future[dict[str, Any]] = Future()
        self._asked.append(({"do": do, **fields}, answer))
        said = answer.result(PATIENCE_S)
        if not said.pop("ok"):
            raise ValueError(said["error"])
        return said

    @property
    def port(self) -> str:
        """What a client opens: a path, or ``HOST:PORT``."""
        return self._live.plug.name

    @property
    def clock(self) -> int:
        """Device time [us]."""
        return int(self.ask("clock")["at_us"])

    @property
    def status(self) -> dict[str, Any]:
        """What the device says of itself."""
        return self.ask("status")

    @property
    def ledger(self) -> dict[str, dict[str, Any]]:
        """What was asked, sent and delivered, by channel."""
        channels: dict[str, dict[str, Any]] = self.ask("ledger")["channels"]
        return channels

    @property
    def hazards(self) -> dict[str, list[str]]:
        """What the judge of delivered output calls hazardous, by channel; others are left out."""
        return {name: one["hazards"] for name, one in self.ledger.items() if one["hazards"]}

    @property
    def limits_passed(self) -> list[str]:
        """Names of the limits that delivered output passed."""
        rows = (row for one in self.ledger.values() for row in one["limits_passed"])
        return sorted({row["limit"] for row in rows})

    def inject(self, fault: str, **fields: Any) -> None:
        """Break the device, as a line of a file of faults does; at once without ``at_us``."""
        self.ask("inject", fault=fault, **fields)

    def link_fault(self, fault: str, **fields: Any) -> None:
        """Spoil the next answer; ``silence`` all of them until `clear`."""
        self.ask("link", fault=fault, **fields)

    def electrode(self, channel: str, state: str, **fields: Any) -> None:
        """Let the pads of a channel be ``on``, ``off``, ``short``, or ``peel`` with ``touching``."""
        self.ask("electrode", channel=channel, state=state, **fields)

    def clear(self) -> None:
        """Mend everything that was broken."""
        self.ask("clear")

    def freeze(self) -> None:
        """Let the device hang."""
        self.ask("freeze")

    def thaw(self) -> None:
        """Let it start anew."""
        self.ask("thaw")

    def unplug(self) -> None:
        """Pull the cable."""
        self.ask("unplug")

    def plug(self) -> str:
        """Put the cable back; return what a client opens now."""
        return str(self.ask("plug")["port"])
