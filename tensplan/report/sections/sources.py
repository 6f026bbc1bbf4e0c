"""Every source: first what is only assumed or recalled, then what was read somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tensplan.report.blocks import Block, Group, Listing, Paragraph, Section
from tensplan.report.numbers import prettier, sentence
from tensplan.report.sourcing import SourceGroup, source_groups
from tensplan.report.spans import Text, joined
from tensplan.report.tags import WEAK, tag
from tensplan.report.wording import rich, say

Plan = Mapping[str, Any]


def assumed_section(data: Plan) -> Section:
    """Return everything that is only a project default or recalled."""
    groups = [group for group in source_groups(data["sources"]) if group.confidence in WEAK]
    lines = tuple(_unsourced(data))
    blocks: list[Block] = [
        Paragraph(
            rich("assumed.about", tag_default=tag("project-default"), tag_recalled=tag("recalled"))
        ),
        *map(_group, groups),
    ]
    if lines:
        blocks.append(Listing(lines, "dense"))
    if len(blocks) == 1:
        blocks = [Paragraph(rich("assumed.nothing"))]
    return Section("assumed", say("assumed.title"), tuple(blocks))


def sources_section(data: Plan) -> Section:
    """Return the sources that were read, second hand or first."""
    groups = [group for group in source_groups(data["sources"]) if group.confidence not in WEAK]
    about = Paragraph(rich("sources.about"), "small")
    return Section("sources", say("sources.title"), (about, *map(_group, groups)))


def _group(group: SourceGroup) -> Group:
    """Return the sources of one confidence, each once with all that it carries."""
    carried: dict[str, list[Text]] = {}
    for entry in group.entries:
        carried.setdefault(entry["source"], []).append(_carried(entry))
    items = tuple(
        rich("sources.entry", source=source, carried=joined(texts, "; "))
        for source, texts in carried.items()
    )
    return Group(sentence(group.words), (Listing(items, "dense"),))


def _carried(entry: Plan) -> Text:
    value = prettier(entry["value"]) if entry["value"] else ""
    return (
        rich("sources.carried", what=entry["what"], value=value)
        if value
        else rich("sources.carried_alone", what=entry["what"])
    )


def _unsourced(data: Plan) -> Iterator[Text]:
    """Yield what is weak and stands under no source of its own."""
    inputs = _distinct(name for row in data["nerve"] for name in row["weak"])
    if inputs:
        yield rich("assumed.inputs", names=_listed(inputs))
    packs = _distinct(name for entry in data["thermal"] for name in entry["weak"])
    if packs:
        yield rich("assumed.packs", names=_listed(packs))
    steps = _distinct(_weak_steps(data))
    if steps:
        yield rich("assumed.steps", what=" ".join(steps))
    rules = _distinct(
        one["rule"] for one in data["findings"] if one["source"].startswith(_WEAK_SOURCES)
    )
    if rules:
        yield rich("assumed.findings", rules=", ".join(rules))
    parts = list(_weak_parts(data))
    if parts:
        yield rich("assumed.parts", names="; ".join(parts))


def _weak_parts(data: Plan) -> Iterator[str]:
    """Yield the parts of a plan that are a choice of the project or recalled."""
    exercises = data.get("guidance", {}).get("exercises", ())
    titles = [one["title"].lower() for one in exercises if one["confidence"] in WEAK]
    if any(one["confidence"] in WEAK for one in data.get("reviews", ())):
        yield say("assumed.names.reviews")
    if titles:
        yield say("assumed.names.exercises", titles=", ".join(titles))
    if (data.get("layout") or {}).get("confidence") in WEAK:
        yield say("assumed.names.layout")
    weights = (data.get("localisation") or {}).get("weights", {})
    if weights.get("confidence") in WEAK:
        yield say("assumed.names.localisation")
    if any(rule["source"].startswith(_WEAK_SOURCES) for rule in data["stop"]):
        yield say("assumed.names.stop")


_WEAK_SOURCES = ("project-default", "project default", "recalled")


def _weak_steps(data: Plan) -> Iterator[str]:
    """Yield the steps of raising the amplitude and of the packs that nobody has published."""
    for entry in data["titration"]:
        yield from (step["do"] for step in entry["steps"] if step["confidence"] in WEAK)
    for entry in data["thermal"]:
        yield from (step["do"] for step in entry["guidance"] if step["confidence"] in WEAK)


def _distinct(names: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)
