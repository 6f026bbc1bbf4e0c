"""Judging where the pads go: known sites, refused places, size and room between them."""

from __future__ import annotations

from collections.abc import Iterator

from tensplan.finding import Finding
from tensplan.placement.pads import Pad as PlacedPad
from tensplan.placement.regions import region
from tensplan.placement.sites import find_site, site, suggestions
from tensplan.placement.spacing import Spacing, spacing
from tensplan.placement.stature import REFERENCE, Stature
from tensplan.protocol.document import Path
from tensplan.protocol.placement import Channel, Pad
from tensplan.safety.bound_finding import judge_value
from tensplan.safety.limits import Limits

BRACKET_STRATEGIES = ("foot-bracket", "contralateral")


def judge_placement(
    channels: dict[int, Channel],
    strategy: str,
    limits: Limits,
    stature: Stature = REFERENCE,
) -> Iterator[Finding]:
    """Yield findings on the sites, sizes and gaps of all channels, on a body of a given size."""
    placed: list[tuple[str, Pad, PlacedPad, Path]] = []
    for index, channel in channels.items():
        sound = []
        for number, pad in enumerate(channel.pads):
            path: Path = ("placement", "channels", index, "pads", number)
            name = f"{channel.id}{number + 1}"
            faults = [*_judge_site(name, pad, path), *_judge_size(name, pad, path, limits)]
            yield from faults
            if find_site(pad.site) is not None and _is_sized(pad) and site(pad.site).used:
                sound.append((name, pad, placed_pad(pad), path))
        if len(sound) == 2:
            yield from _judge_distance(
                sound[0][2], sound[1][2], sound[1][3], strategy, limits, stature
            )
        placed += sound
    yield from _judge_gaps(placed, limits, stature)


def placed_pad(pad: Pad) -> PlacedPad:
    """Return a file's pad as geometry knows it."""
    width, height = pad.box_mm
    return PlacedPad(
        site=pad.site, width_mm=width, height_mm=height, round=pad.diameter_mm is not None
    )


def _is_sized(pad: Pad) -> bool:
    return (pad.size_mm is None) != (pad.diameter_mm is None)


def _judge_site(name: str, pad: Pad, path: Path) -> Iterator[Finding]:
    here = (*path, "site")
    found = find_site(pad.site)
    if found is not None:
        if found.refusal is not None:
            yield Finding(
                rule="project/site-not-used",
                severity="error",
                message=f"pad {name} lies on {found.id}: {found.refusal.says}",
                hint="choose another site; tensplan list --sites shows them",
                path=here,
                source=str(found.refusal.source),
            )
        return
    forbidden = region(pad.site)
    if forbidden is not None:
        standard = forbidden.rule == "standard"
        yield Finding(
            rule="iec-60601-2-10/placement" if standard else "project/placement",
            severity="error",
            message=f"pad {name}: {forbidden.refusal}",
            hint="place no pad there",
            path=here,
            source="; ".join(str(source) for source in forbidden.sources),
        )
        return
    near = suggestions(pad.site)
    yield Finding(
        rule="placement/unknown-site",
        severity="error",
        message=f'pad {name} lies on "{pad.site}", which is no known site',
        hint=f"did you mean {' or '.join(near)}?" if near else "see tensplan list --sites",
        path=here,
    )


def _judge_size(name: str, pad: Pad, path: Path, limits: Limits) -> Iterator[Finding]:
    if not _is_sized(pad):
        return
    key = "size_mm" if pad.size_mm is not None else "diameter_mm"
    yield from judge_value(
        "pad_outline_cm2",
        pad.outline_cm2,
        limits,
        what=f"the outline of pad {name}",
        path=(*path, key),
        hint="use a larger pad, 40 x 40 mm at least",
    )


def _judge_distance(
    first: PlacedPad,
    second: PlacedPad,
    path: Path,
    strategy: str,
    limits: Limits,
    stature: Stature,
) -> Iterator[Finding]:
    distance = spacing(first, second, stature=stature).centre_mm
    if strategy in BRACKET_STRATEGIES:
        yield from judge_value(
            "bracket_centre_distance_mm",
            distance,
            limits,
            what="the distance between the pads' centres",
            path=(*path, "site"),
            hint="bracket the painful area more closely",
        )
    else:
        yield from judge_value(
            "path_share_of_height",
            distance / stature.height_mm,
            limits,
            what=f"the distance between the pads' centres ({distance:.0f} mm on {_body(stature)})",
            path=(*path, "site"),
            hint="choose sites that lie closer together on the limb",
        )


def _judge_gaps(
    placed: list[tuple[str, Pad, PlacedPad, Path]], limits: Limits, stature: Stature
) -> Iterator[Finding]:
    for later in range(len(placed)):
        name2, pad2, geometry2, path2 = placed[later]
        for name1, pad1, geometry1, _ in placed[:later]:
            if pad1.side != pad2.side:
                continue
            room = spacing(geometry1, geometry2, stature=stature)
            names, here = f"{name1} and {name2}", (*path2, "site")
            if _is_measured(room, geometry1, geometry2):
                yield from _judge_gap(names, room, here, limits)
            else:
                yield _unmeasured(names, here)


def _body(stature: Stature) -> str:
    """Say on which body a distance was measured."""
    return "the reference body" if stature == REFERENCE else "this body"


def _is_measured(room: Spacing, first: PlacedPad, second: PlacedPad) -> bool:
    """Say whether the room is known: a mere height difference between views is a lower bound."""
    if site(first.site).id == site(second.site).id:
        return True
    return room.rule != "height-difference" or room.edge_mm > 0


def _unmeasured(names: str, path: Path) -> Finding:
    return Finding(
        rule="placement/gap-unknown",
        severity="warning",
        message=f"the gap between pads {names} is not known: they lie on two sides of the foot",
        hint="measure it on the person: at least 25 mm from edge to edge",
        path=path,
        unit="mm",
    )


def _judge_gap(names: str, room: Spacing, path: Path, limits: Limits) -> Iterator[Finding]:
    if room.edge_mm == 0:
        yield Finding(
            rule="pads/overlap",
            severity="error",
            message=f"pads {names} touch or overlap",
            hint="choose sites further apart, or smaller pads of at least 16 cm2",
            path=path,
            value=0.0,
            limit=next((limit.bound("error") for limit in limits.of("pad_gap_mm")), None),
            unit="mm",
        )
        return
    yield from judge_value(
        "pad_gap_mm",
        room.edge_mm,
        limits,
        what=f"the gap between pads {names}",
        path=path,
        hint="choose sites further apart, or smaller pads of at least 16 cm2",
    )
