"""One trial of somebody's client: a fault while it stimulates, and who ended the output after that."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Literal

from simulator.device.hazard import hazards
from simulator.sciencemode4.codes import Command, Status
from simulator.sciencemode4.deframer import Deframer
from simulator.sciencemode4.frame import Packet
from simulator.sciencemode4.live_device import LiveDevice
from simulator.sciencemode4.options import Options
from simulator.sciencemode4.transcript import Speaker
from tensplan.errors import UsageError
from tensplan.virtual_device.line import line_of

SECOND_US = 1_000_000
PATIENCE_US = 30 * SECOND_US
"""How long a client may take until its first pulse. [us]"""

SETTLE_US = SECOND_US
"""Between the first pulse and the fault. [us]"""

REST_US = 2_500_000
"""Without a pulse for so long the output is at rest: longer than the time-out of the device. [us]"""

STOPS = (Command.MID_LEVEL_STOP, Command.LOW_LEVEL_STOP, Command.RESET)
"""What a client says to end the output."""

_PATH_OF_CLASS = re.compile(r"^(?:\w+\.)+(?=\w+:)")
"""What stands before the name of an exception."""

By = Literal["client", "device", "fault", "nobody", ""]
Request = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One fault for clients.

    Parameters
    ----------
    id, what : str
        Its name, and what happens.
    request : mapping
        For the back door; empty for no fault at all.
    mend : mapping
        For the back door, `MENDED_US` later; empty for nothing.
    must_end : bool
        Whether going on with it is a hazard.
    """

    id: str
    what: str
    request: Request
    mend: Request
    must_end: bool


MENDED_US = 3 * SECOND_US
"""How long a fault lasts that passes. [us]"""


def _one_answer(fault: str, what: str, **fields: Any) -> Kind:
    """Return a fault of one answer of the device."""
    request = {"do": "link", "fault": fault, **fields}
    return Kind(id=fault, what=what, request=request, mend={}, must_end=False)


KINDS = (
    Kind(id="none", what="nothing breaks", request={}, mend={}, must_end=False),
    _one_answer("drop", "one answer is lost"),
    _one_answer("delay", "one answer comes 3 s late", delay_us=3 * SECOND_US),
    _one_answer("split", "one answer comes in two parts, 50 ms apart", place=7, delay_us=50_000),
    _one_answer("corrupt", "one byte of an answer is wrong", place=10),
    _one_answer("duplicate", "one answer comes twice"),
    _one_answer("stray", "a stray byte comes before an answer", stray_hex="00"),
    _one_answer("wrong-number", "one answer has the number of another"),
    Kind(
        id="silence",
        what="no answer comes any more, and pulses go on",
        request={"do": "link", "fault": "silence"},
        mend={},
        must_end=True,
    ),
    Kind(
        id="freeze",
        what="the device hangs: neither answers nor pulses",
        request={"do": "freeze"},
        mend={},
        must_end=True,
    ),
    Kind(id="unplug", what="the line is pulled", request={"do": "unplug"}, mend={}, must_end=True),
    Kind(
        id="electrode",
        what="a pad comes off for 3 s, then lies again",
        request={"do": "electrode", "state": "off"},
        mend={"do": "electrode", "state": "on"},
        must_end=False,
    ),
)
"""Every fault that a client is tried with, the plain run first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What came of one trial.

    Parameters
    ----------
    kind : Kind
        What broke.
    ended_by : {"client", "device", "fault", "nobody", ""}
        Who ended the output after it: the client by a stop or by sending no more; the device by its
        time-out or lead-off policy; the fault itself; nobody while it was watched; "" when nothing
        broke, or the client never stimulated.
    after_us : int or None
        From the fault to the last pulse; None when nobody ended it. [us]
    charge : float
        Delivered from the fault on. [C]
    hazards : tuple of str
        What the judge of delivered output found that was not there before the fault.
    client : str
        How the client ended.
    """

    kind: Kind
    ended_by: By
    after_us: int | None
    charge: float
    hazards: tuple[str, ...]
    client: str

    @property
    def is_undetected_hazard(self) -> bool:
        """Whether the output went on where it must not."""
        return self.ended_by == "nobody" and (self.kind.must_end or bool(self.hazards))


class _Heard:
    """Notes when a client asks for an end."""

    def __init__(self) -> None:
        self.stopped = False
        self._deframer = Deframer()

    def add(self, at_us: int, speaker: Speaker, data: bytes = b"") -> None:
        """Listen to the host."""
        if speaker == "host":
            found = self._deframer.feed(data)
            self.stopped |= any(isinstance(p, Packet) and p.command in STOPS for p in found)


class Trial:
    """A device on a line of its own, a client that drives it, and one fault.

    Parameters
    ----------
    command : sequence of str
        Program and arguments of the client.
    kind : Kind
        What breaks.
    watched_us : int
        How long the client is watched after the fault, then it is ended. [us]
    """

    def __init__(self, command: Sequence[str], kind: Kind, *, watched_us: int) -> None:
        self._kind = kind
        self._watched_us = watched_us
        self._heard = _Heard()
        self._live = LiveDevice(
            line_of(None, None),
            time.monotonic_ns,
            record=self._heard,
            options=Options(host_loss="watchdog"),
        )
        self._command = command
        self._ended_by: By = "nobody"
        self._last_us = 0
        self._pulses = 0

    def run(self) -> Verdict:
        """Run it to its end, and end the client.

        Raises
        ------
        UsageError
            If the client cannot be started.
        """
        with tempfile.TemporaryFile() as self._errors:
            try:
                self._client = _started(self._command, self._live.plug.name, self._errors)
                try:
                    return self._verdict() if self._has_begun() else self._never()
                finally:
                    if self._client.poll() is None:
                        self._client.kill()
                    self._client.wait()
            finally:
                self._live.close()

    def _has_begun(self) -> bool:
        """Wait for pulses, and for a second of them."""
        while self._pulses == 0:
            if self._client.poll() is not None or self._live.now_us() > PATIENCE_US:
                return False
            self._step()
        begun_us = self._live.now_us()
        while self._live.now_us() < begun_us + SETTLE_US:
            self._step()
        return True

    def _never(self) -> Verdict:
        """Say that the client never got so far."""
        return Verdict(
            kind=self._kind,
            ended_by="",
            after_us=None,
            charge=0.0,
            hazards=(),
            client=f"never stimulated; {self._client_words(killed=False)}",
        )

    def _verdict(self) -> Verdict:
        """Break it, watch, and judge."""
        before_c, known = self._charge(), self._hazards()
        fault_us = self._live.now_us()
        self._ask(self._kind.request)
        self._ended_by = "nobody"
        killed = self._watch(fault_us)
        after_us = max(0, self._last_us - fault_us)
        if self._kind.id == "freeze":
            self._ended_by = "fault"
        elif killed and after_us > self._watched_us - REST_US:
            self._ended_by = "nobody"
        return Verdict(
            kind=self._kind,
            ended_by=self._ended_by,
            after_us=None if self._ended_by == "nobody" else after_us,
            charge=self._charge() - before_c,
            hazards=tuple(sorted(self._hazards() - known)),
            client=self._client_words(killed=killed),
        )

    def _watch(self, fault_us: int) -> bool:
        """Watch until the client has ended and nothing comes; tell whether it had to be ended."""
        mend_us = fault_us + MENDED_US if self._kind.mend else None
        while self._live.now_us() < fault_us + self._watched_us:
            self._step()
            now_us = self._live.now_us()
            if mend_us is not None and now_us >= mend_us:
                self._ask(self._kind.mend)
                mend_us = None
            is_over = self._client.poll() is not None
            if is_over and mend_us is None and now_us > self._last_us + REST_US:
                return False
        self._client.terminate()
        return True

    def _step(self) -> None:
        """Let the device work, and see who ends what."""
        self._heard.stopped = False
        ran = self._is_running()
        self._live.step()
        pulses = sum(one.ledger.totals().pulses for one in self._live.stimulator.channels.values())
        if pulses != self._pulses:
            self._pulses, self._last_us = pulses, self._live.now_us()
            if self._live.firmware.status.status is Status.LOW_LEVEL:
                self._ended_by = "client"
        if ran and not self._is_running():
            self._ended_by = "client" if self._heard.stopped else "device"

    def _is_running(self) -> bool:
        """Whether patterns are played by themselves."""
        return self._live.firmware.status.status is Status.MID_LEVEL_RUNNING

    def _ask(self, request: Request) -> None:
        """Ask the back door."""
        if request:
            said = self._live.door.answer(dict(request) | self._place(request))
            if not said["ok"]:
                raise RuntimeError(said["error"])

    def _place(self, request: Request) -> dict[str, str]:
        """Name the first channel that got pulses, where a channel is asked for."""
        if request["do"] != "electrode":
            return {}
        channels = self._live.stimulator.channels.items()
        return {"channel": next(name for name, one in channels if one.ledger.totals().pulses)}

    def _charge(self) -> float:
        """Delivered on all channels [C]."""
        channels = self._live.stimulator.channels.values()
        return sum(one.ledger.totals().charge for one in channels)

    def _hazards(self) -> set[str]:
        """Names of what was hazardous so far."""
        channels = self._live.stimulator.channels.items()
        return {hazard.name for name, one in channels for hazard in hazards(name, one)}

    def _client_words(self, *, killed: bool) -> str:
        """Say how the client ended, with its last words."""
        if killed:
            return f"still running after {self._watched_us / 1e6:g} s"
        self._errors.seek(0)
        lines = self._errors.read()[-4096:].decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        code = self._client.returncode
        last = _PATH_OF_CLASS.sub("", last)[:80]
        return f"exit code {code}" + (f": {last}" if code and last else "")


def _started(command: Sequence[str], port: str, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the client on a line."""
    try:
        return subprocess.Popen(
            command,
            env={**os.environ, "TENSPLAN_PORT": port},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(
            f"the client {command[0]!r} cannot be started: {reason}",
            hint="name a program and its arguments, in quotes",
        ) from None
