"""Whether a plan is played at all: the device's own reader, the limits, and the rules of the wire."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.device.admission import Admitted, PlanRefused, admit
from simulator.properties import device
from simulator.sciencemode4.balance import NotEncodable
from simulator.sciencemode4.encoding import Encoding, encode
from simulator.train import Train
from tensplan.errors import FindingsError
from tensplan.safety.limits import Limits
from tensplan.safety.plain_limits import plain_limits

PLAYED_ON = "p24"
"""Profile of the device that play speaks to."""

FASTEST_HZ = 400.0
"""Limits hold for pulse rates up to this one; no protocol goes beyond 150 Hz. [Hz]"""


HINTS = {
    "encoding": "change the program so that the wire can say it; see docs/play.md",
    "limits": "give the limits of the plan with --limits, or make the plan again under those in force",
    "specimen": "make the plan with --patient",
}
"""What to do about some of the reasons."""


class NotPlayedError(FindingsError):
    """A plan that the device refuses."""

    ref = "play/refused"


def admitted(
    path: str, data: bytes, limits: Limits, programs: Mapping[str, str] | None = None
) -> tuple[Admitted, tuple[Encoding, ...]]:
    """Let the device read an approved plan, and encode its channels.

    Parameters
    ----------
    path : str
        Of the plan, for the message.
    data : bytes
        Of the plan.
    limits : Limits
        In force; a plan that was judged by others is refused.
    programs : mapping of str to str or None
        Which program each channel plays; those that stand at the channels when left out.

    Returns
    -------
    admitted : Admitted
        Digest and trains.
    encodings : tuple of Encoding
        Patterns of each channel.

    Raises
    ------
    NotPlayedError
        If the device refuses, with its reason.
    """
    profile = device(PLAYED_ON)
    found: tuple[Encoding, ...] = ()

    def unencodable(trains: Mapping[str, Train]) -> str:
        nonlocal found
        try:
            found = encode(trains)
        except NotEncodable as refused:
            return f"rule {refused.rule}: {refused}"
        return ""

    try:
        plan = admit(
            data,
            profile=profile,
            limits=plain_limits(
                limits, pulse_rate_hz=FASTEST_HZ, dc_blocking=profile.dc_blocking is True
            ),
            limits_digests={limits.digest},
            unapproved=lambda _: "",  # the gate has let it through
            unencodable=unencodable,
            programs=programs,
        )
    except PlanRefused as refused:
        raise NotPlayedError(
            f"the device does not play this plan ({refused.reason}): {refused}",
            where=path,
            hint=HINTS.get(refused.reason, "make the plan again and have it approved"),
        ) from None
    return plan, found
