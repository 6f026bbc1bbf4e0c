"""What no publication says of the device: each question with the answers it can be given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """Behaviour that is not documented; every default is a choice of this project.

    Parameters
    ----------
    broken_frame : {"general-error", "ack", "silent"}
        How a frame with a bad checksum or length is answered: with General_error, with the answer
        that the request would have had and result 1, or not at all. Two of them are offered side
        by side by the P24 document.
    older_requests : {"unknown", "answered"}
        Whether the older version requests and the battery, which the library knows and the P24
        document does not, are answered.
    full_buffer : {"busy", "silent"}
        How the eleventh waiting pulse is answered.
    stop_uninitialised : {"ok", "refused"}
        How a stop is answered when the level was not made ready.
    reset : {"ack", "silent"}
        Whether the answer to a reset still leaves the device.
    voltage_after_timeout : {"on", "off"}
        The supply after two seconds without keep-alive.
    status_after_trouble : {"ready", "running"}
        What the status says once every channel was stopped by a fault.
    low_current : {"continue", "stop"}
        Whether a channel goes on that cannot drive the current asked for.
    host_loss : {"stop", "watchdog"}
        Whether the device notices that its host is gone (the cable is pulled, which also cuts its
        supply), or has only the two seconds.
    largest_current_ma : float
        Largest magnitude of a point; 130 by the P24's data, 150 by its points. [mA]

    Raises
    ------
    ValueError
        If the largest current is not above 0 and at most 150 mA.

    Examples
    --------
    >>> Options(broken_frame="silent").full_buffer
    'busy'
    """

    broken_frame: Literal["general-error", "ack", "silent"] = "general-error"
    older_requests: Literal["unknown", "answered"] = "unknown"
    full_buffer: Literal["busy", "silent"] = "busy"
    stop_uninitialised: Literal["ok", "refused"] = "ok"
    reset: Literal["ack", "silent"] = "ack"
    voltage_after_timeout: Literal["on", "off"] = "on"
    status_after_trouble: Literal["ready", "running"] = "ready"
    low_current: Literal["continue", "stop"] = "continue"
    host_loss: Literal["stop", "watchdog"] = "stop"
    largest_current_ma: float = 130.0

    def __post_init__(self) -> None:
        if not 0 < self.largest_current_ma <= 150:
            raise ValueError(
                f"largest current must be above 0 and at most 150 mA, got {self.largest_current_ma}"
            )
