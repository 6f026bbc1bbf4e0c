"""The first sheet: may this be done, where, how, when to stop, and what the evidence says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tensplan.report.blocks import (
    Answers,
    Beside,
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
from tensplan.report.calendar import Calendar
from tensplan.report.numbers import sentence
from tensplan.report.pads import PadWords, drawings, pad_words, treated_side
from tensplan.report.setting import Setting, side_by_side
from tensplan.report.spans import Span, Text, plain
from tensplan.report.verdict import answers
from tensplan.report.wording import rich, say
from tensplan.session_plan.plan import may_stimulate

Plan = Mapping[str, Any]


def may_section(data: Plan) -> Section:
    """Return the answers for TENS, heat and cold."""
    return Section("may", say("may.title"), (Answers(answers(data)),))


def where_section(data: Plan) -> Section:
    """Return the drawing of the pads and how to find each place; no pads where TENS is blocked."""
    if not may_stimulate(data):
        return Section("where", say("where.title"), (Paragraph(rich("where.blocked"), "boxed"),))
    blocks: list[Block] = [Figures(drawings(data), "body")]
    if treated_side(data) is None:
        blocks.append(Paragraph(rich("where.assumed_side"), "small"))
    blocks.append(Listing(tuple(_pad(pad) for pad in pad_words(data)), "dense"))
    return Section("where", say("where.title"), tuple(blocks))


def _pad(pad: PadWords) -> Text:
    return rich(
        "where.pad",
        chip=(Span(pad.label, "chip"),),
        title=pad.title,
        other=say("where.other") if pad.is_other_side else "",
        find=pad.find,
        size=pad.size,
        polarity=f", {pad.polarity}" if pad.polarity else "",
    )


def set_section(data: Plan, programs: list[Setting], course: Calendar) -> Section:
    """Return what is set on the stimulator, two programs in a table; nothing where it is blocked."""
    if not may_stimulate(data):
        return Section("set", say("set.title"), (Paragraph(rich("set.blocked"), "boxed"),))
    pairs = [programs[start : start + 2] for start in range(0, len(programs), 2)]
    tables = [_settings(pair, is_alone=len(programs) == 1) for pair in pairs]
    turns = say("set.turns", letters=course.turns) if course.turns else ""
    line = rich("set.course", course=course.words, turns=turns)
    return Section("set", say("set.title"), (*tables, Paragraph(line)))


def _settings(programs: list[Setting], *, is_alone: bool) -> Table:
    """Return the lines of one or two programs; a cell spans both where they agree."""
    key = "set.program" if len(programs) == 1 else "set.programs"
    heads = [] if is_alone else [say("set.what"), *map(_head, programs)]
    rows = [
        (Cell(plain(label)), *_cells(label, cells, len(programs)))
        for label, cells in side_by_side(programs)
    ]
    return Table(
        caption=plain(say(key, names=", ".join(one.letter for one in programs))),
        columns=tuple(map(Column, heads)),
        rows=tuple(rows),
        look="settings",
        shows_caption=not is_alone,
    )


def _head(program: Setting) -> str:
    key = "set.column" if len(program.channels) == 1 else "set.column_many"
    channels = ", ".join(program.channels)
    return say(key, letter=program.letter, name=program.name, channels=channels)


def _cells(label: str, cells: tuple[str, ...], count: int) -> Iterator[Cell]:
    """Yield the cells of one line; the amplitude stands out."""
    span = count if len(cells) < count else 1
    for cell in cells:
        is_cap = label == say("set.lines.amplitude")
        yield Cell((Span(cell, "strong" if is_cap else "plain"),), span=span)


def stop_section(data: Plan) -> Section:
    """Return when to stop and whom to call."""
    rules = tuple(rich("stop.rule", do=rule["do"], who=rule["who"]) for rule in data["stop"])
    return Section("stop", say("stop.title"), (Listing(rules),))


def evidence_section(data: Plan) -> Section:
    """Return the evidence in short, for on one side and against on the other."""
    sides = {True: "for", False: "against"}
    groups = [
        Group(say(f"evidence.{name}"), (Listing(tuple(_evidence(data, is_for)) or _nothing()),))
        for is_for, name in sides.items()
    ]
    return Section(
        "evidence", say("evidence.title"), (Beside((groups[0], groups[1]), _share(data)),)
    )


def _nothing() -> tuple[Text, ...]:
    return (rich("evidence.nothing"),)


def _evidence(data: Plan, is_for: bool) -> Iterator[Text]:
    """Yield one side of the evidence."""
    for entry in data["evidence"]:
        if entry["for"] is is_for and is_for:
            yield rich(
                "evidence.short_for",
                supports=sentence(entry["supports"]),
                citation=entry["citation"],
                certainty=entry["certainty"].replace("-", " "),
                applies=entry["applies"],
            )
        elif entry["for"] is is_for:
            yield rich(
                "evidence.short_against", says=sentence(entry["says"]), citation=entry["citation"]
            )


def _share(data: Plan) -> int:
    """Return the width in per cent of the side "for", by the length of its text."""
    lengths = {True: 0, False: 0}
    for entry in data["evidence"]:
        lengths[entry["for"]] += sum(len(text) for text in entry.values() if isinstance(text, str))
    total = sum(lengths.values())
    return min(max(round(100 * lengths[True] / total), 35), 60) if total else 50
