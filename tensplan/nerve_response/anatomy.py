"""Nerves, and which of them run under each electrode site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tensplan.placement.citations import Citation, Confidence, citation
from tensplan.placement.sites import Depth, site

_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Nerve:
    """A nerve as a person meets it.

    Attributes
    ----------
    id, title : str
        Word id and readable name.
    content : {"mixed", "sensory"}
        Whether it moves muscles too.
    felt : str
        Where its tingle is felt.
    twitch : str
        What moves when its motor fibres fire; empty for a sensory nerve.
    confidence : str
        How well content and territory are known.
    source : Citation
        Where they come from.
    """

    id: str
    title: str
    content: Literal["mixed", "sensory"]
    felt: str
    twitch: str
    confidence: Confidence
    source: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """A length between people: mean and standard deviation, each with its origin.

    Attributes
    ----------
    mean_mm, sd_mm : float
        [mm], above 0.
    confidence, sd_confidence : str
        How each is known.
    source, sd_source : Citation
        Where each comes from.
    note : str
        What a reader must know.
    """

    mean_mm: float
    sd_mm: float
    confidence: Confidence
    source: Citation
    sd_confidence: Confidence
    sd_source: Citation
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossing:
    """One nerve under one site.

    Attributes
    ----------
    site : str
        Word id of the site.
    nerve : Nerve
        The nerve.
    is_target : bool
        Whether the site is meant for this nerve.
    has_motor : bool
        Whether motor fibres run in it here.
    depth : Length or None
        Skin to nerve; None where no value was found.
    offset : Length or None
        Along the skin from the pad's centre to the line over the nerve; None straight under it.
    """

    site: str
    nerve: Nerve
    is_target: bool
    has_motor: bool
    depth: Length | None
    offset: Length | None


def nerve(name: str) -> Nerve:
    """Return the nerve with this id.

    Raises
    ------
    ValueError
        If no nerve has it; the message lists the known ones.

    Examples
    --------
    >>> nerve("sural").content, nerve("tibial").content
    ('sensory', 'mixed')
    """
    row = load("nerves").get(name)
    if row is None:
        raise ValueError(f"nerve must be one of {', '.join(load('nerves'))}, got {name!r}")
    return Nerve(id=name, **{**row, "source": citation(row["source"])})


def crossings(name: str) -> tuple[Crossing, ...]:
    """Return the nerves under a site, the one it is meant for first.

    Parameters
    ----------
    name : str
        Word id or code of a site.

    Raises
    ------
    ValueError
        If the site is unknown.

    Examples
    --------
    >>> [(c.nerve.id, c.is_target) for c in crossings("popliteal-upper")]
    [('tibial', True), ('common-peroneal', True)]
    >>> crossings("TIBA")[0].depth.mean_mm
    9.1
    """
    where = site(name)
    return tuple(_crossing(where.id, row) for row in load("crossings")["sites"][where.id])


@cache
def load(name: str) -> dict[str, Any]:
    """Return one parsed table of this room; it is shared: read it, never change it.

    Examples
    --------
    >>> len(load("crossings")["sites"])
    28
    """
    table: dict[str, Any] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return table


def _crossing(where: str, row: Mapping[str, Any]) -> Crossing:
    """Build a crossing from its row."""
    found = nerve(row["nerve"])
    return Crossing(
        site=where,
        nerve=found,
        is_target=row["is_target"],
        has_motor=row.get("has_motor", found.content == "mixed"),
        depth=_of_site(where) if row["depth"] == "site" else _length(row["depth"]),
        offset=_length(row["offset"]),
    )


def _of_site(where: str) -> Length:
    """Return the depth that the site table gives, which a row asks for by the word."""
    depth: Depth | None = site(where).depth
    if depth is None:
        raise ValueError(f"site {where} has no depth, but a nerve's row refers to it")
    return Length(
        mean_mm=depth.mean_mm,
        sd_mm=depth.sd_mm,
        confidence=depth.confidence,
        source=depth.source,
        sd_confidence=depth.sd_confidence,
        sd_source=depth.sd_source,
        note=depth.note,
    )


def _length(row: Mapping[str, Any] | None) -> Length | None:
    """Build a length from its row; None stays None."""
    if row is None:
        return None
    sources = {key: citation(row[key]) for key in ("source", "sd_source")}
    return Length(**{**row, **sources})
