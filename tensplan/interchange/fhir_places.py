"""Where the pads of a plan lie, as FHIR BodyStructures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tensplan.interchange.codes import own_codes
from tensplan.interchange.fhir_source import Resource, Source

SITES: Final = "urn:tensplan:site"


def sites(source: Source) -> Iterator[Resource]:
    """Yield each place of a pad once."""
    plan = source.plan
    for name, pad in {site_name(plan, pad): pad for pad in pads_of(plan)}.items():
        side = side_of(plan, pad)
        qualifier = {"locationQualifier": [own_codes()[side].as_concept()]} if side else {}
        yield source.part(
            "BodyStructure",
            name,
            pad_words(pad, side),
            identifier=[{"system": SITES, "value": pad["site"]}],
            location={"text": pad["title"]},
            **qualifier,
            description=pad["find"],
            patient=source.to("patient"),
        )


def pads_of(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield each pad of each channel."""
    for channel in plan["channels"]:
        yield from channel["pads"]


def side_of(plan: Mapping[str, Any], pad: Mapping[str, Any]) -> str:
    """Return the side of a pad; empty where the person's side is not known.

    Examples
    --------
    >>> side_of({"patient": {"side": "left"}}, {"side": "other"})
    'right'
    """
    treated = plan["patient"].get("side")
    if treated is None:
        return ""
    return str(treated) if pad["side"] == "treated" else {"left": "right", "right": "left"}[treated]


def site_name(plan: Mapping[str, Any], pad: Mapping[str, Any]) -> str:
    """Return the name of a place within a bundle.

    Examples
    --------
    >>> site_name({"patient": {"side": "left"}}, {"site": "heel", "side": "treated"})
    'site/heel/left'
    """
    return f"site/{pad['site']}/{side_of(plan, pad) or pad['side']}"


def place(pad: Mapping[str, Any], side: str) -> dict[str, str]:
    """Return a place in words, as a CodeableConcept.

    Examples
    --------
    >>> place({"title": "Heel"}, "")
    {'text': 'Heel, side not known'}
    """
    return {"text": f"{pad['title']}, {side or 'side not known'}"}


def pad_words(pad: Mapping[str, Any], side: str) -> str:
    """Return a pad's place and size in words.

    Examples
    --------
    >>> pad_words({"title": "Heel", "width_mm": 40, "round": True}, "left")
    'Heel, left, round, 40 mm'
    """
    size = f"{pad['width_mm']:g} mm" + ("" if pad["round"] else f" by {pad['height_mm']:g} mm")
    return f"{place(pad, side)['text']}, {'round, ' if pad['round'] else ''}{size}"
