"""Judging where a program may make muscles twitch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tensplan.finding import Finding
from tensplan.placement.sites import find_site
from tensplan.protocol.placement import Channel
from tensplan.protocol.program import Program

FORBIDDING_AREA: Final = "lumbar"
"""Over a healing spine no muscle is to be made to twitch."""


def judge_motor(
    channels: Mapping[int, Channel], programs: Mapping[str, Program], rotation: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Yield a warning for each channel that is to twitch muscles beside the lumbar spine.

    Parameters
    ----------
    channels : mapping of int to Channel
        By their index in the file.
    programs : mapping of str to Program
        By name.
    rotation : tuple of str
        Programs that alternate with one another on a channel that plays one of them.

    Examples
    --------
    >>> import tensplan
    >>> protocol = tensplan.load_protocol("lumbar-segmental-conventional")
    >>> list(judge_motor(dict(enumerate(protocol.placement.channels)), protocol.programs))
    []
    """
    for index, channel in channels.items():
        names = rotation if channel.program in rotation else (channel.program,)
        twitch = [n for n in names if n in programs and programs[n].target == "motor-twitch"]
        for number, pad in enumerate(channel.pads):
            site = find_site(pad.site)
            if twitch and site is not None and site.area == FORBIDDING_AREA:
                yield _finding(channel, number, twitch[0], index)


def _finding(channel: Channel, number: int, name: str, index: int) -> Finding:
    return Finding(
        rule="placement/motor-level",
        severity="warning",
        message=(
            f"pad {channel.id}{number + 1} lies beside the lumbar spine and {name} asks for a "
            "twitch there; motor level is not used at lumbar sites before 12 weeks after surgery"
        ),
        hint="set target: sensory, or move the channel to the leg",
        path=("placement", "channels", index, "pads", number, "site"),
        source="project default, needs clinical sign-off",
    )
