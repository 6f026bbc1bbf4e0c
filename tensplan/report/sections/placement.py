"""Where the pads lie, what is below them, which layout fits the person, and what findings fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tensplan.report.blocks import (
    Block,
    Cell,
    Column,
    Figures,
    Group,
    Listing,
    Paragraph,
    Section,
    Table,
)
from tensplan.report.layout import layout_drawing
from tensplan.report.numbers import sentence, shown
from tensplan.report.pads import PadWords, pad_words
from tensplan.report.spans import Span, Text, plain
from tensplan.report.tags import tag
from tensplan.report.wording import named, rich, say

Plan = Mapping[str, Any]


def placement_section(data: Plan) -> Section:
    """Return every pad with its landmarks in words, and the layout and findings behind it."""
    blocks: list[Block] = [_pads(data)]
    layout = layout_blocks(data)
    if layout:
        blocks.append(Group(say("placement.layout"), layout))
    if data.get("localisation"):
        blocks.append(_localisation(data["localisation"]))
    return Section("placement", say("placement.title"), tuple(blocks))


def _pads(data: Plan) -> Table:
    return Table(
        caption=rich("placement.pads"),
        columns=tuple(map(Column, named("placement.columns").values())),
        rows=tuple(_pad(pad) for pad in pad_words(data)),
        look="stack",
    )


def _pad(pad: PadWords) -> tuple[Cell, ...]:
    below = say("placement.below", nerve=pad.nerve or "–", skin=pad.skin or "–")
    head = (Span(pad.label, "chip"), Span(f" {pad.title}"))
    size = say("placement.size", size=pad.size, area=pad.area)
    texts = (pad.find, size, below, " ".join(pad.cautions) or "–")
    return (Cell(head), *(Cell(plain(text)) for text in texts))


def layout_blocks(data: Plan) -> tuple[Block, ...]:
    """Return which layout would be chosen for the person; nothing for nobody."""
    layout = data.get("layout") or {}
    if not layout:
        return ()
    drawing = layout_drawing(layout)
    blocks: list[Block] = [] if drawing is None else [Figures((drawing,), "body")]
    blocks.append(Paragraph(_layout(layout)))
    if layout["rejected"]:
        blocks.append(Listing(tuple(map(_rejected, layout["rejected"])), "steps"))
    blocks.append(Paragraph(_chosen(layout["chosen"])))
    blocks += [Paragraph(text) for text in _others(layout)]
    return tuple(blocks)


def _layout(layout: Plan) -> Text:
    return rich(
        "placement.layout_words",
        region=layout["region"].replace("-", " "),
        body=layout["body"],
        verdict=say("placement.pass" if layout["given_passes"] else "placement.not_pass"),
        source=sentence(layout["source"]),
    )


def _rejected(step: Plan) -> Text:
    return rich(
        "placement.rejected",
        title=step["title"],
        sites=say("placement.sites", sites=", ".join(step["sites"])) if step["sites"][0] else "",
        reasons=" ".join(f"{sentence(reason)}." for reason in step["reasons"]),
    )


def _chosen(chosen: Plan | None) -> Text:
    if not chosen:
        return rich("placement.none")
    pads = (
        say(
            "placement.pad",
            title=pad["title"].lower(),
            width=shown(pad["width_mm"]),
            height=shown(pad["height_mm"]),
        )
        for pad in chosen["pads"]
    )
    return rich(
        "placement.chosen",
        title=chosen["title"],
        leg=say("placement.other_leg") if chosen["leg"] == "other" else "",
        pads=say("placement.and").join(pads),
        change=f" {sentence(chosen['change'])}." if chosen["change"] else "",
        basis=chosen["basis"],
    )


def _others(layout: Plan) -> Iterator[Text]:
    """Yield layouts for a part of the pain, and one for a second channel."""
    for step in layout["alternates"]:
        region = step["region"].replace("-", " ")
        sites = ", ".join(step["sites"])
        yield rich("placement.alternate", region=region, title=step["title"], sites=sites)
    if layout["second"]:
        second = layout["second"]
        yield rich("placement.second", title=second["title"], sites=", ".join(second["sites"]))


def _localisation(found: Plan) -> Group:
    seats = tuple(_seat(seat) for seat in found["seats"] if seat["verdict"] != "open")
    notes = [_said("localisation.note", note) for note in found["conduction"]]
    notes += [_said("localisation.caveat", caveat) for caveat in found["caveats"]]
    notes.append(rich("localisation.weights", source=found["weights"]["source"]))
    return Group(
        say("localisation.title"),
        (
            Paragraph(rich("localisation.about")),
            Listing(seats or (rich("localisation.nothing"),)),
            *(Paragraph(note, "small") for note in notes),
        ),
    )


def _said(name: str, note: Plan) -> Text:
    mark = tag(note["confidence"])
    return rich(name, says=sentence(note["says"]), source=sentence(note["source"]), tag=mark)


def _seat(seat: Plan) -> Text:
    """Return what speaks for and against one place."""
    title = sentence(seat["title"])
    if seat["verdict"] == "not explained by":
        return rich("localisation.not", title=title, unexplained="; ".join(seat["unexplained"]))
    parts = {
        name: say(f"localisation.{name}", what="; ".join(seat[name])) if seat[name] else ""
        for name in ("unexplained", "expected", "unknown")
    }
    explained = "; ".join(seat["explained"])
    return rich(
        "localisation.seat", title=title, verdict=seat["verdict"], explained=explained, **parts
    )
