"""A channel on a body, as the simulator takes it: pads, layers, nerves."""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.recruitment.body import Sense, Target, Tissue
from simulator.recruitment.electrodes import NEAR, Electrodes
from simulator.recruitment.spread import Spread, lognormal
from simulator.volume_conductor import Disc, Outline, Rectangle
from tensplan.nerve_response.anatomy import Crossing, Length, crossings
from tensplan.nerve_response.person import NOBODY, NervePerson
from tensplan.nerve_response.tissue import tissue_under, weakest
from tensplan.placement.sites import site
from tensplan.placement.spacing import spacing
from tensplan.placement.stature import Stature
from tensplan.protocol.placement import Channel, Pad
from tensplan.safety.judge_placement import placed_pad

MILLIMETRE = 1e-3


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What one channel meets.

    Attributes
    ----------
    electrodes : Electrodes
        The two pads.
    tissues : tuple of Tissue
        Layers under pad 1 and pad 2.
    targets : tuple of Target
        Nerves under the pads whose depth is known.
    crossings : tuple of (int, Crossing)
        The same nerves and those of unknown depth, each with its pad.
    """

    electrodes: Electrodes
    tissues: tuple[Tissue, Tissue]
    targets: tuple[Target, ...]
    crossings: tuple[tuple[int, Crossing], ...]

    @property
    def intended(self) -> frozenset[tuple[int, str]]:
        """Pad and nerve that the channel is meant for: nerves of both pads where they share one."""
        meant = {(pad, crossing.nerve.id) for pad, crossing in self.crossings if crossing.is_target}
        shared = {nerve for pad, nerve in meant if (3 - pad, nerve) in meant}
        return frozenset(pair for pair in meant if not shared or pair[1] in shared)

    @property
    def unknown(self) -> tuple[tuple[int, Crossing], ...]:
        """Nerves whose depth nobody states."""
        return tuple(pair for pair in self.crossings if pair[1].depth is None)


def scene(channel: Channel, *, cathode: int = 1, person: NervePerson = NOBODY) -> Scene:
    """Return pads, layers and nerves of a channel.

    Parameters
    ----------
    channel : Channel
        Two pads on known sites.
    cathode : int
        Pad that is negative in the leading phase.
    person : NervePerson
        Whose size scales the distance, and whose own fat is taken.

    Raises
    ------
    ValueError
        If a site is unknown, or the pads overlap.

    Examples
    --------
    >>> import tensplan
    >>> protocol = tensplan.load_protocol("distal-nerve-tibial")
    >>> found = scene(protocol.placement.channels[0])
    >>> round(found.electrodes.distance, 3), [target.nerve for target in found.targets]
    (0.102, ['tibial', 'tibial', 'saphenous'])
    """
    first, second = channel.pads
    under = [
        (number, crossing)
        for number, pad in enumerate(channel.pads, start=1)
        for crossing in crossings(pad.site)
    ]
    return Scene(
        electrodes=Electrodes(
            outlines=(_outline(first), _outline(second)),
            distance=_distance(first, second, person.stature),
            cathode=cathode,
        ),
        tissues=(_tissue(first, person), _tissue(second, person)),
        targets=tuple(
            _target(n, crossing, crossing.depth) for n, crossing in under if crossing.depth
        ),
        crossings=tuple(under),
    )


def _tissue(pad: Pad, person: NervePerson) -> Tissue:
    return tissue_under(pad.site, fat_mm=person.fat_mm.get(site(pad.site).id))


def _outline(pad: Pad) -> Outline:
    """Return the conducting part: the outline's form with the conductive area."""
    share = math.sqrt(pad.conductive_cm2 / pad.outline_cm2)
    width, height = (share * side * MILLIMETRE for side in pad.box_mm)
    if pad.diameter_mm is not None:
        return Disc(width / 2)
    if _lies_along_the_foot(pad):
        return Rectangle(width, height)
    return Rectangle(height, width)


def _lies_along_the_foot(pad: Pad) -> bool:
    """Say whether the first side of the pad runs along the limb, as it does on the foot."""
    where = site(pad.site)
    return where.view in "DS" or (where.view in "ML" and where.area == "foot")


def _distance(first: Pad, second: Pad, stature: Stature) -> float:
    """Return the distance of the centres; pads on two faces of the foot act each alone. [m]"""
    room = spacing(placed_pad(first), placed_pad(second), stature=stature)
    if room.rule == "height-difference" and not room.edge_mm > 0:
        return NEAR
    return room.centre_mm * MILLIMETRE


def _target(number: int, crossing: Crossing, depth: Length) -> Target:
    senses: frozenset[Sense] = frozenset(
        {"sensation", "motor"} if crossing.has_motor else {"sensation"}
    )
    return Target(
        nerve=crossing.nerve.id,
        pad=number,
        depth=_spread(depth),
        offset=None if crossing.offset is None else _spread(crossing.offset),
        senses=senses,
    )


def _spread(length: Length) -> Spread:
    """Return a length between people as a lognormal one, so that none lies above the skin."""
    return lognormal(
        length.mean_mm * MILLIMETRE,
        length.sd_mm * MILLIMETRE,
        confidence=weakest((length.confidence, length.sd_confidence)),
        source=str(length.source),
    )
