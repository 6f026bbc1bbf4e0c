"""What the nerves are predicted to do, and the comfort window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensplan.report.blocks import (
    Beside,
    Block,
    Cell,
    Figures,
    Group,
    Listing,
    Paragraph,
    Section,
    Table,
)
from tensplan.report.nerve import NerveLine, NerveTable, nerve_tables
from tensplan.report.numbers import sentence
from tensplan.report.sections.electrical import columns
from tensplan.report.spans import plain
from tensplan.report.tags import tag
from tensplan.report.wording import rich, say


def nerve_section(data: Mapping[str, Any]) -> Section:
    """Return the predictions of every channel and program with their figures."""
    tables = nerve_tables(data)
    blocks: list[Block] = [Paragraph(rich("nerve.caution"))]
    blocks += map(_channel, tables)
    if not tables:
        blocks.append(Paragraph(rich("nerve.nothing")))
    blocks.append(Paragraph(rich("nerve.limits"), "small"))
    return Section("nerve", say("nerve.title"), tuple(blocks))


def _channel(entry: NerveTable) -> Group:
    names = {"channel": entry.channel, "program": entry.program}
    ladder = Group(say("nerve.ladder_title"), (Listing(_texts(entry.ladder), "steps"),))
    window = Group(say("nerve.window_title"), (Listing(_texts(entry.sentences)),))
    blocks: list[Block] = [
        Figures(entry.figures),
        Beside((ladder, window)),
        Table(
            caption=rich("nerve.caption", **names),
            columns=columns("nerve.columns", "median", "span"),
            rows=tuple(map(_line, entry.lines)),
        ),
    ]
    if entry.weak:
        blocks.append(Paragraph(rich("nerve.weak", names=entry.weak), "small"))
    return Group(say("nerve.channel", **names), tuple(blocks))


def _texts(sentences: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(map(plain, sentences))


def _line(line: NerveLine) -> tuple[Cell, ...]:
    who = sentence(line.who)
    texts = (line.pad, line.felt, line.median, line.span, line.below_cap)
    weakest = (*tag(line.confidence), *plain(f" {line.weak}" if line.weak else ""))
    head = rich("nerve.intended", who=who) if line.target else plain(who)
    return (Cell(head), *(Cell(plain(text)) for text in texts), Cell(weakest))
