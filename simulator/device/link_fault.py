"""Faults of the link: what becomes of one message on its way, with times and bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.exact import whole

KINDS = (
    "drop",
    "delay",
    "split",
    "corrupt",
    "duplicate",
    "stray",
    "wrong-number",
    "silence",
)
"""All of them change one message but silence, which takes every message from then on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkFault:
    """One fault of the link.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    delay_us : int
        For "delay", and between the parts of "split". [us]
    place : int
        Byte that is changed, or before which it is split; counted round the end.
    stray : bytes
        What comes before the message, for "stray".

    Raises
    ------
    ValueError
        If the kind is unknown or a number leaves its range.

    Examples
    --------
    >>> fault_of = LinkFault(kind="duplicate")
    >>> pass_on(b"ab", fault_of)
    ((0, b'ab'), (0, b'ab'))
    """

    kind: str
    delay_us: int = 0
    place: int = 0
    stray: bytes = b"\x00"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"link fault must be one of {', '.join(KINDS)}, got {self.kind!r}")
        whole("delay_us", self.delay_us, 0)
        whole("place", self.place, 0, unit="bytes")


def pass_on(
    message: bytes, fault: LinkFault, renumber: Callable[[bytes], bytes] | None = None
) -> tuple[tuple[int, bytes], ...]:
    """Return what arrives of a message: parts with their delay. [us]

    Parameters
    ----------
    message : bytes
        One whole message, not empty.
    fault : LinkFault
        What happens to it.
    renumber : callable, optional
        Gives the message another number and stays well formed; needed for "wrong-number".

    Raises
    ------
    ValueError
        If the message is empty, or the protocol's way to renumber is missing.

    Examples
    --------
    >>> pass_on(b"abc", LinkFault(kind="split", place=1, delay_us=20))
    ((0, b'a'), (20, b'bc'))
    """
    if not message:
        raise ValueError("a message must hold at least one byte")
    place = fault.place % len(message)
    if fault.kind in ("drop", "silence"):
        return ()
    if fault.kind == "delay":
        return ((fault.delay_us, message),)
    if fault.kind == "split":
        parts = ((0, message[:place]), (fault.delay_us, message[place:]))
        return tuple(part for part in parts if part[1])
    if fault.kind == "corrupt":
        return ((0, message[:place] + bytes([message[place] ^ 0xFF]) + message[place + 1 :]),)
    if fault.kind == "duplicate":
        return (0, message), (0, message)
    if fault.kind == "stray":
        return ((0, fault.stray + message),)
    if renumber is None:
        raise ValueError("wrong-number needs the protocol's way to renumber a message")
    return ((0, renumber(message)),)
