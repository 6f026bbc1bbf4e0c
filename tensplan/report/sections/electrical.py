"""What is played, what the skin gets of it, and whether the device reaches it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tensplan.report.blocks import Block, Cell, Column, Figures, Group, Paragraph, Section, Table
from tensplan.report.exposure import Contact, Row, contacts, exposure_tables
from tensplan.report.numbers import sentence
from tensplan.report.output import Load, OutputAnswer, output_answers
from tensplan.report.setting import Setting
from tensplan.report.sourcing import tolerance_words
from tensplan.report.spans import Span, Text, joined, plain
from tensplan.report.tags import tag
from tensplan.report.waveforms import waveforms
from tensplan.report.wording import named, rich, say

Plan = Mapping[str, Any]


def columns(name: str, *numbers: str) -> tuple[Column, ...]:
    """Return the heads of a table; those that are named hold numbers.

    Examples
    --------
    >>> [column.is_number for column in columns("contact.columns", "full")][:2]
    [False, True]
    """
    return tuple(Column(title, key in numbers) for key, title in named(name).items())


def waveform_section(programs: Sequence[Setting]) -> Section:
    """Return the figures of every program."""
    drawn = waveforms(programs)
    blocks: list[Block] = []
    for program in drawn:
        figures = Figures(program.figures)
        title = say("waveform.program", letter=program.letter, name=program.name)
        blocks.append(Group(title, (figures,)) if len(drawn) > 1 else figures)
    return Section("waveform", say("waveform.title"), tuple(blocks))


def exposure_section(data: Plan) -> Section:
    """Return every quantity beside its limit."""
    values = tolerance_words(data)
    tolerance = say("exposure.tolerance", values=values) if values else ""
    tables = [
        Table(
            caption=_exposure_caption(table.channel, table.program),
            columns=columns("exposure.columns", "closed_form", "simulated", "worst_case", "limit"),
            rows=tuple(map(_exposure_row, table.rows)),
            look="stack",
            shows_caption=True,
        )
        for table in exposure_tables(data)
    ]
    about = Paragraph(rich("exposure.about", tolerance=tolerance))
    return Section("exposure", say("exposure.title"), (about, *tables))


def _exposure_caption(channel: str, program: str) -> Text:
    if not program:
        return rich("exposure.caption", channel=channel)
    return rich("exposure.caption_program", channel=channel, program=program)


def _exposure_row(row: Row) -> tuple[Cell, ...]:
    name = rich("exposure.quantity", quantity=row.quantity, unit=row.unit, kind=row.kind)
    rule = rich("exposure.rule", rule=row.rule, tag=tag(row.confidence), source=row.source)
    return (
        Cell(name),
        Cell(plain(row.closed_form)),
        Cell(plain(row.simulated)),
        Cell((Span(row.worst_case, "strong"),)),
        Cell(plain(row.limit)),
        Cell(plain(row.margin), bar=row.bar if row.used else None),
        Cell(rule if row.rule else plain("–")),
    )


def contact_section(data: Plan, *, many: bool) -> Section:
    """Return the density as a pad loses contact."""
    table = Table(
        caption=rich("contact.caption"),
        columns=columns("contact.columns", "full", "half", "quarter", "limit"),
        rows=tuple(_contact(entry, many) for entry in contacts(data)),
    )
    return Section(
        "contact", say("contact.title"), (Paragraph(rich("contact.about"), "small"), table)
    )


def _contact(entry: Contact, many: bool) -> tuple[Cell, ...]:
    head = rich("contact.pad_program", pad=entry.pad, program=entry.program)
    smallest = say("contact.smallest", area=entry.smallest, share=entry.smallest_share)
    texts = (entry.full, entry.half, entry.quarter, entry.limit, smallest, entry.rule)
    return (Cell(head if many else plain(entry.pad)), *(Cell(plain(text)) for text in texts))


def output_section(data: Plan) -> Section:
    """Return whether the device reaches the cap."""
    groups = tuple(map(_answer, output_answers(data)))
    return Section("output", say("output.title"), groups or (Paragraph(rich("output.nothing")),))


def _answer(entry: OutputAnswer) -> Group:
    table = Table(
        caption=rich("output.caption", channel=entry.channel, program=entry.program),
        columns=columns("output.columns", "needed", "reached", "net"),
        rows=tuple(tuple(_load_cells(load)) for load in entry.loads),
    )
    text = joined([plain(" ".join(entry.sentences)), tag(entry.confidence)])
    title = say("output.channel", channel=entry.channel, program=entry.program, words=entry.words)
    return Group(title, (Paragraph(text), table))


def _load_cells(load: Load) -> Iterator[Cell]:
    texts = (sentence(load.name), load.needed, load.clips, load.reached, load.net_charge)
    yield from (Cell(plain(text)) for text in texts)
