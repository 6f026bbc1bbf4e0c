"""Protocols and plans as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tensplan.cli.heat_lines import heat_lines
from tensplan.cli.nerve_lines import nerve_lines
from tensplan.cli.paper import EFFECT_COLOURS, bold, labelled, paint, table, wrapped
from tensplan.explanation.protocol_words import Section, sections
from tensplan.formats.visible import visible
from tensplan.protocol.model import Protocol
from tensplan.safety.quantity_words import words
from tensplan.session_plan.disclaimer import DISCLAIMER
from tensplan.session_plan.plan import VERDICT_WORDS

COLOURS = {"pass": "green", "warn": "yellow", "blocked": "red", "not-planned": None}
LABELS = {"tens": "TENS", "heat": "Heat", "cold": "Cold"}


def protocol_lines(protocol: Protocol) -> list[str]:
    """Return a protocol as lines."""
    about = f"{protocol.id} {protocol.version}, {protocol.status}, {protocol.placement.strategy}"
    return [
        bold(visible(protocol.title)),
        about,
        "",
        wrapped(protocol.summary),
        *_body(protocol),
        wrapped(DISCLAIMER),
    ]


def plan_lines(plan: Mapping[str, Any], protocol: Protocol) -> list[str]:
    """Return a plan as lines: verdicts, what limits it, exposure, then the protocol."""
    person = "specimen, for no person" if plan["patient"] is None else plan["patient"]["code"]
    about = (
        f"{protocol.id} {protocol.version} on {plan['device']}, {plan['setting']}, "
        f"{plan['provenance']['on']}"
    )
    return [
        bold(visible(f"{protocol.title}  ({person})")),
        about,
        plan["digest"],
        "",
        *_verdicts(plan),
        *_findings(plan),
        "",
        *_exposure(plan),
        *nerve_lines(plan["nerve"], plan["nerve_windows"]),
        "",
        *heat_lines(protocol, plan),
        *_blocked(plan),
        *_body(protocol),
        wrapped(DISCLAIMER),
    ]


def _verdicts(plan: Mapping[str, Any]) -> Iterator[str]:
    for name, label in LABELS.items():
        verdict = plan["modalities"][name]["verdict"]
        yield f"  {label:<5} {paint(VERDICT_WORDS[verdict], fg=COLOURS[verdict])}"


def _blocked(plan: Mapping[str, Any]) -> Iterator[str]:
    """Yield what of the protocol, which stands below, must not be done."""
    parts = plan["modalities"].items()
    names = [LABELS[name] for name, part in parts if part["verdict"] == "blocked"]
    if names:
        text = (
            f"{' and '.join(names)} blocked in this plan. What follows is what the protocol asks "
            "for: of what is blocked it is to be discussed, and not to be done."
        )
        yield ""
        yield paint(wrapped(text), fg=COLOURS["blocked"])


def _findings(plan: Mapping[str, Any]) -> Iterator[str]:
    if plan["findings"]:
        yield ""
        yield bold("What stops or limits this plan")
    for finding in plan["findings"]:
        text = f"{finding['message']}  [{finding['rule']}]"
        block = wrapped(text, indent=11, first=f"  {finding['severity']}")
        head = f"  {finding['severity']}"
        colour = EFFECT_COLOURS[finding["severity"]]
        yield paint(head, fg=colour) + block.removeprefix(head)


def _exposure(plan: Mapping[str, Any]) -> Iterator[str]:
    yield bold("Exposure at the cap, into 500 ohm, in the worst second")
    heads = ["", "closed form", "simulated", "worst case", "limit", "share"]
    rows = [_exposure_row(row) for row in plan["exposure"]]
    body = table(heads, rows, right="lrrrrr")
    yield body[0]
    before = ("", "")
    for row, line in zip(plan["exposure"], body[1:], strict=True):
        place = (row["channel"], row["program"])
        if place != before:
            yield f"channel {place[0]}, {place[1]}"
            before = place
        yield line


def _exposure_row(row: Mapping[str, Any]) -> list[str]:
    share = f"{row['worst_case'] / row['limit'] * 100:.0f} %" if row["limit"] else "-"
    return [
        f"  {words(row['quantity'])}",
        f"{row['closed_form']:.4g}",
        f"{row['simulated']:.4g}",
        f"{row['worst_case']:.4g} {row['unit']}",
        "-" if row["limit"] is None else f"{row['limit']:g}",
        share,
    ]


def _body(protocol: Protocol) -> Iterator[str]:
    for section in sections(protocol):
        yield ""
        yield bold(section.title)
        yield from _section(section)
    yield ""


def _section(section: Section) -> Iterator[str]:
    if section.picture:
        yield from (f"    {line}" for line in section.picture)
        yield ""
    column = max((len(label) for label, _ in section.facts), default=0) + 2
    for label, text in section.facts:
        yield labelled(label, text, column=column)
