"""Where the pads go: the drawing, and the words to find each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tensplan.placement.drawing import DrawnPad, describe, draw
from tensplan.report.blocks import Picture
from tensplan.report.numbers import shown
from tensplan.report.wording import say

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class PadWords:
    """One pad in words."""

    label: str
    title: str
    find: str
    size: str
    area: str
    polarity: str
    nerve: str
    skin: str
    cautions: tuple[str, ...]
    is_other_side: bool


def treated_side(data: Mapping[str, Any]) -> Side | None:
    """Return the side of the person, or None where there is no person or no side."""
    side = (data["patient"] or {}).get("side")
    if side in ("left", "right"):
        return "left" if side == "left" else "right"
    return None


def pad_words(data: Mapping[str, Any]) -> list[PadWords]:
    """Return the pads of every channel in words."""
    return [
        PadWords(
            label=f"{channel['id']}{number}",
            title=pad["title"] or pad["site"],
            find=pad["find"],
            size=_size(pad),
            area=_area(pad),
            polarity=_polarity_words(channel, number),
            nerve=pad["nerve"],
            skin=pad["skin"],
            cautions=tuple(pad["cautions"]),
            is_other_side=pad["side"] == "other",
        )
        for channel in data["channels"]
        for number, pad in enumerate(channel["pads"], start=1)
    ]


def drawings(data: Mapping[str, Any]) -> tuple[Picture, ...]:
    """Return the body with the pads: one picture, or one for each side that carries pads."""
    treated = treated_side(data) or "right"
    other: Side = "left" if treated == "right" else "right"
    found = []
    for name, side in (("treated", treated), ("other", other)):
        pads = drawn_pads(data, name)
        if pads:
            found.append(drawn(pads, side))
    return tuple(found)


def drawn(pads: list[DrawnPad], side: Side) -> Picture:
    """Return the body with some pads on one side."""
    words = describe(pads, side=side)
    return Picture(draw(pads, side=side), say("where.drawing", side=side), words)


def polarity(channel: Mapping[str, Any], number: int) -> Literal["cathode", "anode"] | None:
    """Return what a pad is in the leading phase; None for pulses that have no polarity.

    Examples
    --------
    >>> waveform = {"shape": "monophasic", "cathode": 2}
    >>> polarity({"program": {"waveform": waveform}}, 1)
    'anode'
    """
    cathode = channel["program"].get("waveform", {}).get("cathode")
    if cathode is None:
        return None
    return "cathode" if cathode == number else "anode"


def _polarity_words(channel: Mapping[str, Any], number: int) -> str:
    """Return the polarity of a pad in words; empty where it has none."""
    found = polarity(channel, number)
    return "" if found is None else say(f"placement.polarity.{found}")


def drawn_pads(data: Mapping[str, Any], side: str) -> list[DrawnPad]:
    """Return the pads of one side whose sites are known."""
    return [
        DrawnPad(
            channel=channel["id"],
            number=number,
            site_id=pad["site"],
            width_mm=pad["width_mm"],
            height_mm=pad["height_mm"],
            round=pad["round"],
            polarity=polarity(channel, number),
        )
        for channel in data["channels"]
        for number, pad in enumerate(channel["pads"], start=1)
        if pad["side"] == side and pad["code"]
    ]


def _size(pad: Mapping[str, Any]) -> str:
    width, height = shown(pad["width_mm"]), shown(pad["height_mm"])
    return say(
        "placement.round" if pad["round"] else "placement.square", width=width, height=height
    )


def _area(pad: Mapping[str, Any]) -> str:
    """Return the conductive area, and whether it is known or assumed."""
    return say(
        "placement.area",
        conductive=shown(pad["conductive_cm2"]),
        outline=shown(pad["outline_cm2"]),
        how=say("placement.stated" if pad["conductive_is_stated"] else "placement.assumed"),
    )
