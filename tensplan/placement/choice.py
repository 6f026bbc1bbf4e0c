"""The choice of a layout for a person: the first in order whose pads all pass, refusals explained.

The order is that of the layouts' table: round the painful area, the nerve next to it, the sciatic
nerve behind the knee, the buttock, beside the spine, and last the other foot. Whether a pad may
lie on a person is asked of the caller, pad by pad, so that this room knows no patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tensplan.placement.fit import Fit, fits
from tensplan.placement.layouts import Layout, Pair, layouts
from tensplan.placement.pads import Pad
from tensplan.placement.records import load
from tensplan.placement.stature import REFERENCE, Stature

Side = Literal["left", "right"]
Leg = Literal["treated", "other"]
Objections = Callable[[Pad, Leg], Sequence[str]]
"""Says why a pad may not lie where it is; nothing to say means that it may."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One pair of pads that was considered.

    Attributes
    ----------
    layout : Layout
        The layout it belongs to.
    sites : (str, str)
        Word ids of the two sites; empty texts when the layout has no pair for the region.
    leg : {'treated', 'other'}
        Leg that carries the pads.
    fit : Fit or None
        How the pads lie, when the step was taken.
    reasons : tuple of str
        Why it was not taken.
    regions : tuple of str
        Painful areas that the pair is for; ``any`` for all.
    """

    layout: Layout
    sites: tuple[str, str]
    regions: tuple[str, ...]
    leg: Leg
    fit: Fit | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The layout for one painful region of one person, and how it was found.

    Attributes
    ----------
    region : str
        The painful area it is for.
    side : {'left', 'right'}
        The painful side.
    steps : tuple of Step
        All pairs that were considered, in order; the last one was taken if any was.
    alternates : tuple of Choice
        What further painful regions would get by themselves, where the layout is not for them.
    second : Step or None
        A proximal pair for a second channel beside a distal one.
    """

    region: str
    side: Side
    steps: tuple[Step, ...]
    alternates: tuple[Choice, ...] = ()
    second: Step | None = None

    @property
    def taken(self) -> Step | None:
        """The step that was taken, or None when no layout passes."""
        return self.steps[-1] if self.steps and self.steps[-1].fit is not None else None

    @property
    def layout(self) -> Layout | None:
        """The chosen layout, or None."""
        return None if self.taken is None else self.taken.layout

    @property
    def pads(self) -> tuple[Pad, ...]:
        """The two pads of the chosen layout; none when no layout passes."""
        taken = self.taken
        return () if taken is None or taken.fit is None else taken.fit.pads

    @property
    def limb(self) -> Side | None:
        """The side of the body that carries the pads."""
        if self.taken is None or self.taken.leg == "treated":
            return self.side if self.taken else None
        return "left" if self.side == "right" else "right"

    @property
    def rejected(self) -> tuple[Step, ...]:
        """The steps that were not taken, each with its reasons."""
        return tuple(step for step in self.steps if step.fit is None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """The least that every pair must keep.

    Attributes
    ----------
    gap_mm : float
        Smallest gap between the edges of two pads. [mm]
    outline_cm2 : float
        Smallest outline of a pad. [cm2]
    """

    gap_mm: float
    outline_cm2: float


def choose(
    regions: Sequence[str],
    objections: Objections,
    *,
    side: Side,
    room: Room,
    stature: Stature = REFERENCE,
) -> Choice:
    """Choose the layout for the first painful region, and say what the others would get.

    Parameters
    ----------
    regions : sequence of str
        Painful areas, the worst first; an area that no layout names gets those for any pain.
    objections : callable
        Says why a pad may not lie where it is; called with the pad and its leg.
    side : {'left', 'right'}
        The painful side.
    room : Room
        Gap and size that every pair keeps.
    stature : Stature
        Body size.

    Raises
    ------
    ValueError
        If no region is given, or the side is none.

    Examples
    --------
    A numb sole sends the pads to the nerve above it:

    >>> numb = lambda pad, leg: ["it is numb"] if pad.site in ("arch-medial",) else []
    >>> found = choose(["sole"], numb, side="left", room=Room(gap_mm=25, outline_cm2=16))
    >>> found.layout.code, found.limb, found.rejected[0].reasons
    ('TIB_ANK', 'left', ('arch-medial: it is numb',))
    >>> found.second.layout.code
    'LUMB_SEG'
    """
    if not regions:
        raise ValueError("at least one painful region is needed, got none")
    if side not in ("left", "right"):
        raise ValueError(f"side must be left or right, got {side!r}")
    main = _ladder(regions[0], objections, side, room, stature)
    covered = () if main.taken is None else main.taken.regions
    others = [region for region in dict.fromkeys(regions[1:]) if region not in covered]
    alternates = [_ladder(region, objections, side, room, stature) for region in others]
    return Choice(
        region=main.region,
        side=side,
        steps=main.steps,
        alternates=tuple(item for item in alternates if _adds(item, main)),
        second=_second(main, objections, room, stature),
    )


def objections_to(pads: tuple[Pad, Pad], leg: Leg, objections: Objections) -> tuple[str, ...]:
    """Return everything that speaks against two pads, each said once with its site."""
    said = (f"{pad.site}: {reason}" for pad in pads for reason in objections(pad, leg))
    return tuple(dict.fromkeys(said))


def _adds(item: Choice, main: Choice) -> bool:
    """Whether an alternate is a layout for its own region, and another than the main one."""
    if item.layout is None or "any" in item.layout.pain_regions:
        return False
    return item.pads != main.pads


def _ladder(
    region: str, objections: Objections, side: Side, room: Room, stature: Stature
) -> Choice:
    """Walk the layouts in order until one passes."""
    steps: list[Step] = []
    for step in _steps(region, objections, room, stature):
        steps.append(step)
        if step.fit is not None:
            break
    return Choice(region=region, side=side, steps=tuple(steps))


def _steps(region: str, objections: Objections, room: Room, stature: Stature) -> Iterator[Step]:
    """Yield the steps for one region, judged, in the order of the layouts."""
    for item in layouts():
        leg: Leg = "other" if item.mirrored else "treated"
        pairs = _bracket_pairs(region) if item.mirrored else item.pairs_for(region)
        for pair in pairs:
            yield _step(item, pair, leg, objections, room, stature)
        if item.mirrored and not pairs:
            reason = f"no pair round this area is listed, so there is none to mirror: {region}"
            yield Step(
                layout=item, sites=("", ""), regions=(), leg=leg, fit=None, reasons=(reason,)
            )


def _bracket_pairs(region: str) -> tuple[Pair, ...]:
    """Return the pairs round a painful area."""
    brackets = [item for item in layouts() if item.strategy == "foot-bracket"]
    return tuple(pair for item in brackets for pair in item.pairs_for(region))


def _step(
    item: Layout, pair: Pair, leg: Leg, objections: Objections, room: Room, stature: Stature
) -> Step:
    """Try one pair: the first way that fits and meets no objection."""
    regions = pair.pain_regions or (item.pain_regions if not item.mirrored else ())
    taken: Fit | None = None
    reasons: tuple[str, ...] = ()
    ways = fits(pair, least_gap_mm=room.gap_mm, least_outline_cm2=room.outline_cm2, stature=stature)
    for fit in ways:
        said = objections_to(fit.pads, leg, objections)
        reasons = (*said, fit.shortfall) if fit.shortfall else said
        if not reasons:
            taken = fit
            break
    return Step(layout=item, sites=pair.sites, regions=regions, leg=leg, fit=taken, reasons=reasons)


def _second(main: Choice, objections: Objections, room: Room, stature: Stature) -> Step | None:
    """Return a proximal pair for a second channel, when the first one lies on foot or leg."""
    wanted: list[str] = load("layouts")["order_of_second"]["strategies"]
    if main.layout is None or main.layout.mirrored or main.layout.strategy in wanted:
        return None
    for strategy in wanted:
        for item in (item for item in layouts() if item.strategy == strategy):
            for pair in item.pairs:
                step = _step(item, pair, "treated", objections, room, stature)
                if step.fit is not None:
                    return step
    return None
