"""Electrode sites: where a pad may go, which nerve lies there and how to find the spot."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tensplan.placement.citations import Citation, Confidence, Fact, citation, fact
from tensplan.placement.records import load
from tensplan.placement.regions import plain, region, region_ids

View = Literal["P", "D", "S", "M", "L"]

VIEW_NAMES: dict[View, str] = {
    "P": "back of the trunk and leg",
    "D": "top of the foot",
    "S": "sole of the foot",
    "M": "inner side of the foot",
    "L": "outer side of the foot",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Depth:
    """How deep the target lies below the skin.

    Attributes
    ----------
    to : str
        What the depth leads to. [text]
    mean_mm, sd_mm : float
        Mean and standard deviation between people. [mm]
    low_mm, high_mm : float or None
        Range of the mean where one is known. [mm]
    confidence, sd_confidence : str
        How mean and standard deviation are known, one word each.
    source, sd_source : Citation
        Where they come from.
    note : str
        What a reader must know of the number.
    """

    to: str
    mean_mm: float
    sd_mm: float
    low_mm: float | None
    high_mm: float | None
    confidence: Confidence
    source: Citation
    sd_confidence: Confidence
    sd_source: Citation
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One electrode site of the right side of the reference adult (1700 mm tall).

    Attributes
    ----------
    id, code, title : str
        Word id, short alias and readable name.
    area : str
        Part of the body: lumbar, buttock, thigh, knee, calf, ankle or foot.
    view : str
        P back of trunk and leg; D top, S sole, M inner and L outer side of the foot.
    x_mm, y_mm : float
        Centre of the pad. P: lateral from the spinous midline, above the floor. D and S: along
        the foot from the heel, across it from the inner border. M and L: along the foot from the
        heel, above the sole. Schematic, a project default. [mm]
    nerve : str
        Nerve under the pad.
    roots, skin_roots : tuple of str
        Spinal roots of the nerve, and of the skin under the pad.
    skin : str
        Cutaneous nerve or branch of the skin; this is what a sensory test examines.
    depth : Depth or None
        Skin to nerve; None where no value was found.
    find : str
        How to find the spot on a person.
    facts : tuple of Fact
        What the literature says of the spot.
    pads_mm : tuple of (float, float)
        Preferred pad sizes, the first one first; along the x and the y of the view. [mm]
    cautions : tuple of str
        What to mind at this site.
    refusal : Fact or None
        Why the site is not used; None for a usable one.
    rivals : tuple of str
        Sites whose pads overlap or nearly touch this one.
    """

    id: str
    code: str
    title: str
    area: str
    view: View
    x_mm: float
    y_mm: float
    position: Citation
    position_confidence: Confidence
    nerve: str
    roots: tuple[str, ...]
    skin: str
    skin_roots: tuple[str, ...]
    depth: Depth | None
    find: str
    facts: tuple[Fact, ...]
    pads_mm: tuple[tuple[float, float], ...]
    cautions: tuple[str, ...]
    refusal: Fact | None
    rivals: tuple[str, ...]

    @property
    def used(self) -> bool:
        """Whether a pad may be planned here at all."""
        return self.refusal is None

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Every source that the site rests on, each once."""
        depth = () if self.depth is None else (self.depth.source, self.depth.sd_source)
        stated = tuple(item.source for item in self.facts)
        refused = () if self.refusal is None else (self.refusal.source,)
        return tuple(dict.fromkeys((self.position, *depth, *stated, *refused)))


def site(name: str) -> Site:
    """Return the site with this word id or code.

    Parameters
    ----------
    name : str
        Word id such as ``"popliteal-upper"`` or code such as ``"POP"``; case does not matter.

    Raises
    ------
    ValueError
        If the name is a place where no pad may go, with the reason; or if it is unknown, with
        the nearest names.

    Examples
    --------
    >>> site("POP").id
    'popliteal-upper'
    >>> site("first-wbe")
    Traceback (most recent call last):
    ValueError: site 'first-wbe' is unknown; did you mean first-web?
    """
    found = find_site(name)
    if found is not None:
        return found
    forbidden = region(name)
    if forbidden is not None:
        raise ValueError(forbidden.refusal)
    near = suggestions(name)
    hint = f"did you mean {' or '.join(near)}?" if near else f"{len(site_ids())} sites are listed"
    raise ValueError(f"site {name!r} is unknown; {hint}")


def find_site(name: str) -> Site | None:
    """Return the site with this word id or code, or None.

    Examples
    --------
    >>> find_site("tiba").title
    'Behind the inner ankle bone'
    >>> find_site("head") is None
    True
    """
    return _by_name().get(plain(name))


def site_ids() -> tuple[str, ...]:
    """Return the word ids of all sites in table order, those not used included.

    Examples
    --------
    >>> site_ids()[0], len(site_ids())
    ('lumbar-l4', 28)
    """
    return tuple(item.id for item in sites())


def suggestions(name: str) -> tuple[str, ...]:
    """Return up to three listed names that look like this one, the nearest first.

    Examples
    --------
    >>> suggestions("tibial-ancle")[0]
    'tibial-ankle'
    """
    from difflib import get_close_matches

    known = (*_by_name(), *region_ids())
    near = get_close_matches(plain(name), known, n=3, cutoff=0.75)
    ids = (found.id if (found := _by_name().get(word)) else word for word in near)
    return tuple(dict.fromkeys(ids))


@cache
def sites() -> tuple[Site, ...]:
    """Return all sites in table order.

    Examples
    --------
    >>> [item.id for item in sites() if not item.used]
    ['plantar-heel']
    """
    return tuple(_site(row) for row in load("sites")["sites"])


@cache
def _by_name() -> dict[str, Site]:
    """All sites by word id and by code."""
    return {plain(name): item for item in sites() for name in (item.id, item.code)}


def _site(row: dict[str, Any]) -> Site:
    """Build a site from its row."""
    return Site(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        area=row["area"],
        view=row["view"],
        x_mm=float(row["x_mm"]),
        y_mm=float(row["y_mm"]),
        position=citation(row["position"]["source"]),
        position_confidence=row["position"]["confidence"],
        nerve=row["nerve"],
        roots=tuple(row["roots"]),
        skin=row["skin"],
        skin_roots=tuple(row["skin_roots"]),
        depth=None if row["depth"] is None else _depth(row["depth"]),
        find=row["find"],
        facts=tuple(fact(item) for item in row["facts"]),
        pads_mm=tuple((float(x), float(y)) for x, y in row["pads_mm"]),
        cautions=tuple(row["cautions"]),
        refusal=None if row["refusal"] is None else _refusal(row["refusal"]),
        rivals=tuple(row["rivals"]),
    )


def _refusal(row: dict[str, Any]) -> Fact:
    """Build the reason why a site is not used."""
    return fact({"says": row["reason"], **row})


def _depth(row: dict[str, Any]) -> Depth:
    """Build a depth from its row."""
    return Depth(
        to=row["to"],
        mean_mm=float(row["mean_mm"]),
        sd_mm=float(row["sd_mm"]),
        low_mm=row["low_mm"],
        high_mm=row["high_mm"],
        confidence=row["confidence"],
        source=citation(row["source"]),
        sd_confidence=row["sd_confidence"],
        sd_source=citation(row["sd_source"]),
        note=row["note"],
    )
