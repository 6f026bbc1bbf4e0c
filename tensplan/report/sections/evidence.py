"""The evidence with its certainty, and what is done beside the stimulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensplan.report.blocks import (
    Beside,
    Block,
    Cell,
    Column,
    Group,
    Listing,
    Paragraph,
    Section,
    Table,
)
from tensplan.report.numbers import sentence
from tensplan.report.spans import Text, plain
from tensplan.report.tags import tag
from tensplan.report.wording import named, rich, say

Plan = Mapping[str, Any]


def evidence_again_section(data: Plan) -> Section:
    """Return every piece of evidence with whom it was found in and how certain it is."""
    table = Table(
        caption=rich("evidence.caption"),
        columns=tuple(map(Column, named("evidence.columns").values())),
        rows=tuple(map(_row, data["evidence"])),
        look="stack",
    )
    blocks: list[Block] = [Paragraph(rich("evidence.about"), "small"), table]
    known = data.get("guidance", {}).get("evidence", ())
    if known:
        items = tuple(
            rich("evidence.known_entry", **{k: e[k] for k in ("says", "source", "certainty")})
            for e in known
        )
        blocks.append(Group(say("evidence.known"), (Listing(items),)))
    return Section("evidence-again", say("evidence.again"), tuple(blocks))


def _row(entry: Plan) -> tuple[Cell, ...]:
    is_for = entry["for"]
    unstated = say("evidence.not_stated")
    certainty = unstated
    if is_for:
        words = entry["certainty"].replace("-", " ")
        certainty = say("evidence.fit", certainty=words, applies=entry["applies"])
    texts = (
        say("evidence.side_for" if is_for else "evidence.side_against"),
        sentence(entry["supports"] if is_for else entry["says"]),
        sentence(entry.get("population") or unstated),
        sentence(certainty),
        _cited(entry),
    )
    return tuple(Cell(plain(text)) for text in texts)


def _cited(entry: Plan) -> str:
    doi = entry.get("doi")
    return f"{entry['citation']}, doi:{doi}" if doi else str(entry["citation"])


def beside_section(data: Plan) -> Section | None:
    """Return exercises, medicines and the ladder; None for a plan that is older than they."""
    guidance = data.get("guidance")
    if not guidance:
        return None
    apart = guidance["apart"]
    first = rich("beside.apart", says=apart["says"], source=sentence(apart["source"]))
    note = Paragraph(rich("beside.medicines_note", note=guidance["medicines_note"]))
    exercises = Listing(tuple(map(_exercise, guidance["exercises"])))
    medicines = (Paragraph(_medicine(one)) for one in guidance["medicines"])
    about = guidance["ladder_note"]
    ladder = (
        Listing(tuple(map(plain, guidance["ladder"])), "steps"),
        Paragraph(
            rich("beside.ladder_note", says=about["says"], source=sentence(about["source"])),
            "small",
        ),
    )
    both = (
        Group(say("beside.exercises"), (exercises, *medicines, note)),
        Group(say("beside.ladder"), ladder),
    )
    return Section("beside", say("beside.title"), (Paragraph(first), Beside(both, 60)))


def _exercise(item: Plan) -> Text:
    words = {key: item[key] for key in ("title", "now", "dose", "rules")}
    source, mark = sentence(item["source"]), tag(item["confidence"])
    return rich("beside.exercise", source=source, tag=mark, **words)


def _medicine(note: Plan) -> Text:
    about = note["about"].replace("-", " ").capitalize()
    source, mark = sentence(note["source"]), tag(note["confidence"])
    return rich("beside.medicine", about=about, says=note["says"], source=source, tag=mark)
