"""Layouts: pairs of sites that make one channel, for a kind of pain, with what they rest on."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tensplan.placement.citations import Citation, Confidence, citation
from tensplan.placement.records import load
from tensplan.placement.regions import plain
from tensplan.placement.sites import find_site

Strategy = Literal[
    "sciatic-path",
    "foot-bracket",
    "distal-nerve",
    "sciatic-proximal",
    "lumbar-segmental",
    "contralateral",
]
Method = Literal["same-view", "height-difference", "tabulated"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two sites that carry the pads of one channel.

    Attributes
    ----------
    sites : (str, str)
        Word ids of the two sites.
    when : str
        The pain this pair is for, when a layout has several pairs.
    pads_mm : ((float, float), (float, float))
        Pad sizes that the gaps belong to. [mm]
    centre_mm, edge_mm : float or None
        Distance between centres, and between the nearest edges; None where not tabulated. [mm]
    method : {'same-view', 'height-difference', 'tabulated'}
        How the distance is found.
    approximate, lower_bound : bool
        Whether the distances are rounded, and whether they are the least credible ones.
    pain_regions : tuple of str
        Painful areas it is for, when they are fewer than those of its layout; else empty.
    mover : {1, 2}
        Number of the pad that gives way when the gap is short.
    confidence : str
        How the distances are known.
    """

    sites: tuple[str, str]
    when: str
    pads_mm: tuple[tuple[float, float], tuple[float, float]]
    centre_mm: float | None
    edge_mm: float | None
    method: Method
    approximate: bool
    lower_bound: bool
    pain_regions: tuple[str, ...]
    mover: Literal[1, 2]
    confidence: Confidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """One way to place a channel.

    Attributes
    ----------
    id, code, title : str
        Word id, short alias and readable name.
    strategy : str
        Placement strategy of the protocol file.
    order : int
        Place in the order of choice, 1 first (a project default).
    pairs : tuple of Pair
        The channels it may take; none for a layout that mirrors another.
    pain_regions : tuple of str
        Painful areas it is for; ``any`` for all.
    nerve : str
        Nerve it aims at.
    roots : tuple of str
        Roots it is consistent with.
    basis : str
        What it rests on, in one line.
    confidence : str
        How the basis is known.
    sources : tuple of Citation
        Where the basis comes from.
    cathode : str or None
        Site of the cathode for pulses that have one.
    mirrored : bool
        Whether it goes on the other leg.
    note : str
        What to mind.
    """

    id: str
    code: str
    title: str
    strategy: Strategy
    order: int
    pairs: tuple[Pair, ...]
    pain_regions: tuple[str, ...]
    nerve: str
    roots: tuple[str, ...]
    basis: str
    confidence: Confidence
    sources: tuple[Citation, ...]
    cathode: str | None
    mirrored: bool
    note: str

    def pairs_for(self, region: str) -> tuple[Pair, ...]:
        """Return the pairs that are meant for pain in a region, in table order."""
        if not {region, "any"} & set(self.pain_regions):
            return ()
        return tuple(p for p in self.pairs if not p.pain_regions or region in p.pain_regions)


@cache
def layouts() -> tuple[Layout, ...]:
    """Return all layouts in the order of choice.

    Examples
    --------
    >>> [item.code for item in layouts()][:3]
    ['BR_DORS', 'BR_PLANT', 'BR_FORE']
    """
    rows = load("layouts")["layouts"]
    return tuple(sorted((_layout(row) for row in rows), key=lambda item: item.order))


def layout(name: str) -> Layout:
    """Return the layout with this word id or code.

    Raises
    ------
    ValueError
        If no layout has this name.

    Examples
    --------
    >>> layout("TIB_ANK").cathode
    'tibial-ankle'
    """
    found = _by_name().get(plain(name))
    if found is None:
        known = ", ".join(item.id for item in layouts())
        raise ValueError(f"layout {name!r} is unknown; listed are {known}")
    return found


def pair_of(site1: str, site2: str) -> Pair | None:
    """Return the tabulated pair of two sites, in either order, or None.

    Examples
    --------
    >>> pair_of("heel-lateral", "heel-medial").edge_mm
    60.0
    >>> pair_of("heel-lateral", "lumbar-l4") is None
    True
    """
    return _by_sites().get(frozenset((_word(site1), _word(site2))))


@cache
def pain_regions() -> tuple[str, ...]:
    """Return the painful areas that the layouts know, in table order.

    Examples
    --------
    >>> pain_regions()[:4]
    ('dorsum', 'dorsal-toes', 'great-toe', 'sole')
    """
    named = (region for item in layouts() for region in item.pain_regions)
    return tuple(dict.fromkeys(region for region in named if region != "any"))


@cache
def _by_name() -> dict[str, Layout]:
    """All layouts by id and code."""
    return {plain(name): item for item in layouts() for name in (item.id, item.code)}


@cache
def _by_sites() -> dict[frozenset[str], Pair]:
    """All pairs by their two sites."""
    return {frozenset(pair.sites): pair for item in layouts() for pair in item.pairs}


def _word(name: str) -> str:
    """Return the word id of a site, or the name itself when no site has it."""
    found = find_site(name)
    return name if found is None else found.id


def _layout(row: dict[str, Any]) -> Layout:
    """Build a layout from its row."""
    return Layout(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        strategy=row["strategy"],
        order=row["order"],
        pairs=tuple(_pair(item) for item in row["pairs"]),
        pain_regions=tuple(row["pain_regions"]),
        nerve=row["nerve"],
        roots=tuple(row["roots"]),
        basis=row["basis"],
        confidence=row["confidence"],
        sources=tuple(citation(key) for key in row["sources"]),
        cathode=row["cathode"],
        mirrored=row["mirrored"],
        note=row["note"],
    )


def _pair(row: dict[str, Any]) -> Pair:
    """Build a pair from its row."""
    first, second = ((float(x), float(y)) for x, y in row["pads_mm"])
    return Pair(
        sites=(row["sites"][0], row["sites"][1]),
        when=row["when"],
        pads_mm=(first, second),
        centre_mm=_number(row["centre_mm"]),
        edge_mm=_number(row["edge_mm"]),
        method=row["method"],
        approximate=row["approximate"],
        lower_bound=row["lower_bound"],
        pain_regions=tuple(row["pain_regions"]),
        mover=row["mover"],
        confidence=row["confidence"],
    )


def _number(value: float | None) -> float | None:
    """Return the value as a float, or None."""
    return None if value is None else float(value)
