"""Values that are each fine but do not fit together: programs, channels and course."""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.protocol.coherence_of_timing import check_timing
from tensplan.protocol.document import did_you_mean
from tensplan.protocol.placement import Channel, Pad
from tensplan.protocol.program import Program
from tensplan.protocol.validation import Draft


def check_coherence(draft: Draft) -> Iterator[Finding]:
    """Yield the faults of a protocol that no single key shows."""
    for name, program in draft.programs.items():
        yield from _check_program(name, program)
    for index, channel in draft.channels.items():
        yield from _check_channel(index, channel, draft)
    yield from _check_channel_names(draft)
    yield from _check_rotation(draft)
    yield from _check_day(draft)
    yield from _check_use(draft)
    for index, entry in draft.thermal.items():
        cover = entry.cover
        if cover.dry_towel_layers is None and cover.damp_towel_layers is None:
            yield Finding(
                rule="thermal/cover-missing",
                severity="error",
                message="cover says nothing about towels, and no number of layers is assumed",
                hint="give dry_towel_layers or damp_towel_layers; 0 means bare skin",
                path=("thermal", index, "cover"),
            )


def _check_program(name: str, program: Program) -> Iterator[Finding]:
    path = ("programs", name)
    yield from check_timing(program, path)
    ramps = program.ramp.up_s + program.ramp.down_s
    if ramps > program.duration_min * 60:
        yield Finding(
            rule="timing/ramps-longer-than-session",
            severity="error",
            message=f"the ramps take {ramps:g} s; the session lasts {program.duration_min * 60:g} s",
            hint="shorten the ramps or lengthen duration_min",
            path=(*path, "ramp"),
            value=ramps,
            limit=program.duration_min * 60,
            unit="s",
        )


def _check_channel(index: int, channel: Channel, draft: Draft) -> Iterator[Finding]:
    path = ("placement", "channels", index)
    if channel.program not in draft.program_names:
        names = ", ".join(draft.program_names) or "none"
        yield Finding(
            rule="program/missing",
            severity="error",
            message=f'channel {channel.id} names the program "{channel.program}"; there is {names}',
            hint=did_you_mean(channel.program, draft.program_names) or "add it under programs",
            path=(*path, "program"),
        )
    for number, pad in enumerate(channel.pads):
        yield from _check_pad(f"{channel.id}{number + 1}", pad, (*path, "pads", number))
    first, second = channel.pads
    if first.side != second.side:
        yield Finding(
            rule="placement/two-limbs",
            severity="error",
            message=f"channel {channel.id} has its pads on different limbs; current would cross the trunk",
            hint="keep both pads of a channel on one limb",
            path=(*path, "pads", 1, "side" if second.side == "other" else "site"),
            source="project default, needs clinical sign-off",
        )
    expected = "other" if draft.strategy == "contralateral" else "treated"
    if draft.strategy and first.side == second.side != expected:
        yield Finding(
            rule="placement/wrong-limb",
            severity="error",
            message=f"channel {channel.id} lies on the {first.side} limb; {draft.strategy} means the {expected} limb",
            hint=f"write side: {expected} on both pads",
            path=(*path, "pads", 0, "site"),
        )


def _check_pad(name: str, pad: Pad, path: tuple[str | int, ...]) -> Iterator[Finding]:
    if (pad.size_mm is None) == (pad.diameter_mm is None):
        found = "neither" if pad.size_mm is None else "both"
        yield Finding(
            rule="pads/outline",
            severity="error",
            message=f"pad {name} gives {found} of size_mm and diameter_mm; one is needed",
            hint="give size_mm: [width, height] for a rectangle or diameter_mm for a disc",
            path=(*path, "size_mm") if pad.size_mm else path,
        )
        return
    stated = pad.conductive_area_cm2
    if stated is not None and stated > pad.outline_cm2:
        yield Finding(
            rule="pads/conductive-area",
            severity="error",
            message=f"pad {name} conducts over {stated:g} cm2; its outline has only {pad.outline_cm2:.4g} cm2",
            hint="give the area that carries current, at most the outline",
            path=(*path, "conductive_area_cm2"),
            value=stated,
            limit=pad.outline_cm2,
            unit="cm2",
        )


def _check_channel_names(draft: Draft) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, channel in draft.channels.items():
        if channel.id in seen:
            yield Finding(
                rule="placement/channel-twice",
                severity="error",
                message=f"channel {channel.id} is given twice",
                hint="give each channel its own letter",
                path=("placement", "channels", index, "id"),
            )
        seen[channel.id] = index


def _check_rotation(draft: Draft) -> Iterator[Finding]:
    rotation = (draft.course.rotation if draft.course else None) or ()
    for index, name in enumerate(rotation):
        if name not in draft.program_names:
            yield Finding(
                rule="program/missing",
                severity="error",
                message=f'the rotation names the program "{name}"; there is {", ".join(draft.program_names) or "none"}',
                hint=did_you_mean(name, draft.program_names) or "add it under programs",
                path=("course", "rotation", index),
            )
    used = {channel.program for channel in draft.channels.values()}
    if rotation and used and not used & set(rotation):
        yield Finding(
            rule="program/rotation-unused",
            severity="error",
            message="no channel plays a program of the rotation, so the rotation would do nothing",
            hint="name one of the rotation's programs in a channel",
            path=("course", "rotation"),
        )


def _check_day(draft: Draft) -> Iterator[Finding]:
    course = draft.course
    if course is None or not draft.programs:
        return
    longest = max(program.duration_min for program in draft.programs.values())
    hours = (
        course.sessions_per_day * longest / 60
        + (course.sessions_per_day - 1) * course.minimum_gap_h
    )
    if hours > 24:
        yield Finding(
            rule="course/longer-than-a-day",
            severity="error",
            message=(
                f"{course.sessions_per_day} sessions of {longest:g} min, {course.minimum_gap_h:g} h "
                f"apart, take {hours:.4g} h; a day has 24 h"
            ),
            hint="plan fewer sessions a day, or a shorter gap",
            path=("course", "sessions_per_day"),
            value=hours,
            limit=24.0,
            unit="h",
        )


def _check_use(draft: Draft) -> Iterator[Finding]:
    rotation = (draft.course.rotation if draft.course else None) or ()
    used = {channel.program for channel in draft.channels.values()} | set(rotation)
    for name in draft.program_names:
        if draft.channels and name not in used:
            yield Finding(
                rule="program/unused",
                severity="warning",
                message=f"program {name} is played by no channel and no rotation",
                hint="remove it, or name it in a channel or in course.rotation",
                path=("programs", name),
            )
