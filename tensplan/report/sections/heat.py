"""Heat and cold: what is laid on, what skin and tissue reach, what is done meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tensplan.report.blocks import (
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
from tensplan.report.numbers import sentence
from tensplan.report.spans import Span, plain
from tensplan.report.tags import tag
from tensplan.report.thermal import Pack, Value, packs
from tensplan.report.wording import named, rich, say

Plan = Mapping[str, Any]


def heat_section(data: Plan) -> Section | None:
    """Return every pack of a plan; None where the protocol has none."""
    found = packs(data)
    if not found:
        return None
    is_specimen = data["patient"] is None
    people = say("heat.people_specimen" if is_specimen else "heat.people")
    blocks: list[Block] = [Paragraph(rich("heat.about", people=people))]
    for pack in found:
        blocks += _pack(pack, is_specimen)
    return Section("heat", say("heat.title"), tuple(blocks))


def _pack(pack: Pack, is_specimen: bool) -> Iterator[Block]:
    name = named("heat.names")[pack.modality]
    yield Group(_title(pack, name), tuple(_words(pack, is_specimen)))
    if pack.figures:
        yield Figures(pack.figures)
        yield _table(pack)
    if pack.session:
        yield Paragraph(rich("heat.session", session=pack.session))
    steps = tuple(
        rich("titration.step", do=step["do"], tag=tag(step["confidence"])) for step in pack.guidance
    )
    doubts = [plain(doubt) for doubt in pack.doubts]
    if pack.weak:
        doubts.append(rich("heat.weak", number=len(pack.weak)))
    yield Beside(
        (
            Group(say("heat.with", name=name), (Listing(steps, "steps"),)),
            Group(say("heat.wrong"), (Listing(tuple(doubts)),)),
        ),
        55,
    )


def _title(pack: Pack, name: str) -> str:
    return say("heat.not_allowed", name=name) if pack.verdict == "blocked" else name


def _words(pack: Pack, is_specimen: bool) -> Iterator[Block]:
    yield Paragraph(plain(pack.words))
    for reason in pack.reasons:
        yield Paragraph(plain(f"{sentence(reason)}."), "small")
    if pack.would_pass:
        key = "heat.would_pass_specimen" if is_specimen else "heat.would_pass"
        yield Paragraph(rich(key, what="; or ".join(pack.would_pass)))


def _table(pack: Pack) -> Table:
    heads = named("heat.columns")
    people = [Column(person.split(":")[0], True) for person in pack.people]
    return Table(
        caption=rich("heat.caption", verdict=pack.physics),
        columns=(
            Column(heads["quantity"]),
            *people,
            Column(heads["limit"], True),
            Column(heads["rule"]),
        ),
        rows=tuple(map(_row, pack.values)),
        look="stack",
        shows_caption=True,
    )


def _row(value: Value) -> tuple[Cell, ...]:
    *others, worst = value.by_person
    rule = rich(
        "heat.rule",
        verdict=sentence(value.verdict),
        rule=value.rule,
        tag=tag(value.confidence),
        source=value.source,
    )
    return (
        Cell(rich("heat.quantity", name=value.name, unit=value.unit)),
        *(Cell(plain(number)) for number in others),
        Cell((Span(worst, "strong"),)),
        Cell(plain(value.limit)),
        Cell(rule),
    )
